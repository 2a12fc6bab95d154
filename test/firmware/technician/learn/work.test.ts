import { existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import { lockDataFolder } from '../../../../firmware/adapters/data-lock.ts';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import type { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { ms } from '../../../../statecharts/units.ts';
import { cabinetOnPty } from '../../../support/cabinet-on-pty.ts';
import { Ends } from '../../../support/ends.ts';
import { rewired } from '../../../support/learn-rig.ts';
import { runLine, StandInTerminal } from '../../../support/stand-in-terminal.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
let folder = '';
const ends = new Ends();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-learn-'));
  ends.add(() => rmSync(folder, { recursive: true, force: true }));
});
afterEach(() => ends.all());

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

interface Wired {
  /** Which lock, by its number on paper, really is at each door, where it is another one than its own. */
  readonly locks?: Readonly<Record<number, number>>;
  readonly closedIs?: 'high' | 'low';
}

/** The draft, and that cabinet on a real port, wired as it is. */
async function aCabinet({ locks = {}, closedIs = 'high' }: Wired = {}): Promise<Cabinet> {
  writeDraft('/dev/lock-bus');
  const draft = loadProfile(join(folder, 'hall.json'), profileFolder);
  const real = rewired(draft, ({ number, lock }) => ({ lock: { ...lock, channel: locks[number] ?? number } }));
  const port = join(folder, 'line');
  const { cabinet } = await cabinetOnPty(real, port, ends, { coilLongest: ms(1100), wiredClosedIs: closedIs });
  writeDraft(realpathSync(port));
  return cabinet;
}

/** Whoever stands before the cabinet: shuts what was opened as soon as its number is typed. */
class Person extends StandInTerminal {
  readonly #cabinet: Cabinet;
  /** At the question that begins so their connection is lost. */
  goesAt = 'never';
  /** What they type, one after the other, instead of learning. */
  says: string[] | null = null;

  constructor(cabinet: Cabinet) {
    super();
    this.#cabinet = cabinet;
  }

  override async ask(question: string): Promise<string | null> {
    this.questions.push(question);
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (this.says !== null) return this.says.shift() ?? null;
    if (question.startsWith(this.goesAt)) return null;
    if (!question.startsWith('Contact')) return '';
    const open = this.#cabinet.doors().find(({ leaf }) => leaf === 'open')?.locker;
    if (open !== undefined) this.#cabinet.shut(open);
    return String(open);
  }
}

test('a technician learns a cabinet with swapped wires through a real port, and profile check accepts what was written', async () => {
  const cabinet = await aCabinet({ locks: { 1: 2, 2: 1 }, closedIs: 'low' });
  const terminal = new Person(cabinet);
  const { code } = await runLine(['learn', './hall.json', '--json'], { terminal, folder, profileFolder });
  expect(terminal.complaints).toContain('Lock b1/1: locker 2, contact b1/2, low when shut.');
  expect(terminal.json).toMatchObject({ how: 'finished', learned: 3, of: 3, troubles: [], check: [], remaining: [], guessed: [] });
  expect(code).toBe(0);
  expect(cabinet.violations()).toEqual([]);
  const learned = loadProfile(join(folder, 'hall-learned.json'), profileFolder);
  expect(lockersOf(learned).map(({ lock }) => lock.channel)).toEqual([2, 1, 3]);
  expect(lockersOf(learned).map(({ contact }) => contact.channel)).toEqual([1, 2, 3]);
  expect(learned.boards.map(({ closedIs }) => closedIs)).toEqual(['low']);
  expect(JSON.parse(readFileSync(join(folder, 'hall-learned.json'), 'utf8'))).toMatchObject({ inherits: 'hall', id: 'hall-learned' });
  expect((await runLine(['profile', 'check', './hall-learned.json'], { folder, profileFolder })).code).toBe(0);
});

test('a technician whose connection is lost after two of three doors keeps what these two have taught', async () => {
  const terminal = new Person(await aCabinet());
  terminal.goesAt = '[3 of 3]';
  const { code } = await runLine(['learn', './hall.json', '--json'], { terminal, folder, profileFolder });
  expect(terminal.json).toMatchObject({ how: 'interrupted', learned: 2, of: 3, file: join(folder, 'hall-learned.json') });
  expect(code).toBe(1);
  expect(loadProfile(join(folder, 'hall-learned.json'), profileFolder).id).toBe('hall-learned');
});

test('a technician who ends in the middle of swapped wires finds every door in its place, and goes on the next day', async () => {
  const cabinet = await aCabinet({ locks: { 1: 2, 2: 3, 3: 1 } });
  const begin = async (line: string, goesAt: string) => {
    const terminal = new Person(cabinet);
    terminal.goesAt = goesAt;
    const { code } = await runLine(line.split(' '), { terminal, folder, profileFolder });
    return { code, shown: terminal.shown };
  };
  const locksIn = (file: string) => lockersOf(loadProfile(join(folder, file), profileFolder)).map(({ lock }) => lock.channel);
  const today = await begin('learn ./hall.json', '[2 of 3]');
  expect([today.code, locksIn('hall-learned.json')]).toEqual([1, [3, 2, 1]]);
  expect(today.shown).toContain('Locker 1: what paper says of it belongs to another door. In the file it has what is left over, lock');
  const command = `learn ${join(folder, 'hall-learned.json')} --only 1,2`;
  expect(today.shown).toContain('Not learned yet: 1, 2. Do not trust these doors before they are');
  expect(today.shown).toContain(`\n  lockerbank ${command}\n`);
  const tomorrow = await begin(command, 'never');
  expect([tomorrow.code, locksIn('hall-learned-learned.json')]).toEqual([0, [2, 3, 1]]);
});

test.each([
  ['nothing', [''], /^Every coil is off/], ['one lock that was left out', ['', 's'], /^Lock b1\/1: left out\.\nEvery coil is off/],
] as const)(
  'a technician who ends it with q after %s finds no file that says that anything was learned', async (_, typedFirst, says) => {
    const terminal = new Person(await aCabinet());
    terminal.says = [...typedFirst, 'q'];
    const { code } = await runLine(['learn', './hall.json'], { terminal, folder, profileFolder });
    expect([code, existsSync(join(folder, 'hall-learned.json'))]).toEqual([1, false]);
    expect(terminal.shown).toMatch(says);
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

test('a draft whose file is not called as its id is refused before any door: the new profile could not find it', async () => {
  writeDraft('/dev/no-such-lock-bus');
  renameSync(join(folder, 'hall.json'), join(folder, 'stick.json'));
  const { code, terminal } = await runLine(['learn', './stick.json'], { folder, profileFolder });
  expect([code, terminal.questions]).toEqual([2, []]);
  expect(terminal.complaints).toContain('finds it by its id: call that file hall.json');
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
