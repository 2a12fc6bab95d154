import { ms } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OnTrouble } from '../field.ts';
import { GpioChip, inRequests } from './cdev.ts';
import type { Kernel } from './kernel.ts';
import { Mcp23017 } from './mcp23017.ts';
import type { PinPlan, PlannedPin } from './pin-plan.ts';

/** A guardian lets go of its pins within this time of its controller's end. */
const takeWithin = ms(2000);
const takeAgainAfter = ms(50);

interface TakeOptions {
  readonly kernel: Kernel;
  readonly plan: PinPlan;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

/**
 * Takes all outputs, every one of them off, and waits a little for whoever is about to let go of them.
 * @throws LockerError `hardware.not-ready`
 */
export async function takeOutputs({ kernel, plan, clock, onTrouble }: TakeOptions): Promise<PinOutputs> {
  const endMs = clock.monoMs() + takeWithin;
  for (;;) {
    try {
      return new PinOutputs(kernel, plan, onTrouble);
    } catch (error) {
      if (clock.monoMs() >= endMs) throw error;
    }
    await new Promise<void>((resolve) => void clock.setTimer('pins are taken', takeAgainAfter, resolve));
  }
}

interface Place {
  set(to: 'on' | 'off'): void;
}

/** All outputs of the Pi and of its expanders. While it is open, nobody else gets them. */
export class PinOutputs {
  readonly #places = new Map<number, Place>();
  readonly #boards: { close(): void }[] = [];
  readonly #expanders: WatchedExpander[] = [];

  /**
   * Takes all outputs, every one of them off.
   * @throws LockerError `hardware.not-ready`; nothing stays open then
   */
  constructor(kernel: Kernel, plan: PinPlan, onTrouble: OnTrouble) {
    try {
      for (const { labels, outputs } of plan.chips) if (outputs.length > 0) this.#takeLines(kernel, labels, outputs);
      for (const expander of plan.expanders) {
        const name = `${expander.device} 0x${expander.address.toString(16)}`;
        const watched = new WatchedExpander(Mcp23017.open(kernel, expander), name, onTrouble);
        this.#boards.push(watched);
        this.#expanders.push(watched);
        for (const { pin, channel } of expander.outputPins) this.#places.set(pin, { set: (to) => watched.set(channel, to) });
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Throws where the board does not take it. */
  set(pin: number, to: 'on' | 'off'): void {
    const place = this.#places.get(pin);
    if (place === undefined) throw new RangeError(`pin ${String(pin)} is no output`);
    place.set(to);
  }

  /** Sets up again what has lost its power, or was not there. */
  mend(): void {
    for (const expander of this.#expanders) expander.mend();
  }

  /** The outputs stay as they are, and are anybody's. */
  close(): void {
    for (const board of this.#boards) board.close();
  }

  #takeLines(kernel: Kernel, labels: readonly string[], outputs: readonly PlannedPin[]): void {
    const chip = GpioChip.open(kernel, labels);
    try {
      for (const group of inRequests(outputs)) {
        const lines = chip.requestOutputs(group.map(({ channel }) => channel));
        this.#boards.push(lines);
        for (const { pin, channel } of group) this.#places.set(pin, { set: (to) => lines.set(channel, to) });
      }
    } finally {
      chip.close(); // The lines have a file of their own.
    }
  }
}

/** An expander that may be away, and that is low before anything else when it is back. */
class WatchedExpander {
  readonly #chip: Mcp23017;
  readonly #name: string;
  readonly #onTrouble: OnTrouble;
  readonly #perhapsOn = new Set<number>();
  #isThere = true;
  /** Not before it was set up here: whoever had it last may have left something on. */
  #isOurs = false;

  constructor(chip: Mcp23017, name: string, onTrouble: OnTrouble) {
    this.#chip = chip;
    this.#name = name;
    this.#onTrouble = onTrouble;
    this.mend();
  }

  set(channel: number, to: 'on' | 'off'): void {
    // Nothing of it is on, and it will be set up before anything is: nobody has to wait for one that is dead.
    if (to === 'off' && !this.#isThere && !this.#perhapsOn.has(channel)) return;
    if (to === 'on') {
      this.#setUpIfLost();
      this.#perhapsOn.add(channel);
    }
    this.#chip.set(channel, to);
    if (to === 'off') this.#perhapsOn.delete(channel);
  }

  mend(): void {
    try {
      this.#setUpIfLost();
      if (!this.#isThere) this.#onTrouble(this.#name, new Error('the expander is back'));
      this.#isThere = true;
    } catch (error) {
      if (this.#isThere) this.#onTrouble(this.#name, error);
      this.#isThere = false;
    }
  }

  close(): void {
    this.#chip.close();
  }

  #setUpIfLost(): void {
    if (this.#isOurs && this.#chip.isSetUp()) return;
    this.#chip.setUp();
    if (this.#isOurs && this.#isThere) this.#onTrouble(this.#name, new Error('the expander had lost its power for a moment'));
    this.#isOurs = true;
    this.#perhapsOn.clear();
  }
}
