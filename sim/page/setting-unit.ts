/** In which unit a length of time is typed: what it is called, and how many milliseconds it has. */
interface LengthUnit {
  readonly unit: string;
  readonly unitMs: number;
}

const units: readonly LengthUnit[] = [
  { unit: 'days', unitMs: 86_400_000 }, { unit: 'h', unitMs: 3_600_000 }, { unit: 'min', unitMs: 60_000 }, { unit: 's', unitMs: 1_000 },
];
const smallest: LengthUnit = { unit: 'ms', unitMs: 1 };

/** The largest unit in which the ends of the range and what is usual are whole: it stays the same, whatever is typed. */
export function lengthUnitOf(row: { readonly leastMs: number; readonly mostMs: number; readonly usualMs: number | null }): LengthUnit {
  const lengths = [row.leastMs, row.mostMs, row.usualMs ?? 0];
  return units.find(({ unitMs }) => lengths.every((length) => length % unitMs === 0)) ?? smallest;
}

/** 90000 in minutes → `1.5`. Three decimals are enough for a person; they say nothing that is not there. */
export function shownLength(lengthMs: number, { unitMs }: LengthUnit): string {
  return String(Number((lengthMs / unitMs).toFixed(3)));
}

/** 1.5 min → 90000, whole milliseconds. */
export function typedLengthMs(typed: number, { unitMs }: LengthUnit): number {
  return Math.round(typed * unitMs);
}

/** Whether two values of a setting are the same for whoever reads the document. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
