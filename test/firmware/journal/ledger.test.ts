import { describe, expect, test } from 'vitest';
import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import { noDirectory } from '../../../firmware/bank/directory.ts';
import { aboutBank, aboutLocker, isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { DiskError } from '../../../firmware/ports/disk.ts';
import { copies, journalFolder, pathOf, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments, troubleWithLog } from '../../support/ledgers.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';
import { pinLocker } from '../../support/profiles.ts';

const lost = (): Fact => aboutBank('link.lost', {});
const eventsOf = async (ledger: Ledger) => (await allEvents(ledger)).map((text) => JSON.parse(text) as EventMessage);

describe('the ledger', () => {
  test('an event carries what the contract says, and what led to it', async () => {
    const options = ledgerOptions({ clock: new VirtualClock({ wallMs: noonMs, quality: 'rtc' }) });
    const ledger = await Ledger.open(options);
    await options.clock.advance(ms(1234));
    await ledger.commit([aboutLocker('door.closed', 3, { locker: 3 }, { session: 'S', command: 'C' }), lost()]);
    const [first, second] = await eventsOf(ledger);
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
    const options = ledgerOptions({ limits: smallSegments });
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
    expect(segmentsIn(await options.disk.list(journalFolder)).length).toBeGreaterThan(5);
  });

  test('what is sent again is byte for byte what was sent before, whatever a name is made of', async () => {
    const options = ledgerOptions();
    const odd = ['__proto__', 'constructor', 'ü "quoted" \\ \u2028 \ud83d\udce6', '\ud800', 'a\nb', '12', ' {"n":3,'];
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
    const options = ledgerOptions({ limits: smallSegments });
    const ledger = await Ledger.open(options);
    const expected = newBooks(bankProfile());
    let sequence = 0;
    for (const locker of [1, 2, 3, 1, 2, 3, 1]) {
      await options.clock.advance(ms(1000));
      const at = { ms: options.clock.wallMs(), ageMs: options.clock.monoMs() };
      for (const fact of doorStory(locker)) fold(expected, fact, { at, floorMs: at.ms, sequence: isNote(fact) ? null : ++sequence });
      await ledger.commit(doorStory(locker));
      expect(ledger.books).toEqual(expected);
      const { books } = await Ledger.open({ ...options, disk: options.disk.copy(), clock: new VirtualClock() });
      expect(books).toEqual(expected);
    }
  });

  test('a fact is in the books at once, and told to listeners only when it is on the disk', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    let told = 0;
    const stop = ledger.onCommitted(() => told++);
    const letGo = options.disk.holdSyncs();
    const committed = ledger.commit(doorStory(1));
    await atRest();
    expect([ledger.books.lockers[1]?.door, told, ledger.head]).toEqual(['closed', 0, 0]);
    letGo();
    await committed;
    expect([told, ledger.head]).toEqual([1, 2]);
    stop();
    await ledger.commit(doorStory(1));
    expect(told).toBe(1);
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
    await atRest();
    const before = options.disk.calls;
    await ledger.commit([]);
    expect(options.disk.calls).toBe(before);
  });

  test.each(['sync-fails', 'write-fails'] as const)('after a failed commit the books take nothing more [%s]', async (fault) => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    const told: Error[] = [];
    ledger.onBroken((error) => told.push(error));
    options.disk.fault = fault;
    await expect(ledger.commit(doorStory(1))).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed' });
    expect([ledger.isBroken, told.length]).toEqual([true, 1]);
    await expect(ledger.settled(), 'whoever watches over it learns that it never will').rejects.toMatchObject({ name: 'DiskError' });
    options.disk.fault = 'none';
    const before = structuredClone(ledger.books);
    await expect(ledger.commit(doorStory(2))).rejects.toMatchObject({ name: 'DiskError' });
    expect(ledger.books).toEqual(before);
    expect([ledger.head, await allEvents(ledger), told.length]).toEqual([0, [], 1]);
    await ledger.close();
    options.disk.powerCut(new SeededRandom(1));
    expect((await Ledger.open(options)).head).toBe(0);
  });

  test('what only the page cache still has after a failed sync is written once more before anything is built on it', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const options = ledgerOptions();
      const ledger = await Ledger.open(options);
      await ledger.commit(doorStory(1));
      options.disk.fault = 'sync-fails';
      await expect(ledger.commit(doorStory(2))).rejects.toMatchObject({ trouble: 'failed' });
      options.disk.fault = 'none';
      await ledger.close();
      const restarted = await Ledger.open(options);
      await restarted.commit(doorStory(3));
      const texts = await allEvents(restarted);
      options.disk.powerCut(new SeededRandom(seed));
      expect(await allEvents(await Ledger.open(options))).toEqual(texts);
    }
  });

  test('what breaks while a segment is finished in the background is told at once, and not at the next commit', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    let isBad = false;
    const open = options.disk.open.bind(options.disk);
    options.disk.open = async (path) => {
      const file = await open(path);
      const sync = () => (isBad && path.includes('000001') ? Promise.reject(new DiskError('failed', path, 'EIO')) : file.sync());
      return { ...file, sync };
    };
    const ledger = await Ledger.open(options);
    const told: Error[] = [];
    ledger.onBroken((error) => told.push(error));
    for (const locker of [1, 2]) await ledger.commit(doorStory(locker)).then(atRest);
    isBad = true;
    await ledger.commit(doorStory(3));
    await atRest();
    expect([told.length, ledger.isBroken]).toEqual([1, true]);
    await expect(ledger.commit(doorStory(4))).rejects.toMatchObject({ trouble: 'failed' });
  });

  test('time never runs back behind what is written, though the wall clock steps', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit([lost()]);
    options.clock.stepWall(noonMs - 10 * 365 * dayMs);
    expect(ledger.now().ms).toBe(noonMs);
    await ledger.commit([lost()]);
    const reopened = await Ledger.open(options);
    expect(reopened.now().ms).toBe(noonMs);
    options.clock.stepWall(noonMs + hourMs);
    expect(reopened.now().ms).toBe(noonMs + hourMs);
    const times = (await eventsOf(reopened)).map(({ type, time, clockq }) => [type.slice(11), time, clockq]);
    const noon = new Date(noonMs).toISOString();
    expect(times).toEqual([['link.lost.v1', noon, 'ntp'], ['clock.stepped.v1', noon, 'floor'], ['link.lost.v1', noon, 'floor']]);
  });

  test('a step of the clock is an event, once, whoever asks first', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    options.clock.stepWall(noonMs + hourMs);
    const told = ledger.checkClock();
    expect(told).toMatchObject([{ type: 'clock.stepped', data: { byMs: hourMs, clockq: 'ntp' } }]);
    await ledger.commit(told);
    await ledger.commit([lost()]);
    expect((await eventsOf(ledger)).map(({ type }) => type)).toEqual(['lockerbank.clock.stepped.v1', 'lockerbank.link.lost.v1']);
  });

  test('what nobody stands behind is written down as the time it was, but does not raise the floor', async () => {
    const options = ledgerOptions({ clock: new VirtualClock({ wallMs: noonMs + 400 * dayMs, quality: 'floor' }) });
    const ledger = await Ledger.open(options);
    await options.clock.advance(ms(5_000));
    await ledger.commit([lost()]);
    expect(ledger.books).toMatchObject({ floorMs: 5_000, ageMs: 5_000 });
    ledger.serverSaid(noonMs);
    await ledger.commit([lost()]);
    expect(ledger.books.floorMs).toBe(noonMs);
    await ledger.close();
    const again = await Ledger.open({ ...options, clock: new VirtualClock({ wallMs: 0, quality: 'floor' }) });
    expect([again.now(), again.clockQuality()]).toEqual([{ ms: noonMs, ageMs: 5_000 }, 'floor']);
  });

  test('a locker that the profile has got since is new, one that it has lost is gone, and a size may change', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    for (const locker of [1, 2]) await ledger.commit([aboutLocker('locker.out-of-service', locker, { locker, why: 'lock broken' })]);
    await ledger.close();
    const profile = bankProfile();
    const [column] = profile.columns;
    const lockers = (column?.lockers ?? []).slice(1).map((l) => (l.number === 2 ? { ...l, size: 'large' } : l));
    const added = pinLocker(9);
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

  test('a locker that a wrong profile had left out is still out of service when the right one is back', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit([aboutLocker('locker.out-of-service', 1, { locker: 1, why: 'lock broken' })]);
    const before = ledger.books.lockers[1];
    await ledger.close();
    const profile = bankProfile();
    const wrong = { ...profile, columns: profile.columns.map((column) => ({ ...column, lockers: column.lockers.slice(1) })) };
    for (let start = 0; start < 3; start++) {
      const mistaken = await Ledger.open({ ...options, profile: wrong });
      expect(mistaken.books.lockers[1]).toBeUndefined();
      await mistaken.commit(doorStory(2));
      await mistaken.close();
    }
    expect((await Ledger.open(options)).books.lockers[1]).toEqual(before);
  });

  test('people are in no snapshot and no journal: whoever has read them hands them over', async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    const recipient = { id: 'ada', name: 'Ada', accessible: false, departments: [], pin: null };
    ledger.useDirectory({ ...noDirectory, recipients: { ada: recipient } });
    await ledger.commit(doorStory(1));
    expect(ledger.books.directory.recipients['ada']).toEqual(recipient);
    await ledger.close();
    expect(options.disk.image()).not.toContain('Ada');
    expect((await Ledger.open(options)).books.directory).toBe(noDirectory);
  });

  test('a backlog is read from the segment that holds it, and from one copy of it', async () => {
    const options = ledgerOptions({ limits: smallSegments });
    let ledger = await Ledger.open(options);
    for (let times = 0; times < 20; times++) await ledger.commit(doorStory(1 + (times % 6))).then(atRest);
    await ledger.close();
    ledger = await Ledger.open(options);
    const texts = await allEvents(ledger);
    expect(texts).toHaveLength(40);
    const read = options.disk.read.bind(options.disk);
    let reads = 0;
    options.disk.read = (path) => {
      reads++;
      return read(path);
    };
    for (const [index, text] of texts.entries()) {
      reads = 0;
      expect((await ledger.events(index + 1, 1))[0]).toBe(text);
      expect(reads, (JSON.parse(text) as EventMessage).sequence).toBeLessThanOrEqual(1);
    }
  });

  test('asks for events one after the other go on where the one before left off', async () => {
    const options = ledgerOptions();
    let ledger = await Ledger.open(options);
    for (let times = 0; times < 30; times++) await ledger.commit(doorStory(1 + (times % 6)));
    await ledger.close();
    ledger = await Ledger.open(options);
    const texts = await allEvents(ledger);
    const found: string[] = [];
    for (let from = 1; from <= 60; from += 7) found.push(...(await ledger.events(from, 7)));
    expect(found).toEqual(texts);
  });
});

