import { expect } from 'vitest';
import type { UpstreamParcel } from '../../../sim/sim-state.ts';
import type { Front, Told } from './front.ts';
import { ways, type Hands } from './hands.ts';

const recipient = (id: string) => ({ type: 'recipient', id }) as const;

function codeFor(parcel: UpstreamParcel, opens: 'drop-off' | 'swap' | 'pick-up'): string {
  const found = parcel.codes.find((code) => code.opens === opens);
  if (!found) throw new Error(`nobody was told a code for ${opens}`);
  return found.code;
}

/** What the upstream knows of a reservation, once somebody was told how to do the next of it. */
async function told(front: Front, { reservation }: UpstreamParcel, opens: 'swap' | 'pick-up'): Promise<UpstreamParcel> {
  return front.untilParcel(`the code for ${opens} is out`, (parcel) =>
    parcel.reservation === reservation && parcel.codes.some((code) => code.opens === opens));
}

async function typeCode(hands: Hands, code: string): Promise<void> {
  await hands.choose('Type a code');
  await hands.type('Code', code);
}

async function bringReturn(front: Front): Promise<void> {
  const wish = { labels: ['RET-1'], size: 'small', accessible: false, party: recipient('edsger'), to: recipient('alan') } as const;
  const parcel = await front.reserve({ kind: 'return', ...wish });
  const [pin, locker] = [codeFor(parcel, 'drop-off'), parcel.locker ?? 0];
  const facts = [['deposit.started', 'by recipient edsger'], ['deposit.completed', 'kind return']] as const;
  await front.walk({ facts, secrets: [pin, 'RET-1', 'Edsger'] }, async (hands) => {
    await typeCode(hands, pin);
    await hands.untilTold('Put it in and shut the door');
    expect(await front.open()).toEqual([locker]);
    await front.act({ do: 'put-in', locker, label: 'RET-1' });
    await front.shut(locker);
    await hands.untilTold(`Locker ${String(locker)} is shut`);
    await hands.choose('I am finished');
  });
  if (front.hands.way === 'keypad') return; // the same screens again
  await front.walk({ facts: [['credential.refused', 'why used']], secrets: [pin] }, async (hands) => {
    await typeCode(hands, pin);
    await hands.untilTold('This code or badge opens nothing here');
    expect(await front.open()).toEqual([]);
    await hands.choose('Back');
  });
  const code = codeFor(await told(front, parcel, 'pick-up'), 'pick-up');
  await front.walk({ facts: [['pickup.completed', 'by recipient alan']], secrets: [code, 'RET-1', 'Alan'] }, async (hands) => {
    await front.act({ do: 'scan', text: code });
    await hands.untilTold('Take your things and shut the door');
    await front.takeOut(locker);
    await hands.untilTold('Thank you');
    await hands.choose('I am finished');
  });
}

/** Things that come back, go round, or are lent: each step of them is somebody's own. */
export const legJourneys: readonly Told[] = [
  {
    name: 'Edsger brings a return with his one-time PIN, and Alan gets it; the PIN opens nothing any more',
    by: ways,
    async tell(front) {
      // Without the minutes in which he may open it again, as whoever has put in the wrong thing.
      await front.during({ dropOffReopenWindow: 0 }, () => bringReturn(front));
    },
  },
  {
    name: 'Grace exchanges one thing for another, behind one door',
    by: ways,
    async tell(front) {
      const wish = { labels: ['OLD-1'], back: ['NEW-1'], size: 'medium', accessible: false } as const;
      const parcel = await front.reserve({ kind: 'exchange', ...wish, party: recipient('edsger'), to: recipient('grace') });
      const locker = parcel.locker ?? 0;
      const pin = codeFor(parcel, 'drop-off');
      await front.walk({ facts: ['deposit.completed'], secrets: [pin, 'OLD-1', 'Edsger'] }, async (hands) => {
        await front.act({ do: 'scan', text: pin });
        await hands.untilTold('Put it in and shut the door');
        await front.act({ do: 'put-in', locker, label: 'OLD-1' });
        await front.shut(locker);
        await hands.untilTold(`Locker ${String(locker)} is shut`);
        await hands.choose('I am finished');
      });
      const swap = codeFor(await told(front, parcel, 'swap'), 'swap');
      const swapped = ['pickup.started', 'door.closed', 'deposit.completed'] as const;
      await front.walk({ facts: swapped, secrets: [swap, 'NEW-1', 'Grace'] }, async (hands) => {
        await typeCode(hands, swap);
        await hands.untilTold('Take out, put in, and shut the door');
        await front.act({ do: 'take-out', locker });
        await front.act({ do: 'put-in', locker, label: 'NEW-1' });
        await front.shut(locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
      });
      const last = codeFor(await told(front, parcel, 'pick-up'), 'pick-up');
      await front.walk({ facts: [['pickup.completed', 'by recipient edsger']], secrets: [last, 'NEW-1'] }, async (hands) => {
        await front.act({ do: 'scan', text: last });
        await hands.untilTold('Take your things and shut the door');
        await front.takeOut(locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
      });
    },
  },
  {
    name: 'Ada holds up the label of an asset, says by badge and PIN who she is, and takes it',
    by: ways,
    async tell(front) {
      const [{ locker }] = await front.deliver({ label: 'ASSET-7', to: 'ada', kind: 'asset' });
      const facts = [['pickup.started', 'kind asset'], ['pickup.completed', 'by recipient ada']] as const;
      await front.walk({ facts, secrets: ['ASSET-7', 'Ada', '2846'] }, async (hands) => {
        await front.act({ do: 'scan', text: 'ASSET-7' });
        await hands.untilTold('Who are you?');
        expect(await front.open()).toEqual([]);
        await front.act({ do: 'show-badge', text: '100418' });
        await hands.untilTold('Your PIN');
        await hands.type('PIN', '2846');
        await hands.untilTold('Take your things and shut the door');
        expect(await front.open()).toEqual([locker]);
        await front.takeOut(locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
      });
    },
  },
];
