import { RealClock } from '../../firmware/adapters/real-clock.ts';
import type { Timer } from '../../firmware/ports/clock.ts';
import type { Milliseconds } from '../../statecharts/units.ts';

/** Real time that knows which of its timers still wait, so that a test can see what was left behind. */
export class CountedClock extends RealClock {
  readonly #waiting = new Set<Timer>();

  override setTimer(name: string, after: Milliseconds, fire: () => void): Timer {
    const timer = super.setTimer(name, after, () => {
      this.#waiting.delete(timer);
      fire();
    });
    this.#waiting.add(timer);
    return timer;
  }

  override cancel(timer: Timer): void {
    this.#waiting.delete(timer);
    super.cancel(timer);
  }

  waiting(): readonly string[] {
    return [...this.#waiting].map((timer) => timer.name);
  }

  advance(by: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, by));
  }
}
