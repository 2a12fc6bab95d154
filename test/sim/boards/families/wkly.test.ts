import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { benchFor } from '../../../support/board-bench.ts';

const bench = benchFor('wkly', { address: 0, locks: 3 });

describe('an emulated WKLY board', () => {
  test('opens the one door that is named, and says what its contact is', async () => {
    const board = bench();
    expect(board.hear('57 4B 4C 59 09 00 82 01 83')).toEqual(['57 4B 4C 59 0B 00 82 00 01 00 81']);
    await board.clock.advance(ms(299));
    expect([...board.on]).toEqual([1]);
    await board.clock.advance(ms(1));
    expect([[...board.on], board.pulsed]).toEqual([[], [1]]);
  });

  test('a board whose firmware does not answer opens all the same', async () => {
    const board = bench({ answersOpen: false });
    expect(board.hear('57 4B 4C 59 09 00 82 01 83')).toEqual([]);
    await board.clock.advance(ms(299));
    expect([...board.on]).toEqual([1]);
    await board.clock.advance(ms(1));
    expect([[...board.on], board.pulsed]).toEqual([[], [1]]);
  });

  test('tells of one contact and of all: 1 is shut', () => {
    const board = bench();
    board.levels.set(1, 'high').set(3, 'high');
    expect(board.hear('57 4B 4C 59 09 00 83 01 82')).toEqual(['57 4B 4C 59 0B 00 83 00 01 01 81']);
    expect(board.hear('57 4B 4C 59 08 00 84 85')).toEqual(['57 4B 4C 59 0D 00 84 00 03 01 00 01 83']);
  });

  test('reports a door that moves, unasked and within 0.1 s', async () => {
    const board = bench();
    await board.clock.advance(ms(1000));
    board.levels.set(1, 'high');
    await board.clock.advance(ms(100));
    expect(board.said).toEqual(['57 4B 4C 59 0A 00 85 01 01 86']);
    await board.clock.advance(ms(1000));
    expect(board.said).toHaveLength(1);
  });

  test('a lock that it has not fails', () => {
    const board = bench();
    expect(board.hear('57 4B 4C 59 09 00 82 04 86')).toEqual(['57 4B 4C 59 0B 00 82 FF 04 FF 84']);
    expect(board.hear('57 4B 4C 59 09 00 82 00 82')).toEqual(['57 4B 4C 59 0B 00 82 FF 00 FF 80']);
    expect([...board.on]).toEqual([]);
  });

  test('what is for another board, damaged, or said by another board moves no door', () => {
    const board = bench({ address: 1 });
    expect(board.hear('57 4B 4C 59 09 00 82 01 83')).toEqual([]);
    expect(board.hear('57 4B 4C 59 09 01 82 01 83')).toEqual([]);
    expect(board.hear('57 4B 4C 59 0B 01 82 00 01 00 80')).toEqual([]);
    expect([...board.on]).toEqual([]);
  });

  test('it obeys what the driver never orders: several at once, several and all in turn, held on until let go', async () => {
    const board = bench();
    expect(board.hear('57 4B 4C 59 0B 00 80 02 01 02 83')).toEqual(['57 4B 4C 59 09 00 80 00 80']);
    expect([...board.on]).toEqual([1, 2]);
    await board.clock.advance(ms(300));
    expect(board.hear('57 4B 4C 59 0B 00 87 02 03 02 86')).toEqual(['57 4B 4C 59 09 00 87 00 87']);
    expect([...board.on]).toEqual([3]);
    await board.clock.advance(ms(350));
    expect([...board.on]).toEqual([2]);
    await board.clock.advance(ms(1000));
    expect(board.hear('57 4B 4C 59 08 00 86 87')).toEqual(['57 4B 4C 59 09 00 86 00 86']);
    expect([...board.on]).toEqual([1]);
    await board.clock.advance(ms(2000));
    expect([[...board.on], board.pulsed]).toEqual([[], [1, 2, 3, 2, 1, 2, 3]]);
    expect(board.hear('57 4B 4C 59 09 00 88 01 89')).toEqual(['57 4B 4C 59 0A 00 88 00 01 8A']);
    await board.clock.advance(ms(10_000));
    expect([...board.on]).toEqual([1]);
    expect(board.hear('57 4B 4C 59 09 00 89 01 88')).toEqual(['57 4B 4C 59 0A 00 89 00 01 8B']);
    expect([...board.on]).toEqual([]);
  });

  test('the lamp of a lock lights no coil', () => {
    const board = bench();
    expect(board.hear('57 4B 4C 59 09 00 81 01 80')).toEqual(['57 4B 4C 59 0A 00 81 00 01 83']);
    expect([...board.on]).toEqual([]);
  });

  test('when its power dips every coil rests, also one that was held on', () => {
    const board = bench();
    board.hear('57 4B 4C 59 09 00 88 02 8A');
    board.board.brownOut();
    expect([...board.on]).toEqual([]);
  });
});
