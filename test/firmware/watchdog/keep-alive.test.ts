import { expect, test } from 'vitest';
import type { Service } from '../../../firmware/ports/service.ts';
import { keepAlive } from '../../../firmware/watchdog/keep-alive.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { seconds, type Milliseconds } from '../../../statecharts/units.ts';

function kept(starvesAfter: Milliseconds | null) {
  const clock = new VirtualClock();
  const said: string[] = [];
  const troubles: string[] = [];
  const service: Service = {
    starvesAfter,
    ready: (status) => said.push(`ready: ${status}`),
    status: (text) => said.push(`status: ${text}`),
    feed: () => said.push('feed'),
    stopping: () => said.push('stopping'),
  };
  const door = { isStuck: false };
  const parts = [{ name: 'doors', round: () => (door.isStuck ? Promise.reject(new Error('stuck')) : Promise.resolve()) }];
  const onTrouble = (where: string, error: unknown): void => void troubles.push(`${where}: ${String(error)}`);
  const closing = keepAlive({ service, clock, parts, status: 'Open for business', onTrouble });
  return { clock, said, troubles, door, closing };
}

test('a bank says that it is open before it says that it lives, and says when it is closing', async () => {
  const { clock, said, closing } = kept(seconds(30));
  await clock.advance(seconds(20));
  closing();
  await clock.advance(seconds(60));
  expect(said).toEqual(['ready: Open for business', 'feed', 'feed', 'feed', 'stopping']);
});

test('a part that stands still is named in the log and in the status, and so is the end of it', async () => {
  const { clock, said, troubles, door } = kept(seconds(30));
  await clock.advance(seconds(1));
  door.isStuck = true;
  await clock.advance(seconds(25));
  door.isStuck = false;
  await clock.advance(seconds(8));
  expect(said.slice(2)).toEqual(['status: Standing still: doors', 'status: Open for business', 'feed']);
  expect(troubles.map((line) => line.replace(/, and.*:/, ':'))).toEqual([
    'watchdog: Error: standing still: doors', 'watchdog: Error: all parts go round again',
  ]);
});

test('where nobody watches, nobody is fed', async () => {
  const { clock, said } = kept(null);
  await clock.advance(seconds(60));
  expect(said).toEqual(['ready: Open for business']);
});
