import { expect } from 'vitest';
import type { Told } from './front.ts';
import { ways } from './hands.ts';

/** Parcels are collected: by code, by badge, several of them, for a department, with a signature. */
export const pickupJourneys: readonly Told[] = [
  {
    name: 'Edsger collects a parcel with its code, opens the locker again, and is finished',
    by: ways,
    async tell(front) {
      const [{ code, locker }] = await front.deliver({ label: 'PKG-100', to: 'edsger' });
      const started = ['pickup.started', 'by recipient edsger'] as const;
      const facts = ['door.released', 'door.opened', started, 'door.closed', 'pickup.completed', 'pickup.reopened', 'door.closed'] as const;
      await front.walk({ facts, secrets: [code, 'PKG-100', 'Edsger', 'Dijkstra'] }, async (hands) => {
        await hands.choose('Type a code');
        await hands.type('Code', code);
        const told = await hands.untilTold('Take your things and shut the door');
        expect(told).toContain(`Locker ${String(locker)} is open`);
        expect(await front.open()).toEqual([locker]);
        await front.takeOut(locker);
        await hands.untilTold('Thank you');
        await hands.choose(`Open locker ${String(locker)} again`);
        await hands.untilTold('Take your things and shut the door');
        await front.shut(locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
        await hands.untilTold('Welcome');
      });
    },
  },
  {
    name: 'Ada shows her badge, types her PIN, and opens both of her lockers one after the other',
    by: ways,
    async tell(front) {
      const [one, other] = await front.deliver({ label: 'PKG-201', to: 'ada' }, { label: 'PKG-202', to: 'ada' });
      const [first, second] = [one.locker, other.locker];
      const done = ['pickup.started', 'pickup.completed'] as const;
      await front.walk({ facts: [...done, ...done], secrets: ['Ada', 'Lovelace', '2846', 'PKG-201', 'PKG-202'] }, async (hands) => {
        await front.act({ do: 'show-badge', text: '100418' });
        await hands.untilTold('Your PIN');
        await hands.type('PIN', '2846');
        await hands.untilTold('What would you like to do?');
        await hands.choose('Open all 2 lockers');
        await hands.untilTold('Take your things and shut the door');
        expect(await front.open()).toEqual([first]);
        await front.takeOut(first);
        await hands.untilTold('Thank you');
        await hands.choose(`Open locker ${String(second)}`);
        await hands.untilTold(`Locker ${String(second)} is open.`);
        await front.takeOut(second);
        await hands.untilTold('All doors are shut');
        await hands.choose('I am finished');
      });
    },
  },
  {
    name: 'Alan opens both of his lockers at once, and is told of both',
    by: ways,
    async tell(front) {
      const [one, other] = await front.deliver({ label: 'PKG-301', to: 'alan' }, { label: 'PKG-302', to: 'alan' });
      const [first, second] = [one.locker, other.locker];
      await front.during({ allDoorsAtOnce: true }, async () => {
        const facts = ['pickup.started', 'pickup.started', 'pickup.completed', 'pickup.completed'] as const;
        await front.walk({ facts, secrets: ['Alan', 'Turing', 'PKG-301', 'PKG-302'] }, async (hands) => {
          await front.act({ do: 'show-badge', text: '100637' });
          await hands.untilTold('Hello Alan Turing');
          await hands.choose('Open all 2 lockers');
          await hands.untilTold('2 doors are open');
          expect(await front.open()).toEqual([first, second]);
          await front.takeOut(second);
          await hands.untilTold(`Locker ${String(first)} is open.`);
          await front.takeOut(first);
          await hands.untilTold('All doors are shut');
          await hands.choose('I am finished');
        });
      });
    },
  },
  {
    name: 'Grace collects a parcel of the Workshop, apart from her own',
    by: ways,
    async tell(front) {
      const [own, shared] = await front.deliver({ label: 'PKG-401', to: 'grace' }, { label: 'PKG-402', to: 'workshop', department: true });
      const facts = [['pickup.started', 'by recipient grace'], ['pickup.completed', 'by recipient grace']] as const;
      await front.walk({ facts, secrets: ['Grace', 'Hopper', 'Workshop', '7391', 'PKG-402'] }, async (hands) => {
        await front.act({ do: 'show-badge', text: '100523' });
        await hands.untilTold('Your PIN');
        await hands.type('PIN', '7391');
        await hands.untilTold('What would you like to do?');
        expect(await hands.isOffered(`Collect from locker ${String(own.locker)}`)).toBe(true);
        expect(await hands.isOffered(new RegExp(`^Collect from locker ${String(shared.locker)}.*for Workshop`, 'i'))).toBe(true);
        await hands.choose(`Collect from locker ${String(shared.locker)}`);
        await hands.untilTold('Take your things and shut the door');
        expect(await front.open()).toEqual([shared.locker]);
        await front.takeOut(shared.locker);
        await hands.untilTold('Thank you');
        await hands.choose('I am finished');
      });
    },
  },
  {
    name: 'Ada signs before her door opens: with a finger, or with her PIN where there is none',
    by: ways,
    async tell(front) {
      await front.during({ signature: 'sign' }, async () => {
        const [{ locker, code }] = await front.deliver({ label: 'PKG-501', to: 'ada' });
        const signed = front.hands.way === 'touch' ? ['signature.captured'] as const : [];
        const facts = [...signed, 'pickup.started', 'pickup.completed'] as const;
        await front.walk({ facts, secrets: [code, 'PKG-501', '2846'] }, async (hands) => {
          await front.act({ do: 'scan', text: code });
          await hands.untilTold('Please sign');
          expect(await front.open()).toEqual([]);
          await hands.sign('2846');
          await hands.untilTold('Take your things and shut the door');
          await front.takeOut(locker);
          await hands.untilTold('Thank you');
          await hands.choose('I am finished');
        });
      });
    },
  },
  {
    name: 'Katherine walks away from her open door; the screen goes home, and the door is spoken of until it is shut',
    by: ways,
    async tell(front) {
      const [{ locker, code }] = await front.deliver({ label: 'PKG-601', to: 'katherine' });
      await front.during({ returnHomeAfterPickup: 22_000 }, async () => {
        await front.walk({ facts: ['pickup.started'], secrets: [code, 'PKG-601', 'Katherine'] }, async (hands) => {
          await front.act({ do: 'scan', text: code });
          await hands.untilTold('Take your things and shut the door');
          await front.untilHome(100_000);
          const number = String(locker);
          await hands.untilTold(new RegExp(`Locker ${number} is still open|Please shut the door of locker ${number}\\b`), 15_000);
          await front.takeOut(locker);
        });
        await front.untilFacts(['door.closed', 'pickup.completed']);
      });
    },
  },
];
