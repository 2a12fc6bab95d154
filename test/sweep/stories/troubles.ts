import type { Presented } from '../../../statecharts/session/session.events.ts';
import type { Credential } from '../../invariants/credentials.ts';
import { badgeOfAda, codeOf, mia, passwords, pinOfAda } from '../people.ts';
import type { Scene } from '../scene.ts';
import type { Story } from '../story.ts';
import { collect, fillsTheJournal, putInByLabel } from './deeds.ts';

const tenYearsMs = 3_650 * 86_400_000;

/** The wall clock is wrong from now on, by so much. */
function stepClock(scene: Scene, byMs: number): void {
  const { world } = scene;
  const trueMs = world.trueMs();
  world.wrongByMs = byMs;
  world.clock.stepWall(trueMs + byMs);
}

const guessed = (code: string): Credential => codeOf('nothing', code, { presented: { how: 'typed', code }, secrets: [] });

const codeOfYears = codeOf('r-years', '59607182');

/** Nothing that lasts a while is longer or shorter for it, and nothing expires before its time. */
const clockSteps: Story = {
  name: 'the clock goes ten years forward, ten years back, and right again, between two who wait',
  credentials: [codeOfYears],
  settings: { itemExpiry: 86_400_000, missesBeforeLock: 3, lockFirst: 60_000, lockerAccessAfterPickup: 120_000 },
  steps: [
    (scene) => scene.reserve('r-years', { items: [{ id: 'Y-1' }], codes: ['59607182'] }),
    async (scene) => {
      await scene.comes(mia);
      stepClock(scene, tenYearsMs);
      scene.must(await putInByLabel(scene, 'Y-1'), 'the door does not open in another decade');
      await scene.end();
      await scene.advance(61_000);
      stepClock(scene, 0);
      await scene.advance(61_000);
    },
    async (scene) => {
      stepClock(scene, 0);
      scene.begin();
      for (let guess = 0; guess < 3; guess++) await scene.show(guessed(`9081726${String(guess)}`));
      stepClock(scene, tenYearsMs);
      scene.must((await scene.show(codeOfYears)).kind === 'refused', 'a clock that leaps ends a lock');
      stepClock(scene, -tenYearsMs);
      scene.must((await scene.show(codeOfYears)).kind === 'refused', 'a clock that falls ends a lock');
      await scene.advance(61_000);
      scene.must((await scene.show(codeOfYears)).kind === 'known', 'a clock that is wrong makes a lock longer');
      await scene.end();
    },
    async (scene) => {
      stepClock(scene, -tenYearsMs);
      scene.must(await scene.comes(codeOfYears), 'the code is refused in another decade');
      scene.must((await collect(scene, 'ada')) === 1, 'the parcel is not collected');
      await scene.end();
      stepClock(scene, 0);
      await scene.advance(61_000);
    },
  ],
};

/** As many as a day allows, whatever happens in between. */
const guesses: Story = {
  name: 'somebody guesses all day, at codes and at a password, and Ada comes in by her badge all the same',
  credentials: [],
  settings: { guessesPerDay: 10, missesBeforeLock: 3, lockFirst: 30_000, lockLongest: 60_000 },
  steps: [
    (scene) => scene.reserve('r-guess', { items: [{ id: 'GUESS-1' }] }),
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      scene.must(await putInByLabel(scene, 'GUESS-1'), 'the parcel is not put in');
      await scene.end();
    },
    async (scene) => {
      scene.begin();
      for (let guess = 0; guess < 14; guess++) {
        await scene.show(guessed(`9876${String(1000 + guess)}`));
        await scene.advance(25_000);
      }
      await scene.end();
    },
    async (scene) => {
      const wrong: Presented = { how: 'password', username: 'mia', password: 'parcels-43' };
      scene.begin();
      for (let guess = 0; guess < 4; guess++) await scene.show({ ...mia, presented: wrong });
      scene.must((await scene.show(mia)).kind === 'refused', 'a password that is locked is taken');
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(badgeOfAda, pinOfAda), 'Ada is not known');
      scene.must((await collect(scene, 'ada')) === 1, 'Ada does not get her parcel');
      await scene.end();
    },
  ],
};

const codesOfFull = ['60718294', '71829305', '82930416'].map((code, index) => codeOf(`r-full-${String(index)}`, code));

