import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import type { PtyLine } from '../../sim/boards/pty-line.ts';
import { startBroker, type Broker } from '../../sim/broker.ts';
import { cabinetOnPty } from '../support/cabinet-on-pty.ts';
import { Ends } from '../support/ends.ts';
import { freePort } from '../support/free-port.ts';
import { runProgram } from '../support/run-program.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const dist = join(import.meta.dirname, '../../dist');
const profiles = join(import.meta.dirname, '../../board-profiles');

let folder: ReturnType<typeof scratchFolder>;
let broker: Broker;
let keeper: Keeper;
const ends = new Ends();

beforeEach(async () => {
  folder = scratchFolder();
  broker = await startBroker(0);
});

afterEach(async () => {
  await ends.all();
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

/** A cabinet of 64 doors on four emulated boards, on a serial port of this machine. */
async function aCabinet(): Promise<{ readonly port: string; readonly pty: PtyLine }> {
  const { pty } = await cabinetOnPty(loadProfile('kerong-cu16-64', profiles), join(folder.path, 'lock-bus'), ends);
  return { port: `/dev/..${pty.link}`, pty };
}

interface Fitted {
  readonly id: string;
  readonly model: string;
  readonly bus: string;
  readonly address: number;
}

/** A profile of that cabinet. @param change how somebody takes its boards to be @param closedIs what they take a shut door to read */
function profileFile(
  version: number, port: string, change: (boards: readonly Fitted[]) => readonly Fitted[] = (boards) => boards,
  closedIs: 'high' | 'low' = 'high',
): string {
  const file = join(folder.path, `bank-${String(version)}.json`);
  const [bus] = loadProfile('kerong-cu16-64', profiles).buses;
  const { boards } = JSON.parse(readFileSync(join(profiles, 'cabinets/kerong-cu16-64.json'), 'utf8')) as { boards: Fitted[] };
  writeFileSync(file, JSON.stringify({
    profileVersion: 2, id: 'town-hall', version, label: `Version ${String(version)}`, source: 'a test',
    inherits: 'kerong-cu16-64', buses: [{ ...bus, port }], boards: change(boards), readers: [], lock: { closedIs },
  }));
  return file;
}

/** A bank that shows its set-up screen. */
async function aNewBank() {
  const data = join(folder.path, 'data');
  const environment = {
    LOCKERBANK_DATA: data, LOCKERBANK_MQTT_URL: broker.url, LOCKERBANK_TRUST: 'broker', LOCKERBANK_KIOSK_PORT: String(await freePort()),
    HOME: folder.path,
  };
  keeper = new Keeper(environment);
  await until('the set-up screen is there', () => keeper.output.includes('No profile has been flashed'), 30_000);
  return { data, lockerbank: (...words: string[]) => runProgram('lockerbank', folder.path, environment, words, 150_000) };
}

test('a technician gives a bank its first profile, then one that does not work, and it comes back to the first by itself', async () => {
  const { port, pty } = await aCabinet();
  const { lockerbank, data } = await aNewBank();
  const { output } = await lockerbank('key', 'new', 'tess', '--json');
  const { public: half } = JSON.parse(output) as { public: string };
  const unknown = await lockerbank('flash', profileFile(1, port), '--yes');
  expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('the bank does not know this key')]);
  expect((await lockerbank('key', 'add', 'tess', half)).code).toBe(0);
  expect((await lockerbank('status')).output).toContain('No profile has been flashed. Begin with: lockerbank flash');
  // Another adapter, as somebody thought: nothing is there, and nothing is written.
  const wireless = await lockerbank('flash', profileFile(1, '/dev/no-such-adapter'), '--yes');
  expect([wireless.code, wireless.output]).toEqual([1, expect.stringContaining('/dev/no-such-adapter is not there')]);
  expect(existsSync(join(data, 'profile'))).toBe(false);
  const unasked = await lockerbank('flash', profileFile(1, port));
  expect([unasked.code, unasked.output]).toEqual([1, expect.stringContaining('Where nobody can be asked: --yes')]);
  expect(keeper.starts).toBe(1);

  const first = await lockerbank('flash', profileFile(1, port), '--yes');
  expect(first.output).toContain('the first profile of this bank');
  expect(first.output).toContain('is in slot a');
  expect(first.output).toContain('The bank works with town-hall, version 1; 4 of 4 boards answer; 64 of 64 doors read shut.');
  expect(first.code).toBe(0);
  // Boards that speak in other words, on a line that is at work: only the trial can tell.
  const mistaken = profileFile(2, port, (boards) => boards.map((board) => ({ ...board, model: 'kerong-cu48' })));
  const broken = await lockerbank('flash', mistaken, '--yes');
  expect(broken).toMatchObject({ code: 1 });
  expect(broken.output).toContain('From town-hall to town-hall');
  expect(broken.output).toContain('locker');
  expect(broken.output).toContain('town-hall, version 2, has not passed its trial: a board does not answer: b1');
  expect(broken.output).toContain('has gone back to town-hall, version 1.');

  expect((await lockerbank('status')).output).toMatch(/^last trial +another profile has not passed: a board does not answer: b1/m);

  const better = await lockerbank('flash', profileFile(3, port), '--yes');
  expect(better.output).toContain('The bank works with town-hall, version 3');
  expect(better.code).toBe(0);
  const fifth = { id: 'b5', model: 'kerong-cu16', bus: 'line', address: 4 };
  const tooMany = await lockerbank('flash', profileFile(4, port, (boards) => [...boards, fifth]), '--yes');
  expect([tooMany.code, tooMany.output]).toEqual([1, expect.stringContaining('board b5 (kerong-cu16, address 4)')]);
  expect(tooMany.output).toContain('does not answer. Mend it, or say with --without-boards why that is known.');
  const back = await lockerbank('rollback', '--reason', 'doors are exchanged', '--yes');
  expect(back.output).toContain('version 3 -> 1');
  expect(back.output).toContain('The bank works with town-hall, version 1; 4 of 4 boards answer');

  // The cabinet is taken away: nothing answers at the port that is there.
  await pty.unplug();
  const moved = await lockerbank('flash', profileFile(5, '/dev/no-such-adapter'), '--yes');
  expect([moved.code, moved.output]).toEqual([1, expect.stringContaining('is not there. Mend it, or say with --without-boards')]);
  const known = await lockerbank('flash', profileFile(5, '/dev/no-such-adapter'), '--yes', '--without-boards', 'it is being moved');
  expect(known.output).toContain('The bank works with town-hall, version 5; without board b1: missing; without board b2: missing');
  const events = await lockerbank('events', '--from', '1', '--json');
  // Each once, in their order: the first one was kept by the set-up screen, which has no journal; the fourth is the way back.
  expect([...events.output.matchAll(/flashed town-hall (\d)/g)].map(([, version]) => version)).toEqual(['1', '2', '3', '1', '5']);
  expect(events.output).toContain('without boards: it is being moved');
  expect(keeper.output).not.toMatch(/^ +at /m);
}, 400_000);

