import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryDisk, type MemoryDiskOptions } from '../../sim/disk-memory.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { diskContract } from '../disk-contract.ts';

diskContract('a disk in memory', () => ({ disk: new MemoryDisk(), end: () => undefined }));

const path = 'journal/1.log';
const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const sector = 512;

async function textOf(disk: MemoryDisk, of = path): Promise<string | null> {
  const bytes = await disk.read(of);
  return bytes === null ? null : Buffer.from(bytes).toString('latin1');
}

/** The first letter of each sector: which of the writes to it is there. */
async function sectorsOf(disk: MemoryDisk): Promise<string> {
  const text = (await textOf(disk)) ?? '';
  return Array.from({ length: Math.ceil(text.length / sector) }, (_, index) => text[index * sector]).join('');
}

/** A synced file of so many sectors, full of dots. */
async function diskWith(sectors: number, options: MemoryDiskOptions = {}) {
  const disk = new MemoryDisk(options);
  await disk.replace(path, new Uint8Array(sectors * sector).fill(46));
  const file = await disk.open(path);
  const put = (at: number, letter: string, many = 1) => file.write(at * sector, Buffer.alloc(many * sector, letter));
  return { disk, file, put };
}

async function isAnswered(call: Promise<unknown>): Promise<boolean> {
  let is = false;
  call.then(() => (is = true), () => (is = true));
  await new Promise((resolve) => setImmediate(resolve));
  return is;
}

describe('a disk whose power is cut', () => {
  test('keeps what was synced, and of the rest any sectors, in whatever order they were written', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const { disk, file, put } = await diskWith(4);
      await put(0, 'a');
      await file.sync();
      await put(1, 'b');
      await put(3, 'd');
      disk.powerCut(new SeededRandom(seed));
      left.add(await sectorsOf(disk));
    }
    expect(left).toEqual(new Set(['a...', 'ab..', 'a..d', 'ab.d']));
  });

  test('tears a write that spans sectors, and writes no sector by halves', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const { disk, file } = await diskWith(2);
      await file.write(500, Buffer.alloc(24, 'x'));
      disk.powerCut(new SeededRandom(seed));
      left.add(((await textOf(disk)) ?? '').slice(499, 525));
    }
    const [none, first] = ['.'.repeat(12), 'x'.repeat(12)];
    expect(left).toEqual(new Set([none + none, first + none, none + first, first + first].map((middle) => `.${middle}.`)));
  });

  test('leaves of a sector that was written twice one of the three things that it has been', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const { disk, put } = await diskWith(1);
      await put(0, 'a');
      await put(0, 'b');
      disk.powerCut(new SeededRandom(seed));
      left.add(await sectorsOf(disk));
    }
    expect(left).toEqual(new Set(['.', 'a', 'b']));
  });

  test('leaves a file that was growing as long as it was, or longer with zeros where nothing has got to', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const { disk, put } = await diskWith(1);
      await put(1, 'a', 2);
      disk.powerCut(new SeededRandom(seed));
      left.add(await sectorsOf(disk));
    }
    expect(left).toEqual(new Set(['.', '.\0\0', '.a\0', '.\0a', '.aa']));
  });

  test('can be asked for everything that it could leave', async () => {
    const { disk, put } = await diskWith(3);
    await put(0, 'a', 3);
    disk.haltAt(disk.calls + 1);
    void disk.replace('books.json', Buffer.from('new'));
    const left = new Set<string>();
    for (const one of disk.powerCuts()) left.add(`${await sectorsOf(one)} ${String(await textOf(one, 'books.json'))}`);
    expect(left.size).toBe(16);
    expect(left).toContain('a.a new');
    expect(await sectorsOf(disk)).toBe('aaa');
  });

  test.each([
    ['replaced', (disk: MemoryDisk) => disk.replace(path, Buffer.from('new')), ['old -', 'new -']],
    ['renamed', (disk: MemoryDisk) => disk.rename(path, 'other.log'), ['old -', '- old']],
    ['removed', (disk: MemoryDisk) => disk.remove(path), ['old -', '- -']],
  ])('has %s a file wholly or not at all, wherever it was on its way', async (_, change, possible) => {
    for (const holds of [true, false]) {
      const left = new Set<string>();
      for (const seed of seeds) {
        const disk = new MemoryDisk();
        await disk.replace(path, Buffer.from('old'));
        if (holds) disk.holdSyncs();
        else disk.haltAt(disk.calls + 1);
        void change(disk);
        disk.powerCut(new SeededRandom(seed));
        left.add(`${(await textOf(disk)) ?? '-'} ${(await textOf(disk, 'other.log')) ?? '-'}`);
      }
      expect(left).toEqual(new Set(possible));
    }
  });

  test('forgets nothing that replace, rename, sync or remove has promised', async () => {
    for (const seed of seeds) {
      const { disk, file, put } = await diskWith(2);
      await put(0, 'a', 2);
      await file.sync();
      await disk.replace('b', Buffer.from('bbbb'));
      await disk.rename('b', 'journal/c');
      await disk.replace('d', Buffer.from('d'));
      await disk.remove('d');
      disk.powerCut(new SeededRandom(seed));
      expect(await sectorsOf(disk)).toBe('aa');
      expect(await Promise.all(['b', 'journal/c', 'd'].map((name) => textOf(disk, name)))).toEqual([null, 'bbbb', null]);
    }
  });

  test('answers nothing after the call at which the power went, and nothing to the program that was running', async () => {
    const { disk, file } = await diskWith(1);
    disk.haltAt(disk.calls + 1);
    expect(await isAnswered(file.write(0, Buffer.from('never')))).toBe(false);
    expect(await isAnswered(disk.remove(path))).toBe(false);
    disk.powerCut(new SeededRandom(1));
    expect(await isAnswered(file.write(0, Buffer.from('from the grave')))).toBe(false);
    expect(await isAnswered(disk.replace('a', Buffer.from('a')))).toBe(true);
    expect(await textOf(disk) ?? '').not.toContain('grave');
  });

  test('the same seed leaves the same disk', async () => {
    const write = fc.record({ at: fc.nat(3_000), text: fc.string({ minLength: 1 }) });
    await fc.assert(fc.asyncProperty(fc.array(write, { maxLength: 6 }), fc.integer(), async (writes, seed) => {
      const leave = async () => {
        const { disk, file } = await diskWith(4, { blockBytes: 1024 });
        for (const { at, text } of writes) await file.write(at, Buffer.from(text));
        disk.powerCut(new SeededRandom(seed));
        return disk.image();
      };
      expect(await leave()).toBe(await leave());
    }));
  });
});

