import { minutes } from '../../statecharts/units.ts';
import type { PageState } from '../kiosk/listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { TurningPart } from '../ports/turning-part.ts';

/** Whoever keeps the browser running starts it anew after a minute of silence: it may try twice before the bank itself does. */
export const pageComesBackWithin = minutes(3);

/** The page at the kiosk, as a part that must go on. A bank that never had one misses none. */
export class PagePart implements TurningPart {
  readonly name = 'page';
  readonly #clock: Clock;
  #deadSinceMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hear(page: PageState): void {
    this.#deadSinceMs = page === 'dead' ? this.#clock.monoMs() : null;
  }

  round(): Promise<void> {
    const isMissed = this.#deadSinceMs !== null && this.#clock.monoMs() - this.#deadSinceMs >= pageComesBackWithin;
    return isMissed ? Promise.reject(new Error('the page has died, and has not come back')) : Promise.resolve();
  }
}
