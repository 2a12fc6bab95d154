import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import { ms, seconds, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { ExpectedTrouble } from '../ports/expected-trouble.ts';
import type { InsideReleases, Locks } from '../ports/hardware.ts';
import type { OnTrouble } from './field.ts';

/** Pressed for so long it is meant: contacts bounce for some 10 ms, and a coil disturbs the wire beside it. */
const pressSettles = ms(50);
/** While it stays pressed the door is tried again: a coil that was just resting bears it, and whoever is inside presses on. */
export const pressAgainAfter = ms(2500);
/** A button that is pressed for longer than some twenty seconds is mostly stuck, or its wire is cut: its coil has to last. */
export const stuckAgainAfter = seconds(30);
const quickPulsesMost = 8;
/** A lock that refuses is asked again, so that a moment of silence costs nobody inside their second. */
export const refusedAgainAfter = ms(200);
/** One short press is enough: it is good for this long, whatever the lock says at first. */
export const pressLasts = seconds(5);

interface InsideSwitchesOptions {
  readonly clock: Clock;
  readonly pulse: Milliseconds;
  readonly locks: Locks;
  readonly onTrouble: OnTrouble;
}

interface Press {
  /** When the button was pressed last. */
  atMs: number;
  isHeld: boolean;
  /** Pressed for long enough to be meant. What bounces after that ends nothing. */
  isMeant: boolean;
  /** How often the lock has been asked, and how often a coil was energised. */
  tries: number;
  pulses: number;
  hasComplained: boolean;
  /** Settles it, or tries again; `null` while the lock is asked. */
  timer: Timer | null;
}

/**
 * Buttons inside lockers, and emergency inputs: a press opens the door of its locker, whatever anybody thinks the state
 * of that door is. Nothing lies between the button and the coil but the limits of the coil itself.
 */
export class InsideSwitches implements InsideReleases {
  readonly #options: InsideSwitchesOptions;
  readonly #presses = new Map<number, Press>();
  readonly #listeners: ((locker: number) => void)[] = [];
  /** Pressed before anybody listened. */
  readonly #untold = new Set<number>();
  #closed = false;

  constructor(options: InsideSwitchesOptions) {
    this.#options = options;
  }

  watch(listener: (locker: number) => void): void {
    this.#listeners.push(listener);
    const early = [...this.#untold];
    this.#untold.clear();
    for (const locker of early) this.#tell(locker);
  }

  /** @param isPressed `null` while nobody can say, which presses nothing */
  read(locker: number, isPressed: boolean | null): void {
    const press = this.#presses.get(locker);
    if (isPressed !== true) this.#letGo(locker, press);
    else if (press) this.#pressAgain(press);
    else if (!this.#closed) this.#begin(locker);
  }

  close(): void {
    this.#closed = true;
    for (const locker of this.#presses.keys()) this.#end(locker);
  }

  #begin(locker: number): void {
    const { clock } = this.#options;
    const press: Press = { atMs: clock.monoMs(), isHeld: true, isMeant: false, tries: 0, pulses: 0, hasComplained: false, timer: null };
    this.#presses.set(locker, press);
    press.timer = clock.setTimer(`inside release ${String(locker)}`, pressSettles, () => {
      press.isMeant = true;
      void this.#open(locker, press);
      this.#tell(locker);
    });
  }

  /** The lock has refused so far, and whoever is inside goes on: their patience begins anew. */
  #pressAgain(press: Press): void {
    if (!press.isHeld) press.atMs = this.#options.clock.monoMs();
    press.isHeld = true;
  }

  #letGo(locker: number, press: Press | undefined): void {
    if (!press) return;
    press.isHeld = false;
    if (press.pulses > 0 || !press.isMeant) this.#end(locker);
  }

  #end(locker: number): void {
    const timer = this.#presses.get(locker)?.timer;
    if (timer) this.#options.clock.cancel(timer);
    this.#presses.delete(locker);
  }

  async #open(locker: number, press: Press): Promise<void> {
    const { clock, locks, pulse } = this.#options;
    press.timer = null;
    press.tries++;
    const answer = await locks.pulse(locker, pulse, 'emergency');
    if (this.#closed) return;
    if (answer.kind !== 'refused') {
      press.pulses++;
      // The first try was told when the button was pressed. Each later one moves a door that nobody else would expect to.
      if (press.tries > 1) this.#tell(locker);
    }
    if (this.#presses.get(locker) !== press) return;
    if (answer.kind === 'refused') this.#complain(locker, press, answer.reason);
    const isOver = press.pulses > 0 || clock.monoMs() - press.atMs >= pressLasts;
    if (!press.isHeld && isOver) return this.#end(locker);
    const after = answer.kind === 'refused' ? refusedAgainAfter : press.pulses < quickPulsesMost ? pressAgainAfter : stuckAgainAfter;
    press.timer = clock.setTimer(`inside release ${String(locker)}`, after, () => void this.#open(locker, press));
  }

  #complain(locker: number, press: Press, reason: LockRefusal): void {
    if (press.hasComplained) return;
    press.hasComplained = true;
    this.#options.onTrouble(`inside release of locker ${String(locker)}`, new ExpectedTrouble(`the lock refused: ${reason}`));
  }

  /** Whoever listens must not keep the door shut by throwing. */
  #tell(locker: number): void {
    if (this.#listeners.length === 0) this.#untold.add(locker);
    for (const listener of this.#listeners) {
      try {
        listener(locker);
      } catch (error) {
        this.#options.onTrouble(`inside release of locker ${String(locker)}`, error);
      }
    }
  }
}
