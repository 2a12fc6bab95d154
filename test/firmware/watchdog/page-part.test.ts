import { expect, test } from 'vitest';
import { pageComesBackWithin, PagePart } from '../../../firmware/watchdog/page-part.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

test('a bank that never had a page goes on without one', async () => {
  const clock = new VirtualClock();
  const page = new PagePart(clock);
  await clock.advance(ms(pageComesBackWithin * 10));
  await expect(page.round()).resolves.toBeUndefined();
});

test('a page that has died is waited for, and then missed; one that comes back is missed no more', async () => {
  const clock = new VirtualClock();
  const page = new PagePart(clock);
  page.hear('alive');
  page.hear('dead');
  await clock.advance(ms(pageComesBackWithin - 1));
  await expect(page.round()).resolves.toBeUndefined();
  await clock.advance(ms(1));
  await expect(page.round()).rejects.toThrow('has not come back');
  page.hear('alive');
  await expect(page.round()).resolves.toBeUndefined();
});
