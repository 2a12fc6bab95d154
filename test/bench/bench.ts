import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { measureCodeToCoil } from './code-to-coil.ts';
import { measureDecisions } from './decisions.ts';
import { measureDirectory } from './directory.ts';
import { measureCommits, measureRecovery, measureWritten } from './journal.ts';
import { kioskRows, pageRows } from './kiosk-rows.ts';
import { Parcels } from './parcels.ts';
import { measureProcess } from './process.ts';
import { quantile } from './quantile.ts';
import { rowOf, type Row } from './row.ts';
import { familyWords, situationRows } from './situations/situation-rows.ts';

/** Measures what people wait for, and what wears a card, and says which promises were not kept. */
const root = join(import.meta.dirname, '../..');
const starts = 5;
const commits = 2_000;
const records = 100_000;
const parcels = 100;
const people = 20_000;

const bareServer = `require('node:http').createServer((_, r) => r.end()).listen(0, '127.0.0.1', () => console.log('ready'));`;

async function codeRows(folder: string): Promise<readonly Row[]> {
  const { coilMs, appendMs } = await measureCodeToCoil(folder);
  const row = (what: string, at: number): Row => rowOf(
    `code entered → coil energised, ${what}`, quantile(coilMs, at), 'ms',
    { value: quantile(appendMs, at), against: 'one append + fdatasync, same disk' },
  );
  return [row('median', 0.5), row('90th percentile', 0.9)];
}

/** In memory, with 240 lockers and 20,000 recipients. */
function decisionRows(): readonly Row[] {
  const promised = { value: 1, against: 'the 1 ms that is promised' };
  return Object.entries(measureDecisions())
    .map(([what, list]) => rowOf(`decision: ${what}, 99th percentile`, quantile(list, 0.99), 'ms', promised, 1));
}

async function journalRows(folder: string): Promise<readonly Row[]> {
  const busy = new Parcels();
  const { profile } = busy;
  const days = busy.endless();
  const { commitMs, appendMs } = await measureCommits(folder, profile, () => days.next().value, commits);
  const append = { value: quantile(appendMs, 0.5), against: 'one append + fdatasync of as many bytes' };

  // Nobody acknowledges them: what is acknowledged and old enough would have been compacted.
  const more = new Parcels().endless(false);
  const recovery = await measureRecovery(folder, profile, () => more.next().value, records);
  const read = { value: recovery.readMs, against: 'reading the same bytes, and no more' };

  const others = new Parcels();
  const facts = Array.from({ length: parcels }, () => others.next()).flat();
  const written = await measureWritten(profile, facts);
  const said = { value: Buffer.byteLength(JSON.stringify(facts)) / parcels / 1024, against: 'what is said, as JSON' };
  const perParcel = (bytes: number): number => bytes / parcels / 1024;
  return [
    rowOf('a durable commit, median', quantile(commitMs, 0.5), 'ms', append, 1.5),
    rowOf(`recovery of ${String(records)} records, with a snapshot`, recovery.recoveryMs, 'ms', read),
    rowOf(`recovery of ${String(records)} records, from the beginning`, recovery.fromBeginningMs, 'ms', read),
    rowOf('written for one delivery and pickup', perParcel(written.bytes), 'KiB', said),
    rowOf('written for one delivery and pickup, in whole pages', perParcel(written.pageBytes), 'KiB', said),
    rowOf('share of segments and snapshots in it', perParcel(written.shareBytes), 'KiB', said),
    rowOf('syncs for one delivery and pickup', written.syncs / parcels, 'syncs', { value: 9, against: 'the events in it' }),
  ];
}

async function directoryRows(folder: string): Promise<readonly Row[]> {
  const { readMs, loadMs, longestMs, applyMs, storeMs } = await measureDirectory(folder, people);
  const read = { value: readMs, against: 'reading and parsing the same files' };
  return [
    rowOf(`a directory of ${String(people)} people, at the start`, loadMs, 'ms', read),
    rowOf('the longest that nothing else could be done meanwhile', longestMs, 'ms', read),
    rowOf('the same directory, when it is new', storeMs + applyMs, 'ms', read),
  ];
}

