import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Timekeeper, usualTimeLimits, type LastTimes } from '../../../firmware/journal/timekeeper.ts';
import type { ClockQuality } from '../../../firmware/ports/clock.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';

const minuteMs = 60_000;
const yearMs = 365 * dayMs;
const never: LastTimes = { floorMs: 0, ageMs: 0, atMs: 0 };
/** A bank whose last record was written at noon, in its hundredth hour. */
const lastNoon: LastTimes = { floorMs: noonMs, ageMs: 100 * hourMs, atMs: noonMs };

function bankWith(quality: ClockQuality, wallMs: number, last: LastTimes = lastNoon) {
  const clock = new VirtualClock({ quality, wallMs });
  const time = new Timekeeper(clock, last);
  const wait = (forMs: number) => clock.advance(ms(forMs));
  const saidNow = () => ({ ms: time.now().ms, clockq: time.stamp().clockq });
  return { clock, time, wait, saidNow };
}

describe('what time it is', () => {
  test.each(['ntp', 'rtc', 'floor'] as const)('is what the wall clock says when the power comes back [%s]', (quality) => {
    const { saidNow } = bankWith(quality, noonMs + 3 * dayMs);
    expect(saidNow()).toEqual({ ms: noonMs + 3 * dayMs, clockq: quality });
  });

  test.each([
    ['floor', 0], ['floor', noonMs - hourMs], ['rtc', 946_684_800_000],
  ] as const)('goes on from the last record in a bank that wakes behind it, and advances [%s at %i]', async (quality, wallMs) => {
    const { saidNow, wait } = bankWith(quality, wallMs);
    expect(saidNow()).toEqual({ ms: noonMs, clockq: 'floor' });
    await wait(hourMs);
    expect(saidNow()).toEqual({ ms: noonMs + hourMs, clockq: 'floor' });
  });

  test('goes on from the last record though nobody stood behind it, but a time server may say that it is earlier', async () => {
    const { clock, saidNow } = bankWith('floor', 0, { ...lastNoon, floorMs: noonMs - 10 * dayMs });
    expect(saidNow().ms).toBe(noonMs);
    clock.setQuality('ntp');
    clock.stepWall(noonMs - 9 * dayMs);
    expect(saidNow()).toEqual({ ms: noonMs - 9 * dayMs, clockq: 'ntp' });
  });

  test.each(['ntp', 'rtc'] as const)('follows a wall clock that is kept [%s]', async (quality) => {
    const { clock, saidNow, wait } = bankWith(quality, noonMs);
    await wait(minuteMs);
    clock.stepWall(noonMs + minuteMs + 1_500);
    expect(saidNow()).toEqual({ ms: noonMs + minuteMs + 1_500, clockq: quality });
  });

  test('does not follow a wall clock that nobody keeps', async () => {
    const { clock, saidNow, wait } = bankWith('floor', noonMs);
    clock.stepWall(noonMs + 3 * hourMs);
    await wait(1_000);
    expect(saidNow()).toEqual({ ms: noonMs + 1_000, clockq: 'floor' });
  });

  test('is what the upstream says, where no time server does', async () => {
    const { time, saidNow, wait } = bankWith('floor', noonMs);
    time.serverSaid(noonMs + 5 * hourMs);
    await wait(1_000);
    expect(saidNow()).toEqual({ ms: noonMs + 5 * hourMs + 1_000, clockq: 'server' });
  });

  test('is not asked of the upstream while a time server is heard', () => {
    const { time, saidNow } = bankWith('ntp', noonMs);
    time.serverSaid(noonMs + 5 * hourMs);
    expect(saidNow()).toEqual({ ms: noonMs, clockq: 'ntp' });
  });

  test('is the time server\'s again as soon as one is heard', async () => {
    const { clock, time, saidNow, wait } = bankWith('rtc', noonMs);
    time.serverSaid(noonMs + 10 * minuteMs);
    clock.setQuality('ntp');
    clock.stepWall(noonMs + 11 * minuteMs);
    await wait(1_000);
    expect(saidNow()).toEqual({ ms: noonMs + 11 * minuteMs + 1_000, clockq: 'ntp' });
  });

  test('stands still while a wall clock that was set back has not caught up, and says that it is only a floor', async () => {
    const { clock, saidNow, wait } = bankWith('ntp', noonMs + hourMs);
    expect(saidNow().ms).toBe(noonMs + hourMs);
    clock.stepWall(noonMs + 50 * minuteMs);
    await wait(5 * minuteMs);
    expect(saidNow()).toEqual({ ms: noonMs + hourMs, clockq: 'floor' });
    await wait(6 * minuteMs);
    expect(saidNow()).toEqual({ ms: noonMs + 61 * minuteMs, clockq: 'ntp' });
  });
});

