/** So many readings in a row must fail before what was read is unknown, and succeed before it is known again. */
const failsMost = 3;
const readsLeast = 5;

/** Whether a chip that is read again and again can be believed: it is slower to believe than to doubt. */
export class Belief {
  #fails = 0;
  #reads = readsLeast;

  /** @returns whether what was read is believed */
  read(): boolean {
    this.#fails = 0;
    this.#reads = Math.min(this.#reads + 1, readsLeast);
    return this.#reads === readsLeast;
  }

  /** @returns whether it is with this failure that nothing is believed any more */
  fail(): boolean {
    this.#fails++;
    if (this.#fails === failsMost) this.#reads = 0;
    return this.#fails === failsMost;
  }

  get isLost(): boolean {
    return this.#fails >= failsMost;
  }
}
