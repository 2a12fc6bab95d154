import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../firmware/journal/entry.ts';
import { eventsOf } from '../../../firmware/journal/entry.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { decodeLines, encodeLine } from '../../../firmware/journal/line.ts';
import { migrate, migrations } from '../../../firmware/journal/migrations.ts';
import { loadProfile } from '../../../firmware/adapters/profile-file.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { allEvents, atRest, doorStory, entriesOn, troubleWithLog } from '../../support/ledgers.ts';

/**
 * What a bank of data format 1 left behind: one parcel collected, one in its locker, one expected, and one that was being
 * put in when the bank was killed; a wrong code; a snapshot that is older than the journal. Text files, or git would pass
 * the journal over.
 */
const format1 = join(import.meta.dirname, 'format-1');

function oldFiles(): ReadonlyMap<string, Buffer> {
  const names = readdirSync(format1, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(format1.length + 1).replace(/\.txt$/, ''), readFileSync(path)];
  }));
}

async function oldDisk(change: (files: Map<string, Buffer>) => void = () => undefined): Promise<MemoryDisk> {
  const files = new Map(oldFiles());
  change(files);
  const disk = new MemoryDisk();
  for (const [path, bytes] of files) await disk.replace(path, bytes);
  return disk;
}

const profile = loadProfile('sim-24', join(import.meta.dirname, '../../../board-profiles'));
const journal1 = 'journal/00000001.log';
const logid = (JSON.parse(String(oldFiles().get('bank.json'))) as { logid: string }).logid;

function open(disk: MemoryDisk, segmentBytes = 16_384): Promise<Ledger> {
  const clock = new VirtualClock({ wallMs: Date.UTC(2026, 11, 1) });
  return Ledger.open({ disk, clock, random: new SeededRandom(1), profile, source: 'lb://demo/bank-1', limits: { segmentBytes } });
}

/** The texts of the events as the old version wrote them. */
function oldTexts(): readonly string[] {
  const lines = decodeLines(oldFiles().get(journal1) ?? new Uint8Array());
  if (lines.kind !== 'whole') throw new Error('the old journal is not whole');
  return lines.texts.slice(1).flatMap((text) => eventsOf(JSON.parse(text) as Entry).map((event) => event.text));
}

async function stateOf(disk: MemoryDisk): Promise<string> {
  const ledger = await open(disk);
  const { directory: _, ...books } = ledger.books;
  return JSON.stringify([ledger.logid, ledger.head, books, await allEvents(ledger)]);
}

describe('a data folder of format 1', () => {
  test('opens: every event is byte for byte what it was, the chain and the log go on', async () => {
    const disk = await oldDisk();
    const ledger = await open(disk);
    expect(await allEvents(ledger)).toEqual(oldTexts());
    expect(ledger.logid).toBe(logid);
    await ledger.commit(doorStory(1));
    const texts = await allEvents(ledger);
    expect(texts).toHaveLength(oldTexts().length + 2);
    expect(troubleWithLog(texts, logid)).toBeNull();
    await ledger.close();
    const again = await open(disk);
    expect(await allEvents(again)).toEqual(texts);
    expect(again.books).toEqual(ledger.books);
  });

  test('keeps what it knew of its parcels', async () => {
    const { books } = await open(await oldDisk());
    const parcels = Object.values(books.reservations).map(({ items, locker, state }) => [items[0]?.id, locker, state]);
    expect(parcels.sort((one, other) => (String(one) < String(other) ? -1 : 1))).toEqual([
      ['OLD-COLLECTED', 1, 'collected'], ['OLD-LEFT-IN', 6, 'occupied'], ['OLD-OPEN', 4, 'reserved'], ['OLD-RESERVED', 2, 'reserved'],
    ]);
    expect(books.visits[4]).toMatchObject({ purpose: 'deposit', phase: 'open' });
    expect(Object.keys(books.codeTags)).toHaveLength(4);
    expect(books.lockers[4]?.door).toBe('open');
  });

  test('has had an age all along', async () => {
    const disk = await oldDisk();
    await open(disk);
    const ages = (await entriesOn(disk)).map(({ ageMs }) => ageMs);
    expect(ages).toEqual([...ages].sort((one, other) => one - other));
    // Three runs, the first of which lasted 2.6 seconds by its own clock.
    expect(ages.at(-1)).toBeGreaterThan(4_000);
    expect(ages.at(-1)).toBeLessThan(30_000);
  });

  test('is copied to a backup first, and nothing of the old format stays in its place', async () => {
    const disk = await oldDisk();
    await open(disk);
    const old = oldFiles();
    for (const [path, bytes] of old) {
      if (path !== 'bank.key') expect(Buffer.from((await disk.read(`backup-1/${path}`)) ?? []).equals(bytes), path).toBe(true);
    }
    expect(await disk.read(journal1)).toBeNull();
    expect(await disk.read('snapshot.json')).toBeNull();
    expect(await disk.read('bank.key')).not.toBeNull();
    expect(JSON.parse(Buffer.from((await disk.read('bank.json')) ?? []).toString())).toEqual({
      format: 2, journal: logid, source: 'lb://demo/bank-1',
    });
  });

  test('goes into as many segments as it needs', async () => {
    const disk = await oldDisk();
    const ledger = await open(disk, 4_096);
    expect((await disk.list('journal')).filter((name) => name.endsWith('-a.log') && !name.startsWith('spare')).length).toBeGreaterThan(6);
    expect(await allEvents(ledger)).toEqual(oldTexts());
  });

  test('opens whenever the power goes on the way, and leads to the same', async () => {
    const whole = await stateOf(await oldDisk());
    const counted = await oldDisk();
    const before = counted.calls;
    await open(counted);
    await atRest();
    const calls = counted.calls - before;
    expect(calls).toBeGreaterThan(8);
    for (let call = 1; call <= calls; call++) {
      for (const cutTwice of [false, true]) {
        const disk = await oldDisk();
        disk.haltAt(disk.calls + call);
        void open(disk);
        await atRest();
        disk.powerCut(new SeededRandom(call));
        if (cutTwice) {
          disk.haltAt(disk.calls + 2);
          void open(disk);
          await atRest();
          disk.powerCut(new SeededRandom(call + 100));
        }
        expect(await stateOf(disk), `cut at call ${String(call)}`).toBe(whole);
      }
    }
  });

  test('loses nothing but a torn last line, which nobody was told of', async () => {
    const disk = await oldDisk((files) => files.set(journal1, (files.get(journal1) ?? Buffer.of()).subarray(0, -30)));
    const ledger = await open(disk);
    expect(await allEvents(ledger)).toEqual(oldTexts());
    expect((await entriesOn(disk)).length).toBe(87);
  });

  test.each([
    ['a damaged line', (text: string) => text.replace('"n":40,', '"n":41,'), corruptAt(41)],
    ['a line that is gone', (text: string) => text.split('\n').toSpliced(40, 1).join('\n'), corruptAt(41)],
    ['another log', (text: string) => text.replace(/^.*\n/, line({ journal: 1, logid: 'OTHER', first: 1 })), { code: 'journal.corrupt' }],
    ['no header', () => '', corruptAt(1)],
  ])('is refused and left as it is where the journal cannot be trusted [%s]', async (_, change, refusal) => {
    const disk = await oldDisk((files) => files.set(journal1, Buffer.from(change(String(files.get(journal1))))));
    const before = disk.image();
    await expect(open(disk)).rejects.toMatchObject({ name: 'LockerError', ...refusal });
    expect(disk.image()).toBe(before);
  });

  test('is refused where the journal is gone', async () => {
    const disk = await oldDisk((files) => files.delete(journal1));
    await expect(open(disk)).rejects.toMatchObject({ code: 'journal.missing' });
  });
});

