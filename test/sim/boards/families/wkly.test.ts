import { afterEach, describe, expect, test } from 'vitest';
import { makeWkly } from '../../../../sim/boards/families/wkly.ts';
import { ms } from '../../../../statecharts/units.ts';
import { BoardOnBench, lockBoard, usualBoardSettings } from '../../../support/family-contract.ts';

interface Options {
  readonly address?: number;
  readonly locks?: number;
  readonly contacts?: number;
  readonly answersOpen?: boolean;
}

let bench: BoardOnBench;
const begin = ({ address = 0, locks = 3, contacts = locks, answersOpen = true }: Options = {}): void => {
  const settings = { ...usualBoardSettings, answersOpen };
  bench = new BoardOnBench(makeWkly, { address, model: lockBoard('wkly', locks, contacts), settings });
};
afterEach(() => bench.end());

describe('an emulated WKLY board', () => {
  test('opens the one door that is named, and says what its contact is', async () => {
    begin();
    expect(bench.hear('57 4B 4C 59 09 00 82 01 83')).toEqual(['57 4B 4C 59 0B 00 82 00 01 00 81']);
    await bench.clock.advance(ms(299));
    expect([...bench.on]).toEqual([1]);
    await bench.clock.advance(ms(1));
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1]]);
  });

  test('a board whose firmware does not answer opens all the same', async () => {
    begin({ answersOpen: false });
    expect(bench.hear('57 4B 4C 59 09 00 82 01 83')).toEqual([]);
    await bench.clock.advance(ms(299));
    expect([...bench.on]).toEqual([1]);
    await bench.clock.advance(ms(1));
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1]]);
  });

  test('tells of one contact and of all: 1 is shut', () => {
    begin();
    bench.levels.set(1, 'high').set(3, 'high');
    expect(bench.hear('57 4B 4C 59 09 00 83 01 82')).toEqual(['57 4B 4C 59 0B 00 83 00 01 01 81']);
    expect(bench.hear('57 4B 4C 59 08 00 84 85')).toEqual(['57 4B 4C 59 0D 00 84 00 03 01 00 01 83']);
  });

  test('reports a door that moves, unasked and within 0.1 s', async () => {
    begin();
    await bench.clock.advance(ms(1000));
    bench.levels.set(1, 'high');
    await bench.clock.advance(ms(100));
    expect(bench.said).toEqual(['57 4B 4C 59 0A 00 85 01 01 86']);
    await bench.clock.advance(ms(1000));
    expect(bench.said).toHaveLength(1);
  });

  test('a lock that it has not fails', () => {
    begin();
    expect(bench.hear('57 4B 4C 59 09 00 82 04 86')).toEqual(['57 4B 4C 59 0B 00 82 FF 04 FF 84']);
    expect(bench.hear('57 4B 4C 59 09 00 82 00 82')).toEqual(['57 4B 4C 59 0B 00 82 FF 00 FF 80']);
    expect([...bench.on]).toEqual([]);
  });

  test('what is for another board, damaged, or said by another board moves no door', () => {
    begin({ address: 1 });
    expect(bench.hear('57 4B 4C 59 09 00 82 01 83')).toEqual([]);
    expect(bench.hear('57 4B 4C 59 09 01 82 01 83')).toEqual([]);
    expect(bench.hear('57 4B 4C 59 0B 01 82 00 01 00 80')).toEqual([]);
    expect([...bench.on]).toEqual([]);
  });

  test('it obeys what the driver never orders: several at once, several and all in turn, held on until let go', async () => {
    begin();
    expect(bench.hear('57 4B 4C 59 0B 00 80 02 01 02 83')).toEqual(['57 4B 4C 59 09 00 80 00 80']);
    expect([...bench.on]).toEqual([1, 2]);
    await bench.clock.advance(ms(300));
    expect(bench.hear('57 4B 4C 59 0B 00 87 02 03 02 86')).toEqual(['57 4B 4C 59 09 00 87 00 87']);
    expect([...bench.on]).toEqual([3]);
    await bench.clock.advance(ms(350));
    expect([...bench.on]).toEqual([2]);
    await bench.clock.advance(ms(1000));
    expect(bench.hear('57 4B 4C 59 08 00 86 87')).toEqual(['57 4B 4C 59 09 00 86 00 86']);
    expect([...bench.on]).toEqual([1]);
    await bench.clock.advance(ms(2000));
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1, 2, 3, 2, 1, 2, 3]]);
    expect(bench.hear('57 4B 4C 59 09 00 88 01 89')).toEqual(['57 4B 4C 59 0A 00 88 00 01 8A']);
    await bench.clock.advance(ms(10_000));
    expect([...bench.on]).toEqual([1]);
    expect(bench.hear('57 4B 4C 59 09 00 89 01 88')).toEqual(['57 4B 4C 59 0A 00 89 00 01 8B']);
    expect([...bench.on]).toEqual([]);
  });

  test('the lamp of a lock lights no coil', () => {
    begin();
    expect(bench.hear('57 4B 4C 59 09 00 81 01 80')).toEqual(['57 4B 4C 59 0A 00 81 00 01 83']);
    expect([...bench.on]).toEqual([]);
  });

  test('when its power dips every coil rests, also one that was held on', () => {
    begin();
    bench.hear('57 4B 4C 59 09 00 88 02 8A');
    bench.board.brownOut();
    expect([...bench.on]).toEqual([]);
  });
});
