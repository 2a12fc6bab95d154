import type { Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';

/** A timer that is set anew whenever what it waits for begins again. */
export class OneTimer {
  readonly #clock: Clock;
  readonly #name: string;
  #timer: Timer | null = null;

  constructor(clock: Clock, name: string) {
    this.#clock = clock;
    this.#name = name;
  }

  set(after: Milliseconds, fire: () => void): void {
    this.cancel();
    this.#timer = this.#clock.setTimer(this.#name, after, () => {
      this.#timer = null;
      fire();
    });
  }

  cancel(): void {
    if (this.#timer) this.#clock.cancel(this.#timer);
    this.#timer = null;
  }
}
