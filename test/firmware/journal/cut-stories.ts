import { fraction } from '../../../firmware/ports/random.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { atRest } from '../../support/ledgers.ts';
import { deeds, StoryTeller, type Deed, type TellerOptions } from './story-teller.ts';

export interface CutOptions extends Omit<TellerOptions, 'disk'> {
  readonly stories: number;
  readonly makeDisk?: () => MemoryDisk;
  readonly deeds?: readonly Deed[];
  /** To refuse the start is an answer too, where what befalls the disk is beyond mending. */
  readonly mayRefuse?: boolean;
  /** No bank is cut twice: what befalls the disk meanwhile can be mended once. */
  readonly cutsOnce?: boolean;
  /** What else befalls the disk while the power is off. */
  readonly meanwhile?: (disk: MemoryDisk, random: SeededRandom) => void | Promise<void>;
}

/** Up to where both copies of a segment say the same: what was written last is in one of them alone, or in both by halves. */
export async function endOfBoth(disk: MemoryDisk, path: string): Promise<number> {
  const [one, twin] = [Buffer.from((await disk.read(path)) ?? []), Buffer.from((await disk.read(path.replace('-b.log', '-a.log'))) ?? [])];
  const isSame = (upTo: number) => twin.subarray(0, upTo).equals(one.subarray(0, upTo));
  let end = 0;
  for (let next = one.indexOf('\n'); next >= 0 && isSame(next); next = one.indexOf('\n', next + 1)) end = next;
  return end;
}

/** What a sweep has seen: dangers that never came up have not been tried. */
interface CutResult {
  /** The first thing that was wrong, and where; `null` where all was as it must be. */
  readonly trouble: string | null;
  readonly cuts: number;
  readonly blocksLost: number;
  /** How often a commit that was interrupted had to be cut off. */
  readonly torn: number;
  /** How often a record came back that nobody had been told of. */
  readonly untold: number;
}

interface Moment {
  readonly disk: MemoryDisk;
  readonly told: number;
  readonly call: number;
}

const storyLength = 12;

/**
 * Tells random stories, cuts the power at every call to the disk that any of them makes, switches on again and asks
 * the witness; then lets the bank go on, and cuts it once more.
 */
export async function cutStories(options: CutOptions): Promise<CutResult> {
  const seen = { cuts: 0, blocksLost: 0, torn: 0, untold: 0 };
  for (let seed = 0; seed < options.stories; seed++) {
    const { teller, moments, trouble } = await tell(options, storyOf(seed, options.deeds ?? deeds));
    if (trouble) return { ...seen, trouble: `story ${String(seed)}, told to its end: ${trouble}` };
    for (const [index, { disk, told, call }] of moments.entries()) {
      const random = new SeededRandom(1_000 * seed + index);
      const after = teller.after(disk, told);
      if (index % 4 === 2 && !options.cutsOnce) await cutWhileSwitchingOn(after, 1 + ((seed + index) % 7), random, seen);
      const what = await troubleAfterCut(after, random, options, seen);
      if (what) return { ...seen, trouble: `story ${String(seed)}, call ${String(call)}: ${what}` };
      const next = index % 4 === 0 && !options.cutsOnce ? await troubleAfterNextCut(after, seed + index, random, options, seen) : null;
      if (next) return { ...seen, trouble: `story ${String(seed)}, call ${String(call)}, and again: ${next}` };
    }
  }
  return { ...seen, trouble: null };
}

function storyOf(seed: number, from: readonly Deed[]): readonly Deed[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: storyLength }, () => from[Math.floor(fraction(random) * from.length)] ?? 'small');
}

/** Tells a story to its end, and remembers every moment at which the power could have gone. */
async function tell(options: CutOptions, story: readonly Deed[]) {
  const disk = options.makeDisk?.() ?? new MemoryDisk();
  const teller = StoryTeller.of({ ...options, disk });
  const moments: Moment[] = [];
  disk.onChange = () => moments.push({ disk: disk.copy(), told: teller.witness.told, call: disk.calls });
  let trouble: string | null = null;
  try {
    await teller.open();
    await atRest();
    for (const deed of story) await teller.tell(deed);
    await teller.hear();
    if (!teller.ledger.isBroken) trouble = await teller.trouble();
  } catch (error) {
    trouble = String(error);
  }
  disk.onChange = null;
  return { teller, moments, trouble };
}

interface Seen {
  cuts: number;
  blocksLost: number;
  torn: number;
  untold: number;
}

async function troubleAfterCut(teller: StoryTeller, random: SeededRandom, options: CutOptions, seen: Seen): Promise<string | null> {
  const { disk } = teller;
  const lostBefore = disk.blocksLost;
  disk.powerCut(random);
  if (disk.fault === 'sync-fails') disk.fault = 'none'; // It failed once.
  await options.meanwhile?.(disk, random);
  seen.cuts++;
  seen.blocksLost += disk.blocksLost - lostBefore;
  try {
    const ledger = await teller.open();
    if (ledger.tornBytes > 0) seen.torn++;
    if (teller.recordCount() > teller.witness.told) seen.untold++;
    return await teller.trouble(options.mayRefuse);
  } catch (error) {
    return options.mayRefuse && error instanceof LockerError ? null : String(error);
  }
}

/** The power goes, and goes again while the bank is reading its journal back and mending it. */
async function cutWhileSwitchingOn(teller: StoryTeller, calls: number, random: SeededRandom, seen: Seen): Promise<void> {
  const { disk } = teller;
  disk.powerCut(random);
  seen.cuts++;
  disk.haltAt(disk.calls + calls);
  void teller.open().catch(() => undefined);
  for (let turn = 0; turn < 2; turn++) await atRest();
}

/** A bank that has come through one power cut, and is cut again a little later. */
async function troubleAfterNextCut(
  teller: StoryTeller,
  seed: number,
  random: SeededRandom,
  options: CutOptions,
  seen: Seen,
): Promise<string | null> {
  await teller.goOn();
  const { disk } = teller;
  disk.haltAt(disk.calls + 1 + (seed % 6));
  void teller.tell(seed % 2 === 0 ? 'three' : 'fork').then(() => teller.tell('huge')).catch(() => undefined);
  for (let turn = 0; turn < 3; turn++) await atRest();
  return troubleAfterCut(teller.after(disk), random, options, seen);
}
