import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskError, type Disk } from '../firmware/ports/disk.ts';

/** A fresh disk, and a way to throw it away. */
interface DiskRig {
  readonly disk: Disk;
  end(): void;
}

/** What every disk promises, be it a folder or a model. What only a power cut shows is tested with the model. */
export function diskContract(name: string, makeRig: () => DiskRig): void {
  describe(`${name}: what every disk promises`, () => {
    let rig: DiskRig;
    beforeEach(() => (rig = makeRig()));
    afterEach(() => rig.end());
    const text = async (path: string) => {
      const bytes = await rig.disk.read(path);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    };
    const write = async (path: string, at: number, said: string) => {
      const file = await rig.disk.open(path);
      await file.write(at, Buffer.from(said));
      await file.sync();
      await file.close();
    };

    test('what was never written reads as nothing, and is in no list', async () => {
      expect(await rig.disk.read('none.json')).toBeNull();
      expect(await rig.disk.read('no/such/folder.json')).toBeNull();
      expect(await rig.disk.list('journal')).toEqual([]);
    });

    test('a file is replaced as a whole, by a longer one and by a shorter one', async () => {
      await rig.disk.replace('books.json', Buffer.from('one'));
      expect(await text('books.json')).toBe('one');
      await rig.disk.replace('books.json', Buffer.from('one and two'));
      expect(await text('books.json')).toBe('one and two');
      await rig.disk.replace('books.json', Buffer.from(''));
      expect(await text('books.json')).toBe('');
    });

    test('folders come into being with the first file in them', async () => {
      await rig.disk.replace('a/b/c.json', Buffer.from('deep'));
      await rig.disk.rename('a/b/c.json', 'd/e/f.json');
      expect([await text('a/b/c.json'), await text('d/e/f.json')]).toEqual([null, 'deep']);
    });

    test('a list is sorted, and holds names and no drafts', async () => {
      for (const name of ['c.log', 'a.log', 'b.log']) await rig.disk.replace(`journal/${name}`, Buffer.from(name));
      await rig.disk.replace('elsewhere.log', Buffer.from(''));
      expect(await rig.disk.list('journal')).toEqual(['a.log', 'b.log', 'c.log']);
      expect(await rig.disk.list('.')).toEqual(['elsewhere.log', 'journal']);
    });

    test('what is written in place leaves everything around it as it was', async () => {
      await rig.disk.replace('journal/1.log', new Uint8Array(2_000).fill(46));
      await write('journal/1.log', 500, 'a door opens');
      expect(await text('journal/1.log')).toBe(`${'.'.repeat(500)}a door opens${'.'.repeat(1_488)}`);
    });

    test('what is written beyond the end makes the file longer, with zeros between', async () => {
      await rig.disk.replace('journal/1.log', Buffer.from('one '));
      await write('journal/1.log', 4, 'two');
      expect(await text('journal/1.log')).toBe('one two');
      await write('journal/1.log', 9, 'three');
      expect(await text('journal/1.log')).toBe('one two\0\0three');
    });

    test('what was written can be read before it is synced', async () => {
      await rig.disk.replace('journal/1.log', new Uint8Array(4));
      const file = await rig.disk.open('journal/1.log');
      await file.write(0, Buffer.from('soon'));
      expect(await text('journal/1.log')).toBe('soon');
      await file.close();
    });

    test('bytes of any kind come back as they were [a million of them]', async () => {
      const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index * 7);
      await rig.disk.replace('all.bin', bytes);
      expect(Buffer.compare(Buffer.from((await rig.disk.read('all.bin')) ?? []), bytes)).toBe(0);
      const file = await rig.disk.open('all.bin');
      await file.write(1_000_000, bytes);
      await file.close();
      expect(Buffer.compare(Buffer.from((await rig.disk.read('all.bin')) ?? []).subarray(1_000_000), bytes)).toBe(0);
    });

    test('a file that has got another name is only there, over what had that name before', async () => {
      await rig.disk.replace('journal/spare.log', Buffer.from('room'));
      await rig.disk.replace('journal/1.log', Buffer.from('old'));
      await rig.disk.rename('journal/spare.log', 'journal/1.log');
      expect(await rig.disk.list('journal')).toEqual(['1.log']);
      expect(await text('journal/1.log')).toBe('room');
    });

    test('what was removed is gone, and its neighbour is not', async () => {
      await rig.disk.replace('journal/1.log', Buffer.from('1'));
      await rig.disk.replace('journal/2.log', Buffer.from('2'));
      await rig.disk.remove('journal/1.log');
      expect(await rig.disk.read('journal/1.log')).toBeNull();
      expect(await rig.disk.list('journal')).toEqual(['2.log']);
    });

    test('there is room for something', async () => {
      expect(await rig.disk.freeBytes()).toBeGreaterThan(0);
    });

    test('trouble comes as a disk error that names the file', async () => {
      await rig.disk.replace('journal/1.log', Buffer.from('x'));
      const file = await rig.disk.open('journal/1.log');
      await file.close();
      const failing = [
        () => rig.disk.remove('none.log'),
        () => rig.disk.open('none.log'),
        () => rig.disk.rename('none.log', 'other.log'),
        () => file.write(0, Buffer.from('late')),
        () => file.sync(),
      ];
      for (const fail of failing) {
        const error = await fail().then(() => null, (thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(DiskError);
        expect(error).toMatchObject({
          trouble: 'failed',
          name: 'DiskError',
          path: expect.stringMatching(/^(none|journal\/1)\.log$/) as string,
        });
      }
    });

    test('nobody who keeps the bytes they wrote or read can change the file', async () => {
      const mine = Buffer.from('mine');
      await rig.disk.replace('a.json', mine);
      await rig.disk.replace('b.log', new Uint8Array(4));
      const file = await rig.disk.open('b.log');
      await file.write(0, mine);
      await file.sync();
      await file.close();
      mine.fill(120);
      (await rig.disk.read('a.json'))?.fill(120);
      expect([await text('a.json'), await text('b.log')]).toEqual(['mine', 'mine']);
    });
  });
}
