import { expect, test } from 'vitest';
import { xstateClock } from '../../../firmware/adapters/xstate-clock.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

test("a chart's delays run on the bank's own clock, under the chart's name", async () => {
  const clock = new VirtualClock();
  const lent = xstateClock(clock, 'door 7');
  const seen: string[] = [];
  lent.setTimeout(() => seen.push('opens'), 100);
  lent.clearTimeout(lent.setTimeout(() => seen.push('never'), 50));
  expect(clock.waiting()).toEqual(['door 7']);
  await clock.advance(ms(100));
  expect(seen).toEqual(['opens']);
});
