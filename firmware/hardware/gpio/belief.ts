import type { Clock } from '../../ports/clock.ts';
import { boardSteadyLeast } from '../field.ts';

/** So many readings in a row must fail before what was read is unknown. */
const failsMost = 3;

/** Whether a chip that is read again and again can be believed. A loose wire makes contact for some rounds, and that is not enough. */
export class Belief {
  readonly #clock: Clock;
  #fails = 0;
  #failedAtMs = 0;
  #isLost = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns whether what was read is believed */
  read(): boolean {
    this.#fails = 0;
    if (this.#clock.monoMs() - this.#failedAtMs >= boardSteadyLeast) this.#isLost = false;
    return !this.#isLost;
  }

  /** @returns whether it is with this failure that nothing is believed any more */
  fail(): boolean {
    this.#failedAtMs = this.#clock.monoMs();
    const isLostNow = !this.#isLost && ++this.#fails >= failsMost;
    if (isLostNow) this.#isLost = true;
    return isLostNow;
  }

  get isLost(): boolean {
    return this.#isLost;
  }
}
