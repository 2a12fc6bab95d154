import { SerialPort } from 'serialport';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';

/** Wait before the port is opened again: doubled at each failure, so that an unplugged device costs next to nothing. */
export const reopenFirstAfter = seconds(1);
export const reopenAtMostAfter = seconds(30);

/** What is used of a SerialPort. */
export interface LinePort {
  readonly isOpen: boolean;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
  open(callback: (error: Error | null) => void): void;
  close(callback: (error: Error | null) => void): void;
}

/** Where a device on a serial port is, and who is told of it. */
export interface SerialDeviceOptions {
  /** Path of the port. */
  readonly port: string;
  readonly baud: number;
  readonly clock: Clock;
  /** Told each time the port cannot be opened or goes away. */
  readonly onTrouble?: (where: string, error: unknown) => void;
  /** Makes a closed port; a test gives one over a mock binding. */
  readonly makePort?: (options: { readonly path: string; readonly baudRate: number; readonly autoOpen: false }) => LinePort;
}

interface SerialLineOptions extends SerialDeviceOptions {
  /** What hangs on it, for the log. */
  readonly device: string;
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The device has gone: what it said the half of is no beginning of anything. */
  readonly onLost: () => void;
}

/** What a device on a serial port says, which may be pulled out and plugged in again at any time. */
export class SerialLine {
  readonly #options: SerialLineOptions;
  #port: LinePort | null = null;
  /** Settles when the present port is open, or is not going to be. */
  #opening: Promise<void> = Promise.resolve();
  #reopen: Timer | null = null;
  #reopenAfter: Milliseconds = reopenFirstAfter;
  #closed = false;

  constructor(options: SerialLineOptions) {
    this.#options = options;
    this.#connect();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#reopen !== null) this.#options.clock.cancel(this.#reopen);
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
    const { port: path, baud, device, makePort, onBytes } = this.#options;
    const settings = { path, baudRate: baud, autoOpen: false } as const;
    const port: LinePort = makePort === undefined ? new SerialPort(settings) : makePort(settings);
    this.#port = port;
    port.on('data', (bytes) => {
      if (!this.#closed && port === this.#port) onBytes(bytes);
    });
    port.on('close', () => this.#lose(port, new Error(`the ${device} went away`)));
    port.on('error', () => this.#lose(port, new Error(`the ${device} failed`)));
    this.#opening = new Promise((resolve) => {
      port.open((error) => {
        if (error === null) this.#reopenAfter = reopenFirstAfter;
        else this.#lose(port, error);
        resolve();
      });
    });
  }

  #lose(port: LinePort, error: Error): void {
    if (this.#closed || port !== this.#port) return;
    const { clock, device, onLost, onTrouble } = this.#options;
    this.#port = null;
    onLost();
    // A port that failed while open still holds the lock that its successor needs.
    if (port.isOpen) port.close(() => undefined);
    const after = this.#reopenAfter;
    this.#reopenAfter = ms(Math.min(after * 2, reopenAtMostAfter));
    this.#reopen = clock.setTimer(`${device} is opened again`, after, () => this.#connect());
    onTrouble?.(this.#options.port, error);
  }
}
