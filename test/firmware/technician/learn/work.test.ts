import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import { lockDataFolder } from '../../../../firmware/adapters/data-lock.ts';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { EmulatedBuses } from '../../../../sim/boards/emulated-buses.ts';
import { PtyLine } from '../../../../sim/boards/pty-line.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { rewired } from '../../../support/learn-rig.ts';
import { neededProgram } from '../../../support/needed-program.ts';
import { runLine, StandInTerminal } from '../../../support/stand-in-terminal.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-learn-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Three doors at one board, on a real port. */
function writeDraft(port: string): void {
  const door = (number: number) => ({ number, size: 'small', heightMm: 150, lock: `b1/${String(number)}` });
  writeFileSync(join(folder, 'hall.json'), JSON.stringify({
    profileVersion: 2, id: 'hall', version: 1, label: 'Hall', source: 'made up',
    sizes: [{ name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 }],
    lock: { pulseMs: 500, restMs: 2000, currentMa: 650, closedIs: 'high' },
    buses: [{ id: 'line', kind: 'serial', port }], boards: [{ id: 'b1', model: 'kerong-cu16', bus: 'line', address: 0 }],
    plinthMm: 100, columns: [{ widthMm: 450, lockers: [door(1), door(2), door(3)] }],
  }));
}

/** Whoever stands before the cabinet: shuts what was opened as soon as its number is typed. */
class Person extends StandInTerminal {
  cabinet: Cabinet | null = null;
  /** At the question that begins so their connection is lost. */
  goesAt = 'never';
  /** What they type, one after the other, instead of learning. */
  says: string[] | null = null;

  override async ask(question: string): Promise<string | null> {
    this.questions.push(question);
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (this.says !== null) return this.says.shift() ?? null;
    if (question.startsWith(this.goesAt)) return null;
    if (!question.startsWith('Contact')) return '';
    const open = this.cabinet?.doors().find(({ leaf }) => leaf === 'open')?.locker;
    if (open !== undefined) this.cabinet?.shut(open);
    return String(open);
  }
}

test('a technician learns a cabinet with swapped wires through a real port, and profile check accepts what was written', async () => {
  neededProgram('socat');
  const clock = new CountedClock();
  writeDraft('/dev/lock-bus');
  const draft = loadProfile(join(folder, 'hall.json'), profileFolder);
  const swapped: Record<number, number> = { 1: 2, 2: 1 };
  const real = rewired(draft, ({ number, lock }) => ({ lock: { ...lock, channel: swapped[number] ?? number } }));
  const cabinet = new Cabinet({ profile: real, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), wiredClosedIs: 'low' });
  const buses = new EmulatedBuses({ profile: real, cabinet, clock });
  const pty = await PtyLine.open(buses.bus('line').line, join(folder, 'line'));
  const terminal = new Person();
  terminal.cabinet = cabinet;
  try {
    writeDraft(realpathSync(join(folder, 'line')));
    const { code } = await runLine(['learn', './hall.json', '--json'], { terminal, folder, profileFolder });
    expect(terminal.complaints).toContain('Lock b1/1: locker 2, contact b1/2, low when shut.');
    expect(JSON.parse(terminal.shown)).toMatchObject({ how: 'finished', learned: 3, of: 3, troubles: [], check: [], lost: [] });
    expect(code).toBe(0);
    expect(cabinet.violations()).toEqual([]);
  } finally {
    await pty.close();
    buses.stop();
    cabinet.stop();
  }
  const learned = loadProfile(join(folder, 'hall-learned.json'), profileFolder);
  expect(lockersOf(learned).map(({ lock }) => lock.channel)).toEqual([2, 1, 3]);
  expect(lockersOf(learned).map(({ contact }) => contact.channel)).toEqual([1, 2, 3]);
  expect(learned.boards.map(({ closedIs }) => closedIs)).toEqual(['low']);
  expect(JSON.parse(readFileSync(join(folder, 'hall-learned.json'), 'utf8'))).toMatchObject({ inherits: 'hall', id: 'hall-learned' });
  expect((await runLine(['profile', 'check', './hall-learned.json'], { folder, profileFolder })).code).toBe(0);
});

