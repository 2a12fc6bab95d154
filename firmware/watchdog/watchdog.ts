import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { TurningPart } from '../ports/turning-part.ts';

interface WatchdogOptions {
  readonly parts: readonly TurningPart[];
  readonly clock: Clock;
  /** Whoever is fed ends the program when it has not been fed for so long. */
  readonly starvesAfter: Milliseconds;
  readonly feed: () => void;
  /** Told once which parts stand still, while there is time left, and once when all of them go round again. */
  readonly onStill: (parts: readonly string[]) => void;
}

/** So often within the time after which it starves: what is lost or late once does no harm. */
const feedsWithinLimit = 4;

/**
 * Feeds whoever would end the program, as long as every part of the bank goes round: each is asked for a round, and only when
 * all have come round is there food, and the next round. A part that stands still is named in the log before all is ended.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #every: Milliseconds;
  #timers = new Set<Timer>();
  /** Names of those that are on their way. */
  #out = new Set<string>();
  #isStill = false;
  #isOver = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#every = ms(options.starvesAfter / feedsWithinLimit);
  }

  start(): void {
    void this.#round();
  }

  stop(): void {
    this.#isOver = true;
    for (const timer of this.#timers) this.#options.clock.cancel(timer);
  }

  async #round(): Promise<void> {
    const { parts, starvesAfter } = this.#options;
    this.#out = new Set(parts.map(({ name }) => name));
    const late = this.#after('a part of the bank is late', ms(starvesAfter / 2), () => this.#tellStill([...this.#out]));
    await Promise.all(parts.map((part) => this.#untilRound(part)));
    if (this.#isOver) return;
    this.#cancel(late);
    this.#tellStill([]);
    this.#options.feed();
    this.#after('the watchdog is fed', this.#every, () => void this.#round());
  }

  /** One that cannot go round is asked again: what has failed may be mended meanwhile. */
  async #untilRound(part: TurningPart): Promise<void> {
    while (!this.#isOver) {
      try {
        await part.round();
        this.#out.delete(part.name);
        return;
      } catch {
        await new Promise<void>((resolve) => this.#after(`${part.name} is asked again`, this.#every, resolve));
      }
    }
  }

  #tellStill(parts: readonly string[]): void {
    if (parts.length === 0 && !this.#isStill) return;
    this.#isStill = parts.length > 0;
    this.#options.onStill(parts);
  }

  #after(name: string, after: Milliseconds, fire: () => void): Timer {
    const timer = this.#options.clock.setTimer(name, after, () => {
      this.#timers.delete(timer);
      fire();
    });
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: Timer): void {
    this.#timers.delete(timer);
    this.#options.clock.cancel(timer);
  }
}
