import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import type { Milliseconds } from '../../statecharts/units.ts';
import { LifeClock } from '../support/bank-rig.ts';

/** A bank that sets so many timers within a millisecond does nothing else any more, and time stands still. */
const timersMost = 5_000;

/** Ends a run in which the bank runs in a circle. */
export class PatientClock extends LifeClock {
  readonly #clock: Clock;
  #atMs = -1;
  #timers = 0;

  constructor(clock: Clock) {
    super(clock);
    this.#clock = clock;
  }

  override setTimer(name: string, after: Milliseconds, fire: () => void): Timer {
    this.#timers = this.#clock.monoMs() === this.#atMs ? this.#timers + 1 : 0;
    this.#atMs = this.#clock.monoMs();
    if (this.#timers > timersMost) throw new Error(`the bank runs in a circle: ${name}`);
    return super.setTimer(name, after, fire);
  }
}
