import { describe, expect, test } from 'vitest';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { entriesOn, allEvents, atRest, doorStory, ledgerOptions, smallSegments, type TestLedgerOptions } from '../../support/ledgers.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';

const snapshots = ['snapshot.a.json', 'snapshot.b.json'] as const;

async function placesOn({ disk }: TestLedgerOptions): Promise<readonly (number | null)[]> {
  return Promise.all(snapshots.map(async (path) => {
    const bytes = await disk.read(path);
    return bytes && (JSON.parse(Buffer.from(bytes).toString()) as { snapshot: { place: { n: number } } }).snapshot.place.n;
  }));
}

async function commitAll(ledger: Ledger, times: number): Promise<void> {
  for (let count = 0; count < times; count++) await ledger.commit(doorStory(1 + (count % 6))).then(atRest);
}

describe('the snapshot of a ledger', () => {
  test('is written where a segment ends, and when the bank stops; not for every handful of doors', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await commitAll(ledger, 2);
    expect(await placesOn(options)).toEqual([null, null]);
    await commitAll(ledger, 3);
    expect(await placesOn(options)).toEqual([3, 5]);
    await commitAll(ledger, 1);
    await ledger.close();
    expect(await placesOn(options)).toEqual([6, 5]);
  });

  test('is not written where it would say the same', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await commitAll(ledger, 1);
    await ledger.snapshot();
    await ledger.snapshot();
    await ledger.close();
    expect(await placesOn(options)).toEqual([1, null]);
    await (await Ledger.open(options)).close();
    expect(await placesOn(options)).toEqual([1, null]);
  });

  test('spares a start the reading of what came before', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await commitAll(ledger, 9);
    await ledger.close();
    const read: string[] = [];
    const original = options.disk.read.bind(options.disk);
    options.disk.read = (path) => {
      read.push(path);
      return original(path);
    };
    expect((await Ledger.open(options)).books).toEqual(ledger.books);
    expect(read.filter((path) => path.startsWith('journal'))).toHaveLength(2);
  });

  test('does not hold up the commit that has it written, nor the commits behind it', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await atRest();
    const replace = options.disk.replace.bind(options.disk);
    let letGo: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (letGo = resolve));
    options.disk.replace = async (path, bytes) => {
      if (path.startsWith('snapshot')) await slow;
      await replace(path, bytes);
    };
    const written: number[] = [];
    for (const locker of [1, 2, 3, 4, 5]) {
      void ledger.commit(doorStory(locker)).then(() => written.push(locker));
      await atRest();
    }
    expect(written).toEqual([1, 2, 3, 4, 5]);
    expect(ledger.head).toBe(10);
    expect(await placesOn(options)).toEqual([null, null]);
    letGo();
    await atRest();
    expect((await placesOn(options)).some((n) => n !== null)).toBe(true);
    expect((await Ledger.open(options)).books).toEqual(ledger.books);
  });

  test('that cannot be written fails no commit', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await atRest();
    const replace = options.disk.replace.bind(options.disk);
    const refusal = () => Promise.reject(new Error('the file is immutable'));
    options.disk.replace = (path, bytes) => (path.startsWith('snapshot') ? refusal() : replace(path, bytes));
    await commitAll(ledger, 5);
    await expect(ledger.snapshot()).rejects.toThrow('immutable');
    expect([ledger.isBroken, ledger.head]).toEqual([false, 10]);
    options.disk.replace = replace;
    await ledger.snapshot();
    expect(await placesOn(options)).toEqual([5, null]);
  });

  test('never knows more than the journal, when the disk fails while it waits to be written', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    const letGo = options.disk.holdSyncs();
    const failing = ledger.commit(doorStory(2));
    const snapshot = ledger.snapshot();
    await atRest();
    options.disk.fault = 'sync-fails';
    letGo();
    await expect(failing).rejects.toMatchObject({ trouble: 'failed' });
    options.disk.fault = 'none';
    await snapshot;
    expect(await placesOn(options)).toEqual([null, null]);
    options.disk.powerCut(new SeededRandom(1));
    expect((await Ledger.open(options)).head).toBe(2);
  });

  test('says what the books were at its place, though facts come while it waits for the disk', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    const letGo = options.disk.holdSyncs();
    const second = ledger.commit(doorStory(2));
    const snapshot = ledger.snapshot();
    await atRest();
    const third = ledger.commit(doorStory(3));
    letGo();
    await Promise.all([second, snapshot, third]);
    expect(await placesOn(options)).toEqual([2, null]);
    expect((await Ledger.open(options)).books).toEqual(ledger.books);
  });

  test('two that are asked for at once are written one after the other', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await atRest();
    const replace = options.disk.replace.bind(options.disk);
    let now = 0;
    let most = 0;
    options.disk.replace = async (...args) => {
      most = Math.max(most, ++now);
      await replace(...args);
      now--;
    };
    await Promise.all([1, 2, 3].map(async (locker) => {
      await ledger.commit(doorStory(locker));
      await ledger.snapshot();
    }));
    expect(most).toBe(1);
  });

  test.each([
    ['the newer', ['snapshot.b.json']], ['the older', ['snapshot.a.json']], ['both', snapshots],
  ])('a damaged one leads to the same books [%s]', async (_, paths) => {
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    await commitAll(ledger, 7);
    const events = await allEvents(ledger);
    await ledger.close();
    for (const path of paths) options.disk.rot(path, 200);
    const again = await Ledger.open(options);
    expect(again.books).toEqual(ledger.books);
    expect(await allEvents(again)).toEqual(events);
    expect(await entriesOn(options.disk)).toHaveLength(7);
  });

  test("another bank's is not believed", async () => {
    const [mine, theirs] = [ledgerOptions(), ledgerOptions({ random: new SeededRandom(2) })];
    const [ledger, other] = [await Ledger.open(mine), await Ledger.open(theirs)];
    await ledger.commit(doorStory(1));
    for (const locker of [1, 2, 3]) await other.commit(doorStory(locker));
    await other.snapshot();
    await mine.disk.replace('snapshot.a.json', (await theirs.disk.read('snapshot.a.json')) ?? new Uint8Array());
    expect((await Ledger.open(mine)).books).toEqual(ledger.books);
  });
});
