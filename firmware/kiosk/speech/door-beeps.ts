import { seconds } from '../../../statecharts/units.ts';
import type { Beeper } from '../../ports/beeper.ts';
import type { Clock, Timer } from '../../ports/clock.ts';

/** Often enough to walk towards, seldom enough to hear speech between. */
export const beepEvery = seconds(2);

/** Two minutes: whoever has not found the door by then needs a person, and the others here their quiet. */
export const beepsMost = 60;

/** Lets doors be heard: at once, and again and again for as long as they are to be found. */
export class DoorBeeps {
  readonly #beeper: Beeper;
  readonly #clock: Clock;
  /** How often each of them has beeped. */
  #beeped = new Map<number, number>();
  #timer: Timer | null = null;

  constructor(beeper: Beeper, clock: Clock) {
    this.#beeper = beeper;
    this.#clock = clock;
  }

  /** These and no others. */
  for(lockers: readonly number[]): void {
    const before = this.#beeped;
    this.#beeped = new Map(lockers.map((locker) => [locker, before.get(locker) ?? 0]));
    for (const locker of lockers) if (!before.has(locker)) this.#beep(locker);
    if (lockers.length === 0) this.stop();
    else this.#timer ??= this.#again();
  }

  stop(): void {
    this.#beeped.clear();
    if (this.#timer) this.#clock.cancel(this.#timer);
    this.#timer = null;
  }

  #again(): Timer {
    return this.#clock.setTimer('open doors beep', beepEvery, () => {
      for (const locker of this.#beeped.keys()) this.#beep(locker);
      const isHeard = [...this.#beeped.values()].some((times) => times < beepsMost);
      this.#timer = isHeard ? this.#again() : null;
    });
  }

  #beep(locker: number): void {
    const times = this.#beeped.get(locker) ?? 0;
    if (times >= beepsMost) return;
    this.#beeped.set(locker, times + 1);
    this.#beeper.beep(locker);
  }
}
