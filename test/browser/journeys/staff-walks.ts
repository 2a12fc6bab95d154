import { expect } from 'vitest';
import type { Wish } from '../../../sim/upstream/wishes.ts';
import { drawnSince, watchDrawing } from './eyes.ts';
import type { Front } from './front.ts';
import type { Hands } from './hands.ts';

/** What those who work at the bank do there, told once for every way of using the kiosk. */
export type Walk = (front: Front) => Promise<void>;

/** Where nothing else is said, what is brought is small and for Ada. */
export function parcelFor(id: string, label: string, type: 'recipient' | 'department' = 'recipient'): Wish {
  return { kind: 'delivery', party: { type, id }, labels: [label], size: 'small', accessible: false };
}

/** Mia types her name and password where there is a screen; by ear her badge is quicker. Vera's badge asks for a PIN. */
async function signIn(front: Front, who: 'mia' | 'vera'): Promise<void> {
  const { hands } = front;
  if (who === 'vera') {
    await front.act({ do: 'show-badge', text: '200225' });
    await hands.untilTold('Your PIN');
    await hands.type('PIN', '5283');
  } else if (hands.way === 'keypad') {
    await front.act({ do: 'show-badge', text: '200118' });
  } else {
    await hands.choose('Staff');
    await hands.type('User name', 'mia');
    await hands.type('Password', 'parcels-42');
  }
}

/** The one door that has opened for what is to be put in. */
export async function untilOpened(front: Front, hands: Hands): Promise<number> {
  await hands.untilTold('Put it in and shut the door');
  const open = await front.open();
  expect(open).toHaveLength(1);
  return open[0] ?? 0;
}

export async function putIn(front: Front, locker: number, label: string): Promise<void> {
  await front.act({ do: 'put-in', locker, label });
  await front.shut(locker);
  await front.hands.untilTold('Is everything inside?');
}

/** An operator brings one parcel that was announced, and one that nobody has told the bank about and that is larger than it looks. */
export const dropsOff: Walk = async (front) => {
  const { locker } = await front.reserve(parcelFor('ada', 'PKG-201'));
  await front.act({ do: 'bring', label: '40063811' });
  const facts = [
    ['staff.signed-in', 'by operator mia'], 'deposit.started', ['deposit.completed', 'by operator mia'], 'deposit.reopened',
    ['reservation.made', 'size small'], 'deposit.started', 'deposit.abandoned', 'reservation.cancelled',
    ['reservation.made', 'size medium'], 'deposit.started', 'deposit.completed', ['staff.signed-out', 'by operator mia'],
  ] as const;
  await front.walk({ facts, secrets: ['PKG-201', '40063811', 'Mia Keller', 'parcels-42', 'Turing', 'A. T'] }, async (hands) => {
    await signIn(front, 'mia');
    await hands.untilTold('Scan or type the label');
    await front.act({ do: 'scan', text: 'PKG-201' });
    expect(await untilOpened(front, hands)).toBe(locker);
    await putIn(front, locker ?? 0, 'PKG-201');
    await hands.choose(`Open locker ${String(locker)} again`);
    expect(await untilOpened(front, hands)).toBe(locker);
    await front.shut(locker ?? 0);
    await hands.untilTold('Is everything inside?');
    await hands.choose('Next parcel');
    await hands.untilTold('Scan or type the label');

    await hands.type('Number on the label', '40063811');
    await hands.untilTold('Who is it for?');
    await hands.lookUp('tur');
    await hands.choose(/^A\. Tur/);
    await hands.untilTold('Which locker for A. T.');
    await hands.choose('small,');
    const small = await untilOpened(front, hands);
    await front.shut(small);
    await hands.untilTold('Is everything inside?');
    await hands.choose('It does not fit');
    await hands.untilTold('Which locker for A. T.');
    await hands.choose('medium,');
    const medium = await untilOpened(front, hands);
    expect(medium).not.toBe(small);
    await putIn(front, medium, '40063811');
    await hands.choose('I am finished');
    await hands.untilTold('Welcome');
  });
  expect((await front.state()).doors.filter(({ contents }) => contents.length > 0).map(({ contents }) => contents))
    .toEqual([['PKG-201'], ['40063811']]);
};

/** Whatever somebody at the kiosk may see and hear, from now on. */
async function attend(front: Front): Promise<() => Promise<string>> {
  const { hands, page } = front;
  const heard = new Map<number, string>();
  const listen = async (): Promise<void> => {
    for (const { number, text } of (await front.state()).atKiosk.heard) heard.set(number, text);
  };
  // A dark screen is watched already.
  if (hands.way !== 'keypad') await watchDrawing(page);
  // The simulator remembers some forty sentences: more than are said in a second.
  const listening = setInterval(() => void listen().catch(() => undefined), 1_000);
  return async () => {
    clearInterval(listening);
    await listen();
    return [...(await drawnSince(page)), ...heard.values()].join('\n');
  };
}

