import type { Clock } from '../../../firmware/ports/clock.ts';
import type { FirmataLine } from '../../../sim/boards/firmata-line.ts';
import type { BoardManner } from '../../../sim/boards/manners.ts';
import { ms } from '../../../statecharts/units.ts';

/** Longer than three questions remain unanswered. */
const lateBy = ms(600);

/** A microcontroller that does what it is told, and whose answers come not at all, late, or with a byte lost from each. */
export class UnrulyFirmata {
  readonly #line: FirmataLine;
  readonly #clock: Clock;
  readonly #manners = new Set<BoardManner>();

  constructor(line: FirmataLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
  }

  setManner(manner: BoardManner, is: boolean): void {
    if (is) this.#manners.add(manner);
    else this.#manners.delete(manner);
  }

  hear(bytes: Uint8Array): void {
    this.#line.hear(bytes);
  }

  /** @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void {
    return this.#line.listen((bytes) => {
      if (this.#manners.has('silent')) return;
      const middle = bytes.length >> 1;
      const left = this.#manners.has('corrupt') ? bytes.filter((_, index) => index !== middle) : bytes;
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
}
