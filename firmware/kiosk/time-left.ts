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

  begin(lengthMs: number): void {
    this.#endsMonoMs = this.#clock.monoMs() + lengthMs;
  }

  forget(): void {
    this.#endsMonoMs = null;
  }

  leftMs(): number | null {
    return this.#endsMonoMs === null ? null : Math.max(0, Math.round(this.#endsMonoMs - this.#clock.monoMs()));
  }
}
