import { SerialPort } from 'serialport';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Readers, Reading } from '../../ports/hardware.ts';
import { ScanText } from './scan-text.ts';

/** A scanner sends a whole code in one breath; after this silence it is complete, even without an end of line. */
export const scanEndsAfter = ms(100);
/** Wait before the port is opened again: doubled at each failure, so that an unplugged scanner costs next to nothing. */
export const reopenFirstAfter = seconds(1);
export const reopenAtMostAfter = seconds(30);

/** What is used of a SerialPort. */
export interface ScannerPort {
  readonly isOpen: boolean;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
  open(callback: (error: Error | null) => void): void;
  close(callback: (error: Error | null) => void): void;
}

export interface SerialScannerOptions {
  /** Path of the port. */
  readonly port: string;
  readonly baud: number;
  readonly clock: Clock;
  /** Told each time the port cannot be opened or goes away. */
  readonly onTrouble?: (where: string, error: unknown) => void;
  /** Makes a closed port; a test gives one over a mock binding. */
  readonly makePort?: (options: { readonly path: string; readonly baudRate: number; readonly autoOpen: false }) => ScannerPort;
}

/** A scanner on a serial port, which may be pulled out and plugged in again at any time. */
export class SerialScanner implements Readers {
  readonly #options: SerialScannerOptions;
  readonly #text = new ScanText();
  readonly #listeners: ((reading: Reading) => void)[] = [];
  #port: ScannerPort | null = null;
  /** Settles when the present port is open, or is not going to be. */
  #opening: Promise<void> = Promise.resolve();
  #silence: Timer | null = null;
  #reopen: Timer | null = null;
  #reopenAfter: Milliseconds = reopenFirstAfter;
  #closed = false;

  constructor(options: SerialScannerOptions) {
    this.#options = options;
    this.#connect();
  }

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel(this.#reopen);
    this.#cancel(this.#silence);
    await this.#opening;
    const port = this.#port;
    this.#port = null;
    if (port !== null && port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  /**
   * A new port for each connection: one that is opened again would first send what was written while it was closed.
   * The data listener is there from the start, because without one serialport does not notice an unplug.
   */
  #connect(): void {
    const { port: path, baud, makePort } = this.#options;
    const settings = { path, baudRate: baud, autoOpen: false } as const;
    const port: ScannerPort = makePort === undefined ? new SerialPort(settings) : makePort(settings);
    this.#port = port;
    port.on('data', (bytes) => this.#take(port, bytes));
    port.on('close', () => this.#lose(port, new Error('the scanner went away')));
    port.on('error', () => this.#lose(port, new Error('the scanner failed')));
    this.#opening = new Promise((resolve) => {
      port.open((error) => {
        if (error === null) this.#reopenAfter = reopenFirstAfter;
        else this.#lose(port, error);
        resolve();
      });
    });
  }

  #take(port: ScannerPort, bytes: Uint8Array): void {
    if (this.#closed || port !== this.#port) return;
    this.#cancel(this.#silence);
    this.#silence = null;
    for (const text of this.#text.push(bytes)) this.#tell(text);
    if (this.#text.isEmpty()) return;
    this.#silence = this.#options.clock.setTimer('scanner silent', scanEndsAfter, () => {
      this.#silence = null;
      for (const text of this.#text.end()) this.#tell(text);
    });
  }

  #tell(text: string): void {
    for (const listener of this.#listeners) listener({ from: 'scanner', text });
  }

  #lose(port: ScannerPort, error: Error): void {
    if (this.#closed || port !== this.#port) return;
    this.#port = null;
    this.#text.drop();
    this.#cancel(this.#silence);
    this.#silence = null;
    // A port that failed while open still holds the lock that its successor needs.
    if (port.isOpen) port.close(() => undefined);
    const after = this.#reopenAfter;
    this.#reopenAfter = ms(Math.min(after * 2, reopenAtMostAfter));
    this.#reopen = this.#options.clock.setTimer('scanner is opened again', after, () => this.#connect());
    this.#options.onTrouble?.(this.#options.port, error);
  }

  #cancel(timer: Timer | null): void {
    if (timer !== null) this.#options.clock.cancel(timer);
  }
}
