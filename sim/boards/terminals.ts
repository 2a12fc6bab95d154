import type { Seat } from './emulated-board.ts';

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The terminals of an emulated board by the numbers on its wire, which begin at 1 wherever the model begins to count. */
export class Terminals {
  readonly locks: readonly number[];
  readonly contacts: readonly number[];
  readonly #seat: Pick<Seat, 'model' | 'panel'>;

  constructor(seat: Pick<Seat, 'model' | 'panel'>) {
    this.#seat = seat;
    this.locks = numbersOf(seat.model.locks);
    this.contacts = numbersOf(seat.model.contacts);
  }

  /** What the panel calls the terminal of a lock. */
  channelOf(lock: number): number {
    return (this.#seat.model.locks?.first ?? 1) + lock - 1;
  }

  /** What a contact reads; `null`, as where a wire is broken, of one that the board has not. */
  level(contact: number): 'low' | 'high' | null {
    const { model: { contacts }, panel } = this.#seat;
    return contacts && this.contacts.includes(contact) ? panel.level(contacts.first + contact - 1) : null;
  }
}

function numbersOf(range: Range | undefined): readonly number[] {
  return range ? Array.from({ length: range.last - range.first + 1 }, (_, at) => at + 1) : [];
}
