import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { LockAnswer, Locks } from '../ports/hardware.ts';

/** No coil is energised for longer, whatever a profile or a caller says: a solenoid of 10 % duty burns. */
export const coilOnMost = ms(1000);
/** The supply's capacitors recover, and one coil's current has fallen, before the next one draws. */
export const gapBetweenPulses = ms(150);
/**
 * Pulses that may wait behind the present one. Four of 400 ms with their gaps are 2.2 s, which is sooner than a door
 * chart's usual patience of 3 s; a longer queue would open doors for people who have given up.
 */
export const waitingPulsesMax = 4;
/** A coil that could not be switched off is tried again at every gap: 20 times are 3 s, where a driver's own limit ends it. */
const offTriesMax = 20;

/** Switches one coil. May throw when its board does not answer. */
export type SwitchCoil = (locker: number, to: 'energised' | 'resting') => void;

interface LimitedLocksOptions {
  readonly lockers: readonly number[];
  /** Longest pulse by the lock's data sheet. */
  readonly pulseMost: Milliseconds;
  /** How long a coil rests between two pulses. */
  readonly rest: Milliseconds;
  readonly clock: Clock;
  readonly switchCoil: SwitchCoil;
}

interface WaitingPulse {
  readonly locker: number;
  readonly length: Milliseconds;
  readonly answer: (answer: LockAnswer) => void;
}

const done: LockAnswer = { kind: 'done' };
const refused = (reason: LockRefusal): LockAnswer => ({ kind: 'refused', reason });

/**
 * Locks that keep to the limits of coil and supply: one coil at a time, a capped pulse, a gap after it, a rest for
 * the same coil, a queue with an end. It knows no board; it is handed one function that switches a coil.
 */
export class LimitedLocks implements Locks {
  readonly #options: LimitedLocksOptions;
  readonly #pulseMost: Milliseconds;
  #waiting: WaitingPulse[] = [];
  #energised: { readonly locker: number; readonly off: Timer } | null = null;
  #gap: Timer | null = null;
  /** When each coil has rested enough, by `monoMs`. */
  readonly #restedAt = new Map<number, number>();
  /** Coils that may still be on, because the board did not take the order to switch them off; with tries so far. */
  readonly #perhapsOn = new Map<number, number>();
  #closed = false;

  constructor(options: LimitedLocksOptions) {
    this.#options = options;
    this.#pulseMost = ms(Math.min(options.pulseMost, coilOnMost));
  }

  pulse(locker: number, length: Milliseconds): Promise<LockAnswer> {
    const refusal = this.#refusalFor(locker);
    if (refusal !== null) return Promise.resolve(refused(refusal));
    return new Promise((answer) => {
      this.#waiting.push({ locker, length: ms(Math.min(length, this.#pulseMost)), answer });
      this.#next();
    });
  }

  rest(locker: number): Promise<LockAnswer> {
    this.#forget((waiting) => waiting.locker === locker);
    if (!this.#knows(locker)) return Promise.resolve(refused('silent'));
    const off = this.#energised?.locker === locker ? this.#endPulse() : this.#switchOff(locker);
    return Promise.resolve(off ? done : refused('silent'));
  }

  restAll(): Promise<LockAnswer> {
    this.#forget(() => true);
    let allOff = this.#energised === null || this.#endPulse();
    for (const locker of this.#options.lockers) allOff = this.#switchOff(locker) && allOff;
    return Promise.resolve(allOff ? done : refused('silent'));
  }

  /** All coils off; every later pulse is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.restAll();
    if (this.#gap !== null) this.#options.clock.cancel(this.#gap);
    this.#gap = null;
  }

  #refusalFor(locker: number): LockRefusal | null {
    if (this.#closed || !this.#knows(locker)) return 'silent';
    if (this.#energised?.locker === locker || this.#isCooling(locker)) return 'cooling';
    const alreadyWaits = this.#waiting.some((waiting) => waiting.locker === locker);
    return alreadyWaits || this.#waiting.length >= waitingPulsesMax ? 'busy' : null;
  }

  #knows(locker: number): boolean {
    return this.#options.lockers.includes(locker);
  }

  #isCooling(locker: number): boolean {
    return this.#options.clock.monoMs() < (this.#restedAt.get(locker) ?? -Infinity);
  }

  #next(): void {
    if (this.#energised !== null || this.#gap !== null) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    next.answer(this.#energise(next) ? done : refused('silent'));
  }

  #energise({ locker, length }: WaitingPulse): boolean {
    // Two coils at once would starve both, so a coil that may still be on comes first.
    const onlyThisOne = [...this.#perhapsOn.keys()].every((other) => this.#switchOff(other));
    if (onlyThisOne && this.#trySwitch(locker, 'energised')) {
      const off = this.#options.clock.setTimer(`coil ${String(locker)} off`, length, () => this.#endPulse());
      this.#energised = { locker, off };
      return true;
    }
    // The order may have reached the coil although its answer did not come back.
    if (onlyThisOne) this.#switchOff(locker);
    this.#beginGap();
    return false;
  }

  #endPulse(): boolean {
    if (this.#energised === null) return true;
    const { locker, off } = this.#energised;
    this.#options.clock.cancel(off);
    this.#energised = null;
    this.#restedAt.set(locker, this.#options.clock.monoMs() + this.#options.rest);
    const isOff = this.#switchOff(locker);
    this.#beginGap();
    return isOff;
  }

  #beginGap(): void {
    if (this.#gap !== null || this.#closed) return;
    this.#gap = this.#options.clock.setTimer('gap between pulses', gapBetweenPulses, () => {
      this.#gap = null;
      for (const locker of this.#perhapsOn.keys()) this.#switchOff(locker);
      if ([...this.#perhapsOn.values()].some((tries) => tries < offTriesMax)) this.#beginGap();
      else this.#next();
    });
  }

  #switchOff(locker: number): boolean {
    const isOff = this.#trySwitch(locker, 'resting');
    if (isOff) this.#perhapsOn.delete(locker);
    else this.#perhapsOn.set(locker, (this.#perhapsOn.get(locker) ?? 0) + 1);
    return isOff;
  }

  #trySwitch(locker: number, to: 'energised' | 'resting'): boolean {
    try {
      this.#options.switchCoil(locker, to);
      return true;
    } catch {
      return false; // The answer `silent` tells it; which exception a dead board throws helps nobody.
    }
  }

  /** Pulses that wait no longer. Their coils were never energised, so `busy` is the truth. */
  #forget(which: (waiting: WaitingPulse) => boolean): void {
    const forgotten = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const waiting of forgotten) waiting.answer(refused('busy'));
  }
}
