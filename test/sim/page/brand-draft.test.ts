import { describe, expect, test } from 'vitest';
import { isSameWish, standOf, verdictsOf, withText } from '../../../sim/page/brand-draft.ts';
import type { BrandingView } from '../../../sim/sim-state.ts';
import { demoLookNames, plainWish, wishFor } from '../../../sim/upstream/demo-looks.ts';

describe('somebody who tries colours', () => {
  test.each(demoLookNames)('finds that those of %s can be read', (name) => {
    expect(verdictsOf(wishFor(name)).map(({ isEnough }) => isEnough)).toEqual([true, true, true]);
  });

  test('is told before they declare it what the bank will refuse, also against colours that they did not name', () => {
    const verdicts = verdictsOf({ ...plainWish, colours: { accent: '#ffcc00' } });
    expect(verdicts.map(({ what, isEnough }) => [what, isEnough])).toEqual([
      ['Text on background', true], ['Accent on background', false], ['Text on accent', false],
    ]);
    expect(verdicts[1]?.ratio).toBeCloseTo(1.38, 2);
  });
});

describe('a text', () => {
  test('is wished for in one language, and no longer when it has been deleted', () => {
    const one = withText(plainWish, 'en', 'home.title', 'Ahoy!');
    expect(one.texts).toEqual({ en: { 'home.title': 'Ahoy!' } });
    const two = withText(withText(one, 'en', 'page.begin', 'Come in'), 'de', 'home.title', 'Moin!');
    expect(two.texts).toEqual({ en: { 'home.title': 'Ahoy!', 'page.begin': 'Come in' }, de: { 'home.title': 'Moin!' } });
    expect(withText(withText(two, 'en', 'page.begin', ''), 'de', 'home.title', '')).toEqual(one);
    expect(withText(one, 'en', 'home.title', '')).toEqual(plainWish);
  });
});

describe('two wishes', () => {
  test('are the same in whatever order they are said', () => {
    const { title, colours, texts, pictures } = wishFor('harbour');
    const turned = { pictures, texts, colours: Object.fromEntries(Object.entries(colours).toReversed()), title };
    expect(isSameWish(turned, wishFor('harbour'))).toBe(true);
    expect(isSameWish({ ...turned, title: 'Harbor' }, wishFor('harbour'))).toBe(false);
    expect(isSameWish({ ...turned, pictures: null }, wishFor('harbour'))).toBe(false);
  });
});

test.each<readonly [said: string, view: Partial<BrandingView>]>([
  ['No look has been declared yet.', { answer: 'none', version: null }],
  ['Version 2 is declared; the bank has not said anything yet.', { answer: 'waiting' }],
  ['Version 2 is in force at the bank.', { answer: 'in-force' }],
  ['Version 2 is refused by the bank: too pale.', { answer: 'refused', why: 'too pale' }],
])('somebody who has declared a look reads "%s"', (said, view) => {
  expect(standOf({ wish: plainWish, version: 2, answer: 'none', why: null, ...view })).toBe(said);
});
