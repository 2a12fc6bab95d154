import { SerialPort } from 'serialport';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import { forgets, isDone, letGo } from './let-go.ts';
import { sayPortTrouble } from './port-list.ts';

/** Wait before the port is opened again: doubled at each failure, so that an unplugged device costs next to nothing. */
export const reopenFirstAfter = seconds(1);
export const reopenAtMostAfter = seconds(30);
/**
 * A port opens within this, or counts as missing: some drivers wait for a line that nobody has connected. It is waited for all
 * the same and no other is opened beside it: each opening that hangs keeps one of the four threads of the whole process.
 */
const opensWithin = seconds(5);

/** What is used of a SerialPort. */
export interface LinePort {
  readonly isOpen: boolean;
  /** Bytes given to a closed port would be kept, and sent at its next opening. */
  write(bytes: Uint8Array, callback: (error: Error | null | undefined) => void): unknown;
  /** What was written and has not left is forgotten; and what came and was not read. */
  flush(callback: (error: Error | null | undefined) => void): void;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
  open(callback: (error: Error | null) => void): void;
  close(callback: (error: Error | null) => void): void;
}

type Parity = 'none' | 'even' | 'odd';

interface PortSettings {
  readonly path: string;
  readonly baudRate: number;
  readonly parity?: Parity;
  readonly autoOpen: false;
}

/** Makes a closed port; the real one, one over a mock binding, or one of a simulated line. */
export type MakePort = (settings: PortSettings) => LinePort;

/** Where a device on a serial port is, and who is told of it. */
export interface SerialDeviceOptions {
  /** Path of the port. */
  readonly port: string;
  readonly baud: number;
  readonly clock: Clock;
  /** Told each time the port cannot be opened or goes away, with the cure. */
  readonly onTrouble?: (where: string, trouble: ExpectedTrouble) => void;
  readonly makePort?: MakePort;
}

/** `missing`: it could not be opened. `unplugged`: it was open, and has gone. */
export type LineLoss = 'missing' | 'unplugged';

/** `refused`: not a byte has left. `failed`: nobody knows how many have. */
export type Written = 'written' | 'refused' | 'failed';

interface SerialLineOptions extends SerialDeviceOptions {
  /** What hangs on it, for the log. */
  readonly device: string;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onOpen?: () => void;
  /** The device has gone: what it said the half of is no beginning of anything. */
  readonly onLost: (why: LineLoss) => void;
  readonly parity?: Parity;
  /** The longest wait before the port is opened again. */
  readonly reopenAtMost?: Milliseconds;
}

/** A device on a serial port, which may be pulled out and plugged in again at any time. */
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

  get isOpen(): boolean {
    return this.#port?.isOpen === true;
  }

  /** Settles when the first attempt to open the port has come to an end, whichever. */
  tried(): Promise<void> {
    return this.#opening;
  }

  /** Never rejects. It may never settle: a port that was unplugged in this very moment does not call back. */
  write(bytes: Uint8Array): Promise<Written> {
    const port = this.#port;
    if (port === null || !port.isOpen) return Promise.resolve('refused');
    return new Promise((resolve) => {
      port.write(bytes, (error) => resolve(error ? 'failed' : 'written'));
    });
  }

  /**
   * What the system still holds of what was written never leaves: an adapter that stalls may wake when nobody stands at the
   * door any more. Settles in any case.
   */
  async discard(): Promise<void> {
    const port = this.#port;
    if (port === null || !port.isOpen) return;
    const hasForgotten = await forgets(port, this.#options.clock);
    if (!hasForgotten && port === this.#port) this.drop('the port does not forget');
  }

  /** Lets go of a port that hangs: what it still holds is never sent, and a new one is opened. */
  drop(why: string): void {
    if (this.#port !== null) this.#lose(this.#port, 'unplugged', why);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#reopen !== null) this.#options.clock.cancel(this.#reopen);
    await this.#opening;
    const port = this.#port;
    this.#port = null;
    if (port !== null) await letGo(port, this.#options.clock);
  }

  /**
   * A new port for each connection: one that is opened again would first send what was written while it was closed.
   * The data listener is there from the start, because without one serialport does not notice an unplug.
   */
  #connect(): void {
    const { port: path, baud, parity, device, clock, makePort, onBytes, onOpen } = this.#options;
    const settings: PortSettings = { path, baudRate: baud, ...(parity && { parity }), autoOpen: false };
    const port: LinePort = makePort === undefined ? new SerialPort(settings) : makePort(settings);
    this.#port = port;
    port.on('data', (bytes) => {
      if (!this.#closed && port === this.#port) onBytes(bytes);
    });
    port.on('close', () => this.#lose(port, 'unplugged', `the ${device} went away`));
    port.on('error', () => this.#lose(port, 'unplugged', `the ${device} failed`));
    const opened = (error: Error | null): void => {
      if (port !== this.#port) return void letGo(port, clock); // It opens when nobody waits for it any more.
      if (error !== null) return this.#lose(port, 'missing', error);
      this.#reopenAfter = reopenFirstAfter;
      if (!this.#closed) onOpen?.();
    };
    this.#opening = isDone(clock, 'a port opens', opensWithin, (done) => port.open((error) => {
      opened(error);
      done(null);
    })).then((isTold) => {
      if (!isTold) this.#tellLoss('missing', 'the port does not open');
    });
  }

  #lose(port: LinePort, why: LineLoss, trouble: Error | string): void {
    if (this.#closed || port !== this.#port) return;
    const { clock, device, reopenAtMost = reopenAtMostAfter } = this.#options;
    this.#port = null;
    // A port that failed while open still holds the lock that its successor needs.
    void letGo(port, clock);
    const after = this.#reopenAfter;
    this.#reopenAfter = ms(Math.min(after * 2, reopenAtMost));
    this.#reopen = clock.setTimer(`${device} is opened again`, after, () => this.#connect());
    this.#tellLoss(why, trouble);
  }

  #tellLoss(why: LineLoss, trouble: Error | string): void {
    if (this.#closed) return;
    const { port, onLost, onTrouble } = this.#options;
    onLost(why);
    onTrouble?.(port, new ExpectedTrouble(sayPortTrouble(trouble)));
  }
}
