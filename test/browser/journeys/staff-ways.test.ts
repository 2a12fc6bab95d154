import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startBrowser } from '../../support/browser.ts';
import { Front } from './front.ts';
import type { Way } from './hands.ts';
import { administers, bringsForCarrier, dropsOff, type Walk } from './staff-walks.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

const walks: Readonly<Record<string, Walk>> = {
  'Mia drops off a parcel that was announced and one that was not': dropsOff,
  'a courier brings two parcels, and learns nothing of anybody else': bringsForCarrier,
  'Vera looks into a locker, and takes another out of service and back': administers,
};

/** Everything that is heard takes a while: who listens has a bank of their own, so that all of it is said at the same time. */
const fronts = [
  ...(['touch', 'keyboard'] as const).map((way) => ({ way, names: Object.keys(walks) })),
  ...Object.keys(walks).map((name) => ({ way: 'keypad', names: [name] }) as const),
] satisfies readonly { readonly way: Way; readonly names: readonly string[] }[];

/** One bank starts after the other: five at once would keep each other from being ready in time. */
let opening: Promise<unknown> = Promise.resolve();

function openInTurn(way: Way): Promise<Front> {
  const front = opening.then(() => Front.open(browser, way));
  opening = front.catch(() => undefined); // whoever waits for this one is told
  return front;
}

describe.concurrent.each(fronts)('by $way', ({ way, names }) => {
  let front: Front;

  beforeAll(async () => {
    front = await openInTurn(way);
  }, 120_000);

  afterAll(() => front?.close());

  test.sequential.each(names)('%s', async (name) => walks[name]?.(front), 180_000);
});
