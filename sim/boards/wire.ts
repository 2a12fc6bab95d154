import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';

/** With the start bit and one at the end. */
const bitsOfCharacter = 10;

/** Whoever has a driver on the wires: it says one thing after the other, whoever else is speaking. */
export type Talker = object;

interface Words {
  readonly bytes: Uint8Array;
  readonly arrive: (bytes: Uint8Array) => void;
}

interface Transmission {
  readonly timer: Timer;
  /** What the same one wants to say next. */
  readonly next: Words[];
  collides: boolean;
}

/** Two wires that carry one frame at a time, as fast as the line is: who talks into another's words spoils both. */
export class Wire {
  readonly #clock: Clock;
  readonly #baud: number;
  readonly #present = new Map<Talker, Transmission>();

  constructor(clock: Clock, baud: number) {
    this.#clock = clock;
    this.#baud = baud;
  }

  /** @param arrive is told what is on the wire by the end */
  transmit(talker: Talker, bytes: Uint8Array, arrive: (bytes: Uint8Array) => void): void {
    const own = this.#present.get(talker);
    if (own === undefined) this.#begin(talker, { bytes, arrive }, []);
    else own.next.push({ bytes, arrive });
  }

  #begin(talker: Talker, { bytes, arrive }: Words, next: Words[]): void {
    const lasts = ms(Math.ceil((bytes.length * bitsOfCharacter * 1000) / this.#baud));
    const collides = this.#present.size > 0;
    for (const other of this.#present.values()) other.collides = true;
    const transmission: Transmission = {
      collides, next,
      timer: this.#clock.setTimer('bytes on the wire', lasts, () => {
        this.#present.delete(talker);
        arrive(transmission.collides ? mixed(bytes) : bytes);
        const [following, ...others] = next;
        if (following !== undefined) this.#begin(talker, following, others);
      }),
    };
    this.#present.set(talker, transmission);
  }

  stop(): void {
    for (const { timer } of this.#present.values()) this.#clock.cancel(timer);
    this.#present.clear();
  }
}

/** What is left of words into which somebody talked, or that were said at another speed: no frame, and always the same. */
export function mixed(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => byte ^ (0x55 + 0x11 * (index % 8)));
}
