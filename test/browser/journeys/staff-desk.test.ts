import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startBrowser } from '../../support/browser.ts';
import { Front } from './front.ts';
import { doTo, lockerNamed, parcelFor, putIn, untilOpened } from './staff-walks.ts';

/** With one finger: what is on these screens in every way is walked in every way elsewhere. */
let browser: Browser;
let front: Front;

beforeAll(async () => {
  browser = await startBrowser();
  front = await Front.open(browser, 'touch');
});

afterAll(async () => {
  await front?.close();
  await browser?.close();
});

/** A journey that failed on its way leaves its door open and its person there. */
afterEach(async () => {
  for (const locker of await front.open()) await front.shut(locker);
  await front.sim.input({ type: 'finish.chosen' });
});

/** Mia's badge is enough; Vera's asks for her PIN. */
async function showBadge(who: 'mia' | 'vera'): Promise<void> {
  await front.act({ do: 'show-badge', text: who === 'mia' ? '200118' : '200225' });
  if (who === 'mia') return;
  await front.hands.untilTold('Your PIN');
  await front.hands.type('PIN', '5283');
}

/** Alan stores a bag that he does not come back for. */
async function leaveBag(label: string): Promise<number> {
  const ends = new Date(Date.now() + 8_000).toISOString();
  const { locker, reservation } = await front.reserve({
    kind: 'storage', party: { type: 'recipient', id: 'alan' }, labels: [label], size: 'small', accessible: false, isVisitor: false, ends,
  });
  const { sim } = front;
  await front.act({ do: 'show-badge', text: '100637' });
  await sim.untilScreen('choose');
  await sim.input({ type: 'visits.chosen', lockers: [locker ?? 0] });
  await sim.untilDoors('open');
  await front.act({ do: 'put-in', locker: locker ?? 0, label });
  await front.shut(locker ?? 0);
  await sim.untilDoors('shut');
  await sim.input({ type: 'finish.chosen' });
  await sim.untilScreen('home');
  await front.untilParcel('the bag is overdue', (parcel) => parcel.reservation === reservation && parcel.state === 'expired');
  return locker ?? 0;
}

test('Mia brings something for a department, goes to put another thing beside it, and takes that along again', async () => {
  const { locker } = await front.reserve(parcelFor('workshop', 'DEP-1', 'department'));
  const facts = [
    'deposit.completed', ['reservation.changed', 'by operator mia'], 'deposit.started', 'deposit.abandoned', 'staff.signed-out',
  ] as const;
  await front.walk({ facts, secrets: ['DEP-1', 'DEP-2', 'Mia Keller'] }, async (hands) => {
    await showBadge('mia');
    await hands.untilTold('Scan or type the label');
    await hands.type('Number on the label', 'DEP-1');
    expect(await untilOpened(front, hands)).toBe(locker);
    await putIn(front, locker ?? 0, 'DEP-1');
    await front.act({ do: 'bring', label: 'DEP-2' });
    await front.act({ do: 'scan', text: 'DEP-2' });
    await hands.untilTold('Who is it for?');
    await hands.lookUp('wor');
    await hands.choose('Workshop (department)');
    await hands.untilTold('Which locker for Workshop?');
    await hands.choose(`To the other things in locker ${String(locker)}`);
    expect(await untilOpened(front, hands)).toBe(locker);
    await front.shut(locker ?? 0);
    await hands.untilTold('Is everything inside?');
    await hands.choose('I did not put it in');
    await hands.untilTold('Noted: it is not in the locker');
    await hands.choose('Sign out');
    await hands.untilTold('Welcome');
  });
});

test('Mia puts two things into one locker while its door is open; the door of another opens when the first is shut', async () => {
  await front.set({ batchDropOff: true });
  const both = await front.reserve({ ...parcelFor('ada', 'BATCH-1'), labels: ['BATCH-1', 'BATCH-2'] });
  const other = await front.reserve(parcelFor('alan', 'BATCH-3'));
  const facts = ['deposit.started', 'deposit.completed', 'deposit.started', 'deposit.completed', 'staff.signed-out'] as const;
  await front.walk({ facts, secrets: ['BATCH-'] }, async (hands) => {
    await showBadge('mia');
    await hands.untilTold('Scan or type the label');
    await front.act({ do: 'scan', text: 'BATCH-1' });
    const locker = await untilOpened(front, hands);
    await front.act({ do: 'put-in', locker, label: 'BATCH-1' });
    await front.act({ do: 'scan', text: 'BATCH-2' });
    await hands.untilTold(/Put it in and shut the door.*BATCH-2/);
    await front.act({ do: 'put-in', locker, label: 'BATCH-2' });
    expect(await front.open()).toEqual([both.locker]);
    await front.act({ do: 'scan', text: 'BATCH-3' });
    await hands.untilTold(`Please shut this door first. Then locker ${String(other.locker)} opens.`);
    expect(await front.open()).toEqual([both.locker]);
    await front.shut(locker);
    await hands.untilTold(`Locker ${String(other.locker)} is open.`);
    expect(await front.open()).toEqual([other.locker]);
    await putIn(front, other.locker ?? 0, 'BATCH-3');
    await hands.choose('I am finished');
    await hands.untilTold('Welcome');
  });
  await front.set({ batchDropOff: false });
});

