import { afterEach, describe, expect, test } from 'vitest';
import { makeKerongCu16 } from '../../../../sim/boards/families/kerong-cu16.ts';
import { ms } from '../../../../statecharts/units.ts';
import { BoardOnBench, lockBoard, usualBoardSettings } from '../../../support/family-contract.ts';

interface Options {
  readonly address?: number;
  readonly locks?: number;
  readonly contacts?: number;
  readonly answersOpen?: boolean;
}

let bench: BoardOnBench;
const begin = ({ address = 0, locks = 16, contacts = locks, answersOpen = true }: Options = {}): void => {
  const settings = { ...usualBoardSettings, answersOpen };
  bench = new BoardOnBench(makeKerongCu16, { address, model: lockBoard('kerong-cu16', locks, contacts), settings });
};
afterEach(() => bench.end());

describe('an emulated CU16', () => {
  test('sixteen shut doors read as ones, the first one open as a missing bit', () => {
    begin();
    for (let lock = 1; lock <= 16; lock++) bench.levels.set(lock, 'high');
    expect(bench.hear('02 00 30 03 35')).toEqual(['02 00 35 FF FF 00 00 03 38']);
    bench.levels.set(1, 'low');
    expect(bench.hear('02 00 30 03 35')).toEqual(['02 00 35 FE FF 00 00 03 37']);
  });

  test('a parcel before a sensor inside is told behind the locks', () => {
    begin({ contacts: 32 });
    bench.levels.set(17, 'high').set(32, 'high');
    expect(bench.hear('02 00 30 03 35')).toEqual(['02 00 35 00 00 01 80 03 BB']);
  });

  test.each([
    [0, '02 00 31 03 36', 1],
    [0, '02 01 31 03 37', 2],
    [0, '02 0F 31 03 45', 16],
    [1, '02 10 31 03 46', 1],
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
    expect(bench.hear('02 00 31 03 36')).toEqual(['02 00 35 00 00 00 00 03 3A']);
    bench.end();
    begin({ answersOpen: false });
    expect(bench.hear('02 00 31 03 36')).toEqual([]);
  });

  test('what is for another board, or damaged, or said by another board moves no door', () => {
    begin({ address: 1 });
    expect(bench.hear('02 00 31 03 36')).toEqual([]);
    expect(bench.hear('02 10 31 03 47')).toEqual([]);
    // Board 2 tells its contacts, and between them stands what would be an order to this one.
    expect(bench.hear('02 20 35 A9 02 10 31 03 46')).toEqual([]);
    expect([...bench.on]).toEqual([]);
  });

  test('a door that the board has no terminal for is not opened, and nothing is said', () => {
    begin({ locks: 12 });
    expect(bench.hear('02 0C 31 03 42')).toEqual([]);
    expect([...bench.on]).toEqual([]);
  });

  test('it obeys the order to open all, one door after the other', async () => {
    begin({ locks: 3 });
    bench.hear('02 00 33 03 38');
    for (const lock of [1, 2, 3]) {
      expect([...bench.on]).toEqual([lock]);
      await bench.clock.advance(ms(350));
    }
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1, 2, 3]]);
  });

  test.each(['02 00 32 03 37', '02 F0 32 03 27'])('each board answers what all are asked, in its turn [%s]', async (question) => {
    begin({ address: 2 });
    expect(bench.hear(question)).toEqual([]);
    await bench.clock.advance(ms(100));
    expect(bench.said).toEqual(['02 20 35 00 00 00 00 03 5A']);
  });

  test('bytes in pieces and behind noise are understood; a frame that was broken off is forgotten', async () => {
    begin();
    bench.hear('FF 02 02 00');
    expect(bench.hear('31 03 36')).toHaveLength(1);
    bench.hear('02 0F 31');
    await bench.clock.advance(ms(500));
    bench.hear('03 45');
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1]]);
  });

  test('when its power dips the coil rests at once, and the half-heard order is forgotten', () => {
    begin();
    bench.hear('02 00 31 03 36');
    bench.hear('02 0F 31');
    bench.board.brownOut();
    expect([...bench.on]).toEqual([]);
    bench.hear('03 45');
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1]]);
  });
});
