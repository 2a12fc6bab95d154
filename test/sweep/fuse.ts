/** What becomes of one call of the bank to the world. */
type Passage = 'passes' | 'last' | 'never';

/** Whoever waits for a bank that is off waits for ever. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

/**
 * The fuse between a bank and the world. It counts every call that passes it, and melts at one of them: that call may
 * have begun, and neither it nor any other is ever answered.
 */
export class Fuse {
  /** What has been called, in order. */
  readonly calls: string[] = [];
  /** Resolves when the power has gone. */
  readonly blown: Promise<'blown'>;
  #blowAt: number;
  readonly #onBlow: () => void;
  #melt: (blown: 'blown') => void = () => undefined;
  #isBlown = false;

  /** @param blowAt the number of the last call, counted from 1; `Infinity` for a bank that is left alone */
  constructor(blowAt: number, onBlow: () => void) {
    this.#blowAt = blowAt;
    this.#onBlow = onBlow;
    this.blown = new Promise((resolve) => (this.#melt = resolve));
  }

  get isBlown(): boolean {
    return this.#isBlown;
  }

  /** The power goes now, whatever is being called. */
  blow(): void {
    if (this.#isBlown) return;
    this.#isBlown = true;
    this.#onBlow();
    this.#melt('blown');
  }

  /** From now on the power stays, whatever is called. */
  hold(): void {
    this.#blowAt = Infinity;
  }

  /** A call that is answered later. The last one is begun where `begins` says so: the power goes while it is on its way. */
  async ask<T>(what: string, perform: () => Promise<T>, begins = true): Promise<T> {
    switch (this.#pass(what)) {
      case 'never':
        return never<T>();
      case 'last':
        if (begins) void perform().catch(() => undefined);
        this.blow();
        return never<T>();
      case 'passes': {
        const answer = await perform().catch((error: unknown) => (this.#isBlown ? never<never>() : Promise.reject(error as Error)));
        return this.#isBlown ? never<T>() : answer;
      }
    }
  }

  /** The world tells the bank something. It does not hear the last of it. */
  tell(what: string, perform: () => void): void {
    const passage = this.#pass(what);
    if (passage === 'last') this.blow();
    if (passage === 'passes') perform();
  }

  /** A call that is answered at once: not even a bank that is off can be kept waiting for it, but nothing comes of it any more. */
  get<T>(what: string, perform: () => T): T {
    const answer = perform();
    if (this.#pass(what) === 'last') this.blow();
    return answer;
  }

  #pass(what: string): Passage {
    if (this.#isBlown) return 'never';
    this.calls.push(what);
    return this.calls.length >= this.#blowAt ? 'last' : 'passes';
  }
}
