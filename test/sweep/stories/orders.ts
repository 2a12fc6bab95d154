import { commandOf } from '../../support/hand-upstream.ts';
import { ann, codeOf, directory, mia, toAda } from '../people.ts';
import type { Scene } from '../scene.ts';
import type { Story } from '../story.ts';
import { collect, fillsTheJournal, putInByLabel } from './deeds.ts';

const codeOfHeld = codeOf('r-held', '10293847');
const codeOfGone = codeOf('r-gone', '20394857', {
  deadAfter: ({ type, data }) => type === 'lockerbank.reservation.cancelled.v1' && data['reservation'] === 'r-gone',
});
const oldCode = codeOf('r-held', '31405968', {
  name: 'a code that was replaced',
  deadAfter: ({ type, data }) => type === 'lockerbank.reservation.changed.v1' && data['reservation'] === 'r-held',
});

async function shutWhatIsOpen(scene: Scene): Promise<void> {
  await scene.advance(1_500);
  for (const { locker, leaf } of scene.world.cabinet.doors()) if (leaf === 'open') await scene.shut(locker);
}

/** Everything that an upstream may order, some of it twice, late, or wrong. */
const orders: Story = {
  name: 'the upstream orders everything there is, twice, too late, and in a language nobody knows',
  credentials: [codeOfHeld, oldCode, codeOfGone],
  steps: [
    async (scene) => {
      await scene.reserve('r-held', { items: [{ id: 'H-1' }], codes: ['31405968'] });
      await scene.reserve('r-gone', { items: [{ id: 'G-1' }], codes: ['20394857'] });
      const again = { reservation: 'r-held', kind: 'delivery', party: toAda, codes: ['10293847'] };
      await scene.order('reservation.put', again, { id: 'put-again' });
    },
    async (scene) => {
      await scene.order('locker.open', { locker: 4, reason: 'to try it' }, { id: 'open-4' });
      await scene.order('locker.open', { locker: 4, reason: 'to try it' }, { id: 'open-4' });
      await shutWhatIsOpen(scene);
      await scene.order('locker.open', { locker: 4, reason: 'to try it' }, { id: 'open-4' });
      scene.must(!scene.isOpen(4), 'an order is carried out twice');
      await shutWhatIsOpen(scene);
    },
    async (scene) => {
      await scene.order('locker.open', { locker: 4 }, { id: 'open-late', lifeMs: -1_000 });
      await scene.order('locker.open', { locker: 4, reason: 'x' }, { id: 'open-long', lifeMs: 3_600_000 });
      await scene.order('locker.fly', { locker: 4 }, { id: 'fly' });
      await scene.order('locker.service', { locker: 4, to: 'sideways' }, { id: 'sideways' });
      await scene.order('bank.diagnose', {}, { id: 'diagnose' });
      await shutWhatIsOpen(scene);
    },
    async (scene) => {
      await scene.order('locker.service', { locker: 4, to: 'out', reason: 'dirty' }, { id: 'out-4' });
      await scene.reserve('r-large', { items: [{ id: 'BIG' }], size: 'large' });
      scene.must(scene.lockerOf('r-large') === 0, 'a locker out of service is given out');
      await scene.order('locker.service', { locker: 4, to: 'in' }, { id: 'in-4' });
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      scene.must(await putInByLabel(scene, 'H-1'), 'H-1 is not put in');
      await scene.end();
      await scene.order('reservation.cancel', { reservation: 'r-held' }, { id: 'cancel-held' });
      await scene.order('reservation.cancel', { reservation: 'r-gone' }, { id: 'cancel-gone' });
      scene.must(!(await scene.comes(codeOfGone)) && !(await scene.comes(oldCode)), 'a code opens that is good for nothing any more');
    },
    async (scene) => {
      const locker = scene.lockerOf('r-held');
      await scene.order('locker.open', { locker, reason: 'somebody called' }, { id: 'open-held' });
      await shutWhatIsOpen(scene);
      scene.must(await scene.comes(ann), 'Ann is not known');
      await scene.look(locker);
      await scene.end();
      scene.must(await scene.comes(codeOfHeld), 'the code is refused');
      scene.must((await collect(scene, 'ada')) === 1, 'the parcel is not collected');
      await scene.end();
    },
    async (scene) => {
      await scene.order('events.replay', { from: 1 }, { id: 'replay' });
      await scene.order('bank.restart', {}, { id: 'restart' });
      scene.must(scene.world.restarts === 1, 'the bank is not to be started anew');
    },
  ],
};

const [parts] = [
  [
    { recipients: directory.recipients ?? [] },
    { departments: directory.departments ?? [], operators: directory.operators ?? [] },
    { carriers: directory.carriers ?? [] },
  ],
];
const withoutCid = { ...directory, recipients: (directory.recipients ?? []).filter(({ id }) => id !== 'cid') };

