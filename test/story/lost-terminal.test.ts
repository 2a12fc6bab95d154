import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { cabinetOnPty } from '../support/cabinet-on-pty.ts';
import { Ends } from '../support/ends.ts';
import { neededProgram } from '../support/needed-program.ts';
import { runProgram } from '../support/run-program.ts';
import { simRoom, type SimRoom } from '../support/sim-room.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const ends = new Ends();
let room: SimRoom;
beforeEach(async () => {
  room = await simRoom(ends);
});
afterEach(() => ends.all());

/** A command at a terminal of its own, which can be lost as that of a laptop that is shut. */
class AtTerminal {
  #shown = '';
  readonly #code = join(room.path, 'code');
  readonly #socat;

  constructor(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const program = [process.execPath, join(root, 'dist/lockerbank.mjs'), ...words].map((word) => `'${word}'`).join(' ');
    // A shell hands on that its terminal has gone, as those of people do; this one stays to tell what the command came to.
    const script = join(room.path, 'at-terminal.sh');
    writeFileSync(script, [
      'exec 3<&0', `${program} <&3 3<&- &`, 'command=$!', `trap 'kill -HUP $command' HUP`,
      'wait $command; code=$?', 'while [ $code = 129 ]; do wait $command; code=$?; done', // 129: only the shell has heard it yet
      `echo $code > '${this.#code}.new'; mv '${this.#code}.new' '${this.#code}'`, '',
    ].join('\n'));
    this.#socat = spawn(neededProgram('socat'), ['-', `EXEC:"sh ${script}",pty,setsid,ctty,stderr`], {
      cwd: room.path, stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...environment, HOME: room.path },
    });
    this.#socat.stdout.setEncoding('utf8').on('data', (text: string) => (this.#shown += text));
    ends.add(() => void this.#socat.kill('SIGKILL'));
  }

  shows(text: string): Promise<void> {
    return until(`the terminal shows ${text}`, () => this.#shown.includes(text));
  }

  type(line: string): void {
    this.#socat.stdin.write(`${line}\n`);
  }

  /** @returns the exit code of the command; 134 is an abort */
  async lose(): Promise<number> {
    this.#socat.kill('SIGKILL');
    await until('the command has ended', () => existsSync(this.#code));
    return Number(readFileSync(this.#code, 'utf8'));
  }
}

/** Nobody has read a question sooner, so an Enter before that counts for nothing. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

async function aBank(): Promise<Record<string, string>> {
  await room.start();
  return { LOCKERBANK_DATA: join(room.path, 'data/bank') };
}

test('a technician who watches, and whose terminal is lost, leaves a command that ends with 1 and not with an abort', async () => {
  const terminal = new AtTerminal(['watch'], await aBank());
  await terminal.shows('Watching 24 doors');
  expect(await terminal.lose()).toBe(1);
});

test('a self-test whose terminal is lost writes its report, and ends with 1', async () => {
  const environment = await aBank();
  const home = { ...environment, HOME: room.path };
  const { output } = await runProgram('lockerbank', room.path, home, ['key', 'new', 'tess', '--json']);
  const { public: half } = JSON.parse(output) as { public: string };
  expect((await runProgram('lockerbank', room.path, home, ['key', 'add', 'tess', half])).code).toBe(0);
  const terminal = new AtTerminal(['selftest', '--only', '3,4', '--report', 'report.json'], environment);
  await terminal.shows('Locker 3 opened');
  expect(await terminal.lose()).toBe(1);
  expect(JSON.parse(readFileSync(join(room.path, 'report.json'), 'utf8'))).toMatchObject({ technician: 'tess' });
});

test('what was learned before the terminal was lost is in the file, no coil is on, and learn ends with 1', async () => {
  const profiles = join(root, 'board-profiles');
  const draft = join(room.path, 'hall.json');
  writeFileSync(draft, JSON.stringify({
    profileVersion: 2, id: 'hall', version: 1, label: 'Hall', source: 'made up', inherits: 'kerong-cu16-64',
    buses: [{ id: 'line', kind: 'serial', port: '/dev/lock-bus' }],
  }));
  const port = join(room.path, 'line');
  const { cabinet } = await cabinetOnPty(loadProfile(draft, profiles), port, ends);
  writeFileSync(draft, readFileSync(draft, 'utf8').replace('/dev/lock-bus', realpathSync(port)));

  const terminal = new AtTerminal(['learn', './hall.json'], { LOCKERBANK_DATA: join(room.path, 'none') });
  await terminal.shows('Enter when all are shut');
  await pause();
  terminal.type('');
  await terminal.shows('[1 of 64]');
  await pause();
  terminal.type('');
  await terminal.shows('Which number stands on the door');
  cabinet.shut(1);
  terminal.type('1');
  await terminal.shows('[2 of 64]');
  expect(await terminal.lose()).toBe(1);
  expect(JSON.parse(readFileSync(join(room.path, 'hall-learned.json'), 'utf8'))).toMatchObject({ inherits: 'hall' });
  expect(cabinet.violations()).toEqual([]);
});
