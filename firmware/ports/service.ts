import type { Milliseconds } from '../../statecharts/units.ts';

/** Whoever keeps the program running, and begins it anew when it stands still. */
export interface Service {
  /** So long without food, and it ends the program; `null`: it does not watch. */
  readonly starvesAfter: Milliseconds | null;
  /** The bank is open for business. */
  ready(status: string): void;
  /** For whoever asks how the bank is. */
  status(text: string): void;
  feed(): void;
  /** From now on the program ends in order. */
  stopping(): void;
}
