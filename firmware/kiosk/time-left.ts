import type { Clock } from '../ports/clock.ts';

/** How long a screen still stays, however often it is shown meanwhile: it never promises more time than the chart will give. */
export class TimeLeft {
  readonly #clock: Clock;
  #endsMonoMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The moment at which it ends, by the clock that never steps; `null`: the screen stays. */
  get endsMonoMs(): number | null {
    return this.#endsMonoMs;
  }

  /** @param lengthMs `null`: it stays */
  begin(lengthMs: number | null): void {
    this.#endsMonoMs = lengthMs === null ? null : this.#clock.monoMs() + lengthMs;
  }

  leftMs(): number | null {
    return this.#endsMonoMs === null ? null : Math.max(0, Math.round(this.#endsMonoMs - this.#clock.monoMs()));
  }
}
