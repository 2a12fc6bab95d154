import { MemoryDisk } from '../../../sim/disk-memory.ts';
import type { SeededRandom } from '../../../sim/seeded-random.ts';
import { deeds } from './story-teller.ts';
import { endOfBoth, type CutOptions } from './cut-stories.ts';

/** Two segments of history, so that old ones go while the story is told. */
const shortMemory = { keepBytes: 6_000 };

/** The dangers that a journal is swept with. */
export const sweeps = {
  plain: { stories: 40 },
  forgetful: { stories: 20, limits: shortMemory },
  blocksOf: (blockBytes: number): CutOptions => ({ stories: 15, makeDisk: () => new MemoryDisk({ blockBytes }) }),
  full: { stories: 20, limits: shortMemory, deeds: [...deeds, 'full', 'full', 'room'] },
  failing: { stories: 20, deeds: [...deeds, 'fail'] },
  failingOn: (blockBytes: number): CutOptions => ({
    stories: 15, deeds: [...deeds, 'fail'], makeDisk: () => new MemoryDisk({ blockBytes }),
  }),
  /** A bit turns over in one copy of the journal, or in one of the two snapshots, and always the same one. */
  rotten: { stories: 15, limits: shortMemory, meanwhile: (disk, random) => rot(disk, random, ['b']) },
  /** A bit turns over in both copies. */
  doublyRotten: { stories: 15, mayRefuse: true, cutsOnce: true, meanwhile: (disk, random) => rot(disk, random, ['a', 'b']) },
  /** Nothing is kept that need not be, and then the newest snapshot is gone. */
  bare: {
    stories: 15, limits: { keepBytes: 0 }, cutsOnce: true, meanwhile: rotNewestSnapshot,
    deeds: ['huge', 'huge', 'acknowledge', 'snapshot', 'fork', 'reopen'],
  },
} as const satisfies Record<string, CutOptions | ((blockBytes: number) => CutOptions)>;

async function rot(disk: MemoryDisk, random: SeededRandom, inCopies: readonly string[]): Promise<void> {
  const [dice = 0, place = 0] = random.bytes(2);
  if (inCopies.length === 1 && dice < 64) return rotFile(disk, 'snapshot.a.json', place);
  const names = (await disk.list('journal')).filter((name) => /^\d.*-b\.log$/.test(name));
  const path = `journal/${String(names[dice % names.length])}`;
  // What was written last is in one copy alone: to lose it is no different from never having had it.
  const end = await endOfBoth(disk, path);
  for (const copy of inCopies) if (end > 0) disk.rot(path.replace('-b.log', `-${copy}.log`), (place * 97) % end);
}

async function rotNewestSnapshot(disk: MemoryDisk): Promise<void> {
  const places = await Promise.all(['snapshot.a.json', 'snapshot.b.json'].map(async (path) => {
    const text = Buffer.from((await disk.read(path)) ?? []).toString('latin1');
    return { path, n: Number(/"place":\{[^}]*"n":(\d+)/.exec(text)?.[1] ?? -1) };
  }));
  const [newest, older] = places.sort((one, other) => other.n - one.n);
  if (newest && older && older.n >= 0) await rotFile(disk, newest.path, 3);
}

async function rotFile(disk: MemoryDisk, path: string, place: number): Promise<void> {
  const length = (await disk.read(path))?.length ?? 0;
  if (length > 0) disk.rot(path, (place * 97) % length);
}
