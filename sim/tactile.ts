import type { Beeper } from '../firmware/ports/beeper.ts';
import type { Clock } from '../firmware/ports/clock.ts';
import type { Key, Keypad } from '../firmware/ports/keypad.ts';
import type { Headphones } from '../firmware/ports/speech.ts';

/** Keys that a simulated hand presses. */
export class SimulatedKeypad implements Keypad {
  readonly #listeners: ((key: Key) => void)[] = [];

  watch(listener: (key: Key) => void): void {
    this.#listeners.push(listener);
  }

  press(key: Key): void {
    for (const listener of this.#listeners) listener(key);
  }
}

/** A socket with a plug in it, or without. */
export class SimulatedHeadphones implements Headphones {
  readonly #listeners: ((isPlugged: boolean) => void)[] = [];
  #isPlugged: boolean;

  constructor(isPlugged = false) {
    this.#isPlugged = isPlugged;
  }

  isPlugged(): boolean {
    return this.#isPlugged;
  }

  watch(listener: (isPlugged: boolean) => void): void {
    this.#listeners.push(listener);
  }

  plug(isPlugged: boolean): void {
    if (isPlugged === this.#isPlugged) return;
    this.#isPlugged = isPlugged;
    for (const listener of this.#listeners) listener(isPlugged);
  }
}

/** Older ones are forgotten. */
const beepsKept = 1_000;

/** Remembers which door has beeped, and when. */
export class SimulatedBeeper implements Beeper {
  readonly #clock: Clock;
  #beeps: { readonly locker: number; readonly atMs: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  beep(locker: number): void {
    this.#beeps = [...this.#beeps.slice(1 - beepsKept), { locker, atMs: this.#clock.monoMs() }];
  }

  beeps(): readonly { readonly locker: number; readonly atMs: number }[] {
    return this.#beeps;
  }
}
