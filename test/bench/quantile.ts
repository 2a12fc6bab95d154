/** The value below which a share of the samples lies; 0.5 is the median. */
export function quantile(samples: readonly number[], at: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(at * sorted.length));
  const value = sorted[index];
  if (value === undefined) throw new RangeError('there are no samples');
  return value;
}
