import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BoardModel } from '../../../board-profiles/board.schema.ts';
import { FirmataBench, firmataBenchHelp } from '../../../sim/boards/firmata-bench.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

const uno: BoardModel = {
  profileVersion: 2, id: 'firmata-uno', version: 1, label: 'Uno', source: 'made up', family: 'firmata',
  locks: { first: 2, last: 19, but: [13] }, contacts: { first: 2, last: 19, but: [13] }, pulse: { timedBy: 'host' },
};

let clock: VirtualClock;
let bench: FirmataBench;
let told: string[];
let said: number[];

beforeEach(() => {
  clock = new VirtualClock();
  told = [];
  said = [];
  bench = new FirmataBench({ model: uno, clock, tell: (line) => told.push(line) });
  bench.line.listen((bytes) => said.push(...bytes));
});
afterEach(() => {
  bench.stop();
  expect(clock.waiting(), 'timers left behind').toEqual([]);
});

describe('a microcontroller on a workbench', () => {
  test('has a door for every two pins that may be used', () => {
    expect(bench.layout().trim().split('\n')).toHaveLength(8);
    expect(bench.layout()).toContain('Door 8   coil at pin 9   contact at pin 18');
  });

  test('opens the door whose coil the firmware energises, and tells its contact', async () => {
    bench.line.hear(Uint8Array.of(0xf4, 2, 1, 0xf4, 10, 0, 0xd1, 1));
    expect(said).toEqual([0x91, 0, 0]);
    bench.line.hear(Uint8Array.of(0xf5, 2, 1));
    await clock.advance(ms(200));
    bench.line.hear(Uint8Array.of(0xf5, 2, 0));
    expect(said.slice(-3)).toEqual([0x91, 0b100, 0]);
    expect(told.join('\n')).toContain('door 1 is open, its coil energised');
  });

  test('does what somebody types: doors are pulled, shut and jammed, the power dips', async () => {
    for (const words of ['pull 3', 'shut 3', 'jammed 3', 'jammed 3', 'brown-out']) expect(bench.obey(words), words).toBe(true);
    expect(told.some((line) => line.includes('door 3 is open'))).toBe(true);
    expect(told.some((line) => line.includes('jammed'))).toBe(true);
    expect(said.slice(0, 3)).toEqual([0xf9, 2, 5]);
    await clock.advance(ms(1000));
  });

  test.each(['', 'dance 3', 'pull 99', 'pull', 'brown-out 3'])('does not understand: %s', (words) => {
    expect(bench.obey(words)).toBe(false);
  });

  test('complains when a coil is left on', async () => {
    bench.line.hear(Uint8Array.of(0xf4, 2, 1, 0xf5, 2, 1));
    await clock.advance(ms(1500));
    expect(told.join('\n')).toContain('WRONG: coil-too-long');
  });

  test('says what may be typed', () => {
    expect(firmataBenchHelp).toContain('brown-out');
  });
});
