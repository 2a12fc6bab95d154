import { describe, expect, expectTypeOf, test } from 'vitest';
import { never } from '../../statecharts/never.ts';
import {
  oneLine, settingGroups, sizeNamePattern, timeOfDayPattern, usualOf, usualSettings, type SettingRow, type SettingsOf,
} from '../../statecharts/setting.ts';
import { lengthWords, rangeWords, settingTitle, valueWords } from '../../statecharts/setting-words.ts';
import type { Milliseconds } from '../../statecharts/units.ts';

const table = {
  openWithin: { kind: 'duration', group: 'doors', leastMs: 500, mostMs: 9_000, usualMs: 5_000, why: 'A door takes its time.' },
  pinLife: { kind: 'period', group: 'bank', leastMs: 3_600_000, mostMs: 2_592_000_000, usualMs: 86_400_000, why: 'PINs wear out.' },
  itemExpiry: {
    kind: 'period', group: 'bank', orNone: true, leastMs: 3_600_000, mostMs: 5_184_000_000, usualMs: null, why: 'Parcels wait.',
  },
  pulsesMax: { kind: 'count', group: 'doors', unit: 'pulses', least: 1, most: 3, usual: 2, why: 'A coil gets hot.' },
  sizeStepUp: { kind: 'switch', group: 'bank', usual: false, why: 'A parcel finds its place.' },
  signature: { kind: 'choice', group: 'pickups', options: { none: 'nothing', sign: 'a name' }, usual: 'none', why: 'People wait.' },
  languages: { kind: 'choices', group: 'words', options: { en: 'English', de: 'Deutsch' }, least: 1, usual: ['de', 'en'], why: 'Guests.' },
  offlineFlows: { kind: 'choices', group: 'offline', options: { pickup: 'out', deposit: 'in' }, least: 0, usual: [], why: 'Cables.' },
  minimum: { kind: 'perSize', group: 'bank', most: 400, unit: 'lockers', usual: { small: 2, large: 1 }, why: 'Deliveries come.' },
  support: { kind: 'text', group: 'words', most: 200, form: oneLine, usual: 'Room 4', why: 'Somebody helps.' },
  endsAt: { kind: 'timeOfDay', group: 'storage', usual: '18:00', why: 'The building empties.' },
} as const satisfies Record<string, SettingRow>;

const usual = {
  openWithin: 5_000, pinLife: 86_400_000, itemExpiry: null, pulsesMax: 2, sizeStepUp: false, signature: 'none',
  languages: ['de', 'en'], offlineFlows: [], minimum: { small: 2, large: 1 }, support: 'Room 4', endsAt: '18:00',
};

test('a bank that nobody has set has what is usual, whatever kind of setting it is', () => {
  expect(usualSettings(table)).toEqual(usual);
  for (const [name, row] of Object.entries(table)) expect(usualOf(row), name).toEqual(usual[name as keyof typeof usual]);
});

test('a door is told its times in a type that a period of days does not have', () => {
  expectTypeOf<SettingsOf<typeof table>>().toEqualTypeOf<{
    readonly openWithin: Milliseconds;
    readonly pinLife: number;
    readonly itemExpiry: number | null;
    readonly pulsesMax: number;
    readonly sizeStepUp: boolean;
    readonly signature: 'none' | 'sign';
    readonly languages: readonly ('en' | 'de')[];
    readonly offlineFlows: readonly ('pickup' | 'deposit')[];
    readonly minimum: Readonly<Record<string, number>>;
    readonly support: string;
    readonly endsAt: string;
  }>();
});

describe('what a person reads of a setting', () => {
  test.each([
    ['lockerAccessAfterPickup', 'Locker access after pickup'], ['same-carrier', 'Same carrier'], ['qr', 'Qr'], ['en', 'En'],
  ])('is its name as words [%s]', (name, title) => {
    expect(settingTitle(name)).toBe(title);
  });

  test.each([
    [0, '0 s'], [150, '150 ms'], [500, '500 ms'], [1_000, '1 s'], [1_500, '1.5 s'], [60_000, '60 s'], [90_000, '90 s'], [120_000, '2 min'],
    [125_500, '125.5 s'], [3_600_000, '1 h'], [5_400_000, '90 min'], [86_400_000, '24 h'], [90_000_000, '25 h'], [172_800_000, '2 days'],
    [259_200_000, '3 days'], [176_400_000, '49 h'],
  ])('is a length of time in the unit that people use for it [%i ms]', (lengthMs, words) => {
    expect(lengthWords(lengthMs)).toBe(words);
  });

  test('is what it may be, and what it is', () => {
    const lines = Object.values<SettingRow>(table).map((row) => `${rangeWords(row)} | ${valueWords(row, usualOf(row))}`);
    expect(lines).toEqual([
      '500 ms to 9 s | 5 s', '1 h to 30 days | 24 h', '1 h to 60 days, or never | never', '1 to 3 pulses | 2', 'on or off | off',
      'one of none, sign | none', 'at least one of en, de | de, en', 'any of pickup, deposit | none',
      '0 to 400 lockers of each size | 2 small, 1 large', 'a text in one line, at most 200 characters | Room 4',
      '00:00 to 23:59 | 18:00',
    ]);
    expect(valueWords(table.sizeStepUp, true)).toBe('on');
    expect(valueWords(table.support, '')).toBe('empty');
    expect(valueWords(table.minimum, {})).toBe('none');
  });

  test('is never made up for a kind that nobody knows', () => {
    expect(() => rangeWords({ kind: 'colour' } as never)).toThrow('unknown setting row');
    expect(() => never('colour' as never, 'setting row')).toThrow(TypeError);
  });
});

describe('what a text has to look like', () => {
  test.each([
    [sizeNamePattern, ['small', 'x-large', '2'], ['', 'Small', '-a', 'a b', 'a'.repeat(41)]],
    [timeOfDayPattern, ['00:00', '09:05', '23:59'], ['24:00', '9:05', '18:60', '18:00\n', '18:00:00']],
    [oneLine.pattern, ['', 'Grüße, Zoë! 😀', 'a\u200db'], ['a\nb', '\t', '\u0085', '\u2029', '\u2067']],
  ])('is said once, for every reader [%s]', (pattern, right, wrong) => {
    for (const flag of ['u', 'v']) {
      const form = new RegExp(pattern, flag);
      expect(right.filter((text) => !form.test(text))).toEqual([]);
      expect(wrong.filter((text) => form.test(text))).toEqual([]);
    }
  });
});

test('groups are told apart by their titles', () => {
  expect(new Set(Object.values(settingGroups)).size).toBe(Object.keys(settingGroups).length);
});
