import { contrastLeast, contrastOf, legiblePairs } from '../../firmware/contract/contrast.ts';
import { never } from '../../statecharts/never.ts';
import type { BrandingView } from '../sim-state.ts';
import { coloursIn, type BrandWish, type ColourName } from '../upstream/demo-looks.ts';

/** Colours in the order in which a person would choose them. */
export const colourWords: Readonly<Record<ColourName, string>> = {
  background: 'Background', text: 'Text', accent: 'Accent', accentText: 'Text on accent',
};

interface Verdict {
  readonly what: string;
  readonly ratio: number;
  readonly isEnough: boolean;
}

/** What the bank will say of the colours. It says it itself as well: here it is said before anything is declared. */
export function verdictsOf(wish: BrandWish): readonly Verdict[] {
  const colours = coloursIn(wish);
  return legiblePairs.map(([one, other]) => {
    const ratio = contrastOf(colours[one], colours[other]);
    const what = one === 'accentText' ? colourWords[one] : `${colourWords[one]} on ${colourWords[other].toLowerCase()}`;
    return { what, ratio, isEnough: ratio >= contrastLeast };
  });
}

/** The wish with another text; an empty one is no wish, and the built-in text serves. */
export function withText(wish: BrandWish, language: string, name: string, text: string): BrandWish {
  const { [name]: _, ...others } = wish.texts[language] ?? {};
  const { [language]: __, ...languages } = wish.texts;
  const inLanguage = text === '' ? others : { ...others, [name]: text };
  return { ...wish, texts: Object.keys(inLanguage).length === 0 ? languages : { ...languages, [language]: inLanguage } };
}

/** Whether two wishes ask for the same, in whatever order they say it. */
export function isSameWish(one: BrandWish, other: BrandWish): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)] as const);
}

/** How it stands with the look that is declared, in a line. */
export function standOf({ answer, version, why }: BrandingView): string {
  const name = `Version ${String(version ?? 0)}`;
  switch (answer) {
    case 'none':
      return 'No look has been declared yet.';
    case 'waiting':
      return `${name} is declared; the bank has not said anything yet.`;
    case 'in-force':
      return `${name} is in force at the bank.`;
    case 'refused':
      return `${name} is refused by the bank: ${why ?? ''}.`;
    default:
      return never(answer, 'answer to a look');
  }
}
