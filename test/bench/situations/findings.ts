/** What one situation came to, at one family of boards. */
export interface Findings {
  /** Openings that were told and did not happen. */
  readonly falseSuccesses: readonly string[];
  /** Movements and outcomes of which the upstream has not heard in time. */
  readonly missing: readonly string[];
  /** Limits of coils that were broken. */
  readonly overLimit: readonly string[];
  /** Every pulse of a coil, from its first moment to its last. */
  readonly coilMs: readonly number[];
  /** From the movement of a door until the upstream knew it. */
  readonly knownAfterMs: readonly number[];
  /** What was found besides; nothing of it is bad. */
  readonly remarks: readonly string[];
}

/** Collects what is found while a situation lasts. */
export class Notebook {
  readonly falseSuccesses: string[] = [];
  readonly missing: string[] = [];
  readonly overLimit: string[] = [];
  readonly coilMs: number[] = [];
  readonly knownAfterMs: number[] = [];
  readonly remarks: string[] = [];

  findings(): Findings {
    return { ...this };
  }
}
