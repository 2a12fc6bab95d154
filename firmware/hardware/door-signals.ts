import { ms } from '../../statecharts/units.ts';
import type { Beeper } from '../ports/beeper.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { DoorLamps } from '../ports/hardware.ts';
import type { OnTrouble, Signal } from './field.ts';

/** Short enough for a rhythm, long enough for a buzzer to start. */
export const beepLasts = ms(150);

/** Lamps or sounders by the locker at whose door they are. One that fails keeps nobody from their parcel, and is told once. */
class Signals {
  readonly #signals: ReadonlyMap<number, Signal>;
  readonly #what: string;
  readonly #onTrouble: OnTrouble;
  readonly #failing = new Set<number>();

  constructor(signals: ReadonlyMap<number, Signal>, what: string, onTrouble: OnTrouble) {
    this.#signals = signals;
    this.#what = what;
    this.#onTrouble = onTrouble;
  }

  has(locker: number): boolean {
    return this.#signals.has(locker);
  }

  set(locker: number, to: 'on' | 'off'): void {
    try {
      this.#signals.get(locker)?.set(to);
      this.#failing.delete(locker);
    } catch (error) {
      if (!this.#failing.has(locker)) this.#onTrouble(`${this.#what} of door ${String(locker)}`, error);
      this.#failing.add(locker);
    }
  }

  allOff(): void {
    for (const locker of this.#signals.keys()) this.set(locker, 'off');
  }
}

/** Lamps at the doors. Dark when they are closed. */
export class Lamps implements DoorLamps {
  readonly #signals: Signals;

  constructor(lamps: ReadonlyMap<number, Signal>, onTrouble: OnTrouble) {
    this.#signals = new Signals(lamps, 'lamp', onTrouble);
  }

  set(locker: number, to: 'on' | 'off'): void {
    this.#signals.set(locker, to);
  }

  close(): void {
    this.#signals.allOff();
  }
}

/** Sounders at the doors: each sounds for a moment and falls silent by itself. */
export class Sounders implements Beeper {
  readonly #signals: Signals;
  readonly #clock: Clock;
  readonly #sounding = new Map<number, Timer>();
  #closed = false;

  constructor(sounders: ReadonlyMap<number, Signal>, clock: Clock, onTrouble: OnTrouble) {
    this.#signals = new Signals(sounders, 'sounder', onTrouble);
    this.#clock = clock;
  }

  beep(locker: number): void {
    if (this.#closed || !this.#signals.has(locker) || this.#sounding.has(locker)) return;
    this.#signals.set(locker, 'on');
    this.#sounding.set(locker, this.#clock.setTimer(`door ${String(locker)} beeps`, beepLasts, () => {
      this.#sounding.delete(locker);
      this.#signals.set(locker, 'off');
    }));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#sounding.values()) this.#clock.cancel(timer);
    this.#sounding.clear();
    this.#signals.allOff();
  }
}
