import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { Rounds } from '../rounds.ts';
import type { InputSource } from './input-source.ts';

/** Reads some sources in turn, round after round, with one thread for all of them. */
export class InputLoop {
  readonly #sources: readonly InputSource[];
  readonly #clock: Clock;
  readonly #rounds = new Rounds();
  #running: Promise<void>;
  #timer: Timer | null = null;
  #isClosed = false;

  /** Begins at once. */
  constructor(sources: readonly InputSource[], clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#running = this.#run();
  }

  /** Each source has been looked at once more. */
  round(): Promise<void> {
    return this.#rounds.next();
  }

  /** Its thread is at its end, and the sources are closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    await this.#running;
    for (const source of this.#sources) source.close();
  }

  async #run(): Promise<void> {
    let pause: Milliseconds = ms(0);
    for (const source of this.#sources) {
      if (!this.#isClosed) pause = ms(Math.max(pause, await source.round()));
    }
    this.#rounds.done();
    if (this.#isClosed) return;
    const names = this.#sources.map(({ name }) => name).join(', ');
    this.#timer = this.#clock.setTimer(`inputs are read: ${names}`, pause, () => {
      this.#running = this.#run();
    });
  }
}