test('what is overdue comes first for Mia: she puts it off, finds it again, and takes it out', async () => {
  const locker = await leaveBag('BAG-7');
  const by = 'by operator mia';
  const facts = ['staff.signed-in', ['storage.opened', by], ['storage.ended', by], 'staff.signed-out'] as const;
  await front.walk({ facts, secrets: ['BAG-7', 'Turing'] }, async (hands) => {
    await showBadge('mia');
    await hands.untilTold('Expired items');
    await hands.untilTold('1 locker holds something to be taken out');
    await hands.choose('Put in parcels');
    await hands.untilTold('Scan or type the label');
    await hands.choose('All lockers');
    await hands.untilTold('Mark lockers, then choose what to do with them');
    await hands.choose('Expired items');
    await hands.untilTold('1 locker holds something to be taken out');
    await doTo(hands, [locker], 'Remove expired items');
    await hands.untilTold('Empty the locker and shut the door');
    expect(await front.open()).toEqual([locker]);
    await front.takeOut(locker);
    await hands.untilTold('Have you taken everything out?');
    await hands.choose('Back to the list');
    await hands.untilTold('Expired items');
    expect(await hands.isOffered(lockerNamed(locker))).toBe(false);
    await hands.choose('Sign out');
    await hands.untilTold('Welcome');
  });
});

test('Vera tells lockers by colour, picture and word; she shows only some, marks them all, and opens them together', async () => {
  const [kept] = await front.deliver({ label: 'KEPT-1', to: 'ada' });
  const announced = await front.reserve(parcelFor('grace', 'KEPT-2'));
  for (const locker of [20, 21]) await front.act({ do: 'pull', locker });
  await front.untilFacts(['door.forced', 'locker.check', 'door.forced', 'locker.check']);
  for (const locker of [20, 21]) await front.shut(locker);
  await front.act({ do: 'service', locker: 24, to: 'out' });
  await front.untilFacts(['locker.out-of-service']);
  const facts = ['door.released', 'door.released', 'pickup.started', 'pickup.completed', 'staff.signed-out'] as const;
  await front.walk({ facts, secrets: ['KEPT-', 'Vera Lindt'] }, async (hands) => {
    await showBadge('vera');
    await hands.untilTold('Signed in: Vera Lindt');
    await hands.choose('All lockers');
    await hands.untilTold('Mark lockers, then choose what to do with them');
    const looks = await looksOfTiles();
    expect(looks.map(({ word }) => word)).toEqual(['free', 'occupied', 'out of service', 'reserved', 'to be checked']);
    expect(new Set(looks.map(({ picture }) => picture)).size).toBe(looks.length);
    expect(new Set(looks.map(({ colour }) => colour)).size).toBe(looks.length);

    await hands.choose(/^to be checked/);
    expect(await hands.isOffered(lockerNamed(20))).toBe(true);
    expect(await hands.isOffered(lockerNamed(kept.locker))).toBe(false);
    await hands.choose('Mark all');
    await hands.untilTold('2 lockers are marked');
    await hands.choose('Open');
    await hands.untilTold('Lockers 20 and 21');
    await hands.choose('Yes, go on');
    await hands.untilTold('2 doors are open');
    expect(await front.open()).toEqual([20, 21]);
    await front.shut(20);
    await front.shut(21);
    await hands.untilTold('All doors are shut');
    await hands.choose('Back to the list');
    await hands.untilTold('Mark lockers, then choose what to do with them');

    await hands.choose(lockerNamed(kept.locker));
    await hands.untilTold('1 thing is inside');
    await hands.choose('End the reservation');
    await hands.choose('Yes, go on');
    await hands.untilTold('Empty the locker and shut the door');
    expect(await front.open()).toEqual([kept.locker]);
    await front.takeOut(kept.locker);
    await hands.untilTold('Have you taken everything out?');
    await hands.choose('Back to the list');
    await hands.untilTold('Mark lockers, then choose what to do with them');
    await doTo(hands, [announced.locker ?? 0], 'End the reservation');
    await hands.untilTold('Done.');
    await hands.choose('Sign out');
    await hands.untilTold('Welcome');
  });
  await front.untilFacts([['reservation.cancelled', 'by administrator vera']]);
});

/** How each status looks, in the order of its word. */
async function looksOfTiles(): Promise<readonly { readonly word: string; readonly picture: string; readonly colour: string }[]> {
  const tiles = await front.page.locator('.tile').evaluateAll((nodes) => nodes.map((node) => {
    const { backgroundColor, borderColor, boxShadow, color } = getComputedStyle(node);
    return {
      word: node.querySelector('.tile-status')?.textContent ?? '', picture: node.querySelector('svg')?.innerHTML ?? '',
      colour: [backgroundColor, borderColor, boxShadow, color].join(' '),
    };
  }));
  return [...new Map(tiles.map((tile) => [tile.word, tile])).values()].toSorted((a, b) => a.word.localeCompare(b.word));
}
