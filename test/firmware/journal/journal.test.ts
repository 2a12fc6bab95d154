import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../firmware/journal/entry.ts';
import { openJournal, usualJournalLimits, type Journal, type OpenedJournal } from '../../../firmware/journal/journal.ts';
import { encodeLine } from '../../../firmware/journal/line.ts';
import type { EventMessage } from '../../../firmware/upstream/contract/messages.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { atRest } from '../../support/ledgers.ts';

const logid = 'LOG';
const first = 'journal/00000001.log';
const small = { segmentBytes: 600, cachedEventsMost: 2 };

/** An entry of one event; its sequence number is its own. */
function entry(n: number): Entry {
  const sequence = String(n).padStart(20, '0');
  const event: EventMessage = {
    specversion: '1.0', id: `${logid}-${sequence}`, source: 'lb://demo/bank-1', type: 'lockerbank.door.held-open.v1', subject: 'locker/1',
    time: '2026-11-22T12:00:00.000Z', datacontenttype: 'application/json', logid, sequence, prevhash: '', bootid: 'BOOT',
    monoms: '0', clockq: 'ntp', data: { locker: 1 },
  };
  return { n, atMs: n, facts: [{ event }, { note: { type: 'note.acknowledged', through: 0 } }] };
}

const open = (disk: MemoryDisk, after = 0, isNew = false, limits = usualJournalLimits): Promise<OpenedJournal> =>
  openJournal(disk, logid, after, isNew, limits);

async function appendAll(journal: Journal, from: number, to: number, each: () => void = () => undefined): Promise<void> {
  for (let n = from; n <= to; n++) {
    await journal.append(entry(n));
    each();
  }
}

const numbers = (opened: OpenedJournal): readonly number[] => opened.entries.map((one) => one.n);
const sequencesOf = (texts: readonly string[]): readonly number[] =>
  texts.map((text) => Number((JSON.parse(text) as EventMessage).sequence));

async function folder(disk: MemoryDisk): Promise<readonly (readonly [string, string])[]> {
  const names = await disk.list('journal');
  return Promise.all(
    names.map(async (name) => [name, Buffer.from((await disk.read(`journal/${name}`)) ?? []).toString('latin1')] as const),
  );
}

/** A bank with three segments and ten entries. */
async function longStory(): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const { journal } = await open(disk, 0, true, small);
  await appendAll(journal, 1, 10, () => journal.rotate());
  await journal.close();
  return disk;
}

