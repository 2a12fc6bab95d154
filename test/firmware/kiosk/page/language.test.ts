import { expect, test } from 'vitest';
import { clockTime, unbroken } from '../../../../firmware/kiosk/page/language.ts';

test('how long a keypad rests is counted in minutes, and from an hour on in hours', () => {
  expect([75_000, 800, 0, -5].map((ms) => clockTime(ms))).toEqual(['1:15', '0:01', '0:00', '0:00']);
  expect([3_599_000, 3_600_000, 25_205_000].map((ms) => clockTime(ms))).toEqual(['59:59', '1:00:00', '7:00:05']);
});

test('a telephone number and the measures of a locker are read in one line', () => {
  expect(unbroken('Ask at the desk, room 12, or call 030 123-45')).toBe('Ask at the desk, room 12, or call 030\u00a0123\u201145');
  expect(unbroken('large, 42 × 57 × 50 cm')).toBe('large, 42\u00a0×\u00a057\u00a0×\u00a050\u00a0cm');
  expect(unbroken('Locker 7: column 1 from the left')).toBe('Locker 7: column 1 from the left');
});
