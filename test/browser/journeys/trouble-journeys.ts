import { expect } from 'vitest';
import type { Told } from './front.ts';
import { ways } from './hands.ts';

/** What goes wrong, and what people can do about it. */
export const troubleJourneys: readonly Told[] = [
  {
    name: 'Mia signs in with her user name and password, and signs out',
    by: ways,
    async tell(front) {
      await front.walk({ facts: ['staff.signed-in', 'staff.signed-out'], secrets: ['Mia', 'mia', 'parcels-42'] }, async (hands) => {
        await hands.choose('Staff');
        await hands.untilTold('Type your user name and password');
        await hands.type('User name', 'mia');
        await hands.type('Password', 'parcels-42');
        await hands.untilTold('Scan or type the label');
        await hands.choose('Sign out');
      });
    },
  },
  {
    name: 'Ada’s door does not open; she tries again, and says that it does not shut well',
    by: ways,
    async tell(front) {
      const [{ locker, code }] = await front.deliver({ label: 'PKG-701', to: 'ada' });
      await front.act({ do: 'fault', locker, fault: 'jammed' });
      const reported = ['problem.reported', 'does-not-shut'] as const;
      const facts = ['door.did-not-open', 'door.opened', 'pickup.started', reported, 'pickup.completed'] as const;
      await front.during({ pulsesMax: 1 }, () => front.walk({ facts, secrets: [code, 'PKG-701'] }, async (hands) => {
        await front.act({ do: 'scan', text: code });
        await hands.untilTold(`Locker ${String(locker)} did not open`);
        await front.act({ do: 'fault', locker, fault: null });
        await hands.choose('Try again');
        await hands.untilTold('Take your things and shut the door');
        await hands.report('The door does not shut');
        await hands.untilTold('Thank you. The people who look after these lockers have been told');
        await front.takeOut(locker);
        await hands.untilTold(`Locker ${String(locker)} is shut`);
        await hands.choose('I am finished');
      }));
    },
  },
  {
    name: 'Arrows lead through the choices, and Escape takes back what was typed',
    by: ['keyboard'],
    async tell(front) {
      const { keyboard } = front.page;
      const focused = () => front.page.evaluate(() => document.activeElement?.textContent ?? '');
      await front.walk({ facts: [], secrets: ['314'] }, async (hands) => {
        const passed: string[] = [];
        for (const arrow of ['Down', 'Right', 'Down', 'Left', 'Up'] as const) {
          await keyboard.press(`Arrow${arrow}`);
          passed.push(await focused());
        }
        expect(passed).toEqual(['Type a code', 'Store belongings', 'Staff', 'Deliver parcels', 'Type a code']);
        await hands.choose('Type a code');
        await hands.untilTold('Type your code');
        await keyboard.type('314');
        await hands.untilTold('314');
        await keyboard.press('Escape');
        expect(await front.page.getByLabel('Code', { exact: true }).first().textContent()).toBe('empty');
        await hands.choose('Back');
      });
    },
  },
  {
    name: 'Somebody guesses until the keypad locks; Katherine still gets her parcel with her badge',
    by: ways,
    async tell(front) {
      const [{ locker }] = await front.deliver({ label: 'PKG-801', to: 'katherine' });
      await front.during({ contactless: false, missesBeforeLock: 3 }, async () => {
        const facts = ['credential.refused', 'credential.refused', 'credential.refused', 'credential.locked-out'] as const;
        await front.walk({ facts, secrets: ['00000000'] }, async (hands) => {
          for (let miss = 0; miss < 3; miss++) {
            await hands.type('Code', '00000000');
            await front.untilFacts(Array.from({ length: miss + 1 }, () => 'credential.refused' as const));
            if (miss < 2) await hands.untilTold('This code or badge opens nothing here');
          }
          await hands.untilTold('Too many wrong codes');
          expect(await front.open()).toEqual([]);
        });
        await front.walk({ facts: ['pickup.completed'], secrets: ['Katherine', 'PKG-801'] }, async (hands) => {
          await front.act({ do: 'show-badge', text: '100742' });
          await hands.untilTold('What would you like to do?');
          await hands.choose(`Collect from locker ${String(locker)}`);
          await hands.untilTold('Take your things and shut the door');
          await front.takeOut(locker);
          await hands.untilTold('Thank you');
          await hands.choose('I am finished');
        });
      });
    },
  },
];
