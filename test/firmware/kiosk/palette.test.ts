import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInColours } from '../../../firmware/bank/branding.ts';
import { isDarkGround, paletteNames, paletteOf, scrimOf, type Palette } from '../../../firmware/kiosk/palette.ts';
import { coloursIn, demoLookNames, wishFor } from '../../../sim/upstream/demo-looks.ts';
import { contrastLeast, contrastOf, legiblePairs } from '../../../firmware/contract/contrast.ts';

type Name = keyof Palette;
type Colours = Readonly<Record<'background' | 'text' | 'accent' | 'accentText', string>>;

/** What is read on the page, on what. */
const texts: readonly (readonly [what: Name, on: Name])[] = [
  ['ink', 'paper'], ['ink', 'card'], ['ink', 'tint'], ['ink', 'accent-soft'], ['ink', 'steel'], ['ink', 'warn-soft'],
  ['ink-soft', 'paper'], ['ink-soft', 'card'], ['ink-soft', 'tint'], ['ink-soft', 'accent-soft'],
  ['accent-deep', 'paper'], ['accent-deep', 'card'], ['accent-deep', 'accent-soft'],
  ['on-accent', 'accent'], ['on-accent', 'accent-deep'], ['warn', 'paper'], ['warn', 'card'], ['warn', 'warn-soft'],
  ['warn-ink', 'warn-soft'], ['steel-ink', 'steel'],
];

/** By what a key or a field is found (WCAG 2.2, 1.4.11). */
const edges: readonly (readonly [what: Name, on: Name])[] = [
  ['line', 'paper'], ['line', 'card'], ['line', 'tint'], ['accent', 'paper'], ['accent', 'card'],
];

function tooPale(palette: Palette): string[] {
  const pale = (least: number) => ([what, on]: readonly [Name, Name]) => {
    const ratio = contrastOf(palette[what], palette[on]);
    return ratio < least ? [`${what} on ${on}: ${ratio.toFixed(2)}`] : [];
  };
  return [...texts.flatMap(pale(contrastLeast)), ...edges.flatMap(pale(3))];
}

const isLegible = (colours: Colours) => legiblePairs.every(([one, other]) => contrastOf(colours[one], colours[other]) >= contrastLeast);

const looks: readonly (readonly [name: string, colours: Colours])[] = [
  ...demoLookNames.map((name) => [name, coloursIn(wishFor(name))] as const),
  ['built in', builtInColours],
  ['black on white', { background: '#ffffff', text: '#000000', accent: '#000000', accentText: '#ffffff' }],
  ['yellow on black', { background: '#000000', text: '#ffff00', accent: '#ffff00', accentText: '#000000' }],
  ['as pale as may be', { background: '#ffffff', text: '#767676', accent: '#767676', accentText: '#ffffff' }],
  ['a loud ground', { background: '#ffcc00', text: '#000000', accent: '#000000', accentText: '#ffcc00' }],
  ['between light and dark', { background: '#757575', text: '#ffffff', accent: '#000000', accentText: '#ffffff' }],
];

describe('a person can read everything', () => {
  test.each(looks)('in a look that the bank takes [%s]', (_name, colours) => {
    expect(isLegible(colours)).toBe(true);
    expect(tooPale(paletteOf(colours))).toEqual([]);
  });

  test('whatever colours it takes', () => {
    const colour = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 255 })))
      .map((channels) => `#${channels.map((one) => one.toString(16).padStart(2, '0')).join('')}`);
    // Drawn blindly, few looks are legible: from the ends of the scale, every other one is.
    const any = fc.oneof(colour, fc.constantFrom('#000000', '#ffffff', '#101820', '#f4f5f1', '#ffc857', '#0b4f8a'));
    const colours = fc.record({ background: any, text: any, accent: any, accentText: any });
    fc.assert(fc.property(colours.filter(isLegible), (taken) => {
      expect(tooPale(paletteOf(taken))).toEqual([]);
    }), { numRuns: 500 });
  });

  test.each(looks)('on a picture of any colour, by so much paper over it [%s]', (_name, { background, text }) => {
    const share = scrimOf(background, text) / 100;
    const over = (picture: string) => `#${[1, 3, 5].map((from) => {
      const [a, b] = [picture, background].map((one) => parseInt(one.slice(from, from + 2), 16));
      return Math.round((a ?? 0) * (1 - share) + (b ?? 0) * share).toString(16).padStart(2, '0');
    }).join('')}`;
    for (const picture of ['#000000', '#ffffff', '#ff0000', '#00ff00', '#0000ff', '#808080', background, text]) {
      expect(contrastOf(text, over(picture)), picture).toBeGreaterThanOrEqual(contrastLeast);
    }
  });
});

describe('the colours of a look', () => {
  test('are those of the style sheet, by the same names', () => {
    const css = readFileSync(join(import.meta.dirname, '../../../firmware/kiosk/page/page.css'), 'utf8');
    const [, root = ''] = /:root \{([^}]*)\}/.exec(css) ?? [];
    for (const name of paletteNames) expect(root).toMatch(new RegExp(`--${name}: `));
    expect(Object.keys(paletteOf(builtInColours)).toSorted()).toEqual([...paletteNames].toSorted());
  });

  test('leave those that it names as they are', () => {
    const palette = paletteOf(coloursIn(wishFor('night')));
    expect(palette).toMatchObject({ 'paper': '#0f1226', 'ink': '#f2f0ff', 'accent': '#ffc857', 'on-accent': '#1a1430' });
  });

  test('say whether the ground is dark', () => {
    expect(isDarkGround('#0f1226', '#f2f0ff')).toBe(true);
    expect(isDarkGround('#f4f5f1', '#13211d')).toBe(false);
  });
});

test('the style sheet covers a background picture with enough paper in each of its own lights', () => {
  const css = readFileSync(join(import.meta.dirname, '../../../firmware/kiosk/page/page.css'), 'utf8');
  for (const block of [/:root \{([^}]*)\}/, /:root\[data-theme="dark"\] \{([^}]*)\}/]) {
    const [, rules = ''] = block.exec(css) ?? [];
    const value = (name: string) => new RegExp(`--${name}: ([^;]+);`).exec(rules)?.[1] ?? '';
    expect(parseInt(value('scrim'), 10)).toBeGreaterThanOrEqual(scrimOf(value('paper'), value('ink')));
  }
});
