/** What really lies behind the doors, whatever any books say. People here are honest, but the power may go while they act. */
export class World {
  readonly #inside = new Map<number, readonly Real[]>();

  in(locker: number): readonly Real[] {
    return this.#inside.get(locker) ?? [];
  }

  put(locker: number, claim: string, things: readonly string[]): void {
    const known = this.in(locker);
    const added = things.filter((id) => !known.some((one) => one.id === id && one.claim === claim)).map((id) => ({ id, claim }));
    this.#inside.set(locker, [...known, ...added]);
  }

  take(locker: number, isTaken: (thing: Real) => boolean): void {
    this.#inside.set(
      locker,
      this.in(locker).filter((thing) => !isTaken(thing)),
    );
  }
}

interface Real {
  readonly id: string;
  /** For which reservation it was put in: those are the people whose it is. */
  readonly claim: string;
}
