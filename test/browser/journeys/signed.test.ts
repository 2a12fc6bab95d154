import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../../support/browser.ts';
import { Ends } from '../../support/ends.ts';
import { Front } from './front.ts';
import { ways, type Way } from './hands.ts';

const ends = new Ends();
const fronts = new Map<Way, Front>();

/** By ear everything is said first. */
const patienceMs = 120_000;

beforeAll(async () => {
  const browser = await startBrowser();
  ends.add(() => browser.close());
  for (const way of ways) {
    const front = await Front.open(browser, way, { LOCKERBANK_TRUST: 'signed' });
    ends.add(() => front.close());
    fronts.set(way, front);
  }
}, patienceMs);

afterAll(() => ends.all());

describe.concurrent.each(ways)('at a bank that trusts signatures only, by %s', (way) => {
  test('Ada collects a parcel with the signed QR code of her mail; held up once more it opens nothing', async () => {
    const front = fronts.get(way);
    if (!front) throw new RangeError(`nobody stands there by ${way}`);
    const [{ locker, token }] = await front.deliver({ label: 'PKG-901', to: 'ada' });
    expect(token).toMatch(/^v4\.public\./);
    await front.walk({ facts: ['pickup.started', 'pickup.completed'], secrets: [token, 'PKG-901', 'Lovelace'] }, async (hands) => {
      await front.act({ do: 'scan', text: token });
      await hands.untilTold('Take your things and shut the door');
      expect(await front.open()).toEqual([locker]);
      await front.takeOut(locker);
      await hands.untilTold('Thank you');
      await hands.choose('I am finished');
    });
    await front.walk({ facts: ['credential.refused'], secrets: [token] }, async (hands) => {
      await front.act({ do: 'scan', text: token });
      await hands.untilTold('This code or badge opens nothing here');
      expect(await front.open()).toEqual([]);
    });
  }, patienceMs);
});