test('a profile that reads contacts the wrong way round is found out by its trial, and leaves no locker in doubt', async () => {
  const { port } = await aCabinet();
  const { lockerbank } = await aNewBank();
  const { output } = await lockerbank('key', 'new', 'tess', '--json');
  const { public: half } = JSON.parse(output) as { public: string };
  await lockerbank('key', 'add', 'tess', half);

  const reversed = await lockerbank('flash', profileFile(1, port, undefined, 'low'), '--yes');
  expect([reversed.code, reversed.output]).toEqual([1, expect.stringContaining('town-hall, version 1, has not passed its trial')]);
  expect(reversed.output).toContain('64 of 64 doors read open: is closedIs right?');
  expect(reversed.output).toContain('has gone back to its set-up screen');
  // Whoever comes later finds the same words: at the screen's command, and in the log of this start and of the next one.
  const why = 'town-hall, version 1, has not passed its trial: 64 of 64 doors read open: is closedIs right?';
  const status = await lockerbank('status');
  expect([status.code, status.output]).toEqual([1, expect.stringContaining(why)]);
  expect(keeper.output.split('No profile has been flashed')).toHaveLength(2);
  expect(keeper.output.split(why).length).toBeGreaterThan(2);

  const right = await lockerbank('flash', profileFile(1, port), '--yes');
  expect(right.output).toContain('lock: closed is low -> high');
  expect(right.output).toContain('The bank works with town-hall, version 1; 4 of 4 boards answer; 64 of 64 doors read shut.');
  const again = await lockerbank('flash', profileFile(1, port), '--yes');
  expect([again.code, again.output]).toEqual([0, 'The bank works with town-hall, version 1, already: there is nothing to do.\n']);

  const turned = await lockerbank('flash', profileFile(2, port, undefined, 'low'), '--yes');
  expect(turned.code).toBe(1);
  expect(turned.output).toContain('64 of 64 doors read open that were closed before: is closedIs right?');
  expect(turned.output).toContain('has gone back to town-hall, version 1.');
  const { doors } = JSON.parse((await lockerbank('doors', '--json')).output) as { doors: { status: string; door: string }[] };
  expect(new Set(doors.map(({ status, door }) => `${status} ${door}`))).toEqual(new Set(['available closed']));
}, 400_000);
