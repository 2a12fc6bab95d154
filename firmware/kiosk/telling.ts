import { never } from '../../statecharts/never.ts';
import { doorsTold } from './telling/at-doors.ts';
import { askEndTold, chooseTold, longerTold, problemTold, signTold } from './telling/choosing.ts';
import { homeTold, pinTold, signInTold } from './telling/entering.ts';
import { placeTold, storeLengthTold, storeSizeTold } from './telling/placing.ts';
import { setUpTold } from './telling/set-up.ts';
import { confirmTold, labelTold, lockersTold, partyTold, reasonTold } from './telling/staffing.ts';
import { main, quiet, sentences, type Told } from './telling/told.ts';
import { wordingOf, type Wording } from './telling/wording.ts';
import type { Screen } from './screens.ts';
import type { Choice, Telling } from './shown.ts';
import { brandedWords } from './words/branded.ts';
import { languages, wordsIn } from './words/languages.ts';

export interface TellingFrame {
  readonly language: string;
  /** Those that the bank offers, in its order; without them nobody can choose another one. */
  readonly languages?: readonly string[];
  /** Who helps, as the settings have it. */
  readonly help: string;
  readonly timeZone: string;
  readonly isWarned: boolean;
  readonly secondsLeft: number | null;
  /** What the upstream says in its own words, by the dotted names of the texts. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A screen in the words of one language: what is drawn, what is spoken, and what the keypad chooses from. */
export function tellingOf(screen: Screen, frame: TellingFrame): Telling {
  return tell(screen, wordingFor(frame), frame);
}

type Presence = Pick<TellingFrame, 'language' | 'languages' | 'isWarned' | 'secondsLeft'>;

/** The same in words that are none of the house's. */
export function tell(screen: Screen, wording: Wording, frame: Presence): Telling {
  const others = languageChoices(frame);
  const told = toldOf(screen, wording, others);
  const { words, say } = wording;
  const telling: Telling = {
    title: told.title,
    text: told.text,
    notice: told.notice ?? null,
    places: (told.places ?? []).map(({ locker, column, row }) => say(words.place, { locker, column, row })),
    fields: told.fields ?? [],
    choices: told.choices ?? [],
    help: wording.help,
    languages: others,
    page: words.page,
    direction: words.direction,
  };
  return frame.isWarned ? warned(telling, wording, frame.secondsLeft) : telling;
}

/** While somebody else opens a door from afar, whoever stands there is told which, and why. */
export function remoteText(locker: number, why: string, frame: TellingFrame): string {
  const { words, say } = wordingFor(frame);
  const reason = why.trim() === '' ? null : say(words.remote.reason, { why });
  return sentences(say(words.remote.text, { locker }), reason);
}

function wordingFor({ language, help, timeZone, texts }: TellingFrame): Wording {
  const words = brandedWords(wordsIn(language), texts);
  return wordingOf(words, { locale: Object.hasOwn(languages, language) ? language : 'en', help, timeZone });
}

/** Everybody finds their own language, whatever the screen speaks now. */
function languageChoices({ language, languages: offered }: Presence): readonly Choice[] {
  return [...new Set(offered)]
    .filter((one) => one !== language && Object.hasOwn(languages, one))
    .map((one) => quiet(wordsIn(one).language, { type: 'language.chosen', language: one }));
}

/** The question comes before everything else. What can be typed and chosen stays: it is an answer too. */
function warned(telling: Telling, { words, say, length }: Wording, secondsLeft: number | null): Telling {
  const { title, text, soon } = words.common.stillThere;
  return {
    ...telling,
    title: say(title),
    text: secondsLeft === null ? say(soon) : say(text, { time: length(secondsLeft * 1_000) }),
    notice: null,
    choices: [
      main(say(words.common.moreTime), { type: 'more-time.chosen' }),
      ...telling.choices.map((choice): Choice => (choice.weight === 'main' ? { ...choice, weight: 'other' } : choice)),
    ],
  };
}

function toldOf(screen: Screen, wording: Wording, others: readonly Choice[]): Told {
  const { words, say } = wording;
  const plain = ({ title, text }: { readonly title: string; readonly text: string }): Told => ({ title: say(title), text: say(text) });
  switch (screen.screen) {
    case 'starting':
      return plain(words.starting);
    case 'out-of-order':
      return plain(words.outOfOrder);
    case 'set-up':
      return setUpTold(screen, wording);
    case 'home':
      return homeTold(screen, wording, others);
    case 'one-moment':
      return plain(words.oneMoment);
    case 'sign-in':
      return signInTold(screen, wording);
    case 'pin':
      return pinTold(screen, wording);
    case 'choose':
      return chooseTold(screen, wording);
    case 'longer':
      return longerTold(screen, wording);
    case 'problem':
      return problemTold(screen, wording);
    case 'ask-end':
      return askEndTold(screen, wording);
    case 'sign':
      return signTold(screen, wording);
    case 'doors':
      return doorsTold(screen, wording);
    case 'store-size':
      return storeSizeTold(screen, wording);
    case 'store-length':
      return storeLengthTold(screen, wording);
    case 'label':
      return labelTold(screen, wording);
    case 'party':
      return partyTold(screen, wording);
    case 'place':
      return placeTold(screen, wording);
    case 'lockers':
      return lockersTold(screen, wording);
    case 'reason':
      return reasonTold(screen, wording);
    case 'confirm':
      return confirmTold(screen, wording);
    default:
      return never(screen, 'screen');
  }
}
