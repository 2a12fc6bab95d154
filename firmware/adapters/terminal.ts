import { closeSync, openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { isatty } from 'node:tty';
import { exitCodes } from './process.ts';

/** The terminal of the machine, or whatever stands in for it: a pipe, a file, a service without input. */
export class RealTerminal {
  #reader: Interface | null = null;
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #isOver = false;
  readonly #controller = new AbortController();
  #isLookedAt = false;

  /**
   * Where the reader of a pipe has gone (`lockerbank events | head`), there is nothing left to say. Where the terminal itself has
   * gone, with a laptop that was shut, there is still a coil to be switched off and a report to be written.
   */
  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EIO') process.exit(error.code === 'EPIPE' ? 0 : 1);
      this.#interrupt();
    });
    process.stderr.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EIO') this.#interrupt();
    });
    const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
    process.once('exit', () => letGo(terminals.filter((descriptor) => !isatty(descriptor))));
  }

  get hasColours(): boolean {
    const { NO_COLOR, TERM } = process.env;
    return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
  }

  out(text: string): void {
    process.stdout.write(text);
  }

  error(text: string): void {
    process.stderr.write(text);
  }

  /** Asked on the error stream, so that an answer for a program stays clean. */
  ask(question: string): Promise<string | null> {
    process.stderr.write(question);
    this.#reader ??= this.#read();
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#isOver) return Promise.resolve(null);
    this.#reader.resume();
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  /** Nobody is asked any more: the program may end. */
  close(): void {
    this.#reader?.close();
  }

  /**
   * From the first time that somebody looks, Ctrl-C ends nothing by itself, nor does a terminal that goes: whoever looks ends
   * in order. Whoever never looks is ended by it as every program is.
   */
  get interrupted(): AbortSignal {
    if (!this.#isLookedAt) {
      this.#isLookedAt = true;
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#interrupt());
    }
    return this.#controller.signal;
  }

  /** Not every lost terminal sends a signal to whoever is not the shell itself; all fail at the next word. */
  #interrupt(): void {
    this.#controller.abort();
    this.#answer(null);
  }

  #read(): Interface {
    const reader = createInterface({ input: process.stdin });
    reader.on('line', (line) => {
      if (!this.#answer(line)) this.#lines.push(line);
    });
    reader.on('error', () => reader.close());
    reader.on('close', () => {
      this.#isOver = true;
      this.#answer(null);
    });
    return reader;
  }

  #answer(line: string | null): boolean {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(line);
    this.#reader?.pause();
    return waiting !== null;
  }
}

/**
 * At its end Node puts every terminal back as it has found it, and aborts with a stack of its own where the terminal has gone
 * meanwhile (nodejs/node#51519; later versions let it be). Of a descriptor that leads elsewhere by then it keeps its hands.
 * Whoever's terminal has gone has not seen how it ended, so it did not end well.
 */
function letGo(lost: readonly number[]): void {
  for (const descriptor of lost) {
    closeSync(descriptor);
    openSync('/dev/null', 'r+'); // Takes the smallest that is free, which is this one.
  }
  if (lost.length > 0 && (process.exitCode ?? exitCodes.done) === exitCodes.done) process.exitCode = exitCodes.failed;
}
