import type { Milliseconds } from '../../../statecharts/units.ts';

/** What becomes of pins that are inputs. */
export interface InputListener {
  /** They were read, and this is what each of them is, whether or not it has changed. */
  levels(levels: ReadonlyMap<number, 0 | 1>): void;
  /** Nobody can read them now. */
  lost(pins: readonly number[], where: string, why: unknown): void;
}

/** Some pins that are read together, by one thread at a time. */
export interface InputSource {
  readonly name: string;
  /** Looks at each pin once more, and tells. Never rejects. @returns how long it can be left alone then */
  round(): Promise<Milliseconds>;
  /** Files closed. Nobody is in the middle of a round. */
  close(): void;
}
