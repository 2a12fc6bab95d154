import { ms } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Headphones } from '../ports/speech.ts';

/** A plug that is pushed in touches and lets go for some 10 ms; whoever pulls it out is to hear nothing 200 ms later. */
export const plugSettles = ms(50);

/** The switch in the socket, whatever reads it: an adapter tells it each raw reading, it tells its listeners settled ones. */
export class HeadphoneSocket implements Headphones {
  readonly #clock: Clock;
  readonly #listeners: ((isPlugged: boolean) => void)[] = [];
  #isPlugged = false;
  #raw = false;
  #settling: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isPlugged(): boolean {
    return this.#isPlugged;
  }

  watch(listener: (isPlugged: boolean) => void): void {
    this.#listeners.push(listener);
  }

  read(isPlugged: boolean): void {
    if (isPlugged === this.#raw) return;
    this.#raw = isPlugged;
    this.close();
    this.#settling = this.#clock.setTimer('plug settles', plugSettles, () => {
      this.#settling = null;
      this.#tell(isPlugged);
    });
  }

  /** Nobody knows any more whether a plug is in: what is private is not spoken. */
  lose(): void {
    this.close();
    this.#raw = false;
    this.#tell(false);
  }

  close(): void {
    if (this.#settling !== null) this.#clock.cancel(this.#settling);
    this.#settling = null;
  }

  #tell(isPlugged: boolean): void {
    if (isPlugged === this.#isPlugged) return;
    this.#isPlugged = isPlugged;
    for (const listener of this.#listeners) listener(isPlugged);
  }
}
