import type { Clock, ClockQuality, Timer } from '../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../statecharts/units.ts';

/**
 * Microtask turns granted to promises between two timers. A shell that performs one command awaits a handful of
 * promises; sixty-four leave room for several in a row, and a promise that never settles cannot hang the clock.
 */
const settleTurnsMax = 64;

interface VirtualTimer extends Timer {
  readonly at: number;
  readonly fire: () => void;
}

interface VirtualClockOptions {
  /** Milliseconds since 1970 when the clock begins. */
  readonly wallMs?: number;
  readonly quality?: ClockQuality;
}

/**
 * Time that moves only when it is told to. Each timer fires at its own moment, so a timer set while another fires
 * counts from there and not from the end of the jump; timers due together fire in the order in which they were set.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  #quality: ClockQuality;
  /** Soonest first; equal moments in the order they were set. */
  readonly #timers: VirtualTimer[] = [];
  #advancing = false;

  constructor(options: VirtualClockOptions = {}) {
    this.#wallOffsetMs = options.wallMs ?? 0;
    this.#quality = options.quality ?? 'ntp';
  }

  monoMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#wallOffsetMs + this.#nowMs;
  }

  quality(): ClockQuality {
    return this.#quality;
  }

  /** The wall clock steps, as NTP or a person would have it; no timer notices. */
  stepWall(toMs: number): void {
    this.#wallOffsetMs = toMs - this.#nowMs;
  }

  setQuality(quality: ClockQuality): void {
    this.#quality = quality;
  }

  setTimer(name: string, after: Milliseconds, fire: () => void): Timer {
    const timer: VirtualTimer = { name, at: this.#nowMs + after, fire };
    this.#timers.splice(this.#placeAfter(timer.at), 0, timer);
    return timer;
  }

  cancel(timer: Timer): void {
    const index = this.#timers.indexOf(timer as VirtualTimer);
    if (index >= 0) this.#timers.splice(index, 1);
  }

  /** Names of the timers that wait, soonest first: a test that ends with one has left something behind. */
  waiting(): readonly string[] {
    return this.#timers.map((timer) => timer.name);
  }

  /** How long until the next timer fires; `null` when none waits. */
  untilNext(): Milliseconds | null {
    const next = this.#timers[0];
    return next === undefined ? null : ms(next.at - this.#nowMs);
  }

  /**
   * Moves time on, and lets promises settle before the first timer, between two, and after the last. A timer that
   * throws stops the clock at its moment and rejects: in a simulation that is a fault to be seen.
   */
  async advance(by: Milliseconds): Promise<void> {
    if (this.#advancing) throw new RangeError('the clock is already being advanced: await the first advance');
    this.#advancing = true;
    try {
      const end = this.#nowMs + by;
      await settle();
      for (let next = this.#takeUntil(end); next !== null; next = this.#takeUntil(end)) {
        this.#nowMs = next.at;
        next.fire();
        await settle();
      }
      this.#nowMs = end;
    } finally {
      this.#advancing = false;
    }
  }

  #takeUntil(end: number): VirtualTimer | null {
    const next = this.#timers[0];
    if (next === undefined || next.at > end) return null;
    this.#timers.shift();
    return next;
  }

  /** The first place behind every timer due at or before `at`. */
  #placeAfter(at: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const timer = this.#timers[middle];
      if (timer !== undefined && timer.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Lets what is already on its way arrive, without a real timer: real time would make a run unrepeatable. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < settleTurnsMax; turn++) await Promise.resolve();
}
