import { describe, expect, test } from 'vitest';
import { newBooks } from '../../../firmware/bank/books.ts';
import { aboutBank, aboutLocker, type Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import type { EventMessage } from '../../../firmware/upstream/contract/messages.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { allEvents, atRest, doorStory, ledgerOptions, troubleWithLog } from '../../support/ledgers.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';

const lost = (): Fact => aboutBank('link.lost', {});

describe('the ledger', () => {
  test('an event carries what the contract says, and what led to it', async () => {
    const options = ledgerOptions({ clock: new VirtualClock({ wallMs: noonMs, quality: 'rtc' }) });
    const ledger = await Ledger.open(options);
    await options.clock.advance(ms(1234));
    await ledger.commit([aboutLocker('door.closed', 3, { locker: 3 }, { session: 'S', command: 'C' }), lost()]);
    const [first, second] = (await allEvents(ledger)).map((text) => JSON.parse(text) as EventMessage);
    expect(first).toEqual({
      specversion: '1.0', id: `${ledger.logid}-00000000000000000001`, source: 'lb://demo/bank-1', type: 'lockerbank.door.closed.v1',
      subject: 'locker/3', time: new Date(noonMs + 1234).toISOString(), datacontenttype: 'application/json', logid: ledger.logid,
      sequence: '00000000000000000001', prevhash: '', bootid: ledger.bootid, monoms: '1234', clockq: 'rtc',
      correlationid: 'S', causationid: 'C', data: { locker: 3 },
    });
    expect(second).toMatchObject({ type: 'lockerbank.link.lost.v1', subject: 'bank' });
    expect(second).not.toHaveProperty('causationid');
    expect(second).not.toHaveProperty('correlationid');
  });

  test('the log has no gap and its chain holds, over every restart', async () => {
    const options = ledgerOptions({ limits: { segmentBytes: 1_500, cachedEventsMost: 3, entriesPerSnapshot: 4 } });
    const boots = new Set<string>();
    let before: readonly string[] = [];
    for (let boot = 1; boot <= 5; boot++) {
      const ledger = await Ledger.open(options);
      boots.add(ledger.bootid);
      expect(await allEvents(ledger)).toEqual(before);
      for (let locker = 1; locker <= boot + 1; locker++) await ledger.commit(doorStory(locker)).then(atRest);
      before = await allEvents(ledger);
      expect(troubleWithLog(before, ledger.logid)).toBeNull();
      expect(ledger.head).toBe(before.length);
      await ledger.close();
    }
    expect(boots.size).toBe(5);
    expect(before).toHaveLength(2 * (2 + 3 + 4 + 5 + 6));
    expect((await options.disk.list('journal')).length).toBeGreaterThan(2);
  });

  test('what is sent again is byte for byte what was sent before, whatever a name is made of', async () => {
    const options = ledgerOptions();
    const odd = ['__proto__', 'constructor', 'ü "quoted" \\ \u2028 \ud83d\udce6', '\ud800', 'a\nb', '12'];
    const ledger = await Ledger.open(options);
    await ledger.commit(odd.map((id) => aboutBank('staff.signed-in', { by: { role: 'operator', id } })));
    const sent = await allEvents(ledger);
    await ledger.close();
    const again = await Ledger.open(options);
    expect(await allEvents(again)).toEqual(sent);
    expect(sent.map((text) => (JSON.parse(text) as { data: { by: { id: string } } }).data.by.id)).toEqual(odd);
    await again.commit([lost()]);
    expect(troubleWithLog(await allEvents(again), again.logid)).toBeNull();
  });

  test('the books are the fold of what was committed, at every moment and after a restart', async () => {
    const options = ledgerOptions({ limits: { entriesPerSnapshot: 3 } });
    const ledger = await Ledger.open(options);
    let expected = newBooks(bankProfile());
    let sequence = 0;
    for (const locker of [1, 2, 3, 1, 2, 3, 1]) {
      await options.clock.advance(ms(1000));
      for (const fact of doorStory(locker)) {
        expected = fold(expected, fact, { atMs: options.clock.wallMs(), sequence: fact.type.startsWith('note.') ? null : ++sequence });
      }
      await ledger.commit(doorStory(locker));
      expect(ledger.books).toEqual(expected);
      expect((await Ledger.open({ ...options, clock: new VirtualClock() })).books).toEqual(expected);
    }
  });

  test('a fact is in the books at once, and told to listeners only when it is on the disk', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    let told = 0;
    ledger.onCommitted(() => told++);
    const letGo = options.disk.holdSyncs();
    const committed = ledger.commit(doorStory(1));
    await atRest();
    expect([ledger.books.lockers[1]?.door, told, ledger.head]).toEqual(['closed', 0, 0]);
    letGo();
    await committed;
    expect([told, ledger.head]).toEqual([1, 2]);
  });

  test('an event that a power cut could still take back is told to nobody', async () => {
    const options = ledgerOptions();
    await (await Ledger.open(options)).commit(doorStory(1));
    const ledger = await Ledger.open(options);
    options.disk.holdSyncs();
    void ledger.commit(doorStory(2));
    await atRest();
    expect(await ledger.events(1, 100)).toHaveLength(2);
    expect(await ledger.events(2, 100)).toHaveLength(1);
    expect(await ledger.events(3, 100)).toEqual([]);
  });

  test('nothing to say costs no write', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    const before = options.disk.calls;
    await ledger.commit([]);
    expect(options.disk.calls).toBe(before);
  });

  test('after a failed commit the books take nothing more', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    options.disk.fault = 'sync-fails';
    await expect(ledger.commit(doorStory(1))).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed' });
    expect(ledger.isBroken).toBe(true);
    options.disk.fault = 'none';
    const { books, head } = ledger;
    await expect(ledger.commit(doorStory(2))).rejects.toMatchObject({ name: 'DiskError' });
    expect(ledger.books).toBe(books);
    expect([head, await allEvents(ledger)]).toEqual([0, []]);
  });

  test('time never runs back behind what is written, though the wall clock steps', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit([lost()]);
    options.clock.stepWall(noonMs - 10 * 365 * dayMs);
    expect(ledger.nowMs()).toBe(noonMs);
    await ledger.commit([lost()]);
    const reopened = await Ledger.open(options);
    expect(reopened.nowMs()).toBe(noonMs);
    options.clock.stepWall(noonMs + hourMs);
    expect(reopened.nowMs()).toBe(noonMs + hourMs);
    const times = (await allEvents(reopened)).map((text) => (JSON.parse(text) as EventMessage).time);
    expect(times).toEqual([new Date(noonMs).toISOString(), new Date(noonMs).toISOString()]);
  });

  test('a locker that the profile has got since is new, one that it has lost is gone, and a size may change', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    for (const locker of [1, 2]) await ledger.commit([aboutLocker('locker.out-of-service', locker, { locker, why: 'lock broken' })]);
    await ledger.snapshot();
    await ledger.close();
    const profile = bankProfile();
    const [column] = profile.columns;
    const lockers = (column?.lockers ?? []).slice(1).map((l) => (l.number === 2 ? { ...l, size: 'large' } : l));
    const added = { number: 9, size: 'small', accessible: false, heightMm: 150, lockPin: 50, sensorPin: 60 };
    const changed = await Ledger.open({
      ...options,
      profile: { ...profile, columns: [{ widthMm: 450, kioskMm: 0, lockers: [...lockers, added] }] },
    });
    expect(Object.keys(changed.books.lockers)).toEqual(['2', '3', '4', '5', '6', '9']);
    expect(changed.books.lockers[2]).toMatchObject({ size: 'large', outOfService: 'lock broken' });
    expect(changed.books.lockers[9]).toMatchObject({ door: 'unknown', outOfService: null });
    await changed.commit([aboutLocker('door.closed', 1, { locker: 1 })]);
    expect(changed.books.lockers[1]).toBeUndefined();
  });
});

