import { ann, badgeOfAda, badgeOfBea, carl, codeOf, mia, pinOfAda, toAda, toBea } from '../people.ts';
import type { Story } from '../story.ts';
import { collect, putInByLabel, wantsLocker } from './deeds.ts';

const adasCode = codeOf('r-ada', '47110815');

const delivery: Story = {
  name: 'a parcel is put in, reopened, guessed at, collected, and its locker reopened',
  credentials: [adasCode],
  settings: { lockerAccessAfterPickup: 60_000, missesBeforeLock: 5 },
  steps: [
    (scene) => scene.reserve('r-ada', { items: [{ id: 'PKG-1' }], codes: ['47110815'] }),
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      const found = scene.desk.find('PKG-1');
      scene.must(found.kind === 'found', 'the parcel is not awaited');
      if (found.kind !== 'found') return scene.end();
      const { visit } = found;
      scene.must(await scene.visit(visit, () => scene.putIn(visit.locker, 'PKG-1')), 'the door does not open for the parcel');
      scene.must(await scene.visit(visit, () => undefined), 'the door does not open once more');
      await scene.end();
    },
    async (scene) => {
      scene.begin();
      const wrong = { ...adasCode, presented: { how: 'typed', code: '11112222' } as const };
      for (let guess = 0; guess < 2; guess++) scene.must((await scene.show(wrong)).kind === 'refused', 'a wrong code is taken');
      scene.must((await scene.show(adasCode)).kind === 'known', 'the right code is refused');
      scene.must((await collect(scene, 'ada')) === 1, 'the parcel cannot be collected');
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(adasCode), 'the locker cannot be reopened by its code');
      scene.must((await collect(scene, 'ada')) === 1, 'the locker does not reopen');
      await scene.end();
      await wantsLocker(scene, 'r-same', scene.lockerOf('r-ada'));
      await scene.advance(70_000);
      scene.must(!(await scene.comes(adasCode)), 'the code opens beyond its time');
    },
  ],
  ends: (scene) => scene.always(scene.hands.get('PKG-1') !== undefined, 0, 'the parcel is lost'),
};

const codeOfThree = codeOf('r-three', '58213347');

/** Things that come one after the other, by two who bring them, and go one after the other. */
const severalItems: Story = {
  name: 'three parcels are put in by two people, some are taken, and the others later',
  credentials: [codeOfThree],
  settings: { carrierDirectDropOff: true, addToOccupied: 'anyone', dropOffReopenWindow: 60_000 },
  steps: [
    (scene) => scene.reserve('r-three', { items: [{ id: 'T-1' }, { id: 'T-2' }, { id: 'T-3' }], codes: ['58213347'] }),
    async (scene) => {
      scene.must(await scene.comes(carl), 'Carl is not known');
      const found = scene.desk.find('T-1');
      if (found.kind === 'found') await scene.visit({ ...found.visit, items: ['T-1'] }, () => scene.putIn(found.visit.locker, 'T-1'));
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      for (const label of ['T-2', 'T-3']) scene.must(await putInByLabel(scene, label), `${label} is not put in`);
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(codeOfThree), 'the code is refused');
      const [first] = scene.lockers();
      const takesAll = (): void => scene.takeOut(first?.visit.locker ?? 0, 'ada');
      if (first && (await scene.open(first.visit, takesAll))) {
        const isSaid = await scene.say((desk) => desk.leaveSome('r-three', ['T-2']));
        scene.must(isSaid, 'nobody may say that something stays');
        for (const label of isSaid ? ['T-1', 'T-3'] : ['T-1', 'T-2', 'T-3']) scene.takeOut(first.visit.locker, 'ada', label);
        await scene.shut(first.visit.locker);
      }
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(codeOfThree), 'the code is refused for the rest');
      scene.must((await collect(scene, 'ada')) === 1, 'the rest is not collected');
      await scene.end();
    },
  ],
};

/** With a badge and a PIN, and by the standing claim. */
const asset: Story = {
  name: 'an asset goes to the locker that is dedicated to its owner, who has a badge and a PIN',
  credentials: [],
  settings: { departmentPickup: 'key-contacts' },
  steps: [
    (scene) => scene.order('locker.dedicate', { locker: 3, party: toAda }, { id: 'dedicate-3' }),
    (scene) => scene.reserve('r-asset', { kind: 'asset', items: [{ id: 'ASSET-1' }] }),
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      scene.must(await putInByLabel(scene, 'ASSET-1'), 'the asset is not put in');
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(badgeOfBea), 'Bea is not known');
      scene.must((await collect(scene, 'bea')) === 0, 'Bea is offered what is not hers');
      await scene.end();
      scene.must(await scene.comes(badgeOfAda, pinOfAda), 'Ada is not known');
      scene.must(scene.lockers()[0]?.visit.locker === 3, 'it is not in the locker of its owner');
      scene.must((await collect(scene, 'ada')) === 1, 'the asset is not collected');
      await scene.end();
    },
    (scene) => scene.order('locker.dedicate', { locker: 3, party: null }, { id: 'dedicate-none' }),
  ],
};

