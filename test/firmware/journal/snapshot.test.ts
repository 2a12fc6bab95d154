import { describe, expect, test } from 'vitest';
import { newBooks } from '../../../firmware/bank/books.ts';
import { noDirectory } from '../../../firmware/bank/directory.ts';
import { capture, SnapshotStore } from '../../../firmware/journal/snapshot.ts';
import { newState, type State } from '../../../firmware/journal/state.ts';
import type { Place } from '../../../firmware/journal/segment-reading.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { bankProfile } from '../../support/paper-bank.ts';
import { atRest } from '../../support/ledgers.ts';

const id = 'JOURNAL';
const stateAt = (n: number): State => ({ ...newState(id, newBooks(bankProfile())), n, head: 2 * n, headHash: `hash ${String(n)}` });
const placeAt = (n: number): Place => ({ ordinal: 1, offset: 100 * n, n, hash: `hash of ${String(n)}` });
const save = (store: SnapshotStore, n: number) => store.save(capture(stateAt(n)), placeAt(n));

async function stored(disk: MemoryDisk, ...ns: readonly number[]): Promise<SnapshotStore> {
  const store = new SnapshotStore(disk, id);
  await store.load();
  for (const n of ns) await save(store, n);
  return store;
}

async function newestOn(disk: MemoryDisk): Promise<number | null> {
  return (await new SnapshotStore(disk, id).load())?.place.n ?? null;
}

describe('the snapshots of the books', () => {
  test('a bank that never wrote one has none', async () => {
    expect(await newestOn(new MemoryDisk())).toBeNull();
  });

  test('come back as they were written', async () => {
    const disk = new MemoryDisk();
    await stored(disk, 1);
    expect(await new SnapshotStore(disk, id).load()).toEqual({ journal: id, place: placeAt(1), state: stateAt(1) });
    expect(await disk.read('snapshot.b.json')).toBeNull();
  });

  test('are two, written in turn, also over a restart', async () => {
    const disk = new MemoryDisk();
    const store = await stored(disk, 1, 2, 3);
    expect(store.places.map(({ n }) => n)).toEqual([3, 2]);
    await stored(disk, 4);
    const again = new SnapshotStore(disk, id);
    expect((await again.load())?.state).toEqual(stateAt(4));
    expect(again.places.map(({ n }) => n)).toEqual([4, 3]);
  });

  test('are what the books were when they were captured, whatever becomes of the books meanwhile', async () => {
    const disk = new MemoryDisk();
    const state = stateAt(1);
    const captured = capture(state);
    state.head = 99;
    await new SnapshotStore(disk, id).save(captured, placeAt(1));
    expect((await new SnapshotStore(disk, id).load())?.state.head).toBe(2);
  });

  test('leave the people out: they lie in files of their own', async () => {
    const disk = new MemoryDisk();
    const state = stateAt(1);
    const known = { ...noDirectory, usernames: { mia: 'mia' } };
    await new SnapshotStore(disk, id).save(capture({ ...state, books: { ...state.books, directory: known } }), placeAt(1));
    expect(Buffer.from((await disk.read('snapshot.a.json')) ?? []).toString()).not.toContain('mia');
    expect((await new SnapshotStore(disk, id).load())?.state.books.directory).toEqual(noDirectory);
  });

  test('are JSON, with their seal in front', async () => {
    const disk = new MemoryDisk();
    await stored(disk, 1);
    const sealed = JSON.parse(Buffer.from((await disk.read('snapshot.a.json')) ?? []).toString()) as Record<string, unknown>;
    expect(sealed).toMatchObject({ format: 2, crc: expect.stringMatching(/^[0-9a-f]{8}$/) as string, snapshot: { place: placeAt(1) } });
  });

  test.each([
    ['one bit is wrong', (bytes: Buffer) => bytes.fill((bytes[90] ?? 0) ^ 1, 90, 91)],
    ['the seal is wrong', (bytes: Buffer) => bytes.fill('0', 20, 28)],
    ['it breaks off', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['it is empty', () => Buffer.of()],
    ['it says nothing', () => Buffer.from('null')],
    ['it says something else', () => Buffer.from('{"format":2,"crc":"00000000","snapshot":null}\n')],
    ['it is of another journal', async () => {
      const disk = new MemoryDisk();
      await new SnapshotStore(disk, 'OTHER').save(capture(stateAt(9)), placeAt(9));
      return Buffer.from((await disk.read('snapshot.a.json')) ?? []);
    }],
  ])('where one is not to be believed the other one is, and is not the next to go [%s]', async (_, harm) => {
    const disk = new MemoryDisk();
    await stored(disk, 1, 2, 3);
    await disk.replace('snapshot.a.json', await harm(Buffer.from((await disk.read('snapshot.a.json')) ?? [])));
    expect(await newestOn(disk)).toBe(2);
    const store = await stored(disk, 4);
    expect(store.places.map(({ n }) => n)).toEqual([4, 2]);
  });

  test('with neither to be believed there is none', async () => {
    const disk = new MemoryDisk();
    await stored(disk, 1, 2);
    for (const path of ['snapshot.a.json', 'snapshot.b.json']) disk.rot(path, 300);
    expect(await newestOn(disk)).toBeNull();
  });

  test('a power cut at any moment leaves the one that was there, and the new one or the one that it replaces', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const disk = new MemoryDisk();
      const store = await stored(disk, 1, 2);
      disk.haltAt(disk.calls + 1);
      void save(store, 3);
      await atRest();
      disk.powerCut(new SeededRandom(seed));
      expect([2, 3]).toContain(await newestOn(disk));
    }
  });

  test('trouble with the disk is told to whoever asked for it, and the others stay', async () => {
    const disk = new MemoryDisk();
    const store = await stored(disk, 1, 2);
    disk.fault = 'full';
    await expect(save(store, 3)).rejects.toMatchObject({ name: 'DiskError', trouble: 'full' });
    expect(await newestOn(disk)).toBe(2);
    expect(store.places.map(({ n }) => n)).toEqual([2, 1]);
  });
});
