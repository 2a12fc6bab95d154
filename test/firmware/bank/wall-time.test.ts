import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTimeOfDay, wallTime } from '../../../firmware/bank/wall-time.ts';
import { dayMs, hourMs } from '../../support/noon.ts';

const evening = 18 * 60;
const night = 2 * 60 + 30;
const iso = (ms: number) => new Date(ms).toISOString();

describe('the clock on the wall', () => {
  test('shows the day and the hour of the place, not those of UTC', () => {
    expect(wallTime(Date.UTC(2026, 10, 21, 23, 30), 'Asia/Kathmandu'))
      .toEqual({ year: 2026, month: 11, day: 22, weekday: 0, minuteOfDay: 5 * 60 + 15 });
    expect(wallTime(Date.UTC(2026, 0, 1, 2), 'America/New_York'))
      .toEqual({ year: 2025, month: 12, day: 31, weekday: 3, minuteOfDay: 21 * 60 });
  });

  test.each([
    ['today', Date.UTC(2026, 6, 1, 12), '2026-07-01T16:00:00.000Z'],
    ['tomorrow, once it is over', Date.UTC(2026, 6, 1, 16), '2026-07-02T16:00:00.000Z'],
    ['one hour later on the day when the clocks go back', Date.UTC(2026, 9, 24, 17), '2026-10-25T17:00:00.000Z'],
    ['one hour earlier on the day when the clocks go forward', Date.UTC(2026, 2, 28, 17, 1), '2026-03-29T16:00:00.000Z'],
  ])('six in the evening comes %s', (_when, fromMs, at) => {
    expect(iso(nextTimeOfDay(fromMs, evening, 'Europe/Berlin'))).toBe(at);
  });

  test('a time that comes twice in a night counts the first time, and not again an hour later', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(iso(nextTimeOfDay(first - 1, night, 'Europe/Berlin'))).toBe(iso(first));
    expect(iso(nextTimeOfDay(first, night, 'Europe/Berlin'))).toBe('2026-10-26T01:30:00.000Z');
  });

  test('a time that a night leaves out comes as much later as the clocks jump', () => {
    expect(iso(nextTimeOfDay(Date.UTC(2026, 2, 28, 23), night, 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
  });

  test('a day that a country leaves out is no day', () => {
    expect(iso(nextTimeOfDay(Date.UTC(2011, 11, 30, 4, 1), evening, 'Pacific/Apia'))).toBe('2011-12-31T04:00:00.000Z');
  });

  test('it is always ahead, within two days, and shows what was asked for unless the clocks jumped over it', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca');
    const moments = fc.integer({ min: Date.UTC(2016, 0), max: Date.UTC(2036, 0) });
    fc.assert(fc.property(moments, fc.integer({ min: 0, max: 1439 }), zones, (fromMs, minute, zone) => {
      const atMs = nextTimeOfDay(fromMs, minute, zone);
      expect(atMs).toBeGreaterThan(fromMs);
      expect(atMs).toBeLessThanOrEqual(fromMs + dayMs + 2 * hourMs);
      if (wallTime(atMs, zone).minuteOfDay === minute) return;
      const minutesBefore = Array.from({ length: 180 }, (_, minutes) => wallTime(atMs - minutes * 60_000, zone).minuteOfDay);
      expect(minutesBefore).not.toContain(minute);
    }));
  });
});
