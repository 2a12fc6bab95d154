import { expect, test } from 'vitest';
import { TimeLeft } from '../../../firmware/kiosk/time-left.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

test('a screen says how long it still stays, and never less than nothing', async () => {
  const clock = new VirtualClock({ wallMs: 0 });
  const left = new TimeLeft(clock);
  expect(left.leftMs()).toBeNull();
  left.begin(1_000);
  await clock.advance(ms(400));
  expect(left.leftMs()).toBe(600);
  await clock.advance(ms(700));
  expect(left.leftMs()).toBe(0);
  left.begin(2_000);
  expect(left.leftMs()).toBe(2_000);
  left.begin(null);
  expect([left.leftMs(), left.endsMonoMs]).toEqual([null, null]);
});
