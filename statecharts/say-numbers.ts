/**
 * Numbers in a row, from the smallest on, those that follow each other by their ends: `1, 3 to 8`.
 * @param until what stands between the ends of three and more
 */
export function sayNumbers(numbers: readonly number[], until = ' to '): string {
  const runs: { from: number; to: number }[] = [];
  for (const number of numbers.toSorted((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run?.to === number - 1) run.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => {
    if (from === to) return String(from);
    return `${String(from)}${to === from + 1 ? ', ' : until}${String(to)}`;
  }).join(', ');
}