describe('a step forward by more than a day', () => {
  const { leapLastsMs } = usualTimeLimits;

  test.each(['ntp', 'rtc'] as const)('expires nobody\'s parcel before it has lasted ten minutes [%s]', async (quality) => {
    const { clock, saidNow, wait } = bankWith(quality, noonMs);
    clock.stepWall(noonMs + yearMs);
    await wait(leapLastsMs - 1_000);
    expect(saidNow()).toEqual({ ms: noonMs + leapLastsMs - 1_000, clockq: 'floor' });
    // The first look at the leap is what its ten minutes count from.
    await wait(leapLastsMs);
    expect(saidNow()).toEqual({ ms: noonMs + yearMs + 2 * leapLastsMs - 1_000, clockq: quality });
  });

  test('is believed at once where the upstream agrees', () => {
    const { clock, time, saidNow } = bankWith('ntp', noonMs);
    clock.stepWall(noonMs + yearMs);
    expect(saidNow().ms).toBe(noonMs);
    time.serverSaid(noonMs + yearMs + minuteMs);
    expect(saidNow()).toEqual({ ms: noonMs + yearMs, clockq: 'ntp' });
    expect(time.stamp().floorMs).toBe(noonMs + yearMs);
  });

  test('is not believed as long as the upstream disagrees', async () => {
    const { clock, time, saidNow, wait } = bankWith('ntp', noonMs);
    clock.stepWall(noonMs + yearMs);
    for (let times = 0; times < 5; times++) {
      time.now();
      await wait(leapLastsMs / 2);
      time.serverSaid(noonMs + (times + 1) * (leapLastsMs / 2));
    }
    expect(saidNow()).toEqual({ ms: noonMs + 5 * (leapLastsMs / 2), clockq: 'server' });
  });

  test('that is taken back has never been', async () => {
    const { clock, time, saidNow, wait } = bankWith('ntp', noonMs);
    clock.stepWall(noonMs + yearMs);
    time.now();
    await wait(leapLastsMs - 1_000);
    time.now();
    clock.stepWall(noonMs + leapLastsMs - 1_000);
    time.now();
    await wait(hourMs);
    expect(saidNow()).toEqual({ ms: noonMs + leapLastsMs - 1_000 + hourMs, clockq: 'ntp' });
  });

  test('into another year each time is never believed', async () => {
    const { clock, time, saidNow, wait } = bankWith('rtc', noonMs);
    for (let year = 1; year <= 5; year++) {
      clock.stepWall(noonMs + year * yearMs);
      time.now();
      await wait(leapLastsMs - 1);
      time.now();
    }
    expect(saidNow()).toEqual({ ms: noonMs + 5 * (leapLastsMs - 1), clockq: 'floor' });
  });

  test('is believed at once by a bank that has never known what time it is', () => {
    const { clock, saidNow } = bankWith('floor', 0, never);
    expect(saidNow().ms).toBe(0);
    clock.setQuality('ntp');
    clock.stepWall(noonMs);
    expect(saidNow()).toEqual({ ms: noonMs, clockq: 'ntp' });
  });
});

describe('the floor', () => {
  test('rises with a time server', async () => {
    const { time, wait } = bankWith('ntp', noonMs + 3 * dayMs);
    expect(time.stamp().floorMs).toBe(noonMs + 3 * dayMs);
    await wait(hourMs);
    expect(time.stamp().floorMs).toBe(noonMs + 3 * dayMs + hourMs);
  });

  test('rises with the upstream', () => {
    const { time } = bankWith('rtc', noonMs);
    time.serverSaid(noonMs + hourMs);
    expect(time.stamp().floorMs).toBe(noonMs + hourMs);
  });

  test.each([
    'rtc', 'floor',
  ] as const)('rises only by the time that has gone by where nobody stands behind what the clock says [%s]', async (quality) => {
    const { time, wait } = bankWith(quality, noonMs + yearMs);
    expect(time.stamp()).toMatchObject({ at: { ms: noonMs + yearMs }, floorMs: noonMs });
    await wait(hourMs);
    expect(time.stamp()).toMatchObject({ at: { ms: noonMs + yearMs + hourMs }, floorMs: noonMs + hourMs });
  });
});

function stepsOf(time: Timekeeper) {
  time.now();
  return time.takeSteps();
}

