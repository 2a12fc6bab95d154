import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BoardModel } from '../../../board-profiles/board.schema.ts';
import { FirmataBench } from '../../../sim/boards/firmata-bench.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms, seconds } from '../../../statecharts/units.ts';

const uno = { part: 'atmega328p', programmer: 'arduino', baud: 115_200, programMostBytes: 32_256, firmataLeast: '2.5' } as const;
const mega = { ...uno, part: 'atmega2560', programmer: 'wiring', programMostBytes: 253_952 } as const;

let clock: VirtualClock;
let benches: FirmataBench[];
beforeEach(() => {
  clock = new VirtualClock();
  benches = [];
});
afterEach(() => {
  for (const bench of benches) bench.stop();
  expect(clock.waiting(), 'timers left behind').toEqual([]);
});

function bench(mcu: BoardModel['mcu']) {
  const told: string[] = [];
  let said: number[] = [];
  const made = new FirmataBench({
    clock, tell: (line) => told.push(line), model: {
      profileVersion: 2, id: 'firmata-uno', version: 1, label: 'Uno', source: 'made up', family: 'firmata',
      locks: { first: 2, last: 19, but: [13] }, contacts: { first: 2, last: 19, but: [13] }, pulse: { timedBy: 'host' }, mcu,
    },
  });
  made.line.listen((bytes) => said.push(...bytes));
  benches.push(made);
  const hear = (...bytes: readonly number[]): readonly number[] => {
    said = [];
    made.line.hear(Uint8Array.from(bytes));
    return said;
  };
  return { bench: made, hear, told, said: () => said };
}

const signs = (text: string): readonly number[] => [...Buffer.from(text)];
const announced = [0xf9, 2, 5];
/** A message of the Mega's boot loader, as avrdude writes it. */
const message = (number: number, ...body: readonly number[]): readonly number[] => {
  const all = [0x1b, number, body.length >> 8, body.length & 0xff, 0x0e, ...body];
  return [...all, all.reduce((sum, byte) => sum ^ byte, 0)];
};

describe('an emulated Uno that is flashed', () => {
  test('is the microcontroller it was until somebody knocks; then its coils are off, and Firmata is silent', () => {
    const { hear, told } = bench(uno);
    expect(hear(0xf9)).toEqual(announced);
    hear(0xf4, 2, 1, 0xf5, 2, 1);
    expect(hear(0x30, 0x20)).toEqual([0x14, 0x10]);
    expect(told.at(-1)).toContain('its coil resting');
    expect(hear(0xf9)).toEqual([]);
  });

  test('takes a page, gives it back, and then runs what was flashed', () => {
    const { hear } = bench(uno);
    hear(0x30, 0x20);
    expect(hear(0x75, 0x20)).toEqual([0x14, 0x1e, 0x95, 0x0f, 0x10]);
    const page = [...signs('\0Workshop.ino 3.1\0'), ...Array.from({ length: 110 }, () => 7)];
    hear(0x55, 0x40, 0, 0x20);
    expect(hear(0x64, 0, page.length, 0x46, ...page, 0x20)).toEqual([0x14, 0x10]);
    expect(hear(0x74, 0, 20, 0x46, 0x20)).toEqual([0x14, ...page.slice(0, 20), 0x10]);
    expect(hear(0x51, 0x20).slice(0, 5)).toEqual([0x14, 0x10, 0xf9, 3, 1]);
  });

  test('runs what it had where nobody writes, after a second', async () => {
    const { hear, said } = bench(uno);
    hear(0x30, 0x20);
    await clock.advance(seconds(1));
    expect(said().slice(2, 5)).toEqual(announced);
  });

  test('says nothing with half a program, until it is flashed again', async () => {
    const { hear, said } = bench(uno);
    hear(0x30, 0x20);
    hear(0x64, 0, 2, 0x46, 1, 2, 0x20);
    await clock.advance(seconds(2));
    expect([said(), hear(0xf9)]).toEqual([[0x14, 0x10], []]);
    hear(0x30, 0x20);
    hear(0x64, 0, 14, 0x46, ...signs('\0A.ino\0a.ino\0\0'), 0x20);
    expect(hear(0x51, 0x20).slice(2, 5)).toEqual(announced);
  });

  test('is not woken by the bank at work, whatever it says of its pins', () => {
    const { hear } = bench(uno);
    fc.assert(fc.property(fc.nat(15), fc.nat(127), fc.nat(1), (port, low, high) => {
      hear(0x90 | port, low, high);
      hear(0xf5, low, high);
      expect(hear(0xf9)).toEqual(announced);
    }));
  });
});

test('an emulated Mega takes numbered messages, and none with a wrong checksum', () => {
  const { hear } = bench(mega);
  const signOn = message(1, 0x01);
  expect(hear(...signOn.slice(0, -1), 0)).toEqual([]);
  expect(hear(...signOn)).toEqual(message(1, 0x01, 0, 8, ...signs('AVRISP_2')));
  expect(hear(...message(2, 0x1b, 4, 0x30, 0, 1, 0))).toEqual(message(2, 0x1b, 0, 0x98, 0));
  hear(...message(3, 0x06, 0x80, 0, 0x80, 0));
  const page = signs('\0Mega.ino\0');
  expect(hear(...message(4, 0x13, 0, page.length, 0xc1, 10, 0x40, 0x4c, 0x20, 0, 0, ...page))).toEqual(message(4, 0x13, 0));
  hear(...message(5, 0x06, 0x80, 0, 0x80, 0));
  expect(hear(...message(6, 0x14, 0, page.length, 0x20))).toEqual(message(6, 0x14, 0, ...page, 0));
  expect(hear(...message(7, 0x77))).toEqual(message(7, 0x77, 0xc0));
  const left = message(8, 0x11, 1, 1);
  expect(hear(...left).slice(0, 10)).toEqual([...message(8, 0x11, 0), ...announced].slice(0, 10));
});

describe.each([['Uno', uno], ['Mega', mega]])('the boot loader of an emulated %s', (_, mcu) => {
  test('is brought down by nothing that comes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), async (all) => {
      const { hear } = bench(mcu);
      hear(...(mcu === uno ? [0x30, 0x20] : message(1, 0x01)));
      for (const bytes of all) hear(...bytes);
      await clock.advance(ms(1000));
    }), { numRuns: 50 });
  });

  test.each([
    ['worn-flash', 'the microcontroller is worn-flash'],
    ['dead-loader', 'the microcontroller is dead-loader'],
  ])('has the fault %s as somebody types it, and loses it again', (fault, told) => {
    const one = bench(mcu);
    expect([one.bench.obey(fault), one.bench.obey(fault), one.bench.obey(`${fault} 3`)]).toEqual([true, true, false]);
    expect(one.told.map((line) => line.replace(/^ *\S+ +/, ''))).toEqual([told, told.replace(' is', ' is no longer')]);
  });
});
