import type { Clock } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';
import type { FirmataLine } from './firmata-line.ts';
import type { BoardManner } from './manners.ts';

/** It has no address, nobody waits for an order to be confirmed, and a coil that it did not hear of again would stay on. */
export const firmataManners: readonly BoardManner[] = ['silent', 'dead', 'late', 'short', 'corrupt'];

/** Longer than three questions remain unanswered. */
const lateBy = ms(600);

/**
 * A microcontroller with bad manners laid over it. No checksum protects what it says: of a `corrupt` message a byte is
 * lost, so that it can be told from a good one.
 */
export class UnrulyFirmata {
  readonly #line: FirmataLine;
  readonly #clock: Clock;
  readonly #manners = new Set<BoardManner>();
  #hasPower = true;
  #runs = true;

  constructor(line: FirmataLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
  }

  setManner(manner: BoardManner, is: boolean): void {
    if (is) this.#manners.add(manner);
    else this.#manners.delete(manner);
    this.#runOrHalt();
  }

  /** Its cable brings the power as well. Without it every pin is an input, and every coil rests. */
  setPower(to: 'on' | 'off'): void {
    this.#hasPower = to === 'on';
    this.#runOrHalt();
  }

  hear(bytes: Uint8Array): void {
    this.#line.hear(bytes);
  }

  /** @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void {
    return this.#line.listen((bytes) => {
      if (this.#manners.has('silent')) return;
      const left = this.#spoiled(bytes);
      if (this.#manners.has('late')) this.#clock.setTimer('a late answer', lateBy, () => listener(left));
      else listener(left);
    });
  }

  brownOut(): void {
    this.#line.board.brownOut();
  }

  stop(): void {
    this.#line.stop();
  }

  #spoiled(bytes: Uint8Array): Uint8Array {
    const whole = this.#manners.has('short') ? bytes.subarray(0, -1) : bytes;
    const middle = whole.length >> 1;
    return this.#manners.has('corrupt') ? whole.filter((_, index) => index !== middle) : whole;
  }

  #runOrHalt(): void {
    const runs = this.#hasPower && !this.#manners.has('dead');
    if (runs === this.#runs) return;
    this.#runs = runs;
    if (runs) this.#line.board.run();
    else this.#line.board.halt();
  }
}
