import { createInterface, type Interface } from 'node:readline';

/** The terminal of the machine, or whatever stands in for it: a pipe, a file, a service without input. */
export class RealTerminal {
  #reader: Interface | null = null;
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #isOver = false;
  #interrupted: AbortSignal | null = null;

  /**
   * Where the reader of a pipe has gone (`lockerbank events | head`), there is nothing left to say. Where the terminal itself has
   * gone, with a laptop that was shut, there is still a coil to be switched off and a report to be written.
   */
  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EIO') process.exit(error.code === 'EPIPE' ? 0 : 1);
    });
    process.stderr.on('error', () => undefined);
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
    if (this.#interrupted) return this.#interrupted;
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        controller.abort();
        this.#answer(null);
      });
    }
    return (this.#interrupted = controller.signal);
  }

  #read(): Interface {
    const reader = createInterface({ input: process.stdin });
    reader.on('line', (line) => {
      if (!this.#answer(line)) this.#lines.push(line);
    });
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
