import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Ends } from '../support/ends.ts';
import { neededProgram } from '../support/needed-program.ts';
import { runProgram } from '../support/run-program.ts';
import type { SimProcess } from '../support/sim-process.ts';
import { simRoom, type SimRoom } from '../support/sim-room.ts';
import { until } from '../support/until.ts';

const ends = new Ends();
let room: SimRoom;
let environment: Record<string, string>;

beforeEach(async () => {
  room = await simRoom(ends);
  environment = { LOCKERBANK_DATA: join(room.path, 'data/bank'), HOME: room.path };
});
afterEach(() => ends.all());

/** What a technician types beside it. */
const lockerbank = (...words: string[]) => runProgram('lockerbank', room.path, environment, words);

async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { output } = await lockerbank(...words, '--json');
  return JSON.parse(output) as Record<string, unknown>;
}

const types = async (sim: SimProcess): Promise<readonly string[]> => (await sim.state()).upstream.events.map(({ type }) => type);

describe('a technician beside a running bank', () => {
  test('makes a key, is let in by the bank\'s own user, opens a door, and the upstream learns of it', async () => {
    const sim = await room.start();
    const { public: half } = await json('key', 'new', 'tess');
    const strange = await lockerbank('open', '3', '--reason', 'not known yet');
    expect(strange).toMatchObject({ code: 1 });
    expect(strange.output).toContain('the bank does not know this key');
    expect((await lockerbank('key', 'add', 'tess', String(half))).code).toBe(0);
    const opened = await lockerbank('open', '3', '--reason', 'latch squeaks');
    expect(opened).toMatchObject({ code: 0 });
    expect(opened.output).toMatch(/^Locker 3 opened after \d+ ms\./);
    const { doors } = await json('doors') as { doors: { locker: number; door: string; isVisited: boolean }[] };
    expect(doors).toHaveLength(24);
    expect(doors.find(({ locker }) => locker === 3)).toMatchObject({ door: 'open', isVisited: true });
    await until('the upstream has it all', async () => (await types(sim)).includes('staff.signed-out'));
    expect(await types(sim)).toEqual(expect.arrayContaining(['problem.reported', 'door.released', 'door.opened', 'staff.signed-in']));
    expect(await types(sim)).not.toContain('door.forced');
    expect(await sim.stop()).toBe(0);
    expect(existsSync(join(room.path, 'data/bank/lockerbank.sock'))).toBe(false);
  });

  test('watches until Ctrl-C, which is no failure', async () => {
    await room.start();
    const program = join(import.meta.dirname, '../../dist/lockerbank.mjs');
    const child = spawn(process.execPath, [program, 'watch', '--json'], { cwd: room.path, env: { ...process.env, ...environment } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until('all doors are told', () => output.split('\n').length > 24);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  test('whose laptop is shut in the middle of a self-test has the report of what was tested', async () => {
    await room.start();
    const { public: half } = await json('key', 'new', 'tess');
    await lockerbank('key', 'add', 'tess', String(half));
    const program = join(import.meta.dirname, '../../dist/lockerbank.mjs');
    const words = [process.execPath, program, 'selftest', '--only', '3', '--report', 'half.json'].join(' ');
    const terminal = spawn(neededProgram('socat'), ['-u', `EXEC:${words},pty,setsid,ctty,stderr`, '-'], {
      cwd: room.path, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    await until('a door is open', () => shown.includes('Shut it, please.'));
    terminal.kill('SIGKILL');
    const report = join(room.path, 'half.json');
    await until('the report is there', () => existsSync(report));
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ isCutShort: true, doors: [{ locker: 3, verdict: 'not-shut' }] });
  });

  test('who has moved doors of a new bank by hand tests them, says that they are empty, and they are in use', async () => {
    const sim = await room.start();
    const { public: half } = await json('key', 'new', 'tess');
    await lockerbank('key', 'add', 'tess', String(half));
    const doorsOf = async () => (await json('doors') as { doors: { locker: number; door: string; status: string }[] }).doors.slice(2, 4);
    const shown = async () => (await doorsOf()).map(({ door, status }) => `${door} ${status}`);
    for (const locker of [3, 4]) await sim.act({ do: 'pull', locker });
    await until('both stand open', async () => (await shown()).every((text) => text === 'open check'));
    for (const locker of [3, 4]) await sim.act({ do: 'shut', locker });
    await until('both are shut', async () => (await shown()).every((text) => text === 'closed check'));
    let isOver = false;
    const testing = lockerbank('selftest', '--only', '3,4', '--empty').finally(() => (isOver = true));
    while (!isOver) {
      for (const { locker, leaf, coil } of (await sim.state()).doors) {
        if (leaf === 'open' && coil !== 'energised') await sim.act({ do: 'shut', locker });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { code, output } = await testing;
    expect([code, output]).toEqual([0, expect.stringContaining('Passed: 2 passed, 0 failed, 0 skipped; 2 of 24 doors tried.')]);
    expect(await shown()).toEqual(['closed available', 'closed available']);
    const looks = async () => (await types(sim)).filter((type) => type === 'locker.checked');
    await until('the upstream knows who has looked', async () => (await looks()).length === 2);
  });

  test('takes a backup of it while it works, and brings a new card to the same state', async () => {
    const sim = await room.start();
    await until('the first events are booked', async () => (await sim.state()).upstream.acknowledged >= 3);
    const made = await lockerbank('backup', 'bank.tar.gz');
    expect(made).toMatchObject({ code: 0 });
    expect((await lockerbank('restore', 'bank.tar.gz')).code).toBe(3);
    await sim.stop('SIGKILL');
    const key = readFileSync(join(room.path, 'data/bank/bank.key'));
    expect(await lockerbank('restore', 'bank.tar.gz')).toMatchObject({ code: 0 });
    expect(readFileSync(join(room.path, 'data/bank/bank.key')).equals(key)).toBe(true);
    const again = await room.start();
    await until('it has come back', async () => (await types(again)).filter((type) => type === 'bank.booted').length >= 2);
    expect(await json('status')).toMatchObject({ bank: 'lb://demo/bank-1', upstream: 'online', doors: { unknown: 0 } });
  });

  test('collects a diagnosis, and finds nobody home when the bank is down', async () => {
    const sim = await room.start();
    expect((await json('diagnose', 'd.tar.gz'))['holds']).toEqual(expect.arrayContaining(['status.json', 'profile.json', 'events.jsonl']));
    await sim.stop('SIGKILL');
    const { code, output } = await lockerbank('status');
    expect(code).toBe(1);
    expect(output).toMatch(/lockerbank\.sock: no bank is running here\. Cure: /);
  });
});

describe('lockerbank as a program', () => {
  test('helps without a bank, without a setting, and without a colour in a pipe', async () => {
    const { code, output } = await lockerbank('--help');
    expect(code).toBe(0);
    expect(output).toContain('  doors ');
    expect(output).not.toContain('\u001B');
  });

  test('answers an unknown word with a guess, its usage and 2', async () => {
    const { code, output } = await lockerbank('dors');
    expect(code).toBe(2);
    expect(output).toContain('Did you mean doors?');
  });
});
