type ReachListener = (pin: number, is: 'lost' | 'found') => void;

/** Which pins are in reach: an input that is read, and an output whose guardian is there and whose expander answers it. */
export class PinReach {
  readonly #outputs: readonly number[];
  readonly #listeners: ReachListener[] = [];
  readonly #away = new Set<number>();
  readonly #told = new Set<number>();
  #isGuarded = true;

  constructor(outputs: readonly number[]) {
    this.#outputs = outputs;
  }

  /** Tells of those that are lost now, then of each change. */
  watch(listener: ReachListener): void {
    this.#listeners.push(listener);
    for (const pin of this.#told) listener(pin, 'lost');
  }

  pins(pins: readonly number[], is: 'lost' | 'found'): void {
    for (const pin of pins) {
      if (is === 'lost') this.#away.add(pin);
      else this.#away.delete(pin);
    }
    this.#judge(pins);
  }

  guardian(is: 'up' | 'down'): void {
    this.#isGuarded = is === 'up';
    // The next one looks for itself which of them are away, and says so before it is up.
    if (is === 'down') for (const pin of this.#outputs) this.#away.delete(pin);
    this.#judge(this.#outputs);
  }

  #judge(pins: readonly number[]): void {
    for (const pin of pins) {
      const isLost = this.#away.has(pin) || (!this.#isGuarded && this.#outputs.includes(pin));
      if (isLost === this.#told.has(pin)) continue;
      if (isLost) this.#told.add(pin);
      else this.#told.delete(pin);
      for (const listener of this.#listeners) listener(pin, isLost ? 'lost' : 'found');
    }
  }
}
