import five, { type Board } from 'johnny-five';
import type { Terminal } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TurningPart } from '../../ports/turning-part.ts';
import type { Coil, Field, Level, OnTrouble, Signal } from '../field.ts';
import { openBoard, type IoPlugin } from './board.ts';

interface PinFieldOptions {
  readonly io: IoPlugin;
  /** The plugin's number of a terminal; `null` for one of somebody else's board. */
  readonly pinOf: (terminal: Terminal) => number | null;
  /** All terminals of coils and signals, which are low before anything else happens. */
  readonly outputs: readonly Terminal[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Hands on a listener that is told of single pins that nobody can read any more, and that are read again. */
  readonly onReach?: (listener: (pin: number, is: 'lost' | 'found') => void) => void;
  /** Reads the pins, round after round, where the plugin does that itself. */
  readonly loop?: TurningPart;
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
  readonly #board: Board;
  readonly #options: PinFieldOptions;
  readonly #outputs = new Map<number, { switch(to: 'on' | 'off'): void }>();
  readonly #listeners: ((level: Level) => void)[] = [];
  readonly #reach = new Map<number, (is: 'lost' | 'found') => void>();
  #isUp = true;

  constructor(board: Board, options: PinFieldOptions) {
    this.#board = board;
    this.#options = options;
    if (options.loop) this.loop = options.loop;
    options.onReach?.((pin, is) => this.#reach.get(pin)?.(is));
    board.on('close', () => this.#down());
    board.on('disconnect', () => this.#down());
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
      switch: (to) => {
        // A serial plugin would queue the order for a link that is gone, and call that success.
        if (!this.#isUp) throw new Error('the link to the board is down');
        if (to === 'on') relay.close();
        else relay.open();
      },
    });
  }

  coil(terminal: Terminal): Coil | null {
    const output = this.#outputOf(terminal);
    return output && { timedBy: 'host', switch: (to) => output.switch(to === 'energised' ? 'on' : 'off') };
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
    this.#listeners.push(listener);
    let level: Level = null;
    const take = (is: Level): void => listener(level = is);
    inOrder(this.#options.io, () => {
      const contact = new five.Switch({ board: this.#board, pin, type: 'NO', invert: false });
      contact.on('open', () => take('low'));
      contact.on('close', () => take('high'));
    });
    // johnny-five tells changes only, so a pin that comes back as it was would stay unknown.
    this.#reach.set(pin, (is) => listener(is === 'lost' ? null : level));
    return true;
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

  #down(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    for (const listener of this.#listeners) listener(null);
    this.#options.onTrouble(this.#options.io.name, new Error('the link to the board is down'));
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
