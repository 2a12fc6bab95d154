import type { Milliseconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { boardSteadyLeast } from '../field.ts';

interface BeliefRule {
  /** With so many failures in a row nothing is believed any more. */
  readonly failsMost: number;
  /** It is believed again after so long without one. */
  readonly steadyLeast: Milliseconds;
}

/** Of inputs, which are read 25 times a second: one reading that fails is nothing that anybody has to know. */
const ofInputs: BeliefRule = { failsMost: 3, steadyLeast: boardSteadyLeast };

/** Whether a chip that is looked at again and again can be believed. A loose wire makes contact for some rounds, and that is not enough. */
export class Belief {
  readonly #clock: Clock;
  readonly #rule: BeliefRule;
  #fails = 0;
  #failedAtMs = 0;
  #isLost = false;

  constructor(clock: Clock, rule: BeliefRule = ofInputs) {
    this.#clock = clock;
    this.#rule = rule;
  }

  /** @returns whether what was read is believed */
  read(): boolean {
    this.#fails = 0;
    if (this.#clock.monoMs() - this.#failedAtMs >= this.#rule.steadyLeast) this.#isLost = false;
    return !this.#isLost;
  }

  /** @returns whether it is with this failure that nothing is believed any more */
  fail(): boolean {
    this.#failedAtMs = this.#clock.monoMs();
    const isLostNow = !this.#isLost && ++this.#fails >= this.#rule.failsMost;
    if (isLostNow) this.#isLost = true;
    return isLostNow;
  }

  get isLost(): boolean {
    return this.#isLost;
  }
}
