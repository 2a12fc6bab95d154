import type { SessionInput } from '../../statecharts/session/session.events.ts';
import type { DoorPlace, Screen } from './screens.ts';
import type { Words } from './words/words.ts';

/** A screen in the words of one language: what is drawn, what is spoken, and what the keypad chooses from. */
export interface Telling {
  readonly title: string;
  readonly text: string;
  readonly notice: { readonly kind: 'done' | 'trouble'; readonly text: string } | null;
  /** Where each door of the screen is: "Column 3 from the left, second from the bottom." */
  readonly places: readonly string[];
  readonly fields: readonly Field[];
  /** In the order in which they are drawn and spoken; the keypad's 1 is the first. */
  readonly choices: readonly Choice[];
  /** Who helps, in the bank's own words; empty where nobody is named. */
  readonly help: string;
  /** The other languages of the bank, each by its own name. The home screen has them among its choices. */
  readonly languages: readonly Choice[];
  /** What stands on keys, fields and drawings of the page; its gaps are filled in there. */
  readonly page: Words['page'];
  /** In which direction the language is read. */
  readonly direction: Words['direction'];
}

/** Something that can be typed. */
export interface Field {
  readonly name: 'code' | 'carrier-code' | 'pin' | 'username' | 'password' | 'label' | 'letters';
  readonly label: string;
  readonly keys: 'digits' | 'code' | 'text';
  /** Neither shown nor spoken. */
  readonly isSecret: boolean;
  readonly most: number;
}

export interface Choice {
  readonly name: string;
  /** The one that most people want, another one, or the way out. */
  readonly weight: 'main' | 'other' | 'quiet';
  readonly does: KioskInput;
}

/**
 * What a person does, as the page, the readers and the keypad send it. The session chart is told its own inputs; the rest
 * moves nothing but what is shown.
 */
export type KioskInput =
  | SessionInput
  | { readonly type: 'language.chosen'; readonly language: string }
  /** The first letters of the name that is looked for; a digit stands for any letter of its key on a telephone. */
  | { readonly type: 'letters.typed'; readonly letters: string };

/** Everything that a page is told when anything changes. */
export interface Shown {
  readonly screen: Screen;
  readonly telling: Telling;
  readonly language: string;
  /** `null`: the screen stays. */
  readonly homeInMs: number | null;
  /** By now they have been asked whether they are still there. */
  readonly isWarned: boolean;
  readonly hears: boolean;
  /** For privacy nothing is drawn; everything is spoken. */
  readonly isBlank: boolean;
  /** Doors that stand open for too long, said on the spot before it becomes an alarm. */
  readonly left: readonly DoorPlace[];
  /** Doors that have opened and that nobody had released, until they are shut; none where the settings want no alarm. */
  readonly forced: readonly DoorPlace[];
  readonly remote: { readonly door: DoorPlace; readonly text: string } | null;
  /** Where help is found with a telephone, drawn as a QR code; empty where the bank has no such address. */
  readonly helpLink: string;
}
