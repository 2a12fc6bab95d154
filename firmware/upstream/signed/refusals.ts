import { minutes } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';

/** Whoever sends forged messages must not be able to fill a log with them. */
const tellEvery = minutes(1);

/** Messages that were not obeyed: counted each, told at most once a minute, with the reason of the latest. */
export class Refusals {
  readonly #clock: Clock;
  readonly #tell: (error: Error) => void;
  #untold = 0;
  #toldAtMs = -Infinity;

  constructor(clock: Clock, tell: (error: Error) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  refused(what: string, why: string): void {
    this.#untold++;
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#toldAtMs < tellEvery) return;
    const others = this.#untold > 1 ? `, and ${String(this.#untold - 1)} more since the last time` : '';
    this.#toldAtMs = nowMs;
    this.#untold = 0;
    this.#tell(new Error(`${what} was not obeyed: ${why}${others}`));
  }
}
