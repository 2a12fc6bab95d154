import type { LinePort, MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { EmulatedLine } from './line.ts';
import { mixed } from './wire.ts';

/** The adapter between a host and an emulated line, which somebody may pull out. It exists in memory only. */
export class LinePlug {
  #writes: 'work' | 'hang' | 'stall' = 'work';
  /** Written while it stalled, and not forgotten. */
  #held: Uint8Array[] = [];
  readonly #line: EmulatedLine;
  readonly #ports = new Set<MemoryPort>();
  #isPluggedIn = true;

  constructor(line: EmulatedLine) {
    this.#line = line;
  }

  /** `hang`: the port never says that it has written. `stall`: it says so, and all leaves when it works again, closed or not. */
  set writes(how: 'work' | 'hang' | 'stall') {
    this.#writes = how;
    if (how === 'work') for (const bytes of this.#held.splice(0)) this.#line.hear(bytes);
  }

  readonly makePort: MakePort = ({ baudRate, parity = 'none' }) => {
    const heard = (bytes: Uint8Array): Uint8Array => (baudRate === this.#line.baud && parity === this.#line.parity ? bytes : mixed(bytes));
    const port: MemoryPort = new MemoryPort({
      plugIn: () => this.#isPluggedIn && [...this.#ports].every((other) => other === port || !other.isOpen),
      write: (bytes) => {
        if (this.#writes === 'work') this.#line.hear(heard(bytes));
        else if (this.#writes === 'stall') this.#held.push(heard(bytes));
        return this.#writes !== 'hang';
      },
      forget: () => (this.#held = []),
      listen: (listener) => this.#line.listen((bytes) => listener(heard(bytes))),
      onClosed: () => this.#ports.delete(port),
    });
    this.#ports.add(port);
    return port;
  };

  unplug(): void {
    this.#isPluggedIn = false;
    this.#held = [];
    for (const port of [...this.#ports]) port.fail();
  }

  plugIn(): void {
    this.#isPluggedIn = true;
  }
}

interface MemoryPortOptions {
  /** @returns whether there is anything to open */
  readonly plugIn: () => boolean;
  /** @returns whether it is said that the bytes have left */
  readonly write: (bytes: Uint8Array) => boolean;
  readonly forget: () => void;
  readonly listen: (listener: (bytes: Uint8Array) => void) => () => void;
  readonly onClosed: () => void;
}

/** As much of a serial port as a line needs, and as asynchronous. */
class MemoryPort implements LinePort {
  isOpen = false;
  readonly #options: MemoryPortOptions;
  readonly #data: ((bytes: Uint8Array) => void)[] = [];
  readonly #close: (() => void)[] = [];
  #stopListening: () => void = () => undefined;

  constructor(options: MemoryPortOptions) {
    this.#options = options;
  }

  on(event: 'data' | 'close' | 'error', listener: ((bytes: Uint8Array) => void) & (() => void)): void {
    if (event === 'data') this.#data.push(listener);
    if (event === 'close') this.#close.push(listener);
  }

  open(callback: (error: Error | null) => void): void {
    soon(() => {
      if (!this.#options.plugIn()) return callback(new Error('there is no such port'));
      this.isOpen = true;
      this.#stopListening = this.#options.listen((bytes) => {
        for (const listener of this.#data) listener(bytes);
      });
      callback(null);
    });
  }

  write(bytes: Uint8Array, callback: (error: Error | null | undefined) => void): void {
    if (this.isOpen && this.#options.write(bytes)) soon(() => callback(null));
  }

  flush(callback: (error: Error | null) => void): void {
    this.#options.forget();
    soon(() => callback(null));
  }

  close(callback: (error: Error | null) => void): void {
    this.#letGo();
    soon(() => callback(null));
  }

  /** It is pulled out. */
  fail(): void {
    const wasOpen = this.isOpen;
    this.#letGo();
    if (wasOpen) for (const listener of this.#close) listener();
  }

  #letGo(): void {
    this.isOpen = false;
    this.#stopListening();
    this.#options.onClosed();
  }
}

function soon(what: () => void): void {
  void Promise.resolve().then(what);
}
