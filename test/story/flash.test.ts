import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { EmulatedBuses } from '../../sim/boards/emulated-buses.ts';
import { PtyLine } from '../../sim/boards/pty-line.ts';
import { startBroker, type Broker } from '../../sim/broker.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { freePort } from '../support/free-port.ts';
import { neededProgram } from '../support/needed-program.ts';
import { runProgram } from '../support/run-program.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const dist = join(import.meta.dirname, '../../dist');
const profiles = join(import.meta.dirname, '../../board-profiles');

let folder: ReturnType<typeof scratchFolder>;
let broker: Broker;
let keeper: Keeper;
const ends: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  neededProgram('socat');
  folder = scratchFolder();
  broker = await startBroker(0);
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await keeper.stop();
  await broker.close();
  folder.remove();
});

/** Whoever keeps a program running: what systemd does, without its patience. */
class Keeper {
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #isOver = false;
  output = '';
  starts = 0;

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
    this.#start();
  }

  #start(): void {
    this.starts++;
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
    const child = spawn(process.execPath, [join(dist, 'lockerbank.mjs')], { env: { ...inherited, ...this.#environment } });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.once('exit', () => {
      if (!this.#isOver) setTimeout(() => this.#start(), 200);
    });
    this.#child = child;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

/** A cabinet of sixteen doors on one emulated board, on a serial port of this machine. */
async function aCabinet(): Promise<string> {
  const shipped = loadProfile('kerong-cu16-64', profiles);
  const [bus] = shipped.buses;
  if (bus?.kind !== 'serial') throw new Error('a profile without a line');
  const clock = new RealClock();
  const cabinet = new Cabinet({ profile: shipped, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile: shipped, cabinet, clock });
  const line = await PtyLine.open(buses.bus(bus.id).line, join(folder.path, 'lock-bus'));
  ends.push(() => cabinet.stop(), () => buses.stop(), () => line.close());
  return `/dev/..${line.link}`;
}

function profileFile(version: number, port: string): string {
  const file = join(folder.path, `bank-${String(version)}.json`);
  const [bus] = loadProfile('kerong-cu16-64', profiles).buses;
  writeFileSync(file, JSON.stringify({
    profileVersion: 2, id: 'town-hall', version, label: `Version ${String(version)}`, source: 'a test',
    inherits: 'kerong-cu16-64', buses: [{ ...bus, port }], readers: [],
  }));
  return file;
}

test('a technician flashes a first profile, then one that does not work, and the bank comes back to the first by itself', async () => {
  const port = await aCabinet();
  const data = join(folder.path, 'data');
  const environment = {
    LOCKERBANK_DATA: data, LOCKERBANK_MQTT_URL: broker.url, LOCKERBANK_TRUST: 'broker', LOCKERBANK_KIOSK_PORT: String(await freePort()),
    HOME: folder.path,
  };
  const lockerbank = (...words: string[]) => runProgram('lockerbank', folder.path, environment, words, 150_000);
  keeper = new Keeper(environment);
  await until('the set-up screen is there', () => keeper.output.includes('No profile has been flashed'), 30_000);

  const { output } = await lockerbank('key', 'new', 'tess', '--json');
  const { public: half } = JSON.parse(output) as { public: string };
  expect((await lockerbank('key', 'add', 'tess', half)).code).toBe(0);
  const first = await lockerbank('flash', profileFile(1, port), '--yes');
  expect(first.output).toContain('is in slot a');
  expect(first.code).toBe(0);
  const onTrial = async (): Promise<unknown> => {
    const { output: said } = await lockerbank('status', '--json');
    return said.startsWith('{') ? (JSON.parse(said) as { flashed: { isOnTrial: boolean } | null }).flashed?.isOnTrial : null;
  };
  await until('the first profile has passed its trial', async () => (await onTrial()) === false, 60_000);

  // Another adapter, as somebody thought: nothing answers there.
  const broken = await lockerbank('flash', profileFile(2, '/dev/no-such-adapter'), '--yes');
  expect(broken).toMatchObject({ code: 1 });
  expect(broken.output).toContain('locker');
  expect(broken.output).toContain('has gone back to town-hall');

  const better = await lockerbank('flash', profileFile(3, port), '--yes');
  expect(better.output).toContain('The bank works with town-hall, version 3');
  expect(better.code).toBe(0);
  const back = await lockerbank('rollback', '--reason', 'doors are exchanged', '--yes');
  expect(back.output).toContain('The bank works with town-hall, version 1');
  const events = await lockerbank('events', '--json');
  expect(events.output).toContain('flashed town-hall 3');
}, 300_000);
