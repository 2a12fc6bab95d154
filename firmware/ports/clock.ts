import type { Milliseconds } from '../../statecharts/units.ts';

/** How far the wall clock can be trusted, best first. */
export type ClockQuality = 'ntp' | 'server' | 'rtc' | 'floor';

export interface Timer {
  readonly name: string;
}

/** Time, whatever keeps it. Durations come from `monoMs` only; the wall clock labels and expires. */
export interface Clock {
  /** Milliseconds since an arbitrary moment of this boot. Never steps. */
  monoMs(): number;
  /** Milliseconds since 1970 by the wall clock. May step either way. */
  wallMs(): number;
  quality(): ClockQuality;
  /** Calls `fire` once, `after` from now; timers due at the same moment fire in the order they were set. */
  setTimer(name: string, after: Milliseconds, fire: () => void): Timer;
  cancel(timer: Timer): void;
}