describe('the snapshot of a ledger', () => {
  test('a start folds only what came after it', async () => {
    const options = ledgerOptions({ limits: { entriesPerSnapshot: 5 } });
    const ledger = await Ledger.open(options);
    for (let times = 0; times < 12; times++) await ledger.commit(doorStory(1)).then(atRest);
    expect(await options.disk.read('snapshot.previous.json')).not.toBeNull();
    const { books } = ledger;
    await ledger.close();
    expect((await Ledger.open(options)).books).toEqual(books);
  });

  test('one that cannot be written fails no commit, and is tried again', async () => {
    const options = ledgerOptions({ limits: { entriesPerSnapshot: 2 } });
    const ledger = await Ledger.open(options);
    const replace = options.disk.replace.bind(options.disk);
    let tries = 0;
    options.disk.replace = () => {
      tries++;
      return Promise.reject(new Error('the file is immutable'));
    };
    for (let times = 0; times < 5; times++) await ledger.commit(doorStory(1)).then(atRest);
    expect([tries, ledger.isBroken, ledger.head]).toEqual([2, false, 10]);
    options.disk.replace = replace;
    await ledger.commit(doorStory(1)).then(atRest);
    expect(await options.disk.read('snapshot.json')).not.toBeNull();
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
    expect(await options.disk.read('snapshot.json')).toBeNull();
    options.disk.powerCut(new SeededRandom(1));
    expect((await Ledger.open(options)).head).toBe(2);
  });

  test('two that are asked for at once are written one after the other', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    const replace = options.disk.replace.bind(options.disk);
    let now = 0;
    let most = 0;
    options.disk.replace = async (...args) => {
      most = Math.max(most, ++now);
      await replace(...args);
      now--;
    };
    await Promise.all([ledger.snapshot(), ledger.snapshot(), ledger.snapshot()]);
    expect(most).toBe(1);
  });

  test('a damaged one, or two, lead to the same books', async () => {
    const options = ledgerOptions({ limits: { entriesPerSnapshot: 4 } });
    const ledger = await Ledger.open(options);
    for (let times = 0; times < 10; times++) await ledger.commit(doorStory(1 + (times % 6)));
    const events = await allEvents(ledger);
    await ledger.close();
    for (const path of ['snapshot.json', 'snapshot.previous.json']) {
      await options.disk.replace(path, Buffer.from('{'));
      const again = await Ledger.open(options);
      expect(again.books).toEqual(ledger.books);
      expect(await allEvents(again)).toEqual(events);
    }
  });

  test("another bank's is not believed", async () => {
    const [mine, theirs] = [ledgerOptions(), ledgerOptions({ random: new SeededRandom(2) })];
    const [ledger, other] = [await Ledger.open(mine), await Ledger.open(theirs)];
    await ledger.commit(doorStory(1));
    for (const locker of [1, 2, 3]) await other.commit(doorStory(locker));
    await other.snapshot();
    await mine.disk.replace('snapshot.json', (await theirs.disk.read('snapshot.json')) ?? new Uint8Array());
    expect((await Ledger.open(mine)).books).toEqual(ledger.books);
  });
});

