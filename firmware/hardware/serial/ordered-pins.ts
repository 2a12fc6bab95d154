import type { Board } from 'firmata';
import { ms } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';

/** An answer takes some 20 ms at the slowest. A pin that is not high by then has not been ordered. */
const takenWithin = ms(300);
/** The first answer may be to a question that was asked before the order. */
const askAgainAfter = ms(20);

interface OrderedPin {
  /** It was ordered low since: only an answer that is under way can be about this order. */
  isOver: boolean;
  end(isHigh: boolean): void;
}

/** Asks outputs of a microcontroller whether they are high as ordered: its guardian refuses without a word, and a line loses bytes. */
export class OrderedPins {
  readonly #clock: Clock;
  readonly #pins = new Map<number, OrderedPin>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called right after the order. @returns soon, whether the pin is high */
  isHigh(board: Board, pin: number): Promise<boolean> {
    this.#pins.get(pin)?.end(false);
    return new Promise((resolve) => {
      let again: Timer | null = null;
      const ordered: OrderedPin = {
        isOver: false,
        end: (isHigh) => {
          this.#pins.delete(pin);
          this.#clock.cancel(limit);
          if (again !== null) this.#clock.cancel(again);
          resolve(isHigh);
        },
      };
      const limit = this.#clock.setTimer(`pin ${String(pin)} is as ordered`, takenWithin, () => ordered.end(false));
      const ask = (): void => board.queryPinState(pin, () => {
        if (this.#pins.get(pin) !== ordered) return;
        const isHigh = board.pins[pin]?.state === 1;
        if (isHigh || ordered.isOver) ordered.end(isHigh);
        else again = this.#clock.setTimer(`pin ${String(pin)} is asked again`, askAgainAfter, ask);
      });
      this.#pins.set(pin, ordered);
      ask();
    });
  }

  /** Called right before a pin is ordered low. */
  goesLow(pin: number): void {
    const ordered = this.#pins.get(pin);
    if (ordered) ordered.isOver = true;
  }

  /** Nobody answers any more. */
  end(): void {
    for (const ordered of this.#pins.values()) ordered.end(false);
  }
}
