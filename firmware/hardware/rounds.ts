/** Whoever waits until a loop has come round once more. */
export class Rounds {
  #waiting: (() => void)[] = [];

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The loop has come round. */
  done(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
