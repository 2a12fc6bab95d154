import { describe, expect, test } from 'vitest';
import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import { aboutBank, aboutLocker, isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { Ledger, type LedgerOptions } from '../../../firmware/journal/ledger.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { allEvents, atRest, doorStory, ledgerOptions, troubleWithLog } from '../../support/ledgers.ts';
import { noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';

/** What is committed, commit by commit: facts that belong together, all of them or none. */
const story: readonly (readonly Fact[])[] = [
  [aboutBank('bank.booted', { bootid: 'B', firmware: '0', profile: 'test-8', tornBytes: 0 })],
  doorStory(1),
  [aboutLocker('locker.check', 2, { locker: 2, why: 'forced' }), aboutLocker('door.held-open', 2, { locker: 2 })],
  doorStory(3),
  [aboutLocker('locker.checked', 2, { locker: 2, by: null })],
  doorStory(2),
  doorStory(4),
];

/** Commits that are told at the same moment. */
const moments = [[0], [1, 2], [3], [4, 5], [6]];

/** Short segments and frequent snapshots, so that the story crosses all of them. */
const limits = { segmentBytes: 900, cachedEventsMost: 2, entriesPerSnapshot: 2 };

/** The books by the number of events in them, for every moment at which a commit is complete. */
const booksAt = new Map<number, Books>([[0, newBooks(bankProfile())]]);
{
  let books = newBooks(bankProfile());
  let sequence = 0;
  for (const facts of story) {
    for (const fact of facts) books = fold(books, fact, { atMs: noonMs, sequence: isNote(fact) ? null : ++sequence });
    booksAt.set(sequence, books);
  }
}

interface Witness {
  /** Events of commits that had resolved. */
  told: readonly string[];
}

async function tell(options: LedgerOptions, witness: Witness): Promise<void> {
  const ledger = await Ledger.open(options);
  for (const moment of moments) {
    await Promise.all(moment.map(async (index) => {
      await ledger.commit(story[index] ?? []);
      await atRest();
      witness.told = await ledger.events(1, ledger.head);
    }));
  }
  await ledger.snapshot();
  await ledger.close();
}

/** Tells the story on a fresh disk until the power goes at a call, and gives the disk as the power cut leaves it. */
async function cutAt(call: number, seed: number) {
  const options = ledgerOptions({ limits });
  const witness: Witness = { told: [] };
  options.disk.haltAt(call);
  void tell(options, witness);
  for (let turn = 0; turn <= story.length; turn++) await atRest(); // The story rests once after each commit.
  options.disk.powerCut(new SeededRandom(seed));
  return { options, told: witness.told };
}

async function expectSound(options: LedgerOptions, told: readonly string[]): Promise<void> {
  const ledger = await Ledger.open({ ...options, random: new SeededRandom(99) });
  const events = await allEvents(ledger);
  expect(events.slice(0, told.length)).toEqual(told);
  expect([...booksAt.keys()]).toContain(events.length);
  expect(ledger.books).toEqual(booksAt.get(events.length));
  expect(troubleWithLog(events, ledger.logid)).toBeNull();
  await ledger.commit(doorStory(6));
  const more = await allEvents(ledger);
  expect(more.slice(0, -2)).toEqual(events);
  expect(troubleWithLog(more, ledger.logid)).toBeNull();
  await ledger.close();
}

async function callsOf(work: (options: ReturnType<typeof ledgerOptions>) => Promise<void>): Promise<number> {
  const options = ledgerOptions({ limits });
  await work(options);
  return options.disk.calls;
}

describe('a power cut', () => {
  test('at every call to the disk, in the middle of every write: nothing that was told is lost, nothing is there by halves', async () => {
    const calls = await callsOf(async (options) => {
      await tell(options, { told: [] });
      expect(await options.disk.list('journal')).toHaveLength(3);
    });
    const left = new Set<number>();
    for (let call = 1; call <= calls + 1; call++) {
      for (let seed = 0; seed < 8; seed++) {
        const { options, told } = await cutAt(call, seed);
        await expectSound(options, told);
        left.add(told.length);
      }
    }
    expect([...left].sort((a, b) => a - b)).toEqual([0, 1, 5, 7, 10, 12]); // It did go at every stage.
  });

  test('while a torn tail is being cut off, and once more after that', async () => {
    const calls = await callsOf((options) => tell(options, { told: [] }));
    let cuts = 0;
    for (let call = 1; call <= calls; call++) {
      const { options, told } = await cutAt(call, call);
      for (let again = 1; again <= 3; again++) {
        options.disk.haltAt(options.disk.calls + again);
        let isOpen = false;
        void Ledger.open({ ...options, random: new SeededRandom(again) }).then(() => (isOpen = true));
        await atRest();
        if (!isOpen) cuts++;
        options.disk.powerCut(new SeededRandom(call + again));
      }
      await expectSound(options, told);
    }
    expect(cuts).toBeGreaterThan(calls);
  });

  test('at any call of the very first start leaves a start like the first', async () => {
    const calls = await callsOf(async (options) => void (await Ledger.open(options)));
    expect(calls).toBe(3);
    for (let call = 1; call <= calls; call++) {
      for (let seed = 0; seed < 8; seed++) {
        const { options, told } = await cutAt(call, seed);
        expect(told).toEqual([]);
        const ledger = await Ledger.open({ ...options, random: new SeededRandom(100 + seed) });
        expect([ledger.head, ledger.books, ledger.tornBytes]).toEqual([0, newBooks(bankProfile()), 0]);
      }
    }
  });

  test('in the middle of a write is noted at the next start, once', async () => {
    let isNoted = false;
    for (let seed = 0; seed < 40 && !isNoted; seed++) {
      const options = ledgerOptions();
      const ledger = await Ledger.open(options);
      await ledger.commit(doorStory(1));
      options.disk.haltAt(options.disk.calls + 2);
      void ledger.commit(doorStory(2));
      await atRest();
      options.disk.powerCut(new SeededRandom(seed));
      isNoted = (await Ledger.open(options)).tornBytes > 0;
      expect((await Ledger.open(options)).tornBytes).toBe(0);
    }
    expect(isNoted).toBe(true);
  });
});
