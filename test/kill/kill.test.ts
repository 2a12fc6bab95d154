import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { realDisk } from '../../firmware/adapters/real-disk.ts';
import { realRandom } from '../../firmware/adapters/real-random.ts';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import { factsOf, type Entry } from '../../firmware/journal/entry.ts';
import { decodeLines } from '../../firmware/journal/line.ts';
import { mqttTransport } from '../../firmware/upstream/mqtt-transport.ts';
import type { Books } from '../../firmware/bank/books.ts';
import { openUpstreamLog } from '../../sim/upstream/upstream-log.ts';
import { Upstream } from '../../sim/upstream/upstream.ts';
import type { CabinetState } from '../../sim/cabinet/cabinet-memory.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { fraction } from '../../firmware/ports/random.ts';
import { Ends } from '../support/ends.ts';
import { startMosquitto, type Mosquitto } from '../support/mosquitto.ts';
import { scratchFolder, simPorts, SimProcess } from '../support/sim-process.ts';
import { until } from '../support/until.ts';
import { People } from './people.ts';

const kills = 200;

/** A bank lives this long at most before it is killed: long enough for a whole visit, too short for two. */
const livesMostMs = 2_500;

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let folder: ReturnType<typeof scratchFolder>;
let broker: Mosquitto;
let upstream: Upstream;
const troubles: string[] = [];
const ends = new Ends();
/** Every start of the bank; the last of them may be running. */
const runs: SimProcess[] = [];

beforeEach(async () => {
  folder = scratchFolder();
  ends.add(() => folder.remove());
  broker = await startMosquitto(folder.path);
  ends.add(() => broker.stop());
  ends.add(() => runs.at(-1)?.stop('SIGKILL'));
  const log = await openUpstreamLog(realDisk(join(folder.path, 'upstream')));
  upstream = new Upstream({
    transport: mqttTransport(broker.url), log, clock: new RealClock(), random: realRandom, tenant: 'demo', bank: 'bank-1',
    onChange: () => undefined, onTrouble: (where, error) => troubles.push(`${where}: ${String(error)}`),
  });
  ends.add(() => upstream.stop());
  upstream.start();
});

afterEach(() => ends.all());

const killedBank = `a bank killed ${String(kills)} times in the middle of the story`;

test(`${killedBank} loses nothing, repeats nothing, opens nothing unasked (SEED=${String(seed)})`, async () => {
  try {
    await story();
  } catch (error) {
    if (error instanceof Error) error.message += `\n\n${outputs()}`;
    throw error;
  }
}, 900_000);

async function story(): Promise<void> {
  const random = new SeededRandom(seed);
  const people = new People(upstream);
  const ports = await simPorts();
  const start = (): Promise<SimProcess> => {
    const run = new SimProcess({ folder: folder.path, ports, mqttUrl: broker.url, args: ['bank'] });
    runs.push(run);
    return run.ready();
  };

  for (let kill = 0; kill < kills; kill++) {
    const sim = await start();
    const end = performance.now() + fraction(random) * livesMostMs;
    let steps = Promise.resolve();
    while (performance.now() < end) {
      steps = people.step(sim).catch(() => undefined);
      await Promise.race([steps, sleep(Math.max(0, end - performance.now()))]);
      await sleep(fraction(random) * 60);
    }
    await sim.stop('SIGKILL');
    await steps;
    expect(sim.output, 'what the bank complained about').not.toMatch(/Error|rejected|cannot/);
  }

  const last = await start();
  const settled = performance.now() + 6_000;
  while (performance.now() < settled) {
    await people.step(last).catch(() => undefined);
    await sleep(30);
  }
  await last.stop('SIGINT');
  const before = journalTexts();

  // What a stop leaves unsent, the next start sends.
  await start();
  await until('the upstream has every event of before the last start', () => upstream.books.through >= before.length, 15_000);
  await runs.at(-1)?.stop('SIGKILL');
  await upstream.stop();
  const mine = await readBank();
  const { through } = upstream.books;
  expect(through).toBeGreaterThanOrEqual(before.length);
  expect(upstreamTexts(), 'the events in the upstream, against the journal').toEqual(mine.texts.slice(0, through));
  expect(troubles).toEqual([]);
  compareBooks(mine.books);
  compareDoors(mine, people);
  // The run must have been worth something: parcels went all the way while the bank kept dying.
  const collected = [...upstream.books.parcels.values()].filter((parcel) => parcel.state === 'collected');
  expect(collected.length).toBeGreaterThan(3);
}

