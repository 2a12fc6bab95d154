/**
 * When something is decided. Dates expire by `ms`; whatever lasts a while is measured by `ageMs`, which no step of
 * the wall clock moves and which stands still while the bank is off: neither a clock set forward nor a pulled plug
 * ends a lock-out or a reopen window early.
 */
export interface Moment {
  /** Milliseconds since 1970, as well as the bank knows it; never before its floor. */
  readonly ms: number;
  /** How long the bank has run in all, in milliseconds. */
  readonly ageMs: number;
}
