import { describe, expect, test } from 'vitest';
import { aboutBank } from '../../../firmware/bank/facts.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { DiskError } from '../../../firmware/ports/disk.ts';
import { copies, journalFolder, pathOf, segmentsIn, type Copy } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments, type TestLedgerOptions } from '../../support/ledgers.ts';

/** Two doors, and with them four events, to a segment. */
async function bank(doors: number, acknowledged = 0) {
  const options = ledgerOptions({ limits: { ...smallSegments, cachedEventsMost: 0 } });
  const ledger = await Ledger.open(options);
  for (let count = 0; count < doors; count++) await ledger.commit(doorStory(1 + (count % 6))).then(atRest);
  if (acknowledged > 0) await ledger.commit([{ type: 'note.acknowledged', through: acknowledged }]).then(atRest);
  return { options, ledger };
}

/** Turns a bit of a record in a segment, in one copy or in both. The first record is behind a header of some 200 bytes. */
async function damage(disk: MemoryDisk, ordinal: number, inCopies: readonly Copy[] = copies, at = 700): Promise<void> {
  const segment = segmentsIn(await disk.list(journalFolder)).find((one) => one.ordinal === ordinal);
  for (const copy of inCopies) if (segment) disk.rot(pathOf(segment, copy), at);
}

const sequencesOf = (texts: readonly string[]) => texts.map((text) => Number((JSON.parse(text) as EventMessage).sequence));

async function expectSame(options: TestLedgerOptions, ledger: Ledger): Promise<void> {
  const again = await Ledger.open({ ...options, disk: options.disk.copy() });
  expect([again.head, again.books]).toEqual([ledger.head, ledger.books]);
}

