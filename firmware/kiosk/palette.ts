import { contrastLeast, contrastOf } from '../contract/contrast.ts';
import type { Branding } from '../bank/branding.ts';

type Colours = Required<Branding['colours']>;

/** Names of colours as the style sheet of the page has them, without the dashes before them. */
export const paletteNames = [
  'paper', 'card', 'tint', 'ink', 'ink-soft', 'line', 'hair', 'accent', 'on-accent', 'accent-deep', 'accent-soft',
  'warn', 'warn-soft', 'warn-ink', 'steel', 'steel-ink', 'dark', 'scrim',
] as const;

/** Every colour of the page, made of the four that a branding document names. */
export type Palette = Readonly<Record<(typeof paletteNames)[number], string>>;

/** WCAG 2.2, 1.4.11: edges by which a field or a key is found. */
const edgeLeast = 3;

/** So much of a picture is covered in any case, in per cent: what is read quickly stands on a quiet ground. */
const scrimLeast = 70;

const white = '#ffffff';
const black = '#000000';

/**
 * The colours of the page in somebody's look. Each has a wish, as far from its origin as looks best, and gives way towards that
 * origin until what stands on it, or it on something, can be read. The origins are legible by the branding document's own check,
 * so that there is always an end.
 */
export function paletteOf({ background: paper, text: ink, accent, accentText }: Colours): Palette {
  const isDark = isDarkGround(paper, ink);
  const legible = (colour: string, grounds: readonly string[]) => grounds.every((one) => contrastOf(colour, one) >= contrastLeast);
  const accentDeep = nearest(accent, ink, [0.4, 0.3, 0.2, 0.1], (one) => legible(one, [paper, accentText]));
  const read = [ink, accentDeep];
  const ground = (towards: string, shares: readonly number[]) => nearest(paper, towards, shares, (one) => legible(one, read));
  const card = nearest(paper, white, isDark ? [0.07, 0.05, 0.03] : [0.8, 0.5, 0.25], (one) => legible(one, [...read, accent]));
  const tint = ground(ink, [0.1, 0.07, 0.05, 0.03]);
  const accentSoft = ground(accent, [0.18, 0.14, 0.1, 0.06, 0.03]);
  const warnBase = isDark ? '#ffb65c' : '#8a4b00';
  const warnSoft = nearest(paper, warnBase, [0.2, 0.14, 0.08, 0.04], (one) => legible(one, [ink]));
  const warn = readable(warnBase, ink, (one) => legible(one, [paper, card, warnSoft]));
  const steel = ground(ink, [0.2, 0.14, 0.08, 0.04]);
  return {
    paper, card, tint, ink, accent, steel, warn,
    'ink-soft': nearest(ink, paper, [0.3, 0.2, 0.1, 0.05], (one) => legible(one, [paper, card, tint, accentSoft])),
    'line': nearest(ink, paper, [0.5, 0.4, 0.3, 0.2, 0.1], (one) => [paper, card, tint].every((on) => contrastOf(one, on) >= edgeLeast)),
    'hair': mixed(paper, ink, 0.16),
    'on-accent': accentText,
    'accent-deep': accentDeep,
    'accent-soft': accentSoft,
    'warn-soft': warnSoft,
    'warn-ink': ink,
    'steel-ink': nearest(ink, steel, [0.3, 0.2, 0.1], (one) => legible(one, [steel])),
    'dark': isDark ? '#060a08' : '#26332e',
    'scrim': `${String(scrimOf(paper, ink))}%`,
  };
}

/** Whether the look has light letters on a dark ground. */
export function isDarkGround(paper: string, ink: string): boolean {
  return contrastOf(paper, black) < contrastOf(ink, black);
}

/**
 * How much of a picture the paper must cover, in per cent, so that ink on it can be read whatever the picture shows: one colour
 * lies between the paper and the darkest or the lightest that there is.
 */
export function scrimOf(paper: string, ink: string): number {
  for (let percent = scrimLeast; percent < 100; percent++) {
    const grounds = [black, white].map((picture) => mixed(picture, paper, percent / 100));
    if (grounds.every((one) => contrastOf(ink, one) >= contrastLeast)) return percent;
  }
  return 100;
}

/** The first of the mixtures that will do, from the farthest to the nearest; the origin itself where none does. */
function nearest(origin: string, towards: string, shares: readonly number[], willDo: (colour: string) => boolean): string {
  return shares.map((share) => mixed(origin, towards, share)).find(willDo) ?? origin;
}

/** As much of the colour as can be read, and the rest of the ink, which always can. */
function readable(colour: string, ink: string, willDo: (colour: string) => boolean): string {
  return [0, 0.2, 0.4, 0.6, 0.8].map((share) => mixed(colour, ink, share)).find(willDo) ?? ink;
}

/** As a browser mixes: each of red, green and blue by itself. */
function mixed(one: string, other: string, share: number): string {
  const channel = (from: number): string => {
    const [a, b] = [one, other].map((colour) => parseInt(colour.slice(from, from + 2), 16));
    return Math.round((a ?? 0) * (1 - share) + (b ?? 0) * share).toString(16).padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
