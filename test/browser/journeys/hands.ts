/** How somebody uses the kiosk: with a finger, with a keyboard, or by ear with twelve keys and a dark screen. */
export type Way = 'touch' | 'keyboard' | 'keypad';

export const ways: readonly Way[] = ['touch', 'keyboard', 'keypad'];

/** What something is called. A text is how the name begins. */
export type Named = string | RegExp;

/**
 * What a person does at the kiosk, told once and done in each way. Nobody here knows more than they see or hear: what is not
 * on offer cannot be chosen.
 */
export interface Hands {
  readonly way: Way;
  /** Comes to the kiosk while it shows its home screen. */
  come(): Promise<void>;
  /** Goes away from the home screen, and says what was wrong meanwhile: a dark screen that was lit. */
  leave(): Promise<readonly string[]>;
  /** Chooses what is on offer under this name. */
  choose(name: Named): Promise<void>;
  /** Types into the field with this label, and enters it. */
  type(label: string, text: string): Promise<void>;
  /** Types the first letters of a name, until somebody with it is on offer. */
  lookUp(letters: string): Promise<void>;
  /** Chooses for how long belongings stay: "For 2 hours". */
  chooseLength(name: string): Promise<void>;
  /** Says what is wrong: "The locker is empty". */
  report(what: string): Promise<void>;
  /** Signs, or types the PIN where there is nothing to sign on. */
  sign(pin: string): Promise<void>;
  /** Waits until the kiosk says this. @returns everything that it says with it */
  untilTold(what: Named, withinMs?: number): Promise<string>;
  /** Whether this is on offer on the screen of which `untilTold` has told something. */
  isOffered(name: Named): Promise<boolean>;
  /** Something happens at a door, or passes a scanner: what was said before is old. */
  heed(): Promise<void>;
}

/** Where a text is how something begins, in whatever case. */
export function beginning(name: Named): RegExp {
  return typeof name === 'string' ? new RegExp(`^${escaped(name)}`, 'i') : name;
}

/** Where a text stands anywhere. */
export function containing(what: Named): RegExp {
  return typeof what === 'string' ? new RegExp(escaped(what), 'i') : what;
}

export function exactly(name: string): RegExp {
  return new RegExp(`^${escaped(name)}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
