import type { Clock, Timer } from '../firmware/ports/clock.ts';
import { ms } from '../statecharts/units.ts';

interface RealTimer extends Timer {
  readonly handle: NodeJS.Timeout;
}

/** Real time, for tests of what cannot be told another one: johnny-five's switches and serial ports. */
export class RealClock implements Clock {
  readonly #waiting = new Set<Timer>();

  monoMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  quality(): 'ntp' {
    return 'ntp';
  }

  setTimer(name: string, after: number, fire: () => void): Timer {
    const timer: RealTimer = {
      name,
      handle: setTimeout(() => {
        this.#waiting.delete(timer);
        fire();
      }, after),
    };
    this.#waiting.add(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    if (this.#waiting.delete(timer)) clearTimeout((timer as RealTimer).handle);
  }

  waiting(): readonly string[] {
    return [...this.#waiting].map((timer) => timer.name);
  }

  advance(by: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms(by)));
  }
}
