/**
 * One thing that people wait for or that wears a card. Machines are noisy, so every figure stands beside a yardstick that was
 * taken in the same run, and the ratio between the two is what counts.
 */
export interface Row {
  readonly what: string;
  readonly figure: number;
  readonly yardstick: number;
  readonly ratio: number;
  /** What the ratio may be at most, where the product promises it. */
  readonly most: number | null;
  readonly unit: string;
  readonly against: string;
}

/** What a figure is held against. */
interface Yardstick {
  readonly value: number;
  readonly against: string;
}

export function rowOf(what: string, figure: number, unit: string, { value, against }: Yardstick, most: number | null = null): Row {
  return { what, figure: rounded(figure), yardstick: rounded(value), ratio: rounded(figure / value), most, unit, against };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