describe('a data folder that cannot be trusted is refused', () => {
  const started = async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    await ledger.snapshot();
    await ledger.close();
    return options;
  };

  test("another bank's, saying whose it is", async () => {
    const options = await started();
    await expect(Ledger.open({ ...options, source: 'lb://demo/bank-2' })).rejects.toMatchObject({
      name: 'LockerError', code: 'data.foreign', where: 'bank.json', message: expect.stringContaining('lb://demo/bank-1') as string,
    });
  });

  test.each([
    ['the identity', ['bank.json'], 'data.foreign'],
    ['the journal', ['journal/00000001.log'], 'journal.missing'],
    ['identity and journal', ['bank.json', 'journal/00000001.log'], 'data.foreign'],
  ])('one that has lost a part [%s]', async (_, lostPaths, code) => {
    const options = await started();
    for (const path of lostPaths) await options.disk.remove(path);
    const before = options.disk.calls;
    await expect(Ledger.open(options)).rejects.toMatchObject({ name: 'LockerError', code });
    expect(options.disk.calls).toBe(before);
  });

  test.each([
    '{', '', 'null', '[]', '{"format":2,"logid":"L","source":"lb://demo/bank-1"}',
  ])('one whose identity cannot be read [%s]', async (text) => {
    const options = await started();
    await options.disk.replace('bank.json', Buffer.from(text));
    await expect(Ledger.open(options)).rejects.toMatchObject({ name: 'LockerError', code: 'journal.corrupt', where: 'bank.json' });
  });

  test('one whose journal ends before its snapshot', async () => {
    const options = await started();
    await options.disk.truncate('journal/00000001.log', 60);
    await expect(Ledger.open(options)).rejects.toMatchObject({ code: 'journal.corrupt' });
  });

  test('an emptied one is a fresh start with a log of its own', async () => {
    const options = await started();
    const { logid } = await Ledger.open(options);
    for (const path of ['bank.json', 'journal/00000001.log', 'snapshot.json']) await options.disk.remove(path);
    const fresh = await Ledger.open(options);
    expect(fresh.logid).not.toBe(logid);
    expect(fresh.books).toEqual(newBooks(bankProfile()));
  });
});