describe('the journal', () => {
  test('what was appended is there at the next start, in order', async () => {
    const disk = new MemoryDisk();
    const { journal, entries } = await open(disk, 0, true);
    expect(entries).toEqual([]);
    await appendAll(journal, 1, 3);
    await journal.close();
    const again = await open(disk);
    expect(again.entries).toEqual([1, 2, 3].map(entry));
    expect(again.tornBytes).toBe(0);
    await again.journal.append(entry(4));
    expect(numbers(await open(disk, 2))).toEqual([3, 4]);
  });

  test('an entry is not said to be written before the disk has synced it', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true);
    const letGo = disk.holdSyncs();
    let isDurable = false;
    const appended = journal.append(entry(1)).then(() => (isDurable = true));
    await atRest();
    expect(isDurable).toBe(false);
    letGo();
    await appended;
    disk.powerCut(new SeededRandom(3));
    expect(numbers(await open(disk))).toEqual([1]);
  });

  test('doors that open at the same moment share one sync', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true);
    const before = disk.syncs;
    await Promise.all([1, 2, 3, 4].map((n) => journal.append(entry(n))));
    expect(disk.syncs - before).toBe(1);
    await appendAll(journal, 5, 6);
    expect(disk.syncs - before).toBe(3);
  });

  test('whoever comes while the disk is busy shares the next sync', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true);
    const before = disk.syncs;
    const letGo = disk.holdSyncs();
    const one = journal.append(entry(1));
    await atRest();
    const others = [2, 3, 4, 5].map((n) => journal.append(entry(n)));
    letGo();
    await Promise.all([one, ...others]);
    expect(disk.syncs - before).toBe(2);
    expect(numbers(await open(disk))).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    'sync-fails', 'full',
  ] as const)('after one failure nothing is ever taken again, not even by a disk that has recovered [%s]', async (fault) => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true);
    await journal.append(entry(1));
    disk.fault = fault;
    const both = [2, 3].map((n) => journal.append(entry(n)));
    for (const one of both) await expect(one).rejects.toMatchObject({ name: 'DiskError', path: first });
    disk.fault = 'none';
    await expect(journal.append(entry(4))).rejects.toMatchObject({ name: 'DiskError' });
    expect(await journal.settled()).toBe(false);
    expect(sequencesOf(await journal.events(1, 9))).toEqual([1]);
    disk.powerCut(new SeededRandom(1));
    expect(numbers(await open(disk))).toEqual([1]);
  });

  test('settled says whether everything has got there', async () => {
    const { journal } = await open(new MemoryDisk(), 0, true);
    expect(await journal.settled()).toBe(true);
    let isDurable = false;
    const appended = journal.append(entry(1)).then(() => (isDurable = true));
    expect(await journal.settled()).toBe(true);
    await appended;
    expect(isDurable).toBe(true);
  });

  test('a journal that was closed takes nothing more', async () => {
    const { journal } = await open(new MemoryDisk(), 0, true);
    const last = journal.append(entry(1));
    await journal.close();
    await last;
    await expect(journal.append(entry(2))).rejects.toThrow('closed');
  });

  test('the rest of a write that a power cut tore is cut off and counted', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true);
    await appendAll(journal, 1, 2);
    await journal.close();
    const whole = (await disk.read(first))?.length ?? 0;
    const torn = encodeLine(JSON.stringify(entry(3))).subarray(0, 40);
    const file = await disk.append(first);
    await file.write(torn);
    await file.sync();
    const opened = await open(disk);
    expect(numbers(opened)).toEqual([1, 2]);
    expect(opened.tornBytes).toBe(40);
    expect((await disk.read(first))?.length).toBe(whole);
    await opened.journal.append(entry(3));
    const again = await open(disk);
    expect([numbers(again), again.tornBytes]).toEqual([[1, 2, 3], 0]);
  });
});

describe('the segments of a journal', () => {
  test('a new one begins where the one before it has grown too long', async () => {
    const disk = await longStory();
    const names = await disk.list('journal');
    expect(names.length).toBeGreaterThanOrEqual(3);
    expect(names[0]).toBe('00000001.log');
    const opened = await open(disk, 0, false, small);
    expect(numbers(opened)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await opened.journal.append(entry(11));
    expect(numbers(await open(disk, 9))).toEqual([10, 11]);
  });

  test('none begins before it has to, and none where nobody asks', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true, small);
    await journal.append(entry(1));
    journal.rotate();
    await appendAll(journal, 2, 10);
    expect(await disk.list('journal')).toEqual(['00000001.log']);
  });

  test('events are the same bytes from memory and from the disk, over all segments', async () => {
    const disk = await longStory();
    const opened = await open(disk, 0, false, small);
    await appendAll(opened.journal, 11, 13, () => opened.journal.rotate());
    const fromBoth = await Promise.all([1, 5, 11, 12, 13].map((from) => opened.journal.events(from, 2)));
    expect(fromBoth.map(sequencesOf)).toEqual([[1, 2], [5, 6], [11, 12], [12, 13], [13]]);
    const fromDisk = await (await open(disk)).journal.events(1, 100);
    expect(fromBoth).toEqual([1, 5, 11, 12, 13].map((from) => fromDisk.slice(from - 1, from + 1)));
    expect(fromDisk).toEqual(
      Array.from({ length: 13 }, (_, index) => JSON.stringify((entry(index + 1).facts[0] as { event: EventMessage }).event)),
    );
  });

  test('memory is kept small: of a long day only the newest events stay in it', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true, small);
    await appendAll(journal, 1, 30);
    await disk.remove(first);
    expect(sequencesOf(await journal.events(30, 9))).toEqual([30]);
    expect(await journal.events(20, 9)).toEqual([]);
  });

  test('a disk that is full when a segment should begin stops the journal like any other failure', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, 0, true, small);
    await appendAll(journal, 1, 3);
    journal.rotate();
    disk.fault = 'full';
    await expect(journal.append(entry(4))).rejects.toMatchObject({ trouble: 'full' });
    disk.fault = 'none';
    await expect(journal.append(entry(5))).rejects.toMatchObject({ trouble: 'full' });
    expect(numbers(await open(disk))).toEqual([1, 2, 3]);
  });
});

