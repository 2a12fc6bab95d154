import five, { type Board } from 'johnny-five';
import type { Terminal } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BoardReport } from '../../ports/hardware.ts';
import type { TurningPart } from '../../ports/turning-part.ts';
import type { Coil, Field, Level, LevelListener, OnTrouble, Signal } from '../field.ts';
import { openBoard, type IoPlugin } from './board.ts';

interface PinFieldOptions {
  readonly io: IoPlugin;
  /** The plugin's number of a terminal; `null` for one of somebody else's board. */
  readonly pinOf: (terminal: Terminal) => number | null;
  /** All terminals of coils and signals, which are low before anything else happens. */
  readonly outputs: readonly Terminal[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /**
   * Hands on a listener that is told of single pins which nobody reaches any more, be they inputs or outputs, and which are
   * reached again. The plugin delivers the level of an input that is found once more.
   */
  readonly onReach?: (listener: (pin: number, is: 'lost' | 'found') => void) => void;
  /** Says soon whether the last order to a pin was carried out, where the plugin can know that. */
  readonly taken?: (pin: number) => Promise<boolean>;
  /** Reads the pins, round after round, where the plugin does that itself. */
  readonly loop?: TurningPart;
  /** How its board is, where the pins are asked over a line. */
  readonly reports?: () => readonly BoardReport[];
  /** Closes what carries the plugin; called once, when every coil is off. */
  readonly close: () => Promise<void>;
}

/**
 * Locks, contacts and lamps on the pins of an IO plugin, by johnny-five. Every output is low before it resolves.
 * @throws LockerError `hardware.not-ready`
 */
export async function openPinField(options: PinFieldOptions): Promise<Field> {
  const { io, outputs, clock, onTrouble } = options;
  const board = await openBoard(io, clock);
  const field = new PinField(board, options);
  inOrder(io, () => outputs.forEach((terminal) => field.makeOutput(terminal)));
  board.on('error', (error) => onTrouble(io.name, error));
  return field;
}

class PinField implements Field {
  readonly loop?: TurningPart;
  readonly reports?: () => readonly BoardReport[];
  readonly #board: Board;
  readonly #options: PinFieldOptions;
  readonly #outputs = new Map<number, { switch(to: 'on' | 'off'): void }>();
  readonly #listeners = new Map<number, LevelListener>();
  readonly #lost = new Set<number>();
  readonly #healthListeners: ((isWell: boolean) => void)[] = [];

  constructor(board: Board, options: PinFieldOptions) {
    this.#board = board;
    this.#options = options;
    if (options.loop) this.loop = options.loop;
    if (options.reports) this.reports = options.reports;
    options.onReach?.((pin, is) => this.#judge(pin, is));
  }

  /** johnny-five's Relay writes nothing and sets no direction when it is made, so both happen here. */
  makeOutput(terminal: Terminal): void {
    const pin = this.#options.pinOf(terminal);
    if (pin === null) return;
    const board = this.#board;
    board.pinMode(pin, board.MODES.OUTPUT);
    board.digitalWrite(pin, 0);
    const relay = new five.Relay({ board, pin, type: 'NO' });
    this.#outputs.set(pin, {
      // A plugin throws where its board is out of reach: an order that waited for it would be called a success.
      switch: (to) => {
        if (to === 'on') relay.close();
        else relay.open();
      },
    });
  }

  coil(terminal: Terminal): Coil | null {
    const output = this.#outputOf(terminal);
    const pin = this.#options.pinOf(terminal);
    if (output === null || pin === null) return null;
    return {
      timedBy: 'host', switch: (to) => {
        output.switch(to === 'energised' ? 'on' : 'off');
        return this.#options.taken?.(pin);
      },
    };
  }

  signal(terminal: Terminal): Signal | null {
    const output = this.#outputOf(terminal);
    return output && { set: (to) => output.switch(to) };
  }

  /**
   * Type `NO` asks for the pin's pull-up: a reed contact shorts the pin to ground, and a cut wire then reads as high.
   * Not inverted, johnny-five calls a high pin closed.
   */
  watch(terminal: Terminal, listener: (level: Level) => void): boolean {
    const pin = this.#options.pinOf(terminal);
    if (pin === null) return false;
    this.#listeners.set(pin, listener);
    const take = (level: Level): void => {
      if (!this.#lost.has(pin)) listener(level); // johnny-five tells some milliseconds later what a pin was.
    };
    inOrder(this.#options.io, () => {
      const contact = new five.Switch({ board: this.#board, pin, type: 'NO', invert: false });
      contact.on('open', () => take('low'));
      contact.on('close', () => take('high'));
    });
    return true;
  }

  /** Well: every pin is in reach. */
  watchHealth(listener: (isWell: boolean) => void): void {
    this.#healthListeners.push(listener);
    listener(this.#lost.size === 0);
  }

  /** Pins tell by themselves. */
  start(): void {}

  /** Each coil is switched off one by one by whoever limits them. */
  restAll(): Promise<{ kind: 'done' }> {
    return Promise.resolve({ kind: 'done' });
  }

  close(): Promise<void> {
    return this.#options.close();
  }

  #outputOf(terminal: Terminal): { switch(to: 'on' | 'off'): void } | null {
    const pin = this.#options.pinOf(terminal);
    return (pin !== null && this.#outputs.get(pin)) || null;
  }

  #judge(pin: number, is: 'lost' | 'found'): void {
    const wasWell = this.#lost.size === 0;
    if (is === 'found') this.#lost.delete(pin);
    else this.#lost.add(pin);
    if (is === 'lost') this.#listeners.get(pin)?.(null);
    const isWell = this.#lost.size === 0;
    if (isWell !== wasWell) for (const listener of this.#healthListeners) listener(isWell);
  }
}

/** Set-up talks to the board for the first time: a pin that it does not have shows here. */
function inOrder<T>(io: IoPlugin, setUp: () => T): T {
  try {
    return setUp();
  } catch (cause) {
    const what = 'the board refuses orders: compare the terminals in the profile with the board';
    throw new LockerError('hardware.not-ready', io.name, what, cause);
  }
}