/** A carrier brings an announced parcel and one for somebody who has another parcel here, which is none of the carrier's business. */
export const bringsForCarrier: Walk = async (front) => {
  await front.deliver({ label: 'OTHER-1', to: 'alan' });
  const { locker } = await front.reserve(parcelFor('grace', 'PKG-301'));
  await front.act({ do: 'bring', label: 'SWIFT-9' });
  const facts = [
    ['staff.signed-in', 'by carrier swift'], 'deposit.started', ['deposit.completed', 'by carrier swift'],
    ['reservation.made', 'by carrier swift'], 'deposit.started', ['deposit.completed', 'by carrier swift'],
    ['staff.signed-out', 'by carrier swift'],
  ] as const;
  let attended = '';
  await front.walk({ facts, secrets: ['PKG-301', 'SWIFT-9', '271828', 'A. T', 'Swift Parcels'] }, async (hands) => {
    const leaveOff = await attend(front);
    await hands.choose('Deliver parcels');
    await hands.type('Code of your company', '271828');
    await hands.untilTold('Signed in: Swift Parcels');
    await front.act({ do: 'scan', text: 'PKG-301' });
    expect(await untilOpened(front, hands)).toBe(locker);
    await putIn(front, locker ?? 0, 'PKG-301');
    await hands.choose('Next parcel');
    await hands.untilTold('Scan or type the label');
    await front.act({ do: 'scan', text: 'SWIFT-9' });
    await hands.untilTold('Who is it for?');
    await hands.lookUp('ala');
    await hands.choose(/^Ala… T/);
    await hands.untilTold('Which locker for A. T.');
    await hands.choose('small,');
    await putIn(front, await untilOpened(front, hands), 'SWIFT-9');
    await hands.choose('I am finished');
    await hands.untilTold('Welcome');
    attended = await leaveOff();
  });
  expect(attended).toContain('Which locker for A. T.'); // whoever attends to nothing notices nothing
  for (const stranger of ['Turing', 'Hopper', 'Lovelace', 'Johnson', 'Dijkstra', 'Keller', 'Lindt', 'OTHER-1', 'the other things']) {
    expect(attended).not.toContain(stranger);
  }
};

/** A tile of the screen is called as the locker is; by ear the deed is said with it. */
export const lockerNamed = (number: number): RegExp => new RegExp(`^(Mark l|L)ocker ${String(number)}\\b`);

/** An administrator looks into a locker that somebody has torn open, and takes another one out of service and back. */
export const administers: Walk = async (front) => {
  await front.act({ do: 'pull', locker: 4 });
  await front.untilFacts([['locker.check', 'why forced']]);
  await front.shut(4);
  const facts = [
    ['staff.signed-in', 'by administrator vera'], 'door.released', ['locker.checked', 'by administrator vera'],
    ['problem.reported', 'why dirty'], ['locker.out-of-service', 'why lock'], ['locker.in-service', 'by administrator vera'],
    ['staff.signed-out', 'by administrator vera'],
  ] as const;
  await front.walk({ facts, secrets: ['Vera Lindt', '5283'] }, async (hands) => {
    await signIn(front, 'vera');
    await hands.untilTold('Signed in: Vera Lindt');
    await hands.choose('All lockers');
    await hands.untilTold('Mark lockers, then choose what to do with them');
    await doTo(hands, [4], 'Check what is inside');
    await hands.untilTold('Look inside and shut the door');
    expect(await front.open()).toEqual([4]);
    await front.shut(4);
    await hands.untilTold('You can go on');
    await hands.report('the locker is dirty');
    await hands.untilTold('have been told');
    await hands.choose('Back to the list');
    await hands.untilTold('Mark lockers, then choose what to do with them');

    await hands.choose(lockerNamed(2));
    await hands.choose('Take out of service');
    await hands.choose('The lock');
    await hands.choose('Yes, go on');
    await hands.untilTold('Done.');
    await doTo(hands, [2], 'Back into service');
    await hands.untilTold('Done.');
    await hands.choose('Sign out');
    await hands.untilTold('Welcome');
  });
};

/** Lockers are marked, and what is to be done to them is confirmed. */
export async function doTo(hands: Hands, lockers: readonly number[], deed: string): Promise<void> {
  for (const one of lockers) await hands.choose(lockerNamed(one));
  await hands.choose(deed);
  await hands.choose('Yes, go on');
}