describe('a journal that cannot be trusted stops the start, names the place and is left as it is', () => {
  const expectRefusal = async (disk: MemoryDisk, what: Record<string, unknown>, after = 0): Promise<void> => {
    const before = await folder(disk);
    await expect(open(disk, after)).rejects.toMatchObject({ name: 'LockerError', ...what });
    expect(await folder(disk)).toEqual(before);
  };
  const change = async (disk: MemoryDisk, path: string, by: (text: string) => string): Promise<void> => {
    await disk.replace(path, Buffer.from(by(Buffer.from((await disk.read(path)) ?? []).toString('latin1')), 'latin1'));
  };

  test('damage in the middle', async () => {
    const disk = await longStory();
    await change(disk, first, (text) => text.replace('"n":1,', '"n":7,'));
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${first}:2` });
  });

  test('damage in the middle is found by whoever reads old events, too', async () => {
    const disk = await longStory();
    const { journal } = await open(disk);
    await change(disk, first, (text) => text.replace('"n":1,', '"n":7,'));
    await expect(journal.events(1, 9)).rejects.toMatchObject({ code: 'journal.corrupt', where: `${first}:2` });
  });

  test('a segment that breaks off with another behind it', async () => {
    const disk = await longStory();
    await change(disk, first, (text) => text.slice(0, -5));
    await expectRefusal(disk, { code: 'journal.corrupt', where: expect.stringMatching(/^journal\/00000001\.log:\d+$/) as string });
  });

  test('a journal that is gone', async () => {
    await expectRefusal(new MemoryDisk(), { code: 'journal.missing', where: 'journal' });
  });

  test.each([0, 1, 2])('a segment that is gone, with a torn one at the end [the one at %i]', async (index) => {
    const disk = await longStory();
    const names = await disk.list('journal');
    const last = `journal/${String(names.at(-1))}`;
    await disk.remove(`journal/${String(names[index])}`);
    if (await disk.read(last)) await change(disk, last, (text) => `${text}torn`);
    await expectRefusal(disk, { code: 'journal.corrupt' }, index === names.length - 1 ? 10 : 0);
  });

  test('a segment that is gone is no loss where a snapshot has taken its entries over', async () => {
    const disk = await longStory();
    const second = Number.parseInt((await disk.list('journal'))[1] ?? '', 10);
    await disk.remove(first);
    expect(numbers(await open(disk, second - 1))[0]).toBe(second);
    await expectRefusal(disk, { code: 'journal.corrupt', where: expect.stringMatching(/:1$/) as string }, second - 2);
  });

  test('a journal that ends before the snapshot does, with a torn tail', async () => {
    const disk = await longStory();
    const last = `journal/${String((await disk.list('journal')).at(-1))}`;
    await change(disk, last, (text) => `${text}torn`);
    await expectRefusal(disk, { code: 'journal.corrupt', where: 'journal:10' }, 11);
  });

  test('an entry that is missing between two whole ones', async () => {
    const disk = await longStory();
    await change(disk, first, (text) => text.split('\n').toSpliced(1, 1).join('\n'));
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${first}:2` });
  });

  test('a segment without a header', async () => {
    const disk = await longStory();
    await disk.truncate(first, 0);
    await expectRefusal(disk, { code: 'journal.corrupt', where: `${first}:1` });
  });

  test("another bank's journal", async () => {
    const disk = await longStory();
    const before = await folder(disk);
    await expect(openJournal(disk, 'OTHER', 0, false)).rejects.toMatchObject({ code: 'data.foreign', where: first });
    expect(await folder(disk)).toEqual(before);
  });

  test('files that are none of its own are left alone', async () => {
    const disk = await longStory();
    await disk.replace('journal/notes.txt', Buffer.from('by a technician'));
    expect(numbers(await open(disk))).toHaveLength(10);
  });
});
