import { SerialPort } from 'serialport';
import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { FirmataLine } from '../../sim/boards/firmata-line.ts';
import { ms } from '../../statecharts/units.ts';

type Ends = Parameters<FirmataTransport['open']>[0];

/** Bytes are under way for so long. */
const underWay = ms(1);

/** A cable to an emulated microcontroller, in memory, with hands that do to it what happens to cables. */
export class FirmataCable {
  /** What the controller has said, message by message as it was written. */
  readonly said: number[][] = [];
  /** Whatever carries the bytes has stopped to do so, without a word. */
  hangs = false;
  /** Changes what the board says. */
  garble: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
  /** How often somebody has tried to open the port. */
  opened = 0;
  readonly #clock: Clock;
  readonly #line: FirmataLine;
  #isIn = true;
  #ends: Ends | null = null;

  constructor(line: FirmataLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
    line.listen((bytes) => this.#toHost(bytes));
  }

  pullOut(): void {
    this.#isIn = false;
    this.#lose();
  }

  plugIn(): void {
    this.#isIn = true;
  }

  /** Bytes that nobody sane says. */
  sayToHost(bytes: Uint8Array): void {
    this.#ends?.onBytes(bytes);
  }

  readonly makeTransport = (): FirmataTransport => ({
    open: (ends) => {
      this.opened++;
      if (!this.#isIn) return Promise.reject(new Error('the cable is out'));
      this.#ends = ends;
      this.hangs = false;
      return Promise.resolve();
    },
    write: (bytes) => {
      this.said.push([...bytes]);
      if (this.#ends !== null && !this.hangs) this.#soon(() => this.#line.hear(bytes));
    },
    drop: () => this.#lose(),
    close: () => {
      this.#ends = null;
      return Promise.resolve();
    },
  });

  #toHost(bytes: Uint8Array): void {
    const ends = this.#ends;
    if (ends === null || this.hangs) return;
    this.#soon(() => {
      if (ends === this.#ends) ends.onBytes(this.garble(bytes));
    });
  }

  #lose(): void {
    const ends = this.#ends;
    this.#ends = null;
    ends?.onLost();
  }

  #soon(what: () => void): void {
    this.#clock.setTimer('bytes are under way', underWay, what);
  }
}

/** A serial port without a guardian. */
export function bareSerialTransport(path: string): FirmataTransport {
  const serial = new SerialPort({ path, baudRate: 57_600, autoOpen: false });
  const close = (): Promise<void> => new Promise((resolve) => {
    if (serial.isOpen) serial.drain(() => serial.close(() => resolve()));
    else resolve();
  });
  return {
    open: ({ onBytes, onLost }) => new Promise((resolve, reject) => {
      serial.on('data', onBytes);
      serial.on('close', onLost);
      serial.on('error', () => undefined);
      serial.open((error) => (error === null ? resolve() : reject(error)));
    }),
    write: (bytes) => void (serial.isOpen && serial.write(bytes)),
    drop: () => void close(),
    close,
  };
}
