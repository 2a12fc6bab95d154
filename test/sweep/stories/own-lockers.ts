import type { Party } from '../../../firmware/contract/parts.ts';
import { badgeOfAda, badgeOfBea, codeOf, mia, pinOfAda, toAda, toBea, toCid } from '../people.ts';
import type { Scene } from '../scene.ts';
import type { Story } from '../story.ts';
import { collect } from './deeds.ts';

const hourMs = 3_600_000;

/** Somebody who is known at the kiosk, or nobody, takes a locker for a bag. @returns its reservation */
async function stores(scene: Scene, whose: 'visitor' | Party, bag: string): Promise<string | null> {
  const { answer, code } = await scene.say((desk) => desk.store({ whose, size: 'small', accessible: false, lengthMs: hourMs }));
  scene.must(answer.kind === 'taken', `a locker for ${bag} is refused`);
  if (answer.kind === 'refused' || answer.wanted.reservation === null) return null;
  const { wanted } = answer;
  if (code !== null) scene.given(codeOf(answer.wanted.reservation, code, { name: `code for ${bag}` }));
  scene.must(await scene.visit(wanted, () => scene.putIn(wanted.locker, bag)), `the locker for ${bag} does not open`);
  return answer.wanted.reservation;
}

function stored(scene: Scene) {
  return scene.lockers().find(({ visit }) => visit.purpose === 'keep');
}

const storage: Story = {
  name: 'a visitor stores a bag, comes back for it, extends, and ends; Ada leaves hers until it is overdue',
  credentials: [],
  settings: { bankModes: ['delivery', 'storage'], storageLongest: 2 * hourMs, storageStep: hourMs, reservationWithoutRecipient: true },
  thenMs: 3 * hourMs,
  steps: [
    async (scene) => {
      if (!scene.memory.has('code for BAG-V')) scene.hands.set('BAG-V', 'visitor');
      scene.begin();
      if (!scene.memory.has('code for BAG-V')) await stores(scene, 'visitor', 'BAG-V');
      await scene.end();
    },
    async (scene) => {
      const code = scene.memory.get('code for BAG-V');
      scene.must(code !== undefined, 'nobody has told the visitor a code');
      if (!code) return;
      scene.must(await scene.comes(code), 'the code of the visitor is refused');
      const mine = stored(scene);
      scene.must(mine !== undefined, 'the visitor has no locker');
      if (mine) {
        scene.must(await scene.visit(mine.visit, () => undefined), 'the bag cannot be looked after');
        const extended = await scene.say((desk) => desk.extend(mine.visit.reservation, (mine.untilMs ?? 0) + hourMs));
        scene.must(extended?.kind === 'facts', 'storage cannot be extended');
      }
      await scene.end();
    },
    async (scene) => {
      const code = scene.memory.get('code for BAG-V');
      if (!code || !(await scene.comes(code))) return;
      const mine = stored(scene);
      if (mine) {
        const takes = (): void => scene.takeOut(mine.visit.locker, 'visitor');
        scene.must(await scene.visit({ ...mine.visit, ends: true }, takes), 'storage cannot be ended');
      }
      await scene.end();
    },
    async (scene) => {
      const isInside = scene.world.cabinet.doors().some(({ contents }) => contents.includes('BAG-A'));
      if (!isInside) scene.hands.set('BAG-A', 'ada');
      scene.must(await scene.comes(badgeOfAda, pinOfAda), 'Ada is not known');
      if (!stored(scene)) await stores(scene, toAda, 'BAG-A');
      await scene.end();
      await scene.advance(1.2 * hourMs);
    },
    async (scene) => {
      scene.must(await scene.comes(badgeOfAda, pinOfAda), 'Ada is not known when her time is over');
      const mine = stored(scene);
      scene.must(mine?.isOverdue === true, "Ada's storage is not overdue");
      if (mine) await scene.visit(mine.visit, () => scene.takeOut(mine.visit.locker, 'ada'));
      await scene.end();
    },
  ],
};

const walkIns: Story = {
  name: 'what nobody has announced is put in, more is added to it, and one thing is not put in after all',
  credentials: [],
  thenMs: 600_000,
  steps: [
    async (scene) => {
      for (const label of ['W-1', 'W-2', 'W-3']) scene.hands.set(label, 'house');
      scene.must(await scene.comes(mia), 'Mia is not known');
      const taken = await scene.say((desk) => desk.walkIn({ kind: 'delivery', items: ['W-1'], party: toBea, size: 'small' }));
      scene.must(taken?.kind === 'taken', 'a walk-in is refused');
      if (taken?.kind === 'taken') await scene.visit(taken.wanted, () => scene.putIn(taken.wanted.locker, 'W-1'));
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      const taken = await scene.say((desk) => desk.walkIn({ kind: 'delivery', items: ['W-2'], party: toBea, size: 'small' }, 'add'));
      scene.must(taken?.kind === 'taken', 'nothing can be added');
      if (taken?.kind === 'taken') {
        scene.must(await scene.visit(taken.wanted, () => scene.putIn(taken.wanted.locker, 'W-2')), 'the door does not open for the second');
        const isBack = await scene.visit(taken.wanted, () => scene.takeOut(taken.wanted.locker, 'house', 'W-2'));
        if (isBack) scene.must(await scene.say((desk) => desk.retract({ ...taken.wanted, items: ['W-2'] })), 'nobody may take it back');
      }
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      const taken = await scene.say((desk) => desk.walkIn({ kind: 'delivery', items: ['W-3'], party: toCid, size: 'small' }));
      if (taken?.kind === 'taken') await scene.say((desk) => desk.walkInOver(taken));
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(badgeOfBea), 'Bea is not known');
      scene.must((await collect(scene, 'bea')) >= 1, 'Bea gets nothing');
      await scene.end();
    },
  ],
};

export const ownLockers: readonly Story[] = [storage, walkIns];
