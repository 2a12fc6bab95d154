import { describe, expect, test } from 'vitest';
import { aboutBank } from '../../../firmware/bank/facts.ts';
import { usualJournalLimits } from '../../../firmware/journal/journal.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { journalFolder, pathOf, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments, troubleWithLog } from '../../support/ledgers.ts';

const eventsOf = async (ledger: Ledger) => (await allEvents(ledger)).map((text) => JSON.parse(text) as EventMessage);

const interrupted = (command: string) => aboutBank('command.interrupted', { command, cmd: '' }, { command });

describe('a new log', () => {
  const forked = async (limits = smallSegments) => {
    const options = ledgerOptions({ limits });
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    await ledger.commit([{ type: 'note.acknowledged', through: 1 }]);
    const old = ledger.logid;
    await ledger.beginNewLog('the upstream knows 7 events, this bank 2');
    return { options, ledger, old };
  };

  test('begins with the event that says which log it follows, and up to where', async () => {
    const { ledger, old } = await forked();
    expect(ledger.logid).not.toBe(old);
    expect([ledger.head, ledger.oldestEvent, ledger.books.acknowledged]).toEqual([1, 1, 0]);
    const [first] = await eventsOf(ledger);
    expect(first).toMatchObject({
      type: 'lockerbank.log.rolled-back.v1', sequence: '00000000000000000001', logid: ledger.logid, prevhash: '', data: { old, head: 2 },
    });
    await ledger.commit(doorStory(2));
    const texts = await allEvents(ledger);
    expect(texts).toHaveLength(3);
    expect(troubleWithLog(texts, ledger.logid)).toBeNull();
  });

  test('is there after a restart, with and without a snapshot, and knows nothing to send of the old one', async () => {
    for (const isSnapshotted of [true, false]) {
      const { options, ledger } = await forked();
      await ledger.commit(doorStory(2));
      const texts = await allEvents(ledger);
      if (isSnapshotted) await ledger.close();
      const again = await Ledger.open(options);
      expect([again.logid, again.head, again.books]).toEqual([ledger.logid, 3, ledger.books]);
      expect(await allEvents(again)).toEqual(texts);
    }
  });

  test('has not begun when the power goes before it is on the disk', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1)).then(atRest);
    const old = ledger.logid;
    options.disk.haltAt(options.disk.calls + 2);
    void ledger.beginNewLog('why');
    await atRest();
    expect(ledger.head).toBe(0);
    options.disk.powerCut(new SeededRandom(1));
    const again = await Ledger.open(options);
    expect([again.logid, again.head]).toEqual([old, 2]);
  });

  test('has begun with all that belongs to it, or not at all, wherever the power goes', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1)).then(atRest);
    const moments: MemoryDisk[] = [];
    options.disk.onChange = () => moments.push(options.disk.copy());
    const { logid: old } = ledger;
    await ledger.beginNewLog('why', ['c-1', 'c-2', 'c-3'].map(interrupted));
    const { logid, head } = ledger;
    expect([head, Object.keys(ledger.books.commands)]).toEqual([4, ['c-1', 'c-2', 'c-3']]);
    const seen = new Set<string>();
    for (const disk of moments.flatMap((moment) => [...moment.powerCuts()])) {
      const again = await Ledger.open({ ...options, disk });
      seen.add(`${again.logid} ${String(again.head)} ${Object.keys(again.books.commands).join()}`);
    }
    expect([...seen].sort()).toEqual([`${old} 2 `, `${logid} 4 c-1,c-2,c-3`].sort());
  });

  test('may begin with the end of every command that is remembered, each with the longest name: a segment has room for it', async () => {
    const options = ledgerOptions({ source: `lb://${'t'.repeat(64)}/${'b'.repeat(64)}` });
    const ledger = await Ledger.open(options);
    const names = Array.from({ length: 5_000 }, (_, index) => String(index).padStart(64, 'c'));
    await ledger.beginNewLog('why', names.map(interrupted));
    const { segmentBytes } = usualJournalLimits;
    const [active] = segmentsIn(await options.disk.list(journalFolder)).slice(-1);
    expect(active && (await options.disk.read(pathOf(active, 'a')))?.length).toBe(segmentBytes);
    expect((await Ledger.open(options)).head).toBe(5_001);
  });

  test('may follow a new log', async () => {
    const { options, ledger } = await forked();
    await ledger.beginNewLog('again');
    await ledger.commit(doorStory(3));
    await ledger.close();
    const again = await Ledger.open(options);
    expect([again.logid, again.head]).toEqual([ledger.logid, 3]);
    expect(segmentsIn(await options.disk.list(journalFolder)).map(({ log }) => log)).toEqual([1, 2, 3]);
  });
});
