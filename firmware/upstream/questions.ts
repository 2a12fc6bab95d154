import { minutes, ms, seconds, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';

/** A question that has not been answered by then is asked again; the waits double up to `answerMost`. */
const answerWithin = seconds(10);
const answerMost = minutes(5);

/** Questions that are repeated, later and later, until somebody says that they are settled. */
export class Questions {
  readonly #clock: Clock;
  readonly #open = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#open.size;
  }

  has(name: string): boolean {
    return this.#open.has(name);
  }

  names(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Asks now, or only when the first wait is over; a question of the same name is replaced. */
  ask(name: string, send: () => void, isLater = false): void {
    this.drop(name);
    this.#wait(name, send, answerWithin);
    if (!isLater) send();
  }

  drop(name: string): void {
    const timer = this.#open.get(name);
    if (timer) this.#clock.cancel(timer);
    this.#open.delete(name);
  }

  dropAll(): void {
    for (const name of this.names()) this.drop(name);
  }

  #wait(name: string, send: () => void, within: Milliseconds): void {
    const timer = this.#clock.setTimer('question answered', within, () => {
      this.#wait(name, send, ms(Math.min(answerMost, within * 2)));
      send();
    });
    this.#open.set(name, timer);
  }
}
