import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { benchFor } from '../../../support/board-bench.ts';

const bench = benchFor('bcc-8a', { address: 1, locks: 24, groupOrder: 'highest-first' });

describe('an emulated 8A board', () => {
  test('answers an order to open with the contact as it is before the door has moved', () => {
    const board = bench();
    board.levels.set(1, 'high');
    expect(board.hear('8A 01 01 11 9B')).toEqual(['8A 01 01 11 9B']);
    expect(board.hear('8A 01 02 11 98')).toEqual(['8A 01 02 00 89']);
  });

  test('without contacts answers as if they were made, and a question with none', () => {
    const board = bench({ locks: 8, contacts: null });
    expect(board.hear('8A 01 01 11 9B')).toEqual(['8A 01 01 11 9B']);
    expect(board.hear('80 01 00 33 B2')).toEqual(['80 01 00 00 00 33 B2']);
  });

  test.each([
    ['a pulse ends by itself after its length', 299, [1]],
    ['a pulse ends by itself after its length', 300, []],
  ])('%s [%i ms]', async (_what, after, on) => {
    const board = bench();
    board.hear('8A 01 01 11 9B');
    await board.clock.advance(ms(after));
    expect([...board.on]).toEqual(on);
  });

  test('tells the state of one door, and of all in groups of eight', () => {
    const board = bench();
    board.levels.set(2, 'high').set(24, 'high');
    expect(board.hear('80 01 02 33 B0')).toEqual(['80 01 02 11 92']);
    expect(board.hear('80 01 01 33 B3')).toEqual(['80 01 01 00 80']);
    expect(board.hear('80 01 00 33 B2')).toEqual(['80 01 80 00 02 33 30']);
  });

  test('with fifty doors answers in seven groups', () => {
    const board = bench({ locks: 50 });
    board.levels.set(50, 'high').set(1, 'high');
    expect(board.hear('80 01 00 33 B2')).toEqual(['80 01 02 00 00 00 00 00 01 33 B1']);
  });

  test.each([['a lock that it has not', '8A 01 19 11 83'], ['another board', '8A 02 01 11 98'], ['a wrong checksum', '8A 01 01 11 9A'],
    ['an order that nobody has described', '8A 01 01 12 98'], ['its version: the answer is nowhere written', '82 01 00 22 A1']])(
    'neither opens nor answers for %s', (_what, order) => {
      const board = bench();
      expect([board.hear(order), board.pulsed]).toEqual([[], []]);
    });

  test('opens several locks one after the other, and says nothing', async () => {
    const board = bench();
    expect(board.hear('90 01 02 02 02 93')).toEqual([]);
    expect([...board.on]).toEqual([2]);
    await board.clock.advance(ms(2000));
    expect([board.pulsed, board.on.size]).toEqual([[2, 10, 18], 0]);
  });

  test('opens all locks in about ten seconds, unless its power dips meanwhile', async () => {
    const board = bench();
    board.hear('8A 01 00 11 9A');
    await board.clock.advance(ms(1000));
    board.board.brownOut();
    const opened = board.pulsed.length;
    await board.clock.advance(ms(20_000));
    expect([opened, board.pulsed.length]).toEqual([3, 3]);
    board.hear('8A 01 00 11 9A');
    await board.clock.advance(ms(10_000));
    expect(board.pulsed.length).toBe(3 + 24);
  });

  test('holds a coil until it is told to let go', async () => {
    const board = bench();
    board.hear('9A 01 01 11 8B');
    await board.clock.advance(ms(60_000));
    expect([...board.on]).toEqual([1]);
    board.hear('9B 01 01 11 8A');
    expect([...board.on]).toEqual([]);
  });
});