describe('a step of the wall clock', () => {
  test('is told once, and by how much', () => {
    const { clock, time } = bankWith('ntp', noonMs);
    clock.stepWall(noonMs + hourMs);
    expect(stepsOf(time)).toEqual([{ byMs: hourMs, clockq: 'ntp' }]);
    expect(stepsOf(time)).toEqual([]);
    clock.stepWall(noonMs);
    time.now();
    clock.stepWall(noonMs - yearMs);
    expect(stepsOf(time)).toEqual([{ byMs: -hourMs, clockq: 'ntp' }, { byMs: -yearMs, clockq: 'ntp' }]);
  });

  test('is one only beyond two seconds: less is what a time server does all day', async () => {
    const { clock, time, wait } = bankWith('ntp', noonMs);
    for (let times = 1; times <= 20; times++) {
      await wait(minuteMs);
      clock.stepWall(noonMs + times * (minuteMs + 1_900));
      time.now();
    }
    expect(stepsOf(time)).toEqual([]);
  });

  test('is none when the power was off meanwhile', () => {
    expect(stepsOf(bankWith('rtc', noonMs + 3 * dayMs).time)).toEqual([]);
  });

  test('is told where the upstream says that it is another time altogether', () => {
    const { time } = bankWith('floor', noonMs);
    time.serverSaid(noonMs + 1_000);
    time.serverSaid(noonMs + hourMs);
    expect(stepsOf(time)).toEqual([{ byMs: hourMs - 1_000, clockq: 'server' }]);
  });

  test('is told only so often where nobody asks', () => {
    const { clock, time } = bankWith('ntp', noonMs);
    for (let times = 1; times <= 100; times++) {
      clock.stepWall(noonMs + times * hourMs);
      time.now();
    }
    expect(stepsOf(time)).toHaveLength(16);
  });
});

test('the age of a bank goes on from its last record, and stands still while it is off', async () => {
  const { clock, time, wait } = bankWith('ntp', noonMs + 3 * dayMs);
  expect(time.now().ageMs).toBe(100 * hourMs);
  await wait(hourMs);
  expect(time.now().ageMs).toBe(101 * hourMs);
  const again = new Timekeeper(clock, { ...lastNoon, ageMs: time.now().ageMs });
  expect(again.now().ageMs).toBe(101 * hourMs);
});

/** Anything that may happen to a clock. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('wait' as const), by: fc.integer({ min: 0, max: 2 * hourMs }) }),
  fc.record({ what: fc.constant('step' as const), by: fc.integer({ min: -10 * yearMs, max: 10 * yearMs }) }),
  fc.record({ what: fc.constant('nudge' as const), by: fc.integer({ min: -5_000, max: 5_000 }) }),
  fc.record({ what: fc.constant('server' as const), by: fc.integer({ min: -10 * yearMs, max: 10 * yearMs }) }),
  fc.record({ what: fc.constantFrom('ntp', 'rtc', 'floor' as const), by: fc.constant(0) }),
  fc.record({ what: fc.constant('restart' as const), by: fc.integer({ min: 0, max: 30 * dayMs }) }),
);

const happenings = fc.array(happening, { maxLength: 40 });

test('whatever the clocks do: the floor never falls, time never falls below it, and age goes on by what has gone by', () =>
  fc.assert(fc.asyncProperty(happenings, fc.constantFrom<ClockQuality>('ntp', 'rtc', 'floor'), async (days, quality) => {
    const clock = new VirtualClock({ quality, wallMs: noonMs });
    let time = new Timekeeper(clock, lastNoon);
    let last = time.stamp();
    let ranMs = 0;
    for (const { what, by } of days) {
      if (what === 'wait') await clock.advance(ms(by));
      if (what === 'wait') ranMs += by;
      else if (what === 'step' || what === 'nudge') clock.stepWall(clock.wallMs() + by);
      else if (what === 'server') time.serverSaid(noonMs + by);
      else if (what === 'restart') {
        clock.stepWall(clock.wallMs() + by);
        time = new Timekeeper(clock, { floorMs: last.floorMs, ageMs: last.at.ageMs, atMs: last.at.ms });
      } else clock.setQuality(what);
      const now = time.stamp();
      expect(now.floorMs).toBeGreaterThanOrEqual(last.floorMs);
      expect(now.at.ms).toBeGreaterThanOrEqual(now.floorMs);
      expect(now.at.ageMs).toBe(lastNoon.ageMs + ranMs);
      last = now;
    }
  }), { numRuns: 300 }));
