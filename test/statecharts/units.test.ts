import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minutes, ms, seconds } from '../../statecharts/units.ts';

/** 24.8 days: beyond it every JavaScript engine fires at once. */
const longest = 2 ** 31 - 1;

describe('lengths of time', () => {
  test.each([
    [ms, 400, 400], [seconds, 3, 3_000], [minutes, 5, 300_000], [ms, 0, 0], [ms, longest, longest],
  ])('a limit says how many milliseconds a person waits [%o of %i is %i ms]', (lengthOf, count, millis) => {
    expect(lengthOf(count)).toBe(millis);
  });

  test('a day has as many hours as a clock', () => {
    expect(hourMs).toBe(60 * 60 * 1000);
    expect(dayMs).toBe(24 * 60 * 60 * 1000);
  });

  test.each([
    Number.NaN, -1, longest + 1, Number.POSITIVE_INFINITY,
  ])('a door is never given a time that no timer can hold [%d]', (millis) => {
    expect(() => ms(millis)).toThrow(new RangeError(`${String(millis)} ms is no length of time that a timer can hold`));
  });

  test('a month in minutes is refused, not cut short', () => {
    expect(() => minutes(31 * 24 * 60)).toThrow(RangeError);
    expect(() => seconds(-1)).toThrow(RangeError);
  });
});
