import { afterEach, expect, test, vi } from 'vitest';
import { buggyDisk, planted, type JournalBug } from '../../planted/journal-bugs.ts';
import { cutStories, type CutOptions } from './cut-stories.ts';
import { sweeps } from './sweeps.ts';

vi.mock(import('../../../firmware/journal/compaction.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggyCompaction(await real()));
vi.mock(import('../../../firmware/journal/heal.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggyHeal(await real()));
vi.mock(import('../../../firmware/journal/segment-reading.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggyReading(await real()));
vi.mock(import('../../../firmware/journal/segment-writer.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggyWriter(await real()));
vi.mock(import('../../../firmware/journal/snapshot.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggySnapshots(await real()));
vi.mock(import('../../../firmware/journal/timekeeper.ts'), async (real) =>
  (await import('../../planted/journal-bugs.ts')).buggyTime(await real()));

afterEach(() => void (planted.bug = null));

/** With which sweep each bug is found. */
const found: Readonly<Record<JournalBug, CutOptions>> = {
  'a sync does nothing': sweeps.plain,
  'a sync is said to be done while it is on its way': sweeps.plain,
  'only the first copy is ever synced': sweeps.plain,
  'a sync that failed is tried again as if nothing were': sweeps.failing,
  'old segments go before they are acknowledged': sweeps.forgetful,
  'old segments go when one snapshot knows them': sweeps.bare,
  'both copies are written at once': sweeps.plain,
  'an interrupted commit is not cut off': sweeps.plain,
  'a copy is mended in place although the other may have nothing': sweeps.failingOn(16 * 1_024),
  'a record too many is cut off': sweeps.plain,
  'damage is taken for an interrupted commit': sweeps.doublyRotten,
  'a snapshot says less than its place': sweeps.plain,
  'the floor falls': sweeps.plain,
  'the age starts again with each boot': sweeps.plain,
};

test.each(Object.entries(found) as [JournalBug, CutOptions][])('a journal in which %s is found out', async (bug, options) => {
  planted.bug = bug;
  const { trouble } = await cutStories({ ...options, through: buggyDisk });
  expect(trouble).not.toBeNull();
});

test('a journal with no bug planted is found to be sound by the same sweeps', async () => {
  for (const options of new Set(Object.values(found))) {
    expect((await cutStories({ ...options, stories: 4, through: buggyDisk })).trouble).toBeNull();
  }
});
