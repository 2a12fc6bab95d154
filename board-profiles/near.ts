/** What somebody probably meant who has written `word`; `null` where nothing is near enough to be worth a question. */
export function nearest(word: string, known: readonly string[]): string | null {
  const most = word.length < 4 ? 1 : 2;
  const [best] = known
    .map((one) => ({ one, steps: stepsBetween(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .toSorted((a, b) => a.steps - b.steps);
  return best?.one ?? null;
}

/** The same as the end of a sentence; empty where nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === null ? '' : `; did you mean ${meant}?`;
}

/** Letters left out, put in, changed, or swapped with their neighbour. */
function stepsBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const changed = at(row, column - 1) + (one[line - 1] === other[column - 1] ? 0 : 1);
      const isSwapped = line > 1 && one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      next.push(Math.min(changed, at(row, column) + 1, at(next, column - 1) + 1, isSwapped ? at(before, column - 2) + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return at(row, other.length);
}

function at(row: readonly number[], index: number): number {
  return Number(row[index]);
}
