import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { ExpectedTrouble } from '../../firmware/ports/expected-trouble.ts';
import { ms } from '../../statecharts/units.ts';

type Ends = Parameters<FirmataTransport['open']>[0];
type Listener = (bytes: Uint8Array) => void;

/** A microcontroller, as whoever holds the other end of its cable finds it. */
interface FarEnd {
  hear(bytes: Uint8Array): void;
  listen(listener: Listener): unknown;
}

/** Bytes are under way for so long. */
const underWay = ms(1);

/** A cable to an emulated microcontroller, in memory, with hands that do to it what happens to cables. */
export class FirmataCable {
  /** Whatever carries the bytes has stopped to do so, without a word. */
  hangs = false;
  /** Changes what the board says. */
  garble: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
  /** How often somebody has tried to open the port. */
  opened = 0;
  readonly #clock: Clock;
  readonly #farEnd: FarEnd;
  readonly #overhearers: ((from: 'host' | 'board', bytes: Uint8Array) => void)[] = [];
  #isIn = true;
  #ends: Ends | null = null;

  constructor(farEnd: FarEnd, clock: Clock) {
    this.#farEnd = farEnd;
    this.#clock = clock;
    farEnd.listen((bytes) => this.#toHost(bytes));
  }

  /** For whoever writes down what is said, message by message as it was written. */
  overhear(listener: (from: 'host' | 'board', bytes: Uint8Array) => void): void {
    this.#overhearers.push(listener);
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
      if (!this.#isIn) return Promise.reject(new ExpectedTrouble('the cable is out'));
      this.#ends = ends;
      this.hangs = false;
      return Promise.resolve();
    },
    write: (bytes) => {
      for (const overhear of this.#overhearers) overhear('host', bytes);
      if (this.#ends !== null && !this.hangs) this.#soon(() => this.#farEnd.hear(bytes));
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
    for (const overhear of this.#overhearers) overhear('board', bytes);
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
