declare const unit: unique symbol;
type Unit<T, U extends string> = T & { readonly [unit]: U };

/** A length of time, measured on a clock that never steps. */
export type Milliseconds = Unit<number, 'ms'>;

/** Timers of every JavaScript engine overflow beyond this and fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** @throws RangeError for NaN, a negative length, or more than a timer can hold (24.8 days). */
export function ms(n: number): Milliseconds {
  if (!(n >= 0 && n <= longestTimerMs)) throw new RangeError(`${String(n)} ms is no length of time that a timer can hold`);
  return n as Milliseconds;
}

export const seconds = (n: number): Milliseconds => ms(n * 1000);
export const minutes = (n: number): Milliseconds => ms(n * 60_000);

/** Lengths between dates, which no timer has to hold. */
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
