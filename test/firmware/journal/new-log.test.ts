import { describe, expect, test } from 'vitest';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { journalFolder, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/upstream/contract/messages.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments, troubleWithLog } from '../../support/ledgers.ts';

const eventsOf = async (ledger: Ledger) => (await allEvents(ledger)).map((text) => JSON.parse(text) as EventMessage);

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
