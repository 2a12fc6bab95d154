import { expect, test } from 'vitest';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { atRest } from '../../support/ledgers.ts';
import { StoryTeller, type Deed } from './story-teller.ts';

const deeds: readonly Deed[] = ['small', 'large', 'snapshot'];
const longest = 3;

/** Greater than all that these stories write into a segment. */
const blockBytes = 16 * 1_024;

/** Which of the blocks goes, and into what it turns, is diced. */
const dices = 8;

function storiesOf(length: number): readonly (readonly Deed[])[] {
  return length === 0 ? [[]] : storiesOf(length - 1).flatMap((story) => deeds.map((deed) => [...story, deed]));
}

/** Tells a story and stops, with the disk failing at one call of the stop. @returns `null` where the stop has not so many */
async function stopped(story: readonly Deed[], failing: number): Promise<StoryTeller | null> {
  const disk = new MemoryDisk({ blockBytes });
  const teller = StoryTeller.of({ disk });
  await teller.open();
  await atRest();
  for (const deed of story) await teller.tell(deed);
  const before = disk.calls;
  disk.failAt(before + failing);
  await teller.ledger.close().catch(() => undefined);
  return disk.calls < before + failing ? null : teller;
}

/** Starts once more, goes on a little, and cuts the power at each call meanwhile. */
async function troubleAfter(teller: StoryTeller): Promise<string | null> {
  const { disk } = teller;
  const moments: { readonly disk: MemoryDisk; readonly told: number }[] = [];
  disk.onChange = () => moments.push({ disk: disk.copy(), told: teller.witness.told });
  await teller.open();
  await teller.goOn();
  await teller.tell('small');
  disk.onChange = null;
  for (const { disk: left, told } of moments) {
    for (let dice = 0; dice < dices; dice++) {
      const copy = left.copy();
      copy.powerCut(new SeededRandom(dice));
      const after = teller.after(copy, told);
      const trouble = await after.open().then(() => after.trouble(), String);
      if (trouble !== null) return trouble;
    }
  }
  return null;
}

test('a sync that fails anywhere in a stop costs nothing, even if the next start is cut off and a block goes with it', async () => {
  const lengths = Array.from({ length: longest }, (_, index) => index + 1);
  let stops = 0;
  for (const story of lengths.flatMap(storiesOf)) {
    for (let failing = 1; ; failing++) {
      const teller = await stopped(story, failing);
      if (!teller) break;
      const trouble = await troubleAfter(teller);
      if (trouble !== null) expect(trouble, `${story.join(', ')}, failing at call ${String(failing)} of the stop`).toBeNull();
      stops++;
    }
  }
  expect(stops).toBeGreaterThan(70);
});