describe('a card that rewrites whole blocks', () => {
  test('loses the durable neighbours of what was being written, and nothing beyond their block', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const { disk, file, put } = await diskWith(12, { blockBytes: 4 * sector });
      await put(0, 'a', 12);
      await file.sync();
      await put(5, 'b');
      disk.powerCut(new SeededRandom(seed));
      const letters = await sectorsOf(disk);
      expect(letters.slice(0, 4) + letters.slice(8)).toBe('a'.repeat(8));
      const block = ((await textOf(disk)) ?? '').slice(4 * sector, 8 * sector);
      const garbage = /^\0+$/.test(block) ? 'zeros' : /^\xff+$/.test(block) ? 'ones' : 'noise';
      left.add(/^[ab]/.test(letters.slice(4)) ? letters.slice(4, 8) : garbage);
    }
    expect(left).toEqual(new Set(['aaaa', 'abaa', 'zeros', 'ones', 'noise']));
  });

  test('loses nothing while nothing is being written', async () => {
    for (const seed of seeds) {
      const { disk, file, put } = await diskWith(4, { blockBytes: 4 * sector });
      await put(0, 'a', 4);
      await file.sync();
      disk.powerCut(new SeededRandom(seed));
      expect(await sectorsOf(disk)).toBe('aaaa');
    }
  });
});

describe('a disk with a fault', () => {
  test('a full one takes what has room already, and the beginning of what has not', async () => {
    const { disk, file, put } = await diskWith(2);
    disk.fault = 'full';
    await put(0, 'a', 2);
    await expect(put(1, 'b', 2)).rejects.toMatchObject({ name: 'DiskError', trouble: 'full', path });
    await expect(disk.replace('a', Buffer.from('a'))).rejects.toMatchObject({ trouble: 'full' });
    expect([await sectorsOf(disk), await disk.freeBytes()]).toEqual(['ab', 0]);
    disk.fault = 'none';
    await put(2, 'c');
    await file.sync();
    expect(await sectorsOf(disk)).toBe('abc');
  });

  test('one of a certain size is full when it is full, and not any more when something has gone', async () => {
    const { disk } = await diskWith(2, { capacity: 3 * sector });
    expect(await disk.freeBytes()).toBe(sector);
    await disk.replace('a', new Uint8Array(sector));
    await expect(disk.replace('b', new Uint8Array(1))).rejects.toMatchObject({ trouble: 'full' });
    await disk.remove(path);
    await disk.replace('b', new Uint8Array(sector));
    await expect(disk.replace('b', new Uint8Array(2 * sector))).rejects.toMatchObject({ trouble: 'full' }); // Both are there for a while.
    expect(await disk.freeBytes()).toBe(sector);
  });

  test('one whose sync failed has lost those pages, whatever a later sync says', async () => {
    const { disk, file, put } = await diskWith(2);
    await put(0, 'a');
    disk.fault = 'sync-fails';
    await expect(file.sync()).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed', path });
    await expect(disk.replace('b', Buffer.from('new'))).rejects.toMatchObject({ trouble: 'failed' });
    disk.fault = 'none';
    await put(1, 'b');
    await file.sync();
    expect(await sectorsOf(disk)).toBe('ab');
    disk.powerCut(new SeededRandom(1));
    expect(await sectorsOf(disk)).toBe('.b');
  });

  test.each(['write-fails', 'read-fails'] as const)('one that does not work says so [%s]', async (fault) => {
    const { disk, put } = await diskWith(1);
    disk.fault = fault;
    const call = fault === 'read-fails' ? disk.read(path) : put(0, 'a');
    await expect(call).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed', path });
    disk.fault = 'none';
    expect(await sectorsOf(disk)).toBe('.');
  });

  test('a bit that has turned over stays so, through every power cut', async () => {
    const { disk } = await diskWith(2);
    disk.rot(path, sector);
    expect(await sectorsOf(disk)).toBe('./');
    disk.powerCut(new SeededRandom(1));
    expect(await sectorsOf(disk)).toBe('./');
  });

  test('one that is slow holds every sync back until it is let go', async () => {
    const { disk, file, put } = await diskWith(1);
    const before = disk.syncs;
    const letGo = disk.holdSyncs();
    await put(0, 'x');
    const sync = file.sync();
    expect(await isAnswered(sync)).toBe(false);
    letGo();
    await sync;
    expect(disk.syncs - before).toBe(1);
  });
});