test('a technician whose connection is lost after two of three doors keeps what these two have taught', async () => {
  neededProgram('socat');
  const clock = new CountedClock();
  writeDraft('/dev/lock-bus');
  const draft = loadProfile(join(folder, 'hall.json'), profileFolder);
  const cabinet = new Cabinet({ profile: draft, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), wiredClosedIs: 'high' });
  const buses = new EmulatedBuses({ profile: draft, cabinet, clock });
  const pty = await PtyLine.open(buses.bus('line').line, join(folder, 'line'));
  const terminal = new Person();
  terminal.cabinet = cabinet;
  terminal.goesAt = '[3 of 3]';
  try {
    writeDraft(realpathSync(join(folder, 'line')));
    const { code } = await runLine(['learn', './hall.json', '--json'], { terminal, folder, profileFolder });
    expect(JSON.parse(terminal.shown)).toMatchObject({ how: 'interrupted', learned: 2, of: 3, file: join(folder, 'hall-learned.json') });
    expect(code).toBe(1);
  } finally {
    await pty.close();
    buses.stop();
    cabinet.stop();
  }
  expect(loadProfile(join(folder, 'hall-learned.json'), profileFolder).id).toBe('hall-learned');
});

test.each([
  ['nothing', [''], /^Every coil is off/], ['one lock that was left out', ['', 's'], /^Lock b1\/1: left out\.\nEvery coil is off/],
] as const)(
  'a technician who ends it with q after %s finds no file that says that anything was learned', async (_, typedFirst, says) => {
    neededProgram('socat');
    const clock = new CountedClock();
    writeDraft('/dev/lock-bus');
    const draft = loadProfile(join(folder, 'hall.json'), profileFolder);
    const cabinet = new Cabinet({ profile: draft, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), wiredClosedIs: 'high' });
    const buses = new EmulatedBuses({ profile: draft, cabinet, clock });
    const pty = await PtyLine.open(buses.bus('line').line, join(folder, 'line'));
    const terminal = new Person();
    terminal.says = [...typedFirst, 'q'];
    try {
      writeDraft(realpathSync(join(folder, 'line')));
      const { code } = await runLine(['learn', './hall.json'], { terminal, folder, profileFolder });
      expect([code, existsSync(join(folder, 'hall-learned.json'))]).toEqual([1, false]);
      expect(terminal.shown).toMatch(says);
    } finally {
      await pty.close();
      buses.stop();
      cabinet.stop();
    }
  },
);

test('where the port is not there, or somebody else has it, nobody is asked anything', async () => {
  writeDraft('/dev/no-such-lock-bus');
  const { code, terminal } = await runLine(['learn', './hall.json'], { folder, profileFolder });
  expect([code, terminal.questions]).toEqual([1, []]);
  expect(terminal.complaints).toContain('/dev/no-such-lock-bus: ');
});

test('while the bank works, its boards are its own: nobody is asked anything', async () => {
  writeDraft('/dev/no-such-lock-bus');
  const lock = await lockDataFolder(join(folder, 'data'));
  try {
    const { code, terminal } = await runLine(['learn', './hall.json'], { folder, profileFolder, environment: { LOCKERBANK_DATA: 'data' } });
    expect([code, terminal.questions]).toEqual([3, []]);
    expect(terminal.complaints).toContain('systemctl stop lockerbank');
  } finally {
    await lock.release();
  }
});

test('where its file is there already, nobody is asked anything', async () => {
  writeDraft('/dev/no-such-lock-bus');
  writeFileSync(join(folder, 'hall-learned.json'), 'dear');
  const { code, terminal } = await runLine(['learn', './hall.json'], { folder, profileFolder });
  expect([code, terminal.questions]).toEqual([1, []]);
  expect(terminal.complaints).toContain('is there already');
  expect(readFileSync(join(folder, 'hall-learned.json'), 'utf8')).toBe('dear');
});

test.each([
  ['learn ./hall.json --only 9', 'has no locker 9'],
  ['learn ./hall.json --only seven', '--only takes numbers'],
  ['learn ./hall.json --to ./hall.json', 'needs another name'],
  ['learn ./hall.json --to Hall', '--to names a file'],
  ['learn ./hall.json --to elsewhere/hall-2.json', '--to names a file beside the draft'],
])('%s is wrong use', async (line, says) => {
  writeDraft('/dev/lock-bus');
  const { code, terminal } = await runLine(line.split(' '), { folder, profileFolder });
  expect([code, terminal.complaints]).toEqual([2, expect.stringContaining(says)]);
});
