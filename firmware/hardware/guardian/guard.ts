import { ms } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { coilOnMost } from '../coil-limits.ts';
import type { GuardedPin } from './orders.ts';

/** An output that did not go off is tried again this often. */
const offAgainAfter = ms(50);
/** At the end: so often, and then the boards are beyond reach. */
const endTriesMax = 20;

/** What switches. May throw when its board does not take the order. */
export interface Outputs {
  set(pin: number, to: 'on' | 'off'): void;
}

interface GuardOptions {
  readonly pins: readonly GuardedPin[];
  readonly atOnce: number;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly onTrouble: (where: string, what: string) => void;
}

/**
 * Watches over outputs: each goes off by itself when its time is over, whoever has forgotten it, and one that does not go
 * off is tried again until it does. A coil whose time was over is not switched on before it was ordered off.
 */
export class Guard {
  readonly #options: GuardOptions;
  readonly #mostMs: ReadonlyMap<number, number | null>;
  readonly #on = new Map<number, Timer | null>();
  readonly #cutOff = new Set<number>();
  /** Those that may be on although they should not. */
  readonly #stuck = new Set<number>();
  #again: Timer | null = null;
  #isOver = false;

  constructor(options: GuardOptions) {
    this.#options = options;
    const capped = (mostMs: number | null): number | null => (mostMs === null ? null : Math.min(mostMs, coilOnMost));
    this.#mostMs = new Map(options.pins.map(({ pin, mostMs }) => [pin, capped(mostMs)]));
  }

  /** @returns whether the output is as ordered */
  order(pin: number, to: 'on' | 'off'): boolean {
    const mostMs = this.#mostMs.get(pin);
    if (mostMs === undefined) return false;
    if (to === 'on') return this.#switchOn(pin, mostMs);
    this.#cutOff.delete(pin);
    return this.#switchOff(pin);
  }

  /** Everything off, and it stays so. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (let tries = 0; tries < endTriesMax; tries++) {
      for (const pin of this.#mostMs.keys()) this.#switchOff(pin);
      if (this.#stuck.size === 0) break;
      await new Promise<void>((resolve) => void this.#options.clock.setTimer('outputs off again', offAgainAfter, resolve));
    }
    if (this.#again !== null) this.#options.clock.cancel(this.#again);
    this.#again = null;
  }

  #switchOn(pin: number, mostMs: number | null): boolean {
    // An order that comes again makes nothing last longer.
    if (this.#on.has(pin)) return true;
    if (this.#isOver || (mostMs !== null && this.#isCoilStuck())) return false;
    if (mostMs !== null && (this.#cutOff.has(pin) || this.#coilsOn() >= this.#options.atOnce)) return false;
    try {
      this.#options.outputs.set(pin, 'on');
    } catch (error) {
      this.#tell(pin, error);
      this.#switchOff(pin);
      return false;
    }
    this.#on.set(pin, mostMs === null ? null : this.#options.clock.setTimer(`coil ${String(pin)} off`, ms(mostMs), () => this.#cut(pin)));
    return true;
  }

  /** A lamp that stays on draws next to nothing: it keeps nobody from their parcel. */
  #isCoilStuck(): boolean {
    return [...this.#stuck].some((pin) => this.#mostMs.get(pin) !== null);
  }

  #cut(pin: number): void {
    this.#cutOff.add(pin);
    this.#switchOff(pin);
    this.#options.onTrouble(`pin ${String(pin)}`, 'was switched off by the guardian: nobody else had done it in time');
  }

  #switchOff(pin: number): boolean {
    const timer = this.#on.get(pin);
    if (timer) this.#options.clock.cancel(timer);
    this.#on.delete(pin);
    try {
      this.#options.outputs.set(pin, 'off');
      this.#stuck.delete(pin);
      return true;
    } catch (error) {
      if (!this.#stuck.has(pin)) this.#tell(pin, error);
      this.#stuck.add(pin);
      this.#tryAgain();
      return false;
    }
  }

  #tryAgain(): void {
    if (this.#again !== null || this.#isOver) return;
    this.#again = this.#options.clock.setTimer('outputs off again', offAgainAfter, () => {
      this.#again = null;
      for (const pin of this.#stuck) this.#switchOff(pin);
    });
  }

  #coilsOn(): number {
    return [...this.#on.keys()].filter((pin) => this.#mostMs.get(pin) !== null).length;
  }

  #tell(pin: number, error: unknown): void {
    this.#options.onTrouble(`pin ${String(pin)}`, error instanceof Error ? error.message : String(error));
  }
}
