import { beforeEach, describe, expect, test } from 'vitest';
import { noDirectory, type Directory } from '../../../../firmware/bank/directory.ts';
import { publicOf } from '../../../../firmware/signed/technician-keys.ts';
import { DirectoryWords } from '../../../../firmware/technician/socket/directory-words.ts';
import { writeTechnicians } from '../../../../firmware/technician/socket/technicians.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';
import { keyFor } from '../../../support/technician-rig.ts';

let disk: MemoryDisk;
let directory: Directory;
beforeEach(() => {
  disk = new MemoryDisk();
  directory = noDirectory;
});

const addKey = (): Promise<void> => writeTechnicians(disk, [{ id: 'mary', public: publicOf(keyFor('mary')) ?? '' }]);
const open = (): Promise<DirectoryWords> => DirectoryWords.open(disk, () => ({ directory }), () => undefined);
const nobody = (): Directory => ({ ...noDirectory });
const withMary = (...permissions: 'remote-open'[]): Directory =>
  ({ ...noDirectory, staff: { mary: { id: 'mary', role: 'technician', permissions } as unknown as Directory['staff'][string] } });

describe('whom a directory has named, and names no more, is out', () => {
  test.each([['may', withMary('remote-open')], ['may not', withMary()]])(
    'also where the key came after the directory, and nobody has signed in with it yet (%s)', async (_, named) => {
      const words = await open();
      directory = named;
      await words.hear();
      await addKey();
      directory = nobody();
      await words.hear();
      await words.hearOf('mary');
      expect(words.last('mary')).toBe('gone');
      expect(words.mayWork('mary')).toBe(false);
    },
  );

  test('also where the card took nothing when they were dropped: at the sign-in it is asked once more', async () => {
    await addKey();
    const words = await open();
    directory = withMary('remote-open');
    await words.hear();
    directory = nobody();
    disk.fault = 'write-fails';
    await expect(words.hear()).rejects.toThrow();
    expect(words.last('mary')).toBe('may');
    disk.fault = 'none';
    await words.hearOf('mary');
    expect(words.mayWork('mary')).toBe(false);
    const { last } = await open().then((again) => ({ last: again.last('mary') }));
    expect(last).toBe('gone');
  });

  test('a key that no directory has ever named works', async () => {
    await addKey();
    const words = await open();
    directory = nobody();
    await words.hear();
    await words.hearOf('mary');
    expect(words.mayWork('mary')).toBe(true);
  });

  test('a list of keys that is damaged is told once for each directory, not at everything that happens', async () => {
    await disk.replace('technicians.json', Buffer.from('gone'));
    const words = await open();
    directory = nobody();
    await expect(words.hear()).rejects.toThrow(/damaged/);
    await words.hear();
    await expect(words.hearOf('mary')).rejects.toThrow(/damaged/);
  });
});
