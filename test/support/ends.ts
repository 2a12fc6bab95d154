/** How to end what a test has started, last first. A failing start leaves what began before it to be ended all the same. */
export class Ends {
  readonly #ends: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** Tries every end, then throws what the first of them threw. */
  async all(): Promise<void> {
    const troubles: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        troubles.push(error);
      }
    }
    if (troubles.length > 0) throw troubles[0];
  }
}