function corruptAt(place: number) {
  return { code: 'journal.corrupt', where: `${journal1}:${String(place)}` };
}

function line(header: unknown): string {
  return Buffer.from(encodeLine(JSON.stringify(header))).toString();
}

describe('a data folder of a format to come', () => {
  test('is refused and left as it is, saying what helps', async () => {
    const disk = await oldDisk((files) => files.set('bank.json', Buffer.from('{"format":3,"something":"else"}')));
    const before = disk.image();
    await expect(open(disk)).rejects.toMatchObject({
      name: 'LockerError', code: 'data.newer', where: 'bank.json', message: expect.stringContaining('newer') as string,
    });
    expect(disk.image()).toBe(before);
  });

  test.each([
    ['an event', '"type":"lockerbank.staff.signed-out.v1"', '"type":"lockerbank.staff.gone-home.v1"'],
    ['a version of an event', '"type":"lockerbank.staff.signed-out.v1"', '"type":"lockerbank.staff.signed-out.v2"'],
    ['a note', '"type":"note.misses-forgiven"', '"type":"note.from-the-future"'],
  ])('is refused for %s that this version does not know', async (_, known, unknown) => {
    const disk = await oldDisk((files) => {
      const [head, ...texts] = String(files.get(journal1)).trimEnd().split('\n').map((one) => one.slice(9));
      const changed = [head ?? '', ...texts.map((text) => text.replace(known, unknown))];
      files.set(journal1, Buffer.concat(changed.map(encodeLine)));
    });
    await expect(open(disk)).rejects.toMatchObject({ name: 'LockerError', code: 'data.newer' });
  });
});

describe('migrations', () => {
  test('are rows, each from one format to the next, that say what they change', () => {
    expect(migrations.map(({ from, to }) => [from, to])).toEqual([[1, 2]]);
    for (const { note } of migrations) expect(note.length).toBeGreaterThan(10);
  });

  test('go one version at a time', async () => {
    const disk = new MemoryDisk();
    await disk.replace('bank.json', Buffer.from('{"format":1}'));
    const steps: string[] = [];
    const row = (from: number) => ({
      from, to: from + 1, note: '', tidy: () => Promise.resolve(void steps.push(`tidy ${String(from)}`)),
      async migrate() {
        steps.push(`${String(from)} to ${String(from + 1)}`);
        await disk.replace('bank.json', Buffer.from(`{"format":${String(from + 1)}}`));
      },
    });
    await migrate(disk, 0, [row(1)]);
    expect(steps).toEqual(['1 to 2', 'tidy 1']);
  });
});
