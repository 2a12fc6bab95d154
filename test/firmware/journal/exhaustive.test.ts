import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { copies, journalFolder, pathOf, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { Place } from '../../../firmware/journal/segment-reading.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { atRest } from '../../support/ledgers.ts';
import { StoryTeller, type Deed } from './story-teller.ts';

/** Few sectors, so that every subset of them can be tried; and no segment stays that need not. */
const limits = { segmentBytes: 2_048, cachedEventsMost: 2, keepBytes: 0 };

const deeds: readonly Deed[] = ['small', 'large', 'snapshot', 'acknowledge', 'fork', 'reopen'];
const longest = 6;

interface Moment {
  readonly disk: MemoryDisk;
  readonly told: number;
}

interface Told {
  readonly teller: StoryTeller;
  /** Each moment of the last deed at which the power may go. */
  readonly moments: readonly Moment[];
  readonly shape: string;
}

async function tell(story: readonly Deed[]): Promise<Told> {
  const disk = new MemoryDisk();
  const teller = StoryTeller.of({ disk, limits });
  await teller.open();
  await atRest();
  const moments: Moment[] = [];
  for (const [index, deed] of story.entries()) {
    if (index === story.length - 1) disk.onChange = () => moments.push({ disk: disk.copy(), told: teller.witness.told });
    await teller.tell(deed);
  }
  disk.onChange = null;
  await teller.hear();
  return { moments, teller, shape: await shapeOf(teller, story.at(-1) === 'reopen') };
}

/** All that the next deeds depend on: what is written where and how far, but not what it says. Equal shapes go on alike. */
async function shapeOf({ disk, ledger, witness }: StoryTeller, isFresh: boolean): Promise<string> {
  const segments = segmentsIn(await disk.list(journalFolder));
  const active = segments.at(-1);
  const places = await Promise.all(['a', 'b'].map(async (name) => placeIn(await disk.read(`snapshot.${name}.json`))));
  const ends = await Promise.all(copies.map(async (copy) => active && endOf((await disk.read(pathOf(active, copy))) ?? new Uint8Array())));
  const closed = segments.slice(0, -1).map((segment, index) => {
    const next = segments[index + 1] ?? segment;
    const covered = places.map((place) => place !== null && next.firstN - 1 <= place.n);
    return [segment.copies.length, next.log !== active?.log || next.firstEvent - 1 <= ledger.books.acknowledged, ...covered];
  });
  const snapshots = places.map((place) => place && [place.ordinal - (active?.ordinal ?? 0), place.n === witness.ages.length, place.offset]);
  return JSON.stringify([closed, ends, snapshots, ledger.head === ledger.books.acknowledged, isFresh]);
}

function placeIn(bytes: Uint8Array | null): Place | null {
  const text = /"place":(\{[^}]*\})/.exec(Buffer.from(bytes ?? []).toString('latin1'))?.[1];
  return text === undefined ? null : (JSON.parse(text) as Place);
}

function endOf(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0);
}

/** How many records each disk has led to: what was told before says how many there must be. */
type Checked = Map<string, number>;

/** What is wrong after a power cut at any of the moments, with any outcome of it. */
async function troubleAfter({ moments, teller }: Told, checked: Checked): Promise<string | null> {
  for (const { disk, told } of moments) {
    for (const left of disk.powerCuts()) {
      const image = createHash('sha1').update(left.image()).digest('base64');
      const count = checked.get(image) ?? (await countOn(teller.after(left, 0)));
      if (typeof count === 'string') return count;
      checked.set(image, count);
      if (count < told) return `${String(told)} records were durable, and only ${String(count)} are there`;
    }
  }
  return null;
}

async function countOn(teller: StoryTeller): Promise<string | number> {
  try {
    await teller.open();
    return (await teller.trouble()) ?? teller.recordCount();
  } catch (error) {
    return String(error);
  }
}

test('every story of up to six deeds, cut at every call to the disk, with every subset of what was on its way, is sound', async () => {
  const checked: Checked = new Map();
  const shapes = new Set<string>();
  let stories: readonly (readonly Deed[])[] = [[]];
  for (let length = 1; length <= longest; length++) {
    const longer: (readonly Deed[])[] = [];
    for (const story of stories.flatMap((before) => deeds.map((deed) => [...before, deed]))) {
      const told = await tell(story);
      const trouble = await troubleAfter(told, checked);
      if (trouble !== null) expect(trouble, story.join(', ')).toBeNull();
      if (!shapes.has(told.shape)) longer.push(story);
      shapes.add(told.shape);
    }
    stories = longer;
  }
  expect(shapes.size).toBeGreaterThan(2_500);
  expect(checked.size).toBeGreaterThan(40_000);
}, 300_000);