/** What the upstream declares: in parts, anew, older than what there is, and broken. */
const documents: Story = {
  name: 'settings and directory come in parts and in new versions, and older ones do not come back',
  credentials: [],
  isFresh: true,
  steps: [
    (scene) => scene.declareDirectory(parts),
    (scene) => scene.declareSettings({ missesBeforeLock: 4, lockFirst: 45_000 }),
    (scene) => scene.declareDirectory([withoutCid]),
    (scene) => scene.declareSettings({ missesBeforeLock: 7 }),
    async (scene) => {
      const { upstream } = scene.world;
      const newest = upstream.documents.get('settings');
      upstream.documents.set('settings', { version: 1, body: JSON.stringify({ missesBeforeLock: 3 }) });
      upstream.declare();
      await scene.advance(2_000);
      upstream.documents.set('settings', { version: (newest?.version ?? 0) + 1, body: '{"missesBeforeLock":"many"}' });
      upstream.declare();
      await scene.advance(2_000);
      scene.must(scene.world.inspector.seen.settings['missesBeforeLock'] === 7, 'the settings are not those of the newest version');
      if (newest) upstream.documents.set('settings', newest);
      upstream.declare();
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known by the directory in force');
      await scene.end();
    },
  ],
};

/** The same with keys and signatures: nothing that is not signed is obeyed. */
const signedDocuments: Story = {
  ...documents,
  name: 'settings and directory come signed, and an order that nobody signed is not obeyed',
  isSigned: true,
  steps: [
    (scene) => scene.advance(2_000),
    ...documents.steps.slice(0, 3),
    async (scene) => {
      const exp = new Date(scene.world.trueMs() + 50_000).toISOString();
      scene.world.upstream.say('commands', commandOf('forged', 'locker.open', { locker: 1 }, exp));
      await scene.advance(1_500);
      scene.always(!scene.isOpen(1), 19, 'an order that nobody signed opens a locker');
      await scene.order('locker.open', { locker: 2 }, { id: 'signed' });
      await shutWhatIsOpen(scene);
    },
  ],
};

const codeOfLoss = codeOf('r-loss', '48596071');

/** The upstream hears half of it, is restored from a backup, and asks for everything once more. */
const upstream: Story = {
  name: 'the upstream acknowledges late, the broker loses and doubles, and a backup is restored',
  credentials: [codeOfLoss],
  isTroubled: true,
  steps: [
    async (scene) => {
      scene.world.upstream.acknowledges = false;
      scene.world.broker.faults.duplicates = (topic) => topic.endsWith('/up/evt') || topic.endsWith('/dn/cmd');
      await scene.reserve('r-loss', { items: [{ id: 'LOSS-1' }], codes: ['48596071'] });
    },
    async (scene) => {
      scene.world.broker.faults.loses = (topic) => topic.endsWith('/dn/ack');
      await scene.comes(mia);
      await putInByLabel(scene, 'LOSS-1');
      await scene.end();
      await fillsTheJournal(scene, (times) => times < 14);
      await scene.advance(12_000);
      scene.world.broker.faults.loses = () => false;
    },
    async (scene) => {
      const { upstream: up, broker } = scene.world;
      up.acknowledges = true;
      up.acknowledge(up.through);
      await scene.advance(1_000);
      for (const sequence of [...up.events.keys()]) if (sequence > up.through - 4) up.events.delete(sequence);
      up.through -= 4;
      broker.faults.duplicates = () => false;
      broker.drop('bank-1');
      await scene.advance(8_000);
    },
    async (scene) => {
      await scene.comes(codeOfLoss);
      await collect(scene, 'ada');
      await scene.end();
      await scene.order('events.replay', { from: 1 }, { id: 'replay-all' });
      await scene.advance(3_000);
    },
  ],
};

const codeOfFork = codeOf('r-fork', '27384950');

/** The upstream has more of the log than the bank: this disk has been rolled back, and a new log begins. */
const fork: Story = {
  name: 'the upstream knows more of the log than the bank, which begins another one with a parcel in a locker',
  credentials: [codeOfFork],
  isTroubled: true,
  steps: [
    (scene) => scene.reserve('r-fork', { items: [{ id: 'FORK-1' }], codes: ['27384950'] }),
    async (scene) => {
      await scene.comes(mia);
      await putInByLabel(scene, 'FORK-1');
      await scene.end();
    },
    async (scene) => {
      const { upstream: up, broker, marks } = scene.world;
      if (marks.has('another log begun')) return;
      up.through = 10_000;
      broker.drop('bank-1');
      for (let waited = 0; waited < 20 && !marks.has('another log begun'); waited++) await scene.advance(1_000);
      await scene.advance(3_000);
    },
    async (scene) => {
      await scene.comes(codeOfFork);
      await collect(scene, 'ada');
      await scene.end();
    },
  ],
};

export const orderStories: readonly Story[] = [orders, documents, signedDocuments, upstream, fork];
