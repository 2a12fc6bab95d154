import { expect } from 'vitest';
import type { Front, Told } from './front.ts';
import { ways, type Hands } from './hands.ts';

const katherine = { badge: '100742', secrets: ['Katherine', 'Johnson', '100742'] } as const;

/** The one door that stands open is theirs. */
async function openDoor(front: Front): Promise<number> {
  const [locker, ...others] = await front.open();
  expect(others).toEqual([]);
  if (locker === undefined) throw new Error('no door is open');
  return locker;
}

async function showBadge(front: Front, hands: Hands): Promise<void> {
  await front.act({ do: 'show-badge', text: katherine.badge });
  await hands.untilTold('What would you like to do?');
}

async function fetchesAndGivesUp(front: Front, hands: Hands, locker: number): Promise<void> {
  await hands.choose(`Open my locker ${String(locker)}`);
  await hands.untilTold('Your locker is open');
  await front.takeOut(locker);
  await hands.untilTold('Thank you');
  await hands.choose('I no longer need this locker');
  await hands.untilTold('Noted: the locker is free again');
  await hands.choose('I am finished');
}

/** Belongings are left for a while, and somebody comes back for them. */
export const storageJourneys: readonly Told[] = [
  {
    name: 'Katherine stores a bag for two hours, comes back to it, keeps it longer, and ends it',
    by: ways,
    async tell(front) {
      let locker = 0;
      await front.walk({ facts: [['storage.started', 'by recipient katherine']], secrets: [...katherine.secrets] }, async (hands) => {
        await showBadge(front, hands);
        await hands.choose('Store belongings');
        await hands.untilTold('Which size do you need?');
        await hands.choose(/^medium, \d/);
        await hands.untilTold('For how long?');
        await hands.chooseLength('For 2 hours');
        await hands.untilTold('Your locker is open');
        locker = await openDoor(front);
        await front.act({ do: 'put-in', locker, label: 'BAG-1' });
        await front.shut(locker);
        await hands.untilTold(`Locker ${String(locker)} is shut`);
        await hands.choose('I am finished');
      });
      await front.walk({ facts: ['storage.extended', 'storage.opened'], secrets: [...katherine.secrets] }, async (hands) => {
        await showBadge(front, hands);
        await hands.choose(`Keep locker ${String(locker)} for longer`);
        await hands.untilTold(`Until when do you need locker ${String(locker)}?`);
        await hands.choose(/^Until /);
        await hands.untilTold('Noted: the locker is yours for longer');
        await hands.choose(`Open my locker ${String(locker)}`);
        await hands.untilTold('Your locker is open');
        expect(await front.open()).toEqual([locker]);
        await front.shut(locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
      });
      await front.walk({ facts: ['storage.opened', 'storage.ended'], secrets: [...katherine.secrets] }, async (hands) => {
        await showBadge(front, hands);
        await fetchesAndGivesUp(front, hands, locker);
      });
    },
  },
  {
    name: 'A visitor stores a bag, is told a code, and gets the bag back with it',
    by: ways,
    async tell(front) {
      let [locker, code] = [0, ''];
      const secrets: string[] = [];
      await front.walk({ facts: ['storage.started'], secrets }, async (hands) => {
        await hands.choose('Store belongings');
        await hands.untilTold('Which size do you need?');
        await hands.choose(/^small, \d/);
        await hands.untilTold('For how long?');
        await hands.chooseLength('For 3 hours');
        await hands.untilTold('Your locker is open');
        locker = await openDoor(front);
        await front.act({ do: 'put-in', locker, label: 'BAG-2' });
        await front.shut(locker);
        const told = await hands.untilTold('It opens locker');
        code = /Your code:? ((?:\d[\s,]*){8})/.exec(told)?.[1]?.replaceAll(/\D/g, '') ?? '';
        expect(code).toMatch(/^\d{8}$/);
        secrets.push(code);
        await hands.choose('I am finished');
      });
      await front.walk({ facts: ['storage.opened', 'storage.ended'], secrets }, async (hands) => {
        await hands.choose('Type a code');
        await hands.type('Code', code);
        await hands.untilTold('What would you like to do?');
        await fetchesAndGivesUp(front, hands, locker);
      });
    },
  },
  {
    name: 'Alan keeps a locker without an end, is asked at each opening, and gives it up',
    by: ways,
    async tell(front) {
      let locker = 0;
      await front.during({ storageDuration: 'unlimited' }, async () => {
        await front.walk({ facts: ['storage.started'], secrets: ['Alan', 'Turing'] }, async (hands) => {
          await front.act({ do: 'show-badge', text: '100637' });
          await hands.untilTold('What would you like to do?');
          await hands.choose('Store belongings');
          await hands.untilTold('Which size do you need?');
          await hands.choose(/^small, \d/);
          await hands.untilTold('Your locker is open');
          locker = await openDoor(front);
          await front.act({ do: 'put-in', locker, label: 'BAG-3' });
          await front.shut(locker);
          await hands.untilTold(`Locker ${String(locker)} is shut`);
          await hands.choose('I am finished');
        });
        await front.walk({ facts: ['storage.opened', 'storage.ended'], secrets: ['Alan', 'Turing'] }, async (hands) => {
          await front.act({ do: 'show-badge', text: '100637' });
          await hands.untilTold('What would you like to do?');
          await hands.choose(`Open my locker ${String(locker)}`);
          await hands.untilTold(`Do you still need locker ${String(locker)}?`);
          expect(await front.open()).toEqual([]);
          await hands.choose('No, I take everything out');
          await hands.untilTold(`Shut the door of locker ${String(locker)}`);
          await front.takeOut(locker);
          await hands.untilTold('Thank you');
          await hands.choose('I am finished');
        });
      });
    },
  },
];