async function processRows(folder: string): Promise<readonly Row[]> {
  const bare: { readyMs: number; memoryMiB: number }[] = [];
  const bank: typeof bare = [];
  const whole: typeof bare = [];
  for (let index = 0; index < starts; index++) {
    const environment = {
      LOCKERBANK_SIM_PORT: String(await freePort()), LOCKERBANK_KIOSK_PORT: String(await freePort()),
      LOCKERBANK_MQTT_PORT: String(await freePort()), LOCKERBANK_DATA: join(folder, `start-${String(index)}`),
    };
    const program = join(root, 'dist/lockerbank-sim.mjs');
    const nobody = {
      LOCKERBANK_MQTT_URL: `mqtt://127.0.0.1:${String(await freePort())}`,
      LOCKERBANK_DATA: join(folder, `bank-${String(index)}`),
    };
    bare.push(await measureProcess(['-e', bareServer], {}, 'ready'));
    bank.push(await measureProcess([program, 'bank'], { ...environment, ...nobody }, 'Stop with Ctrl-C'));
    whole.push(await measureProcess([program], environment, 'Stop with Ctrl-C'));
  }
  const median = (list: typeof bare, of: 'readyMs' | 'memoryMiB') => quantile(list.map((one) => one[of]), 0.5);
  const against = 'bare Node with an empty HTTP server';
  const [ready, memory] = [{ value: median(bare, 'readyMs'), against }, { value: median(bare, 'memoryMiB'), against }];
  return [
    rowOf('start → ready, bank with simulated cabinet', median(bank, 'readyMs'), 'ms', ready),
    rowOf('start → ready, whole simulator', median(whole, 'readyMs'), 'ms', ready),
    rowOf('memory, bank with simulated cabinet', median(bank, 'memoryMiB'), 'MiB', memory),
    rowOf('memory, whole simulator', median(whole, 'memoryMiB'), 'MiB', memory),
  ];
}

const asked = process.argv.slice(2);
const families = asked.filter((word) => familyWords.includes(word));

/** By their names as `npm run bench -- kiosk page` asks for them. */
const parts: Readonly<Record<string, (folder: string) => readonly Row[] | Promise<readonly Row[]>>> = {
  code: codeRows, decisions: decisionRows, kiosk: kioskRows, page: pageRows, journal: journalRows, directory: directoryRows,
  process: processRows, situations: () => situationRows(families.length > 0 ? families : familyWords),
};

/** Some of them are for whoever works on one thing: what is kept is always the whole. */
function keep(rows: readonly Row[]): void {
  const results = join(import.meta.dirname, 'results');
  mkdirSync(results, { recursive: true });
  const [cpu, load] = [cpus()[0]?.model ?? 'unknown', loadavg()[0]];
  const machine = { node: process.version, cores: cpus().length, cpu, load };
  writeFileSync(join(results, 'latest.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}

const unknown = asked.filter((name) => !(name in parts) && !families.includes(name));
if (unknown.length > 0) {
  const there = `there are ${Object.keys(parts).join(', ')}, and the situations of ${familyWords.join(', ')}`;
  throw new Error(`no such part: ${unknown.join(', ')}; ${there}`);
}
const folder = scratchFolder();
try {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) rows.push(...(await measure(folder.path)));
  }
  console.table(rows);
  if (asked.length === 0) keep(rows);
  for (const { what, ratio, most } of rows) {
    if (most === null || ratio <= most) continue;
    console.error(`${what}: ${String(ratio)} × its yardstick, promised are ${String(most)} ×`);
    process.exitCode = 1;
  }
} finally {
  folder.remove();
}
