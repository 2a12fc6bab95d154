import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settingsTable } from '../../../firmware/bank/settings.ts';
import { isSameValue, lengthUnitOf, shownLength, typedLengthMs } from '../../../sim/page/setting-unit.ts';
import type { SettingRow } from '../../../statecharts/setting.ts';

const lengths = Object.entries<SettingRow>(settingsTable).flatMap(([name, row]) => (
  row.kind === 'duration' || row.kind === 'period' ? [[name, row] as const] : []
));

describe('a length of time that a person types', () => {
  test.each([
    ['itemExpiry', 'h'], ['storageStep', 'min'], ['adminSessionTimeout', 'min'], ['heldOpenAfter', 's'], ['doorStagger', 'ms'],
  ] as const)('has the unit that makes it a small whole number [%s in %s]', (name, unit) => {
    expect(lengthUnitOf(settingsTable[name]).unit).toBe(unit);
  });

  test.each(lengths)('has ends that can be typed exactly [%s]', (_name, row) => {
    const unit = lengthUnitOf(row);
    for (const lengthMs of [row.leastMs, row.mostMs, row.usualMs ?? row.leastMs]) {
      expect(shownLength(lengthMs, unit)).toMatch(/^\d+$/);
      expect(typedLengthMs(Number(shownLength(lengthMs, unit)), unit)).toBe(lengthMs);
    }
  });

  test.each(lengths)('becomes whole milliseconds, whatever was typed [%s]', (_name, row) => {
    const unit = lengthUnitOf(row);
    const most = row.mostMs / unit.unitMs;
    fc.assert(fc.property(fc.double({ min: row.leastMs / unit.unitMs, max: most, noNaN: true }), (typed) => {
      const lengthMs = typedLengthMs(typed, unit);
      expect(Number.isSafeInteger(lengthMs) && lengthMs >= row.leastMs && lengthMs <= row.mostMs).toBe(true);
    }));
  });

  test('is shown with three decimals at most', () => {
    const minutes = { unit: 'min', unitMs: 60_000 };
    expect(shownLength(90_000, minutes)).toBe('1.5');
    expect(shownLength(100_000, minutes)).toBe('1.667');
    expect(typedLengthMs(1.5, minutes)).toBe(90_000);
  });
});

test('a value is as usual when a reader of the document would see no difference', () => {
  expect(isSameValue(['code', 'qr'], ['code', 'qr'])).toBe(true);
  expect(isSameValue(['qr', 'code'], ['code', 'qr'])).toBe(false);
  expect(isSameValue({}, { small: 1 })).toBe(false);
  expect(isSameValue(null, 0)).toBe(false);
});
