import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { Workbench, workbenchHelp, isLockBoard } from '../../../sim/boards/workbench.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { lockBoard } from '../../support/board-bench.ts';
import { bytesOf, textOf } from '../../support/frame-text.ts';

let clock: VirtualClock;
let workbench: Workbench;
let told: string[];
let heard: string[];

function begin(family: LockBoardFamily = 'kerong-cu16', addresses: readonly number[] = [0, 1]): void {
  const model = { ...lockBoard(family, 16), family, pulse: { timedBy: 'board', lastsMs: 300 } } as const;
  clock = new VirtualClock();
  told = [];
  heard = [];
  workbench = new Workbench({ model, addresses, clock, tell: (line) => told.push(line) });
  workbench.line.listen((bytes) => heard.push(textOf(bytes)));
}

/** What the workbench tells while something is done and a second passes. */
async function after(act: () => unknown): Promise<string> {
  told = [];
  heard = [];
  act();
  await clock.advance(ms(1000));
  return told.join('\n');
}

const say = (hex: string) => () => workbench.line.hear(bytesOf(hex));
const type = (words: string) => () => expect(workbench.obey(words), words).toBe(true);

describe('boards on a workbench', () => {
  beforeEach(() => begin());
  afterEach(() => {
    workbench.stop();
    expect(clock.waiting(), 'timers left behind').toEqual([]);
  });

  test('each board has doors of its own', () => {
    expect(workbench.layout()).toBe('Board 0: doors 1 to 16 at its locks 1 to 16\nBoard 1: doors 17 to 32 at its locks 1 to 16\n');
  });

  test('an order opens a door, and what was said and done is told with its time', async () => {
    const lines = await after(say('02 10 31 03 46'));
    expect(lines).toContain('0.000  host    02 10 31 03 46   open lock 1 of board 1');
    expect(lines).toContain('door 17 is open, its coil energised');
    expect(lines).toContain('door 17 is open, its coil resting');
  });

  test('a person shuts the door and pulls it open, and the board reads it', async () => {
    expect(await after(type('pull 3'))).toContain('door 3 is open');
    await after(say('02 00 30 03 35'));
    expect(heard).toEqual(['02 00 35 FB FF 00 00 03 34']);
    await after(type('shut 3'));
    await after(say('02 00 30 03 35'));
    expect(heard).toEqual(['02 00 35 FF FF 00 00 03 38']);
  });

  test('a contact of an SKB reads as 0 while its door is shut', async () => {
    workbench.stop();
    begin('upus-skb', [1]);
    await after(say('55 A1 01 D2 01 00 26'));
    expect(heard[0]).toMatch(/^55 A1 01 D2 0[23] 00 00/);
  });

  test('a relay board whose inputs are coupled opens doors by itself; boards of another family cannot be set so', async () => {
    expect(workbench.obey('coupled 1')).toBe(false);
    workbench.stop();
    begin('waveshare-relay', [1, 2]);
    expect(await after(type('coupled 1'))).toContain('door 1 is open, its coil energised');
    expect(await after(type('coupled 1'))).toContain('board 1 is no longer coupled');
    expect(await after(say('01 03 10 00 00 10 40 C6'))).toContain('board 1 lets no input switch coils');
  });

  test('a jammed door stays shut until it is well again', async () => {
    await after(type('jammed 1'));
    expect(await after(say('02 00 31 03 36'))).not.toContain('door 1 is open');
    expect(await after(type('doors'))).toContain('door 1 is closed, jammed');
    expect(await after(type('jammed 1'))).toContain('door 1 is no longer jammed');
    expect(await after(say('02 00 31 03 36'))).toContain('door 1 is open');
  });

  test('manners are given to all boards or to one, and taken away by the same word', async () => {
    await after(type('silent 1'));
    await after(say('02 00 30 03 35'));
    expect(heard).toHaveLength(1);
    await after(say('02 10 30 03 45'));
    expect(heard).toHaveLength(0);
    await after(type('silent 1'));
    await after(say('02 10 30 03 45'));
    expect(heard).toHaveLength(1);
    await after(type('corrupt'));
    expect(await after(say('02 10 30 03 45'))).toContain('no good frame');
  });

  test('the adapter echoes, and the power dips, when somebody says so', async () => {
    await after(type('echo'));
    await after(say('02 00 31 03 36'));
    expect(heard[0]).toBe('02 00 31 03 36');
    workbench.line.hear(bytesOf('02 01 31 03 37'));
    await clock.advance(ms(50));
    expect(await after(type('brown-out 0'))).toContain('door 2 is closed, its coil resting');
  });

  test('two coils at once are called wrong', async () => {
    expect(await after(() => {
      workbench.line.hear(bytesOf('02 00 31 03 36 02 01 31 03 37'));
    })).toContain('WRONG: too-many-coils');
  });

  test.each([
    '', 'open 1', 'pull', 'pull 99', 'jammed 0', 'late 7', 'doors 1', 'echo 1', 'ja 1',
  ])('"%s" is not understood, and does nothing', (words) => {
    told = [];
    expect(workbench.obey(words)).toBe(false);
    expect(told).toEqual([]);
  });

  test('what the help lists is understood', async () => {
    const examples = ['doors', 'pull 5', 'shut 5', 'jammed 5', 'late', 'late 1', 'echo', 'brown-out', 'brown-out 1'];
    for (const words of examples) {
      expect(workbenchHelp).toContain(words);
      await after(type(words));
    }
    expect(await after(type('doors'))).toContain('door 5 is closed, jammed');
  });
});

test('pins of a microcontroller are no lock board', () => {
  expect(isLockBoard(lockBoard('wkly', 12))).toBe(true);
  expect(isLockBoard({ ...lockBoard('wkly', 12), family: 'firmata' })).toBe(false);
});
