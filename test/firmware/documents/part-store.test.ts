import { describe, expect, test } from 'vitest';
import { partStore, roomLeftBytes } from '../../../firmware/documents/part-store.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { sha256 } from '../../support/document-books.ts';

const one = sha256('one');
const two = sha256('two');

describe('a part of a document', () => {
  test('is a file of its own that anybody can read', async () => {
    const disk = new MemoryDisk();
    const store = partStore(disk, 'directory');
    await store.save(one, { people: ['Ada', 'Gräfin'] });
    expect(await store.load(one)).toEqual({ people: ['Ada', 'Gräfin'] });
    expect(await store.has(one)).toBe(true);
    expect(await disk.list('directory')).toEqual([`${one}.json`]);
    const text = Buffer.from((await disk.read(`directory/${one}.json`)) ?? []).toString('utf8');
    expect(text).toBe(`${text.slice(0, 8)} {"part":"${one}","content":{"people":["Ada","Gräfin"]}}\n`);
  });

  test('that was never stored is not here', async () => {
    const store = partStore(new MemoryDisk(), 'directory');
    expect([await store.has(one), await store.load(one), await store.names()]).toEqual([false, undefined, []]);
  });

  test('is on the disk itself once it is stored: the power may go at once', async () => {
    const disk = new MemoryDisk();
    await partStore(disk, 'directory').save(one, 'x');
    for (const after of disk.powerCuts()) expect(await partStore(after, 'directory').load(one)).toBe('x');
  });

  test('is replaced and removed', async () => {
    const disk = new MemoryDisk();
    const store = partStore(disk, 'directory');
    await store.save(one, 'x');
    await store.save(one, 'y');
    await store.save(two, 'z');
    await store.remove(two);
    expect([await store.load(one), await store.names()]).toEqual(['y', [one]]);
  });

  test('in whose file a single bit is wrong is not here [every bit of every byte but those that nobody reads]', async () => {
    const disk = new MemoryDisk();
    await partStore(disk, 'directory').save(one, { at: 1 });
    const good = (await disk.read(`directory/${one}.json`)) ?? new Uint8Array();
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bytes = good.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await disk.replace(`directory/${one}.json`, bytes);
      expect(await partStore(disk, 'directory').load(one), `bit ${String(bit)}`).toBeUndefined();
    }
  });

  test.each([0, 1, 8, 9, 10, 40])('of which only the beginning is left is not here [%i bytes]', async (length) => {
    const disk = new MemoryDisk();
    await partStore(disk, 'directory').save(one, { at: 1 });
    const good = (await disk.read(`directory/${one}.json`)) ?? new Uint8Array();
    await disk.replace(`directory/${one}.json`, good.slice(0, length));
    expect(await partStore(disk, 'directory').load(one)).toBeUndefined();
  });

  test('under the name of another part is not here', async () => {
    const disk = new MemoryDisk();
    await partStore(disk, 'directory').save(one, 'x');
    await disk.rename(`directory/${one}.json`, `directory/${two}.json`);
    expect(await partStore(disk, 'directory').has(two)).toBe(false);
  });

  test('that cannot be read is not here, and nobody is told more', async () => {
    const disk = new MemoryDisk();
    const store = partStore(disk, 'directory');
    await store.save(one, 'x');
    disk.fault = 'read-fails';
    expect([await store.has(one), await store.load(one)]).toEqual([false, undefined]);
  });

  test('leaves the journal the room that it needs', async () => {
    const disk = new MemoryDisk({ capacity: roomLeftBytes + 1000 });
    const store = partStore(disk, 'directory');
    await store.save(one, 'x'.repeat(500));
    await expect(store.save(two, 'x'.repeat(500))).rejects.toMatchObject({ name: 'DiskError', trouble: 'full' });
    expect(await store.names()).toEqual([one]);
  });

  test('is not taken for whatever else lies in its folder', async () => {
    const disk = new MemoryDisk();
    await disk.replace('directory/readme.txt', Buffer.from('x'));
    await disk.replace(`directory/${one}.json.bak`, Buffer.from('x'));
    expect(await partStore(disk, 'directory').names()).toEqual([]);
  });
});