describe('a data folder that cannot be trusted is refused', () => {
  const started = async () => {
    const options = ledgerOptions();
    const ledger = await Ledger.open(options);
    await ledger.commit(doorStory(1));
    await ledger.close();
    return options;
  };
  const journalOf = async (disk: MemoryDisk) => {
    const segments = segmentsIn(await disk.list(journalFolder));
    return segments.flatMap((segment) => copies.map((copy) => pathOf(segment, copy)));
  };

  test("another bank's, saying whose it is", async () => {
    const options = await started();
    await expect(Ledger.open({ ...options, source: 'lb://demo/bank-2' })).rejects.toMatchObject({
      name: 'LockerError', code: 'data.foreign', where: 'bank.json', message: expect.stringContaining('lb://demo/bank-1') as string,
    });
  });

  test.each([
    ['the identity', { identity: true, journal: false }, 'data.foreign'],
    ['the journal', { identity: false, journal: true }, 'journal.missing'],
    ['identity and journal', { identity: true, journal: true }, 'data.foreign'],
  ])('one that has lost a part [%s]', async (_, gone, code) => {
    const options = await started();
    if (gone.identity) await options.disk.remove('bank.json');
    if (gone.journal) for (const path of await journalOf(options.disk)) await options.disk.remove(path);
    const before = options.disk.calls;
    await expect(Ledger.open(options)).rejects.toMatchObject({ name: 'LockerError', code });
    expect(options.disk.calls).toBe(before);
  });

  test.each([
    '{', '', 'null', '[]', '{"format":2,"journal":"L"}', '{"format":0.5}',
  ])('one whose identity cannot be read [%s]', async (text) => {
    const options = await started();
    await options.disk.replace('bank.json', Buffer.from(text));
    await expect(Ledger.open(options)).rejects.toMatchObject({ name: 'LockerError', code: 'journal.corrupt', where: 'bank.json' });
  });

  test('an emptied one is a fresh start with a log of its own', async () => {
    const options = await started();
    const { logid } = await Ledger.open(options);
    for (const path of ['bank.json', 'snapshot.a.json', ...(await journalOf(options.disk))]) await options.disk.remove(path);
    const fresh = await Ledger.open(options);
    expect(fresh.logid).not.toBe(logid);
    expect(fresh.books).toEqual(newBooks(bankProfile()) satisfies Books);
  });

  test('a first start that was cut off is a first start again, whatever it had got to', async () => {
    for (let call = 1; call <= 3; call++) {
      for (let seed = 0; seed < 8; seed++) {
        const options = ledgerOptions();
        options.disk.haltAt(call);
        void Ledger.open(options);
        await atRest();
        options.disk.powerCut(new SeededRandom(seed));
        const ledger = await Ledger.open({ ...options, random: new SeededRandom(100 + seed) });
        expect([ledger.head, ledger.tornBytes]).toEqual([0, 0]);
        expect(ledger.books).toEqual(newBooks(bankProfile()));
      }
    }
  });
});
