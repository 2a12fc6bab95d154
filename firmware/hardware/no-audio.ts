import type { Beeper } from '../ports/beeper.ts';
import type { Keypad } from '../ports/keypad.ts';
import type { Headphones, Speech } from '../ports/speech.ts';

/** A bank without a voice: each utterance fails at once. */
export const noSpeech: Speech = {
  speak: () => Promise.resolve('failed'), tone: () => undefined, silence: () => undefined, watch: () => undefined,
  close: () => Promise.resolve(),
};

export const noKeypad: Keypad = { watch: () => undefined };

export const noHeadphones: Headphones = { isPlugged: () => false, watch: () => undefined };

export const noBeeper: Beeper = { beep: () => undefined };