/** What each run of the bank has said. */
function outputs(): string {
  return runs.map(({ output }, index) => `run ${String(index + 1)}:\n${output}`).join('\n');
}

interface BankFiles {
  readonly books: Books;
  readonly texts: readonly string[];
  readonly intents: ReadonlyMap<number, number>;
  readonly cabinet: CabinetState;
}

/** The facts of the whole journal, read without the bank: both copies of each segment, as far as each is whole. */
function journalFacts() {
  const journal = join(folder.path, 'data/bank/journal');
  const entries = new Map<number, Entry>();
  for (const name of readdirSync(journal).filter((one) => /^\d/.test(one)).sort()) {
    const bytes = readFileSync(join(journal, name));
    const end = bytes.indexOf(0);
    const lines = decodeLines(bytes.subarray(0, end < 0 ? bytes.length : end));
    if (lines.kind === 'damaged') throw new Error(`${name} is damaged`);
    for (const text of lines.texts.slice(1)) {
      const entry = JSON.parse(text) as Entry;
      entries.set(entry.n, entry);
    }
  }
  return [...entries.values()].sort((one, other) => one.n - other.n).flatMap((entry) => factsOf(entry));
}

/** The texts of every event in the journal. */
function journalTexts(): readonly string[] {
  return journalFacts().flatMap(({ text }) => text ?? []);
}

/** Everything that the killed bank has on its disk, read without it. */
async function readBank(): Promise<BankFiles> {
  const data = join(folder.path, 'data');
  const texts = journalTexts();
  const intents = new Map<number, number>();
  for (const { fact } of journalFacts()) {
    if (fact.type === 'note.intent') intents.set(fact.visit.locker, (intents.get(fact.visit.locker) ?? 0) + 1);
  }
  const profile = loadProfile('sim-24', join(import.meta.dirname, '../../board-profiles'));
  const disk = realDisk(join(data, 'bank'));
  const ledger = await Ledger.open({ disk, clock: new RealClock(), random: realRandom, profile, source: 'lb://demo/bank-1' });
  const { books } = ledger;
  await ledger.close();
  const cabinet = JSON.parse(readFileSync(join(data, 'cabinet.json'), 'utf8')) as CabinetState;
  return { books, texts, intents, cabinet };
}

function upstreamTexts(): readonly string[] {
  const lines = decodeLines(readFileSync(join(folder.path, 'upstream/upstream.log')));
  if (lines.kind !== 'whole') throw new Error('the upstream log is not whole');
  interface Kept {
    readonly kind: string;
    readonly event?: unknown;
  }
  // A line is what was written at once: one record, or a list of them.
  const records = lines.texts.flatMap((text) => JSON.parse(text) as Kept | readonly Kept[]);
  return records.filter((record) => record.kind === 'event').map((record) => JSON.stringify(record.event));
}

function compareBooks(books: Books): void {
  const inBank = { reserved: 'reserved', occupied: 'delivered', collected: 'collected' } as const;
  for (const parcel of upstream.books.parcels.values()) {
    const reservation = books.reservations[parcel.reservation];
    if (parcel.state === 'asked' || parcel.state === 'refused') expect(reservation).toBeUndefined();
    else expect(reservation && inBank[reservation.state], `the state of ${parcel.tracking}`).toBe(parcel.state);
    expect(reservation?.locker ?? null, `the locker of ${parcel.tracking}`).toBe(parcel.locker);
  }
}

/** Each opening was intended, each intent was asked for, and nothing was forced. */
function compareDoors(mine: BankFiles, people: People): void {
  for (const { locker, opened, contents } of mine.cabinet.doors) {
    expect(opened.forced, `forced openings of locker ${String(locker)}`).toBe(0);
    expect(opened.released, `openings of locker ${String(locker)}`).toBeLessThanOrEqual(mine.intents.get(locker) ?? 0);
    expect(mine.intents.get(locker) ?? 0, `intents for locker ${String(locker)}`).toBeLessThanOrEqual(people.asked.get(locker) ?? 0);
    const holds = Object.values(mine.books.reservations).filter((r) => r.locker === locker && r.state === 'occupied');
    const inDoubt = mine.books.lockers[locker]?.doubt !== null || mine.books.visits[locker] !== undefined;
    if (!inDoubt) expect(contents, `what lies in locker ${String(locker)}`).toEqual(holds.flatMap((r) => r.items.map((item) => item.id)));
  }
}

function sleep(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
