import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { diskContract } from '../disk-contract.ts';

diskContract('a disk in memory', () => ({ disk: new MemoryDisk(), end: () => undefined }));

const path = 'journal/1.log';
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

async function textOf(disk: MemoryDisk, of = path): Promise<string | null> {
  const bytes = await disk.read(of);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

async function isAnswered(call: Promise<unknown>): Promise<boolean> {
  let is = false;
  call.then(() => (is = true), () => (is = true));
  await new Promise((resolve) => setImmediate(resolve));
  return is;
}

describe('a disk whose power is cut', () => {
  test('keeps what was synced, and of the rest any part from the front', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const disk = new MemoryDisk();
      const file = await disk.append(path);
      await file.write(Buffer.from('ab'));
      await file.sync();
      await file.write(Buffer.from('cd'));
      await file.write(Buffer.from('ef'));
      disk.powerCut(new SeededRandom(seed));
      left.add(String(await textOf(disk)));
    }
    expect(left).toEqual(new Set(['ab', 'abc', 'abcd', 'abcde', 'abcdef']));
  });

  test('has replaced a file wholly or not at all, wherever it was on its way', async () => {
    const left = new Set<string>();
    for (const seed of seeds) {
      const disk = new MemoryDisk();
      await disk.replace(path, Buffer.from('old'));
      disk.haltAt(disk.calls + 1);
      void disk.replace(path, Buffer.from('new'));
      disk.powerCut(new SeededRandom(seed));
      left.add(String(await textOf(disk)));
    }
    expect(left).toEqual(new Set(['new', 'old']));
  });

  test('forgets nothing that replace, truncate, append or remove has promised', async () => {
    for (const seed of seeds) {
      const disk = new MemoryDisk();
      await disk.replace('a', Buffer.from('aaaa'));
      await disk.replace('b', Buffer.from('bbbb'));
      await disk.truncate('b', 2);
      await disk.append('journal/c');
      await disk.replace('d', Buffer.from('d'));
      await disk.remove('d');
      disk.powerCut(new SeededRandom(seed));
      const texts = await Promise.all(['a', 'b', 'journal/c', 'd'].map((name) => textOf(disk, name)));
      expect(texts).toEqual(['aaaa', 'bb', '', null]);
    }
  });

  test('answers nothing after the call at which the power went, and nothing to the program that was running', async () => {
    const disk = new MemoryDisk();
    const file = await disk.append(path);
    disk.haltAt(disk.calls + 1);
    expect(await isAnswered(file.write(Buffer.from('never')))).toBe(false);
    expect(await isAnswered(disk.remove(path))).toBe(false);
    disk.powerCut(new SeededRandom(1));
    expect(await isAnswered(file.write(Buffer.from('from the grave')))).toBe(false);
    expect(await isAnswered(disk.replace('a', Buffer.from('a')))).toBe(true);
    expect(await textOf(disk) ?? '').not.toContain('grave');
  });

  test('the same seed leaves the same disk', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string(), { maxLength: 6 }), fc.integer(), async (writes, seed) => {
      const leave = async () => {
        const disk = new MemoryDisk();
        const file = await disk.append(path);
        for (const text of writes) await file.write(Buffer.from(text));
        disk.powerCut(new SeededRandom(seed));
        return textOf(disk);
      };
      expect(await leave()).toBe(await leave());
    }));
  });
});

describe('a disk with a fault', () => {
  test('a full one says so, after it has taken the beginning of a write', async () => {
    const disk = new MemoryDisk();
    const file = await disk.append(path);
    disk.fault = 'full';
    await expect(file.write(Buffer.from('abcd'))).rejects.toMatchObject({ name: 'DiskError', trouble: 'full', path });
    await expect(disk.replace('a', Buffer.from('a'))).rejects.toMatchObject({ trouble: 'full' });
    await expect(disk.append('journal/2.log')).rejects.toMatchObject({ trouble: 'full' });
    expect(await textOf(disk)).toBe('ab');
    disk.fault = 'none';
    await file.write(Buffer.from('ef'));
    expect(await textOf(disk)).toBe('abef');
  });

  test('one whose sync failed has lost those pages, whatever a later sync says', async () => {
    const disk = new MemoryDisk();
    const file = await disk.append(path);
    await file.write(Buffer.from('lost'));
    disk.fault = 'sync-fails';
    await expect(file.sync()).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed', path });
    await expect(disk.replace(path, Buffer.from('new'))).rejects.toMatchObject({ trouble: 'failed' });
    disk.fault = 'none';
    await file.sync();
    expect(await textOf(disk)).toBe('lost');
    disk.powerCut(new SeededRandom(1));
    expect(await textOf(disk)).toBe('');
  });

  test('one that is slow holds every sync back until it is let go', async () => {
    const disk = new MemoryDisk();
    const file = await disk.append(path);
    const letGo = disk.holdSyncs();
    await file.write(Buffer.from('x'));
    const sync = file.sync();
    expect(await isAnswered(sync)).toBe(false);
    letGo();
    await sync;
    expect(disk.syncs).toBe(2);
  });
});
