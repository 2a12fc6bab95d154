import { ms } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { coilOnMost } from '../coil-limits.ts';
import type { GuardedPin } from './orders.ts';

/** An output that did not go off is tried again this often. */
const offAgainAfter = ms(50);
/** At the end: so often, and then the boards are beyond reach. */
const endTriesMax = 20;

/** A board that has not taken an order by then is as good as dead. Its controller waits 500 ms, and then takes its guardian for hung. */
const takenWithin = ms(300);

/** What switches. */
export interface Outputs {
  /**
   * May throw where its board does not take the order. What it returns, if anything, says later whether the board has, and
   * rejects where it has not; nobody waits for it, and no other output either.
   */
  set(pin: number, to: 'on' | 'off'): void | Promise<void>;
}

interface GuardOptions {
  readonly pins: readonly GuardedPin[];
  readonly atOnce: number;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly onTrouble: (where: string, what: string) => void;
}

type Answer = (isAsOrdered: boolean) => void;

/**
 * Watches over outputs: each goes off by itself when its time is over, whoever has forgotten it, and one that does not go
 * off is tried again until it does. A coil whose time was over is not switched on before it was ordered off.
 */
export class Guard {
  readonly #options: GuardOptions;
  readonly #mostMs: ReadonlyMap<number, number | null>;
  readonly #on = new Map<number, { readonly end: Timer | null }>();
  readonly #cutOff = new Set<number>();
  /** Those that were on and ordered off, and may be on as long as nobody has said that they are not. */
  readonly #leaving = new Map<number, { isStuck: boolean }>();
  #again: Timer | null = null;
  #isOver = false;

  constructor(options: GuardOptions) {
    this.#options = options;
    const capped = (mostMs: number | null): number | null => (mostMs === null ? null : Math.min(mostMs, coilOnMost));
    this.#mostMs = new Map(options.pins.map(({ pin, mostMs }) => [pin, capped(mostMs)]));
  }

  /** @param answer told soon whether the output is as ordered */
  order(pin: number, to: 'on' | 'off', answer: Answer = () => undefined): void {
    const mostMs = this.#mostMs.get(pin);
    if (mostMs === undefined) return answer(false);
    if (to === 'on') return this.#switchOn(pin, mostMs, answer);
    this.#cutOff.delete(pin);
    this.#switchOff(pin, answer);
  }

  /**
   * Everything off, and it stays so.
   * @returns whether it is
   */
  async end(): Promise<boolean> {
    this.#isOver = true;
    for (const pin of this.#mostMs.keys()) this.#switchOff(pin);
    for (let tries = 0; tries < endTriesMax && this.#leaving.size > 0; tries++) {
      await new Promise<void>((resolve) => void this.#options.clock.setTimer('outputs off again', offAgainAfter, resolve));
      this.#switchStuckOff();
    }
    if (this.#again !== null) this.#options.clock.cancel(this.#again);
    this.#again = null;
    return this.#leaving.size === 0;
  }

  #switchOn(pin: number, mostMs: number | null, answer: Answer): void {
    // An order that comes again makes nothing last longer.
    if (this.#on.has(pin)) return answer(true);
    if (this.#isOver || (mostMs !== null && !this.#mayBeginPulse(pin))) return answer(false);
    const end = mostMs === null ? null : this.#options.clock.setTimer(`coil ${String(pin)} off`, ms(mostMs), () => this.#cut(pin));
    const pulse = { end };
    this.#leaving.delete(pin);
    this.#on.set(pin, pulse);
    this.#set(pin, 'on', (error) => {
      if (error !== null && this.#on.get(pin) === pulse) {
        this.#tell(pin, error);
        this.#switchOff(pin);
      }
      answer(error === null);
    });
  }

  /** A lamp that stays on draws next to nothing: it keeps nobody from their parcel. A coil does. */
  #mayBeginPulse(pin: number): boolean {
    const isCoil = (one: number): boolean => this.#mostMs.get(one) !== null;
    if (this.#cutOff.has(pin) || this.#leaving.has(pin)) return false;
    if ([...this.#leaving].some(([one, { isStuck }]) => isStuck && isCoil(one))) return false;
    return [...this.#on.keys(), ...this.#leaving.keys()].filter(isCoil).length < this.#options.atOnce;
  }

  #cut(pin: number): void {
    this.#cutOff.add(pin);
    this.#switchOff(pin);
    this.#options.onTrouble(`pin ${String(pin)}`, 'was switched off by the guardian: nobody else had done it in time');
  }

  #switchOff(pin: number, answer: Answer = () => undefined): void {
    const pulse = this.#on.get(pin);
    if (pulse?.end) this.#options.clock.cancel(pulse.end);
    this.#on.delete(pin);
    const leaving = this.#leaving.get(pin) ?? { isStuck: false };
    // An order off for what is off anyway holds up no pulse: controllers give one before they open.
    if (pulse) this.#leaving.set(pin, leaving);
    this.#set(pin, 'off', (error) => {
      answer(error === null);
      if (error === null) {
        if (this.#leaving.get(pin) === leaving) this.#leaving.delete(pin);
        return;
      }
      if (this.#on.has(pin)) return; // It was switched on again meanwhile.
      if (!leaving.isStuck) this.#tell(pin, error);
      leaving.isStuck = true;
      this.#leaving.set(pin, leaving);
      this.#tryAgain();
    });
  }

  /** @param taken called once: with `null` when the board has taken it, otherwise with what kept it from that */
  #set(pin: number, to: 'on' | 'off', taken: (error: unknown) => void): void {
    let soon: void | Promise<void>;
    try {
      soon = this.#options.outputs.set(pin, to);
    } catch (error) {
      return taken(error);
    }
    if (!soon) return taken(null);
    const late = new Error(`its board has not taken the order within ${String(takenWithin)} ms`);
    const limit = this.#options.clock.setTimer(`board of pin ${String(pin)} takes an order`, takenWithin, () => settle(late));
    let isSettled = false;
    const settle = (error: unknown): void => {
      if (isSettled) return;
      isSettled = true;
      this.#options.clock.cancel(limit);
      taken(error);
    };
    soon.then(() => settle(null), settle);
  }

  #tryAgain(): void {
    if (this.#again !== null || this.#isOver) return;
    this.#again = this.#options.clock.setTimer('outputs off again', offAgainAfter, () => {
      this.#again = null;
      this.#switchStuckOff();
    });
  }

  #switchStuckOff(): void {
    for (const [pin, { isStuck }] of [...this.#leaving]) if (isStuck) this.#switchOff(pin);
  }

  #tell(pin: number, error: unknown): void {
    this.#options.onTrouble(`pin ${String(pin)}`, error instanceof Error ? error.message : String(error));
  }
}
