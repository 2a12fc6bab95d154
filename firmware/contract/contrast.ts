/** WCAG 2.2, 1.4.3: what is read, and what is pressed, is told from what lies behind it. */
export const contrastLeast = 4.5;

/** What of a look must be told from what. */
export const legiblePairs = [
  ['text', 'background'], ['accent', 'background'], ['accentText', 'accent'],
] as const;

/** How much lighter one colour is than another, 1 to 21, as WCAG reckons it. Both are `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Cut, not rounded: 4.49 must not read as if it were enough. */
export function contrastWords(ratio: number): string {
  return `${String(Math.floor(ratio * 100) / 100)}:1`;
}

function luminanceOf(colour: string): number {
  const linear = (from: number): number => {
    const share = parseInt(colour.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}