/** Nothing fits any more: nothing new goes in, and everything comes out. */
const fullDisk: Story = {
  name: 'the disk fills up: parcels are still collected, none is put in, and all is well when there is room again',
  credentials: codesOfFull,
  isTroubled: true,
  steps: [
    async (scene) => {
      for (const [index, code] of ['60718294', '71829305', '82930416'].entries()) {
        await scene.reserve(`r-full-${String(index)}`, { items: [{ id: `F-${String(index)}` }], codes: [code] });
      }
    },
    async (scene) => {
      await scene.comes(mia);
      for (const label of ['F-0', 'F-1']) await putInByLabel(scene, label);
      await scene.end();
    },
    async (scene) => {
      scene.world.disk.fault = 'full';
      for (const code of codesOfFull.slice(0, 2)) {
        if (await scene.comes(code)) {
          scene.world.marks.add('a full disk during a pickup');
          await collect(scene, 'ada');
        }
        await scene.end();
      }
      await fillsTheJournal(scene, () => scene.world.disk.paths.filter((path) => path.startsWith('journal/spare-')).length === 2);
      const isBroken = scene.world.troubles.includes('kiosk credential.check');
      scene.always(!isBroken, 25, 'a pickup fails because the disk is full');
      await scene.advance(65_000);
    },
    async (scene) => {
      if (scene.world.disk.fault === 'full') {
        if (scene.world.inspector.seen.degraded.has('disk-full')) scene.world.marks.add('a deposit on a full disk');
        await scene.comes(mia);
        await putInByLabel(scene, 'F-2');
        await scene.end();
      }
      scene.world.disk.fault = 'none';
      await scene.advance(125_000);
      scene.always(!scene.world.inspector.seen.degraded.has('disk-full'), 25, 'the disk is told to be full when it is not');
    },
  ],
};

const codeOfBroken = codeOf('r-broken', '93041527');

/** A sync that fails is final: no door moves on what may not have been written. A new start goes on from what was. */
const failingDisk: Story = {
  name: 'a sync fails in the middle of a pickup, nothing moves any more, and a new start mends it',
  credentials: [codeOfBroken],
  isTroubled: true,
  steps: [
    (scene) => scene.reserve('r-broken', { items: [{ id: 'B-1' }], codes: ['93041527'] }),
    async (scene) => {
      await scene.comes(mia);
      await putInByLabel(scene, 'B-1');
      await scene.end();
    },
    async (scene) => {
      if (scene.memory.has('it failed')) return;
      if (!(await scene.comes(codeOfBroken))) return;
      const [first] = scene.lockers();
      scene.memory.set('it failed', codeOfBroken);
      scene.world.disk.fault = 'sync-fails';
      scene.world.marks.add('a sync that fails');
      const pulses = scene.world.cabinet.pulses().length;
      if (first) await scene.world.life?.controller?.desk.release(first.visit).catch(() => undefined);
      await scene.advance(5_000);
      scene.always(scene.world.cabinet.pulses().length === pulses, 1, 'a door moves although its intent could not be written');
      scene.world.cut();
      await scene.advance(1);
    },
    async (scene) => {
      if (await scene.comes(codeOfBroken)) await collect(scene, 'ada');
      await scene.end();
    },
  ],
};

const codeOfKiosk = codeOf('r-kiosk', '15263748');

/** The same by the screens, as a page would do it. */
const atTheScreen: Story = {
  name: 'a parcel goes in and out by the screens of the kiosk',
  credentials: [codeOfKiosk],
  steps: [
    (scene) => scene.reserve('r-kiosk', { items: [{ id: 'KIOSK-1' }], codes: ['15263748'] }),
    async (scene) => {
      const locker = scene.lockerOf('r-kiosk');
      await scene.input({ type: 'way.chosen', way: 'password' });
      await scene.input({ type: 'password.entered', username: 'mia', password: passwords.mia });
      scene.atDoors.set(locker, () => scene.putIn(locker, 'KIOSK-1'));
      await scene.input({ type: 'label.entered', label: 'KIOSK-1' }, 1_000);
      scene.putIn(locker, 'KIOSK-1');
      await scene.shut(locker);
      await scene.input({ type: 'reopen.chosen', locker }, 1_000);
      await scene.shut(locker);
      await scene.input({ type: 'finish.chosen' });
    },
    async (scene) => {
      const locker = scene.lockerOf('r-kiosk');
      await scene.input({ type: 'code.entered', code: '99887766' });
      scene.atDoors.set(locker, () => scene.takeOut(locker, 'ada'));
      await scene.input({ type: 'code.entered', code: '15263748' }, 1_000);
      scene.takeOut(locker, 'ada');
      await scene.shut(locker);
      await scene.input({ type: 'finish.chosen' });
      scene.must(scene.hands.get('KIOSK-1') === 'ada', 'the screens did not lead to the parcel');
    },
  ],
};

export const troubles: readonly Story[] = [clockSteps, guesses, fullDisk, failingDisk, atTheScreen];
