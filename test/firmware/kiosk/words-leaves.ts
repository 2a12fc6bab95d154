/** The texts of some words by their dotted names: `choose.items.one`. */
export function leavesOf(words: object, above = ''): readonly (readonly [name: string, text: string])[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const name = `${above}${key}`;
    if (typeof value === 'string') return [[name, value] as const];
    return typeof value === 'object' && value !== null ? leavesOf(value, `${name}.`) : [];
  });
}

export function gapsOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap))].toSorted();
}