describe('damage to the journal', () => {
  test('beyond the newest snapshot, in both copies, stops the start and changes nothing', async () => {
    const { options } = await bank(2);
    await damage(options.disk, 1);
    const before = options.disk.image();
    await expect(Ledger.open(options)).rejects.toMatchObject({ name: 'LockerError', code: 'journal.corrupt' });
    expect(options.disk.image()).toBe(before);
  });

  test('below it does not: a whole snapshot knows what the damaged records said', async () => {
    const { options, ledger } = await bank(2);
    await ledger.close();
    await damage(options.disk, 1);
    await expectSame(options, ledger);
  });

  test('below it, but with that snapshot damaged as well, stops the start', async () => {
    const { options, ledger } = await bank(2);
    await ledger.close();
    await damage(options.disk, 1);
    options.disk.rot('snapshot.a.json', 300);
    const before = options.disk.image();
    await expect(Ledger.open(options)).rejects.toMatchObject({ code: 'journal.corrupt' });
    expect(options.disk.image()).toBe(before);
  });

  test('right where the newest snapshot was taken does not, as long as there is nothing behind it', async () => {
    const { options, ledger } = await bank(1);
    await ledger.close();
    for (const at of [0, 100, 700, 1_000]) await damage(options.disk, 1, copies, at);
    await expectSame(options, ledger);
  });

  test.each(['a', 'b'] as const)('in one copy is nobody\'s business but the card\'s [%s]', async (copy) => {
    const { options, ledger } = await bank(5);
    for (const ordinal of [1, 2]) await damage(options.disk, ordinal, [copy]);
    await expectSame(options, ledger);
    expect(sequencesOf(await allEvents(ledger))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test.each([
    'a', 'b',
  ] as const)('that makes one copy of an older segment impossible to read is mended from the other [%s]', async (copy) => {
    const { options, ledger } = await bank(3);
    const texts = await allEvents(ledger);
    await ledger.close();
    const disk = options.disk.copy();
    await disk.remove('snapshot.a.json');
    const read = disk.read.bind(disk);
    const lost = `000001-n1-l1-e1-${copy}.log`;
    disk.read = (path) => (path.includes(lost) ? Promise.reject(new DiskError('failed', path, 'EIO')) : read(path));
    const again = await Ledger.open({ ...options, disk });
    expect(again.books).toEqual(ledger.books);
    expect(await allEvents(again)).toEqual(texts);
    disk.read = read;
    for (const segment of segmentsIn(await disk.list(journalFolder))) {
      expect(await disk.read(pathOf(segment, 'a'))).toEqual(await disk.read(pathOf(segment, 'b')));
    }
  });

  test.each([
    'a', 'b',
  ] as const)('that makes one copy of the newest segment impossible to read stops the start: it may have been ahead [%s]', async (copy) => {
    const { options } = await bank(1);
    const disk = options.disk.copy();
    const read = disk.read.bind(disk);
    disk.read = (path) => (path.includes(`-${copy}.log`) ? Promise.reject(new DiskError('failed', path, 'EIO')) : read(path));
    const before = disk.image();
    await expect(Ledger.open({ ...options, disk })).rejects.toMatchObject({ code: 'journal.corrupt' });
    expect(disk.image()).toBe(before);
  });

  test('to a record in one copy, with the block of the other emptied, is no torn tail', async () => {
    const { options } = await bank(2);
    const segment = segmentsIn(await options.disk.list(journalFolder))[0];
    if (segment) await options.disk.replace(pathOf(segment, 'a'), new Uint8Array(3_000));
    await damage(options.disk, 1, ['b']);
    await expect(Ledger.open(options)).rejects.toMatchObject({ code: 'journal.corrupt' });
  });

  test('that makes both copies impossible to read stops the start, where no snapshot knows what they said', async () => {
    const { options, ledger } = await bank(3);
    const disk = options.disk.copy();
    const read = disk.read.bind(disk);
    disk.read = (path) => (path.includes('journal/') ? Promise.reject(new DiskError('failed', path, 'EIO')) : read(path));
    await expect(Ledger.open({ ...options, disk })).rejects.toMatchObject({ code: 'journal.corrupt' });
    expect(ledger.head).toBe(6);
  });

  test('of any bit, in both copies: the right books, or none', async () => {
    const { options, ledger } = await bank(5, 3);
    await ledger.close();
    let refused = 0;
    for (let at = 0; at < 3_000; at += 13) {
      for (const ordinal of [1, 2, 3]) {
        const disk = options.disk.copy();
        await damage(disk, ordinal, copies, at);
        if (at % 2 === 0) disk.rot('snapshot.a.json', at);
        if (at % 3 === 0) disk.rot('snapshot.b.json', at);
        try {
          const again = await Ledger.open({ ...options, disk });
          expect(again.books, `byte ${String(at)} of segment ${String(ordinal)}`).toEqual(ledger.books);
        } catch (error) {
          if ((error as { code?: string }).code !== 'journal.corrupt') throw error;
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});

describe('events that nobody can read any more', () => {
  test('are replaced by one event that says which, and their segment is put aside', async () => {
    const { options, ledger } = await bank(6, 3);
    await damage(options.disk, 2);
    const texts = await ledger.events(4, 100);
    expect(sequencesOf(texts)).toEqual([4, 13, 9, 10, 11, 12, 13]);
    expect(JSON.parse(texts[1] ?? '')).toMatchObject({ type: 'lockerbank.events.lost.v1', data: { from: 5, to: 8 } });
    expect(await options.disk.list('quarantine')).toHaveLength(2);
    await expectSame(options, ledger);
    expect(await ledger.events(4, 100)).toEqual(texts);
    const again = await Ledger.open(options);
    expect(await again.events(4, 100)).toEqual(texts);
    expect(again.head).toBe(13);
  });

  test('are lost only as far as the upstream has not got them', async () => {
    const { options, ledger } = await bank(6, 6);
    await damage(options.disk, 2);
    const texts = await ledger.events(1, 100);
    // Of what the upstream has already, the readable part of the segment comes, and then what is behind it.
    expect(sequencesOf(texts)).toEqual([1, 2, 3, 4, 13, 9, 10, 11, 12, 13]);
    expect(JSON.parse(texts[4] ?? '')).toMatchObject({ data: { from: 7, to: 8 } });
  });

  test('are passed over in silence where the upstream has them all', async () => {
    const { options, ledger } = await bank(6, 8);
    await damage(options.disk, 2);
    expect(sequencesOf(await ledger.events(1, 100))).toEqual([1, 2, 3, 4, 9, 10, 11, 12]);
    expect(await options.disk.list('quarantine')).toEqual([expect.stringMatching(/^000002-/)]);
    expect(ledger.head).toBe(12);
  });

  test('may lie in the segment that is being written: it is put aside, and another one begun', async () => {
    const { options, ledger } = await bank(2);
    await damage(options.disk, 1);
    const texts = await ledger.events(1, 100);
    expect(sequencesOf(texts)).toEqual([5, 5]);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ data: { from: 1, to: 4 } });
    await ledger.commit(doorStory(3));
    await expectSame(options, ledger);
    await ledger.close();
    const again = await Ledger.open(options);
    expect([again.books, sequencesOf(await again.events(5, 100))]).toEqual([ledger.books, [5, 6, 7]]);
    for (const path of ['snapshot.a.json', 'snapshot.b.json']) {
      const disk = options.disk.copy();
      disk.rot(path, 300);
      expect((await Ledger.open({ ...options, disk })).books).toEqual(ledger.books);
    }
  });

  test('may be lost again and again', async () => {
    const { options, ledger } = await bank(8);
    for (const ordinal of [3, 1]) {
      await damage(options.disk, ordinal);
      await ledger.events(1, 100);
    }
    expect(sequencesOf(await ledger.events(1, 100))).toEqual([18, 5, 6, 7, 8, 17, 13, 14, 15, 16, 17, 18]);
  });

  test('of a segment that somebody has taken away are said to be lost just so', async () => {
    const { options, ledger } = await bank(6, 3);
    await ledger.close();
    const segment = segmentsIn(await options.disk.list(journalFolder)).find(({ ordinal }) => ordinal === 2);
    for (const copy of copies) if (segment) await options.disk.remove(pathOf(segment, copy));
    const again = await Ledger.open(options);
    const texts = await again.events(4, 100);
    expect(sequencesOf(texts)).toEqual([4, 13, 9, 10, 11, 12, 13]);
    expect(JSON.parse(texts[1] ?? '')).toMatchObject({ data: { from: 5, to: 8 } });
    expect(await again.events(4, 100)).toEqual(texts);
  });

  test('are not lost to a disk that cannot be read for a moment: whoever wants them asks again', async () => {
    const { options, ledger } = await bank(6);
    const texts = await allEvents(ledger);
    for (const copy of ['a', 'b']) {
      const read = options.disk.read.bind(options.disk);
      await damage(options.disk, 2, [copy === 'a' ? 'b' : 'a']);
      options.disk.read = (path) => (path.endsWith(`-${copy}.log`) ? Promise.reject(new DiskError('failed', path, 'EIO')) : read(path));
      await expect(ledger.events(7, 100)).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed' });
      options.disk.read = read;
      expect(await allEvents(ledger)).toEqual(texts);
      await damage(options.disk, 2, [copy === 'a' ? 'b' : 'a']);
    }
    options.disk.fault = 'read-fails';
    await expect(ledger.events(1, 100)).rejects.toMatchObject({ trouble: 'failed' });
    options.disk.fault = 'none';
    expect(await allEvents(ledger)).toEqual(texts);
    expect(await options.disk.list('quarantine')).toEqual([]);
  });

  test('are said to be lost once, wherever the power goes meanwhile', async () => {
    const counted = await bank(6, 3);
    await damage(counted.options.disk, 2);
    const before = counted.options.disk.calls;
    await counted.ledger.events(4, 100);
    await atRest();
    const calls = counted.options.disk.calls - before;
    expect(calls).toBeGreaterThan(4);
    for (let call = 1; call <= calls; call++) {
      const { options, ledger } = await bank(6, 3);
      await damage(options.disk, 2);
      options.disk.haltAt(options.disk.calls + call);
      void ledger.events(4, 100);
      await atRest();
      options.disk.powerCut(new SeededRandom(call));
      const again = await Ledger.open(options);
      const texts = await again.events(4, 100);
      expect(sequencesOf(texts)).toEqual([4, 13, 9, 10, 11, 12, 13]);
      expect(again.books).toMatchObject({ lockers: ledger.books.lockers, acknowledged: 3 });
    }
  });

  test('do not stop a bank that is asked for them by several at once', async () => {
    const { options, ledger } = await bank(6, 3);
    await damage(options.disk, 2);
    const [one, other] = await Promise.all([ledger.events(4, 100), ledger.events(5, 2), ledger.commit([aboutBank('link.lost', {})])]);
    expect(sequencesOf(one)).toEqual([4, 14, 9, 10, 11, 12, 13, 14]);
    expect(sequencesOf(other)).toEqual([14, 9]);
  });
});
