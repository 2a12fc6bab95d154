import { describe, expect, test } from 'vitest';
import { newBooks } from '../../../firmware/bank/books.ts';
import { snapshotStore, type Snapshot } from '../../../firmware/journal/snapshot.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { bankProfile } from '../../support/paper-bank.ts';

const at = (n: number): Snapshot => ({ logid: 'LOG', n, head: 2 * n, headHash: `hash ${String(n)}`, books: newBooks(bankProfile()) });

async function damage(disk: MemoryDisk, path: string): Promise<void> {
  const bytes = Buffer.from((await disk.read(path)) ?? []);
  const place = bytes.indexOf('"headHash"');
  bytes.write('"headHaxh"', place);
  await disk.replace(path, bytes);
}

describe('the snapshot of the books', () => {
  test('a bank that never wrote one has none', async () => {
    expect(await snapshotStore(new MemoryDisk()).load()).toBeNull();
  });

  test('comes back as it was written', async () => {
    const disk = new MemoryDisk();
    await snapshotStore(disk).save(at(1));
    expect(await snapshotStore(disk).load()).toEqual(at(1));
    expect(await disk.read('snapshot.previous.json')).toBeNull();
  });

  test('the one before it is kept', async () => {
    const disk = new MemoryDisk();
    const store = snapshotStore(disk);
    for (const n of [1, 2, 3]) await store.save(at(n));
    expect(await snapshotStore(disk).load()).toEqual(at(3));
    await disk.remove('snapshot.json');
    expect(await snapshotStore(disk).load()).toEqual(at(2));
  });

  test.each([
    ['one character is wrong', (disk: MemoryDisk) => damage(disk, 'snapshot.json')],
    ['it breaks off', async (disk: MemoryDisk) => disk.truncate('snapshot.json', 100)],
    ['it is empty', async (disk: MemoryDisk) => disk.truncate('snapshot.json', 0)],
    ['it says nothing', async (disk: MemoryDisk) => disk.replace('snapshot.json', Buffer.from('null'))],
    ['it says something else', async (disk: MemoryDisk) => disk.replace('snapshot.json', Buffer.from('{"format":1,"crc":0}'))],
  ])('a damaged one falls back to the one before it [%s]', async (_, harm) => {
    const disk = new MemoryDisk();
    const store = snapshotStore(disk);
    for (const n of [1, 2]) await store.save(at(n));
    await harm(disk);
    expect(await snapshotStore(disk).load()).toEqual(at(1));
  });

  test('with both damaged there is none, and the journal is folded from its beginning', async () => {
    const disk = new MemoryDisk();
    const store = snapshotStore(disk);
    for (const n of [1, 2]) await store.save(at(n));
    for (const path of ['snapshot.json', 'snapshot.previous.json']) await damage(disk, path);
    expect(await snapshotStore(disk).load()).toBeNull();
  });

  test('is on the disk itself when it is said to be', async () => {
    const disk = new MemoryDisk();
    const before = disk.syncs;
    await snapshotStore(disk).save(at(1));
    expect(disk.syncs).toBeGreaterThan(before);
    disk.powerCut(new SeededRandom(1));
    expect(await snapshotStore(disk).load()).toEqual(at(1));
  });

  test('a power cut at any moment of a save leaves this one or the one before it', async () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const call of [1, 2]) {
        const disk = new MemoryDisk();
        const store = snapshotStore(disk);
        for (const n of [1, 2]) await store.save(at(n));
        disk.haltAt(disk.calls + call);
        void store.save(at(3));
        await new Promise((resolve) => setImmediate(resolve));
        disk.powerCut(new SeededRandom(seed));
        expect([2, 3]).toContain((await snapshotStore(disk).load())?.n);
      }
    }
  });

  test('trouble with the disk is told to whoever asked for it', async () => {
    const disk = new MemoryDisk();
    const store = snapshotStore(disk);
    disk.fault = 'full';
    await expect(store.save(at(1))).rejects.toMatchObject({ name: 'DiskError', trouble: 'full' });
  });
});
