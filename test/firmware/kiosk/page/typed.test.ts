import { describe, expect, test } from 'vitest';
import { carrierInput, codeInput, grouped, labelInput } from '../../../../firmware/kiosk/page/typed.ts';
import { placesByLocker } from '../../../../firmware/kiosk/page/places.ts';
import { clockTime, fill } from '../../../../firmware/kiosk/page/language.ts';
import { noContactIn } from '../../../../firmware/kiosk/page/no-contact.ts';

describe('what a person types', () => {
  test.each([
    ['4f7k-2q9p', { type: 'code.entered', code: '4F7K2Q9P' }],
    ['4F7K 2Q9P', { type: 'code.entered', code: '4F7K2Q9P' }],
    ['v4.public.abc', { type: 'label.scanned', text: 'v4.public.abc' }],
    ['12345678901234567', { type: 'label.scanned', text: '12345678901234567' }],
  ] as const)('at the home screen is a code, or what a scanner wrote [%s]', (text, input) => {
    expect(codeInput(text)).toEqual(input);
  });

  test('of a carrier is the code of their company', () => {
    expect(carrierInput('ups 77')).toEqual({ type: 'carrier-code.entered', code: 'UPS77' });
    expect(carrierInput('https://carrier.example/77')).toEqual({ type: 'label.scanned', text: 'https://carrier.example/77' });
  });

  test('from a label keeps its small letters; what is longer than a number was scanned', () => {
    expect(labelInput('pkg-7')).toEqual({ type: 'label.entered', label: 'pkg-7' });
    expect(labelInput('x'.repeat(65))).toEqual({ type: 'label.scanned', text: 'x'.repeat(65) });
  });

  test('is shown in groups of four, and a long scan by its beginning', () => {
    expect(grouped('4f7k2q9p')).toBe('4F7K\u00a02Q9P');
    expect(grouped('')).toBe('');
    expect(grouped('v4.public.abcdefghij')).toBe('v4.public.abcdef…');
  });
});

test('each place belongs to its locker, though two things wait in one of them', () => {
  const at = (locker: number) => ({ locker, column: 1, row: locker });
  expect([...placesByLocker([at(3), at(3), at(7)], ['third', 'seventh'])]).toEqual([[3, 'third'], [7, 'seventh']]);
});

test('a gap without a value stays visible, and a time is told as a clock tells it', () => {
  expect(fill('Locker {locker}, {what}', { locker: 7 })).toBe('Locker 7, {what}');
  expect([clockTime(75_000), clockTime(59_001), clockTime(-1)]).toEqual(['1:15', '1:00', '0:00']);
});

test('without contact the page still speaks the language that was last shown', () => {
  expect(noContactIn('de-AT').title).toBe('Einen Moment, bitte');
  expect(noContactIn('toString')).toEqual(noContactIn('en'));
});
