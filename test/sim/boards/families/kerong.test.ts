import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { benchFor } from '../../../support/board-bench.ts';

const boards = {
  CU16: benchFor('kerong-cu16', { address: 0, locks: 16 }),
  CU48: benchFor('kerong-cu48', { address: 0, locks: 48 }),
};

describe('emulated boards of Kerong', () => {
  test.each([
    ['CU16', '02 00 30 03 35', '02 00 35 FF FF 00 00 03 38', '02 00 35 FE FF 00 00 03 37'],
    ['CU48', '02 00 00 60 03 65',
      '02 00 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 74', '02 00 00 75 FE FF FF FF FF FF 00 00 00 00 00 00 03 73'],
  ] as const)('by a %s shut doors are told as ones, the first one open as a missing bit', (kind, question, allShut, firstOpen) => {
    const board = boards[kind]();
    for (let lock = 1; lock <= 48; lock++) board.levels.set(lock, 'high');
    expect(board.hear(question)).toEqual([allShut]);
    board.levels.set(1, 'low');
    expect(board.hear(question)).toEqual([firstOpen]);
  });

  test.each([
    ['CU16', 32, [17, 32], '02 00 30 03 35', '02 00 35 00 00 01 80 03 BB'],
    ['CU48', 96, [1, 49], '02 00 00 60 03 65', '02 00 00 75 01 00 00 00 00 00 01 00 00 00 00 00 03 7C'],
  ] as const)('by a %s with %i contacts a parcel inside is told behind the locks', (kind, contacts, high, question, status) => {
    const board = boards[kind]({ contacts });
    for (const contact of high) board.levels.set(contact, 'high');
    expect(board.hear(question)).toEqual([status]);
  });

  test.each([
    ['CU16', 0, '02 00 31 03 36', 1],
    ['CU16', 0, '02 01 31 03 37', 2],
    ['CU16', 0, '02 0F 31 03 45', 16],
    ['CU16', 1, '02 10 31 03 46', 1],
    ['CU48', 0, '02 00 00 61 03 66', 1],
    ['CU48', 0, '02 00 2F 61 03 95', 48],
    ['CU48', 1, '02 01 00 61 03 67', 1],
  ] as const)('%s number %i opens the one door that %s names', async (kind, address, order, lock) => {
    const board = boards[kind]({ address });
    board.hear(order);
    await board.clock.advance(ms(299));
    expect([...board.on]).toEqual([lock]);
    await board.clock.advance(ms(1));
    expect([[...board.on], board.pulsed]).toEqual([[], [lock]]);
  });

  test.each([
    ['CU16', '02 00 31 03 36', '02 00 35 00 00 00 00 03 3A'],
    ['CU48', '02 00 2F 61 03 95', '02 00 00 75 00 00 00 00 00 00 00 00 00 00 00 00 03 7A'],
  ] as const)('an order to open is answered by a %s with its status, if its firmware answers', (kind, order, status) => {
    expect(boards[kind]({ answersOpen: true }).hear(order)).toEqual([status]);
    expect(boards[kind]({ answersOpen: false }).hear(order)).toEqual([]);
  });

  test.each([
    ['CU16', 'is for another board', '02 00 31 03 36'],
    ['CU16', 'is damaged', '02 10 31 03 47'],
    ['CU16', 'board 2 tells of its contacts, though what would be an order to this one stands between them', '02 20 35 A9 02 10 31 03 46'],
    ['CU48', 'asks another board', '02 00 00 60 03 65'],
    ['CU48', 'is for another board', '02 00 00 61 03 66'],
    ['CU48', 'is damaged', '02 01 00 61 03 66'],
    ['CU48', 'names a door beyond the last lock', '02 01 30 61 03 97'],
  ] as const)('%s number 1 moves no door and says nothing when what it hears %s', (kind, _what, bytes) => {
    const board = boards[kind]({ address: 1 });
    expect([board.hear(bytes), [...board.on]]).toEqual([[], []]);
  });
});

describe('an emulated CU16', () => {
  test('with twelve locks opens no thirteenth, and says nothing', () => {
    const board = boards.CU16({ locks: 12 });
    expect([board.hear('02 0C 31 03 42'), [...board.on]]).toEqual([[], []]);
  });

  test('obeys the order to open all, one door after the other', async () => {
    const board = boards.CU16({ locks: 3 });
    board.hear('02 00 33 03 38');
    for (const lock of [1, 2, 3]) {
      expect([...board.on]).toEqual([lock]);
      await board.clock.advance(ms(350));
    }
    expect([[...board.on], board.pulsed]).toEqual([[], [1, 2, 3]]);
  });

  test.each(['02 00 32 03 37', '02 F0 32 03 27'])('answers what all are asked in its turn [%s]', async (question) => {
    const board = boards.CU16({ address: 2 });
    expect(board.hear(question)).toEqual([]);
    await board.clock.advance(ms(100));
    expect(board.said).toEqual(['02 20 35 00 00 00 00 03 5A']);
  });

  test('understands bytes in pieces and behind noise, and forgets a frame that was broken off', async () => {
    const board = boards.CU16();
    board.hear('FF 02 02 00');
    expect(board.hear('31 03 36')).toHaveLength(1);
    board.hear('02 0F 31');
    await board.clock.advance(ms(500));
    board.hear('03 45');
    expect([[...board.on], board.pulsed]).toEqual([[], [1]]);
  });
});
