/** Those who must not meet: each begins when the one before has ended, however it ended. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** Whoever asks is told what came of it; the next one takes its turn all the same. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when all who have asked so far have had their turn. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
