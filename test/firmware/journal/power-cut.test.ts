import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { deeds } from './story-teller.ts';
import { sweep } from './sweep.ts';

/** Two segments of history, so that old ones go while the story is told. */
const shortMemory = { keepBytes: 6_000 };

describe('a power cut', () => {
  test('at any call of any story loses nothing that was told, shows nothing by halves, and neither does the next', async () => {
    const { trouble, ...seen } = await sweep({ stories: 40 });
    expect(trouble).toBeNull();
    expect(seen.torn).toBeGreaterThan(100);
    expect(seen.untold).toBeGreaterThan(100);
  }, 60_000);

  test('while old segments go loses none that the upstream has not acknowledged', async () => {
    const { trouble } = await sweep({ stories: 20, limits: shortMemory });
    expect(trouble).toBeNull();
  }, 60_000);

  test.each([
    1_024, 16 * 1_024, 4 * 1_024 * 1_024,
  ])('that garbles the block of %i bytes around what was being written changes nothing either', async (blockBytes) => {
    const { trouble, blocksLost } = await sweep({ stories: 15, makeDisk: () => new MemoryDisk({ blockBytes }) });
    expect(trouble).toBeNull();
    expect(blocksLost).toBeGreaterThan(100);
  }, 60_000);

  test('on a disk that is full again and again stops nothing but what has no room', async () => {
    const { trouble } = await sweep({ stories: 20, limits: shortMemory, deeds: [...deeds, 'full', 'full', 'room'] });
    expect(trouble).toBeNull();
  }, 60_000);

  test('is no worse for a bit that has turned over in one copy of the journal, or in the newest snapshot', async () => {
    let turned = 0;
    const { trouble } = await sweep({
      stories: 15,
      async meanwhile(disk, random) {
        const [dice = 0, place = 0] = random.bytes(2);
        const names = (await disk.list('journal')).filter((name) => /^\d.*-b\.log$/.test(name));
        const path = dice < 64 ? 'snapshot.a.json' : `journal/${String(names[dice % names.length])}`;
        const bytes = Buffer.from((await disk.read(path)) ?? []);
        // What was written last is in one copy alone: to lose it is no different from never having had it.
        const length = dice < 64 ? bytes.length : (await endOfOlderRecords(disk, path, bytes));
        if (length === 0) return;
        disk.rot(path, (place * 97) % length);
        turned++;
      },
    });
    expect(trouble).toBeNull();
    expect(turned).toBeGreaterThan(100);
  }, 60_000);
});

async function endOfOlderRecords(disk: MemoryDisk, path: string, bytes: Buffer): Promise<number> {
  const twin = Buffer.from((await disk.read(path.replace('-b.log', '-a.log'))) ?? []);
  let end = 0;
  for (let next = bytes.indexOf(10); next >= 0 && twin.subarray(0, next).equals(bytes.subarray(0, next)); next = bytes.indexOf(10, next + 1)) end = next;
  return end;
}
