import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { seconds } from '../../statecharts/units.ts';
import { bootLoaderOf, type BootLoader } from './boot-loader.ts';
import { Chip, type Mcu } from './chip.ts';
import type { FirmataLine } from './firmata-line.ts';

/** Optiboot waits one second for more, then starts what is flashed. */
const waitsAtMost = seconds(1);

interface BootableOptions {
  readonly line: FirmataLine;
  readonly mcu: Mcu;
  readonly clock: Clock;
}

/**
 * A microcontroller that can be flashed over its line. A real one is reset when its port is opened, and then listens to its boot
 * loader for a moment; a pseudo-terminal has no such wire, so that here whoever knocks in the boot loader's language is let
 * in at any time: for Firmata these are bytes without a command, which mean nothing.
 */
export class BootableLine {
  readonly chip: Chip;
  readonly #options: BootableOptions;
  readonly #loader: BootLoader;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #stopListening: () => void;
  #isBooting = false;
  #isWhole = true;
  #isFresh = false;
  #waiting: Timer | null = null;

  constructor(options: BootableOptions) {
    this.#options = options;
    this.chip = new Chip(options.mcu);
    this.#stopListening = options.line.listen((bytes) => this.#say(bytes));
    this.#loader = bootLoaderOf(options.mcu.programmer, {
      chip: this.chip,
      say: (bytes) => this.#say(Uint8Array.from(bytes)),
      onKnock: () => {
        this.#isBooting = true;
        this.#options.line.board.halt();
      },
      onWritten: () => {
        this.#isWhole = false;
        this.#isFresh = true;
      },
      onLeave: () => {
        this.#isWhole = true;
        this.#start();
      },
    });
  }

  hear(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#isBooting || (byte < 0x80 && this.#options.line.board.isBetweenMessages)) this.#loader.take(byte);
      else this.#options.line.hear(Uint8Array.of(byte));
    }
    if (this.#isBooting) this.#wait();
  }

  /** @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopWaiting();
    this.#stopListening();
    this.#options.line.stop();
  }

  #say(bytes: Uint8Array): void {
    for (const listener of this.#listeners) listener(bytes);
  }

  #wait(): void {
    this.#stopWaiting();
    this.#waiting = this.#options.clock.setTimer('a boot loader waits', waitsAtMost, () => this.#start());
  }

  #stopWaiting(): void {
    if (this.#waiting !== null) this.#options.clock.cancel(this.#waiting);
    this.#waiting = null;
  }

  /** What is flashed begins, or what is left of it: half a program says nothing. */
  #start(): void {
    this.#stopWaiting();
    this.#isBooting = false;
    this.#loader.reset();
    const { board } = this.#options.line;
    if (!this.#isWhole) return;
    if (this.#isFresh) board.flash(this.chip.sketch());
    board.run();
  }
}
