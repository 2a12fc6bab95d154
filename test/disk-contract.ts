import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskError, type Disk } from '../firmware/ports/disk.ts';

/** A fresh disk, and a way to throw it away. */
export interface DiskRig {
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
      await (await rig.disk.append('d/e/f.log')).close();
      expect(await text('a/b/c.json')).toBe('deep');
      expect(await text('d/e/f.log')).toBe('');
    });

    test('a list is sorted, and holds names and no drafts', async () => {
      for (const name of ['c.log', 'a.log', 'b.log']) await rig.disk.replace(`journal/${name}`, Buffer.from(name));
      await rig.disk.replace('elsewhere.log', Buffer.from(''));
      expect(await rig.disk.list('journal')).toEqual(['a.log', 'b.log', 'c.log']);
    });

    test('what is appended comes behind what is there, also after a second opening', async () => {
      const first = await rig.disk.append('journal/1.log');
      await first.write(Buffer.from('one '));
      await first.write(Buffer.from('two '));
      await first.sync();
      await first.close();
      const second = await rig.disk.append('journal/1.log');
      await second.write(Buffer.from('three'));
      await second.sync();
      await second.close();
      expect(await text('journal/1.log')).toBe('one two three');
    });

    test('what was written can be read before it is synced', async () => {
      const file = await rig.disk.append('journal/1.log');
      await file.write(Buffer.from('soon'));
      expect(await text('journal/1.log')).toBe('soon');
      await file.close();
    });

    test('bytes of any kind come back as they were [a million of them]', async () => {
      const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index * 7);
      await rig.disk.replace('all.bin', bytes);
      expect(Buffer.compare(Buffer.from((await rig.disk.read('all.bin')) ?? []), bytes)).toBe(0);
    });

    test('a torn tail can be cut off, and writing goes on from there', async () => {
      await rig.disk.replace('journal/1.log', Buffer.from('whole torn'));
      await rig.disk.truncate('journal/1.log', 6);
      expect(await text('journal/1.log')).toBe('whole ');
      const file = await rig.disk.append('journal/1.log');
      await file.write(Buffer.from('again'));
      await file.sync();
      await file.close();
      expect(await text('journal/1.log')).toBe('whole again');
    });

    test('what was removed is gone, and its neighbour is not', async () => {
      await rig.disk.replace('journal/1.log', Buffer.from('1'));
      await rig.disk.replace('journal/2.log', Buffer.from('2'));
      await rig.disk.remove('journal/1.log');
      expect(await rig.disk.read('journal/1.log')).toBeNull();
      expect(await rig.disk.list('journal')).toEqual(['2.log']);
    });

    test('trouble comes as a disk error that names the file', async () => {
      const file = await rig.disk.append('journal/1.log');
      await file.close();
      const failing = [
        () => rig.disk.remove('none.log'),
        () => rig.disk.truncate('none.log', 0),
        () => file.write(Buffer.from('late')),
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
      const file = await rig.disk.append('b.log');
      await file.write(mine);
      await file.sync();
      await file.close();
      mine.fill(120);
      (await rig.disk.read('a.json'))?.fill(120);
      expect([await text('a.json'), await text('b.log')]).toEqual(['mine', 'mine']);
    });
  });
}
