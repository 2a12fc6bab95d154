import { minutes } from '../../statecharts/units.ts';
import type { Clock } from '../ports/clock.ts';

/** Whoever sends forged messages, or stays away for days, must not be able to fill a log. */
const tellEvery = minutes(1);

/** What may happen again and again: counted each time, told at most once a minute, in the words of the latest. */
export class Seldom {
  readonly #clock: Clock;
  readonly #tell: (words: string) => void;
  #untold = 0;
  #toldAtMs = -Infinity;

  constructor(clock: Clock, tell: (words: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  say(what: string): void {
    this.#untold++;
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#toldAtMs < tellEvery) return;
    const others = this.#untold > 1 ? `, and ${String(this.#untold - 1)} more since the last time` : '';
    this.#toldAtMs = nowMs;
    this.#untold = 0;
    this.#tell(`${what}${others}`);
  }
}
