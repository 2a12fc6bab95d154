/** Where sound comes out: at one person's ears, or for everybody who stands near. */
export type Output = 'headphones' | 'loudspeaker';

/** One thing to be spoken. */
export interface Utterance {
  readonly text: string;
  /** As the screen has it: `en`, `de`, … */
  readonly language: string;
  readonly output: Output;
  /** From 1 to `volumeMost`. */
  readonly volume: number;
  /** Words in a minute. */
  readonly pace: number;
}

export const volumeMost = 10;

/** Longer texts are cut: nothing on a screen is, and whoever declares texts upstream may not keep a bank talking for an hour. */
export const utteranceMost = 1_000;

/** What became of an utterance: heard to its end, cut off by the next one or by silence, or no sound could be made of it. */
export type SpokenAnswer = 'spoken' | 'cut-off' | 'failed';

/**
 * Short sounds: `typed` for a character that is not said aloud, `refused` for a key while nothing can be chosen, `warning`
 * before a session ends.
 */
export type Tone = 'typed' | 'refused' | 'warning';

/**
 * A voice. It makes one sound at a time: whatever begins cuts off what was there before. Never throws or rejects: a bank
 * that has lost its voice still opens doors.
 */
export interface Speech {
  speak(utterance: Utterance): Promise<SpokenAnswer>;
  tone(tone: Tone, output: Output, volume: number): void;
  /** Nothing is heard 200 ms later. */
  silence(): void;
  /**
   * Tells whether what is spoken can be heard, as soon as that is known and at each change: whoever does not see the screen
   * stands before a bank that says nothing, and cannot tell anybody.
   */
  watch(listener: (isHeard: boolean) => void): void;
  /** Silence for good. */
  close(): Promise<void>;
}

/** The socket for headphones. */
export interface Headphones {
  /** A plug may have been in since before the bank woke up. */
  isPlugged(): boolean;
  /** One call for each change. */
  watch(listener: (isPlugged: boolean) => void): void;
}