const codeOfLate = codeOf('r-late', '60718293', {
  deadAfter: ({ type, data }) => type === 'lockerbank.reservation.expired.v1' && data['reservation'] === 'r-late',
});
const codeOfKept = codeOf('r-kept', '71829304');

/** What is extended stays, what is not is taken out by staff, and a claim that nobody comes for lapses. */
const expiry: Story = {
  name: 'of two parcels one is given more time, the other is removed by staff, and a claim lapses',
  credentials: [codeOfLate, codeOfKept],
  settings: { itemExpiry: 3_600_000 },
  steps: [
    async (scene) => {
      await scene.reserve('r-late', { items: [{ id: 'L-1' }], codes: ['60718293'] });
      await scene.reserve('r-kept', { items: [{ id: 'K-1' }], codes: ['71829304'] });
      const until = new Date(scene.world.trueMs() + 1_800_000).toISOString();
      await scene.reserve('r-never', { items: [{ id: 'N-1' }], window: { until } });
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      for (const label of ['L-1', 'K-1']) scene.must(await putInByLabel(scene, label), `${label} is not put in`);
      await scene.end();
    },
    async (scene) => {
      const until = new Date(scene.world.trueMs() + 86_400_000).toISOString();
      await scene.order('reservation.extend', { reservation: 'r-kept', until }, { id: 'extend-kept' });
      await scene.advance(3_700_000);
    },
    async (scene) => {
      scene.must(!(await scene.comes(codeOfLate)), 'an expired code is taken');
      scene.must(await scene.comes(ann), 'Ann is not known');
      const removed = await scene.removeExpired('r-late', () => scene.takeOut(scene.lockerOf('r-late'), 'house'));
      scene.must(removed.kind === 'visit', 'an expired parcel cannot be removed');
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(codeOfKept), 'a parcel that was given more time cannot be collected');
      scene.must((await collect(scene, 'ada')) === 1, 'it is not collected');
      await scene.end();
    },
  ],
};

const codeOfStuck = codeOf('r-stuck', '82930415');

/** Doors that do not do what they are told, and one that somebody tears open. */
const doors: Story = {
  name: 'a door jams, one is left open while the next is served, and one is torn open',
  credentials: [codeOfStuck, codeOf('r-next', '93041526')],
  steps: [
    async (scene) => {
      await scene.reserve('r-stuck', { items: [{ id: 'S-1' }], codes: ['82930415'] });
      await scene.reserve('r-next', { items: [{ id: 'X-1' }], codes: ['93041526'], party: toBea });
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      for (const label of ['S-1', 'X-1']) scene.must(await putInByLabel(scene, label), `${label} is not put in`);
      await scene.end();
    },
    async (scene) => {
      const locker = scene.lockerOf('r-stuck');
      scene.world.cabinet.setFault(locker, 'jammed');
      await scene.comes(codeOfStuck);
      scene.must((await collect(scene, 'ada')) === 0, 'a jammed door opens');
      scene.world.cabinet.setFault(locker, null);
      await scene.end();
    },
    async (scene) => {
      scene.world.cabinet.setFault(scene.lockerOf('r-stuck'), null);
      scene.must(await scene.comes(codeOfStuck), 'after a jam the code is refused');
      const [first] = scene.lockers();
      const takes = (): void => scene.takeOut(first?.visit.locker ?? 0, 'ada');
      if (first && (await scene.open(first.visit, takes))) takes();
      await scene.end();
      scene.must(await scene.comes(badgeOfBea), 'Bea is not served while another door stands open');
      scene.must((await collect(scene, 'bea')) === 1, "Bea's parcel is not collected");
      await scene.end();
      await scene.advance(130_000);
      if (first) await scene.shut(first.visit.locker);
    },
    async (scene) => {
      scene.world.cabinet.pull(4);
      await scene.advance(2_000);
      await scene.shut(4);
      await wantsLocker(scene, 'r-torn', 4);
      scene.must(await scene.comes(ann), 'Ann is not known');
      scene.must((await scene.look(4)).kind === 'visit', 'a door that was torn open is not to be looked into');
      await scene.end();
    },
  ],
};

export const deliveries: readonly Story[] = [delivery, severalItems, asset, expiry, doors];
