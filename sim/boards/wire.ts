import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';

/** With the start bit and one at the end. */
const bitsOfCharacter = 10;

interface Transmission {
  readonly bytes: Uint8Array;
  readonly timer: Timer;
  collides: boolean;
}

/** Two wires that carry one frame at a time, as fast as the line is: who talks into another's words spoils both. */
export class Wire {
  readonly #clock: Clock;
  readonly #baud: number;
  readonly #present = new Set<Transmission>();

  constructor(clock: Clock, baud: number) {
    this.#clock = clock;
    this.#baud = baud;
  }

  /** @param arrive is told what is on the wire by the end */
  transmit(bytes: Uint8Array, arrive: (bytes: Uint8Array) => void): void {
    const lasts = ms(Math.ceil((bytes.length * bitsOfCharacter * 1000) / this.#baud));
    const collides = this.#present.size > 0;
    for (const other of this.#present) other.collides = true;
    const transmission: Transmission = {
      bytes, collides,
      timer: this.#clock.setTimer('bytes on the wire', lasts, () => {
        this.#present.delete(transmission);
        arrive(transmission.collides ? mixed(bytes) : bytes);
      }),
    };
    this.#present.add(transmission);
  }

  stop(): void {
    for (const { timer } of this.#present) this.#clock.cancel(timer);
    this.#present.clear();
  }
}

/** What is left of words into which somebody talked, or that were said at another speed: no frame, and always the same. */
export function mixed(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => byte ^ (0x55 + 0x11 * (index % 8)));
}
