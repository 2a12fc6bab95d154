import { describe, expect, test } from 'vitest';
import { usualJournalLimits } from '../../../firmware/journal/journal.ts';
import { beginning } from '../../../firmware/journal/journal-reading.ts';
import { encodeLine } from '../../../firmware/journal/line.ts';
import { copies, pathOf, sparePath } from '../../../firmware/journal/segment.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { atRest } from '../../support/ledgers.ts';
import {
  appendAll, beginJournal, damage, draft, firstPath, folderOf, nobody, numbers, openJournal, smallJournal,
} from './journals.ts';

async function begun() {
  const disk = new MemoryDisk();
  await beginJournal(disk);
  return { disk, ...(await openJournal(disk)) };
}

/** A journal of twelve entries in several segments. */
async function longStory() {
  const { disk, journal } = await begun();
  journal.watch(nobody);
  await appendAll(journal, 1, 12);
  const { segments } = journal;
  await journal.close();
  return { disk, segments: [...segments] };
}

describe('the journal', () => {
  test('what was appended is there at the next start, in order', async () => {
    const { disk, journal, entries } = await begun();
    expect(entries).toEqual([]);
    await appendAll(journal, 1, 3);
    await journal.close();
    const again = await openJournal(disk);
    expect(again.entries.map(({ g: _, prev: _prev, ...said }) => said)).toEqual([1, 2, 3].map(draft));
    expect(again.reading.tornBytes).toBe(0);
    await again.journal.append(draft(4));
    expect(numbers(await openJournal(disk, again.reading.last.to))).toEqual([4]);
  });

  test('can be read by a person', async () => {
    const { disk, journal } = await begun();
    await appendAll(journal, 1, 2);
    const [head, first, second] = Buffer.from((await disk.read(firstPath('b'))) ?? []).toString('utf8').split('\n');
    expect(head).toMatch(/^[0-9a-f]{8} \{"journal":2,"id":"JOURNAL"/);
    expect(first).toMatch(/^[0-9a-f]{8} \{"n":1,"g":1,"atMs":1,"ageMs":1,"monoMs":1,"clockq":"ntp","prev":"","facts":\[/);
    expect(second).toMatch(/^[0-9a-f]{8} \{"n":2,"g":2,.*"prev":"[\w-]{22}","facts":\[/);
  });

  test('an entry is not said to be written before the disk has synced it', async () => {
    const { disk, journal } = await begun();
    const letGo = disk.holdSyncs();
    let isDurable = false;
    const appended = journal.append(draft(1)).then(() => (isDurable = true));
    await atRest();
    expect(isDurable).toBe(false);
    letGo();
    await appended;
    disk.powerCut(new SeededRandom(3));
    expect(numbers(await openJournal(disk))).toEqual([1]);
  });

  test('doors that open at the same moment share one write and one sync', async () => {
    const { disk, journal } = await begun();
    const before = disk.calls;
    await Promise.all([1, 2, 3].map((n) => journal.append(draft(n))));
    expect(disk.calls - before).toBe(2);
    await journal.append(draft(4));
    expect(disk.calls - before).toBe(4);
    expect((await openJournal(disk)).entries.map(({ g }) => g)).toEqual([1, 1, 1, 4]);
  });

  test('whoever comes while the disk is busy shares the next sync', async () => {
    const { disk, journal } = await begun();
    const before = disk.syncs;
    const letGo = disk.holdSyncs();
    const one = journal.append(draft(1));
    await atRest();
    const others = [2, 3, 4].map((n) => journal.append(draft(n)));
    letGo();
    await Promise.all([one, ...others]);
    expect(disk.syncs - before).toBe(2);
    expect(numbers(await openJournal(disk))).toEqual([1, 2, 3, 4]);
  });

  test('writes its two copies in turn, and makes them equal at the end', async () => {
    const { disk, journal } = await begun();
    const holds = async (copy: 'a' | 'b') => Buffer.from((await disk.read(firstPath(copy))) ?? []).toString().split('"n":').length - 1;
    const held: number[][] = [];
    for (let n = 1; n <= 4; n++) {
      await journal.append(draft(n));
      held.push([await holds('a'), await holds('b')]);
    }
    expect(held).toEqual([[1, 0], [1, 2], [3, 2], [3, 4]]);
    await journal.close();
    expect(await disk.read(firstPath('a'))).toEqual(await disk.read(firstPath('b')));
  });

  test.each([
    'sync-fails', 'write-fails',
  ] as const)('after one failure nothing is ever taken again, not even by a disk that has recovered [%s]', async (fault) => {
    const { disk, journal } = await begun();
    const broken: Error[] = [];
    journal.watch({ ...nobody, broken: (error) => broken.push(error) });
    await atRest();
    await journal.append(draft(1));
    disk.fault = fault;
    const both = [2, 3].map((n) => journal.append(draft(n)));
    for (const one of both) await expect(one).rejects.toMatchObject({ name: 'DiskError', path: firstPath('b') });
    disk.fault = 'none';
    await expect(journal.append(draft(4))).rejects.toMatchObject({ name: 'DiskError' });
    expect(broken).toHaveLength(1);
    disk.powerCut(new SeededRandom(1));
    expect(numbers(await openJournal(disk))).toEqual([1]);
  });

  test('a journal that was closed takes nothing more', async () => {
    const { journal } = await begun();
    const last = journal.append(draft(1));
    await journal.close();
    await last;
    await expect(journal.append(draft(2))).rejects.toThrow('closed');
  });

  test('an entry that is longer than a segment gets one of its own, and no other is the worse for it', async () => {
    const { disk, journal } = await begun();
    await journal.append(draft(1));
    const note = { type: 'note.visit-said', locker: 1, leaving: ['x'.repeat(2 * smallJournal.segmentBytes)], ends: false } as const;
    await journal.append({ ...draft(2), facts: [{ note }] });
    await journal.append(draft(3));
    await journal.close();
    const opened = await openJournal(disk);
    expect(numbers(opened)).toEqual([1, 2, 3]);
    expect(opened.reading.segments).toHaveLength(3);
    await appendAll(opened.journal, 4, 6);
    expect(numbers(await openJournal(disk))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('the segments of a journal', () => {
  test('a new one begins where an entry does not fit any more, in room that was made before', async () => {
    const { disk, journal } = await begun();
    journal.watch(nobody);
    await atRest();
    const lengths = async () => Promise.all((await disk.list('journal')).map(async (name) => (await disk.read(`journal/${name}`))?.length));
    await appendAll(journal, 1, 12);
    await journal.settled();
    const names = journal.segments.map(({ ordinal, firstN, firstEvent }) => [ordinal, firstN, firstEvent]);
    expect(names).toEqual([[1, 1, 1], [2, 5, 5], [3, 9, 9]]);
    expect(new Set(await lengths())).toEqual(new Set([smallJournal.segmentBytes]));
    expect(numbers(await openJournal(disk))).toHaveLength(12);
  });

  test('a commit does not wait for the room of the next one to be made', async () => {
    const { disk, journal } = await begun();
    journal.watch(nobody);
    await atRest();
    const replace = disk.replace.bind(disk);
    const slow: (() => void)[] = [];
    disk.replace = async (path, bytes) => {
      await new Promise<void>((resolve) => slow.push(resolve));
      await replace(path, bytes);
    };
    await appendAll(journal, 1, 6);
    expect(slow).toHaveLength(1);
    for (let turn = 0; turn < 3; turn++) {
      for (const letGo of slow.splice(0)) letGo();
      await atRest();
    }
    expect(await disk.list('journal')).toContain('spare-2600-b.log');
  });

  test('a commit waits only where that room is needed already', async () => {
    const { disk, journal } = await begun();
    await appendAll(journal, 1, 4);
    const letGo = disk.holdSyncs();
    const fifth = journal.append(draft(5));
    await atRest();
    letGo();
    await fifth;
    expect(numbers(await openJournal(disk))).toEqual([1, 2, 3, 4, 5]);
  });

  test('on a full disk there is room for one segment more, and then for nothing', async () => {
    const { disk, journal } = await begun();
    journal.watch(nobody);
    await atRest();
    disk.fault = 'full';
    await appendAll(journal, 1, 8);
    await expect(journal.append(draft(9))).rejects.toMatchObject({ trouble: 'full' });
    disk.fault = 'none';
    await expect(journal.append(draft(10))).rejects.toMatchObject({ trouble: 'full' });
    expect(numbers(await openJournal(disk))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('room for another length of segment is cleared away', async () => {
    const { disk } = await begun();
    await disk.replace(sparePath(777, 'a'), new Uint8Array(777));
    const { journal } = await openJournal(disk);
    journal.watch(nobody);
    await atRest();
    expect((await disk.list('journal')).filter((name) => name.startsWith('spare'))).toEqual(['spare-2600-a.log', 'spare-2600-b.log']);
  });

  test('reading begins where it has to: what a snapshot knows is not read again', async () => {
    const { disk, segments } = await longStory();
    const { reading } = await openJournal(disk);
    const read = disk.read.bind(disk);
    const paths: string[] = [];
    disk.read = (path) => {
      paths.push(path);
      return read(path);
    };
    expect(numbers(await openJournal(disk, reading.last.to))).toEqual([]);
    const last = segments.at(-1);
    expect(paths).toEqual(last && copies.map((copy) => pathOf(last, copy)));
  });
});

describe('the events of a journal', () => {
  test('are the same bytes from memory and from the disk, over all segments', async () => {
    const { disk } = await longStory();
    const { journal } = await openJournal(disk);
    journal.watch(nobody);
    await appendAll(journal, 13, 15);
    const texts = Array.from({ length: 15 }, (_, index) => JSON.stringify((draft(index + 1).facts[0] as { event: unknown }).event));
    for (const from of [1, 4, 5, 8, 12, 13, 14, 15]) {
      const found: string[] = [];
      while (found.length < 16 - from) {
        const part = await journal.shelf.read(1, from + found.length, 3);
        if (part.kind !== 'texts') throw new Error(part.kind);
        found.push(...part.texts);
      }
      expect(found).toEqual(texts.slice(from - 1));
    }
  });

  test('memory is kept small: of a long day only the newest events stay in it', async () => {
    const { disk, journal } = await begun();
    await appendAll(journal, 1, 5);
    for (const copy of copies) await disk.remove(firstPath(copy));
    expect(await journal.shelf.read(1, 4, 9)).toMatchObject({ kind: 'texts', texts: [expect.anything(), expect.anything()] });
    expect(await journal.shelf.read(1, 1, 9)).toMatchObject({ kind: 'damaged', segment: { ordinal: 1 } });
  });

  test('are read from the second copy where the first has lost them', async () => {
    const { disk } = await longStory();
    const { journal } = await openJournal(disk);
    await damage(disk, 2, ['a']);
    expect(await journal.shelf.read(1, 2, 1)).toMatchObject({ kind: 'texts' });
    await damage(disk, 2, ['b']);
    expect(await journal.shelf.read(1, 2, 1)).toMatchObject({ kind: 'damaged', segment: { ordinal: 1 } });
    expect(await journal.shelf.read(1, 1, 9)).toMatchObject({ kind: 'texts', texts: [expect.anything()] });
  });

  test('of segments that are gone, are said to be gone', async () => {
    const { disk, segments } = await longStory();
    const { journal } = await openJournal(disk);
    expect(journal.shelf.oldest(1)).toBe(1);
    const [, second] = segments;
    for (const gone of [journal.segments[1], journal.segments[0]]) if (gone) journal.replaceSegment(gone, null);
    expect(journal.shelf.oldest(1)).toBe(9);
    expect(await journal.shelf.read(1, second?.firstEvent ?? 0, 9)).toEqual({ kind: 'gone', through: 8 });
    expect(await journal.shelf.read(2, 3, 9)).toEqual({ kind: 'gone', through: 3 });
  });

  test('of a segment between two others that is gone, are said to be gone', async () => {
    const { disk } = await longStory();
    const { journal } = await openJournal(disk);
    const middle = journal.segments[1];
    if (middle) journal.replaceSegment(middle, null);
    expect(await journal.shelf.read(1, 3, 9)).toMatchObject({ kind: 'texts', texts: [expect.anything(), expect.anything()] });
    expect(await journal.shelf.read(1, 5, 9)).toEqual({ kind: 'gone', through: 8 });
  });
});

describe('the rest of a write that a power cut tore', () => {
  const torn = (n: number, length: number): Uint8Array => encodeLine(JSON.stringify({ ...draft(n), g: n, prev: 'x' })).subarray(0, length);

  test('is cut off and counted', async () => {
    const { disk, journal } = await begun();
    const { offset } = await appendAll(journal, 1, 2);
    await journal.close();
    const file = await disk.open(firstPath('b'));
    await file.write(offset, torn(3, 40));
    await file.sync();
    const opened = await openJournal(disk);
    expect(numbers(opened)).toEqual([1, 2]);
    expect(opened.reading.tornBytes).toBe(40);
    expect(await disk.read(firstPath('a'))).toEqual(await disk.read(firstPath('b')));
    await opened.journal.append(draft(3));
    const again = await openJournal(disk);
    expect([numbers(again), again.reading.tornBytes]).toEqual([[1, 2, 3], 0]);
  });

  test('a segment of which nothing has got to the disk is begun anew', async () => {
    const { disk, segments } = await longStory();
    const begunSegment = { ordinal: segments.length + 1, firstN: 13, log: 1, firstEvent: 13 };
    for (const copy of copies) await disk.rename(sparePath(smallJournal.segmentBytes, copy), pathOf(begunSegment, copy));
    const file = await disk.open(pathOf(begunSegment, 'a'));
    await file.write(0, torn(13, 60));
    await file.sync();
    const opened = await openJournal(disk);
    expect([numbers(opened).length, opened.reading.tornBytes]).toEqual([12, 60]);
    expect(await disk.read(pathOf(begunSegment, 'a'))).toBeNull();
    await appendAll(opened.journal, 13, 14);
    expect(numbers(await openJournal(disk))).toHaveLength(14);
  });
});

test('usual segments hold four megabytes', () => {
  expect(usualJournalLimits.segmentBytes).toBe(4 * 1024 * 1024);
});

describe('a journal that cannot be trusted stops the start, names the place and is left as it is', () => {
  const expectRefusal = async (disk: MemoryDisk, what: Record<string, unknown>, from = beginning): Promise<void> => {
    const before = await folderOf(disk);
    await expect(openJournal(disk, from)).rejects.toMatchObject({ name: 'LockerError', ...what });
    expect(await folderOf(disk)).toEqual(before);
  };

  test('damage to both copies of a record', async () => {
    const { disk } = await longStory();
    await damage(disk, 2);
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${firstPath()}:2` });
  });

  test('damage to one copy is mended from the other', async () => {
    const { disk } = await longStory();
    await damage(disk, 2, ['a']);
    await damage(disk, 3, ['b']);
    expect(numbers(await openJournal(disk))).toHaveLength(12);
    expect(await disk.read(firstPath('a'))).toEqual(await disk.read(firstPath('b')));
  });

  test('the last record of a segment that is not the last', async () => {
    const { disk } = await longStory();
    await damage(disk, 4);
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${firstPath()}:4` });
  });

  test('something in both copies behind the last record: only one of them was being written', async () => {
    const { disk, segments } = await longStory();
    const last = segments.at(-1);
    await damage(disk, 12, copies, (copy = 'a') => (last ? pathOf(last, copy) : ''));
    await expectRefusal(disk, { code: 'journal.corrupt' });
  });

  test('a header that is gone from both copies', async () => {
    const { disk } = await longStory();
    for (const copy of copies) await disk.replace(firstPath(copy), new Uint8Array(smallJournal.segmentBytes));
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${firstPath()}:1` });
  });

  test('a journal that is gone', async () => {
    await expectRefusal(new MemoryDisk(), { code: 'journal.missing', where: 'journal' });
  });

  test.each([0, 1])('a segment that is gone [the one at %i]', async (index) => {
    const { disk, segments } = await longStory();
    const segment = segments[index];
    for (const copy of copies) if (segment) await disk.remove(pathOf(segment, copy));
    await expectRefusal(disk, { code: 'journal.corrupt' });
  });

  test('a journal that is older than its snapshot', async () => {
    const { disk, segments } = await longStory();
    const { reading } = await openJournal(disk);
    const last = segments.at(-1);
    for (const copy of copies) if (last) await disk.replace(pathOf(last, copy), new Uint8Array(smallJournal.segmentBytes));
    await expectRefusal(disk, { code: 'journal.corrupt' }, reading.last.to);
  });

  test('a journal that has gone on otherwise than from its snapshot', async () => {
    const { disk, journal } = await begun();
    const place = await appendAll(journal, 1, 2);
    await appendAll(journal, 3, 4);
    await journal.close();
    await expectRefusal(disk, { code: 'journal.corrupt' }, { ...place, hash: 'another' });
  });

  test("another bank's journal", async () => {
    const { disk } = await longStory();
    const text = (await folderOf(disk))[0]?.[1] ?? '';
    const header = JSON.parse(text.slice(9, text.indexOf('\n'))) as object;
    const theirs = Buffer.alloc(smallJournal.segmentBytes);
    theirs.set(encodeLine(JSON.stringify({ ...header, id: 'OTHER' })));
    for (const copy of copies) await disk.replace(firstPath(copy), theirs);
    await expectRefusal(disk, { code: 'data.foreign', where: firstPath() });
  });

  test('files that are none of its own are left alone', async () => {
    const { disk } = await longStory();
    await disk.replace('journal/notes.txt', Buffer.from('by a technician'));
    expect(numbers(await openJournal(disk))).toHaveLength(12);
    expect(await disk.read('journal/notes.txt')).not.toBeNull();
  });
});
