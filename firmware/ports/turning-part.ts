/** Something in a bank that must go round for the bank to be alive. */
export interface TurningPart {
  readonly name: string;
  /** Resolves when it has gone round once more; rejects where it never will. */
  round(): Promise<unknown>;
}
