import { describe, expect, test } from 'vitest';
import { MemoryDisk, type MemoryDiskOptions } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { KeeperRig, sent, sentInParts } from '../../support/keeper-rig.ts';

/**
 * The power goes at every single call to the disk while documents come, and the bank starts again. What it has then is one
 * of the versions that there were, whole, and the one that its journal names.
 */
const people = (...ids: string[]) => ({ recipients: ids.map((id) => ({ id, name: id })) });

const versions = [
  sentInParts('directory', 1, [people('ada'), people('alan'), people('grace')]),
  // Two parts stay, one changes, one goes.
  sentInParts('directory', 2, [people('ada'), people('alan', 'eve')]),
  sent('settings', 1, { badgeLeadingZeros: 'drop' }),
  sent('directory', 3, people('katherine')),
  sentInParts('directory', 2, [people('ada'), people('alan', 'eve')], { rollback: 3 }),
];

/** Who is in the directory, by version. */
const worlds: Readonly<Record<string, readonly string[]>> = {
  none: [], 1: ['ada', 'alan', 'grace'], 2: ['ada', 'alan', 'eve'], 3: ['katherine'],
};

async function story(rig: KeeperRig): Promise<void> {
  for (const one of versions) await rig.receive(one);
}

function versionOf(rig: KeeperRig): string {
  return String(rig.bank.books.documents['directory']?.version ?? 'none');
}

/** Runs until the power goes, which is never answered; a microtask queue that is empty means that nothing more comes. */
async function untilDark(work: Promise<void>, disk: MemoryDisk): Promise<void> {
  let isOver = false;
  void work.then(() => (isOver = true), () => (isOver = true));
  for (let before = -1; !isOver && disk.calls !== before; ) {
    before = disk.calls;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function callsOf(options: MemoryDiskOptions): Promise<number> {
  const disk = new MemoryDisk(options);
  await story(await KeeperRig.start(disk));
  return disk.calls;
}

describe('a power cut while documents come', () => {
  test('at any call to the disk leaves one version of the directory, whole, and the story can be told to its end', async () => {
    const calls = await callsOf({});
    expect(calls).toBeGreaterThan(15);
    const seen = new Set<string>();
    for (let call = 1; call <= calls + 1; call++) {
      for (const seed of [1, 2, 3, 4]) {
        const disk = new MemoryDisk();
        disk.haltAt(call);
        await untilDark(KeeperRig.start(disk).then(story), disk);
        disk.powerCut(new SeededRandom(call * 100 + seed));

        const rig = await KeeperRig.start(disk);
        const where = `call ${String(call)}, seed ${String(seed)}`;
        expect([rig.people, rig.types], where).toEqual([worlds[versionOf(rig)], []]);
        seen.add(versionOf(rig));
        await story(rig);
        expect([versionOf(rig), rig.people], where).toEqual(['2', worlds['2']]);
      }
    }
    expect([...seen].toSorted()).toEqual(['1', '2', '3', 'none']);
  });

  test('on a card that ruins whole blocks leaves one version, or none and the word that there is none', async () => {
    const options = { blockBytes: 16_384 };
    const calls = await callsOf(options);
    for (let call = 1; call <= calls; call++) {
      const disk = new MemoryDisk(options);
      disk.haltAt(call);
      await untilDark(KeeperRig.start(disk).then(story), disk);
      disk.powerCut(new SeededRandom(call));
      const rig = await KeeperRig.start(disk);
      const isLost = rig.bank.books.degraded.includes('directory-outdated');
      expect(rig.people, `call ${String(call)}`).toEqual(isLost ? [] : worlds[versionOf(rig)]);
    }
  });

  test('at any call while a lost part is fetched again leaves nobody half a directory', async () => {
    const [first] = versions;
    if (!first) throw new Error('there is no first version');
    const begin = async (): Promise<MemoryDisk> => {
      const disk = new MemoryDisk();
      await (await KeeperRig.start(disk)).receive(first);
      const [file = ''] = await disk.list('directory');
      await disk.remove(`directory/${file}`);
      return disk;
    };
    const whole = await begin();
    const before = whole.calls;
    await (await KeeperRig.start(whole)).receive(first);
    for (let call = before + 1; call <= whole.calls + 1; call++) {
      const disk = await begin();
      disk.haltAt(call);
      await untilDark(KeeperRig.start(disk).then(async (rig) => void (await rig.receive(first))), disk);
      disk.powerCut(new SeededRandom(call));
      const rig = await KeeperRig.start(disk);
      expect([[], worlds['1']], `call ${String(call)}`).toContainEqual(rig.people);
      if (rig.people.length === 0) expect(rig.bank.books.degraded).toEqual(['directory-outdated']);
      await rig.receive(first);
      expect([rig.people, rig.bank.books.degraded]).toEqual([worlds['1'], []]);
    }
  });
});
