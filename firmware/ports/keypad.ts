export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/**
 * The twelve keys of a telephone, of which the round one enters and the star deletes, and four more that some keypads
 * have. Everything can be done with the twelve.
 */
export type Key = Digit | 'star' | 'round' | 'speech' | 'louder' | 'softer' | 'dark';

/** Keys that can be felt. */
export interface Keypad {
  /** One call when a key goes down; a key that is held says nothing more. */
  watch(listener: (key: Key) => void): void;
}
