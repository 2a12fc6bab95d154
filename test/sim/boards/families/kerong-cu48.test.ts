import { afterEach, describe, expect, test } from 'vitest';
import { makeKerongCu48 } from '../../../../sim/boards/families/kerong-cu48.ts';
import { ms } from '../../../../statecharts/units.ts';
import { BoardOnBench, lockBoard, usualBoardSettings } from '../../../support/family-contract.ts';

interface Options {
  readonly address?: number;
  readonly locks?: number;
  readonly contacts?: number;
  readonly answersOpen?: boolean;
}

let bench: BoardOnBench;
const begin = ({ address = 0, locks = 48, contacts = locks, answersOpen = true }: Options = {}): void => {
  const settings = { ...usualBoardSettings, answersOpen };
  bench = new BoardOnBench(makeKerongCu48, { address, model: lockBoard('kerong-cu48', locks, contacts), settings });
};
afterEach(() => bench.end());

describe('an emulated CU48', () => {
  test('forty-eight shut doors read as ones, the first one open as a missing bit', () => {
    begin();
    for (let lock = 1; lock <= 48; lock++) bench.levels.set(lock, 'high');
    expect(bench.hear('02 00 00 60 03 65')).toEqual(['02 00 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 74']);
    bench.levels.set(1, 'low');
    expect(bench.hear('02 00 00 60 03 65')).toEqual(['02 00 00 75 FE FF FF FF FF FF 00 00 00 00 00 00 03 73']);
  });

  test('a parcel before a sensor inside is told behind the locks', () => {
    begin({ contacts: 96 });
    bench.levels.set(1, 'high').set(49, 'high');
    expect(bench.hear('02 00 00 60 03 65')).toEqual(['02 00 00 75 01 00 00 00 00 00 01 00 00 00 00 00 03 7C']);
  });

  test.each([
    [0, '02 00 00 61 03 66', 1],
    [0, '02 00 2F 61 03 95', 48],
    [1, '02 01 00 61 03 67', 1],
  ])('board %i opens the one door that %s names', async (address, order, lock) => {
    begin({ address });
    bench.hear(order);
    await bench.clock.advance(ms(299));
    expect([...bench.on]).toEqual([lock]);
    await bench.clock.advance(ms(1));
    expect([[...bench.on], bench.pulsed]).toEqual([[], [lock]]);
  });

  test('an order to open is answered with the status, by firmware that answers', () => {
    begin({ answersOpen: true });
    expect(bench.hear('02 00 2F 61 03 95')).toEqual(['02 00 00 75 00 00 00 00 00 00 00 00 00 00 00 00 03 7A']);
    bench.end();
    begin({ answersOpen: false });
    expect(bench.hear('02 00 2F 61 03 95')).toEqual([]);
  });

  test('what is for another board, or damaged, or beyond the last lock moves no door', () => {
    begin({ address: 1 });
    expect(bench.hear('02 00 00 60 03 65')).toEqual([]);
    expect(bench.hear('02 00 00 61 03 66')).toEqual([]);
    expect(bench.hear('02 01 00 61 03 66')).toEqual([]);
    expect(bench.hear('02 01 30 61 03 97')).toEqual([]);
    expect([...bench.on]).toEqual([]);
  });

  test('a board that has been stopped hears nothing any more', () => {
    begin();
    bench.end();
    expect(bench.hear('02 00 00 61 03 66')).toEqual([]);
    expect([...bench.on]).toEqual([]);
  });
});
