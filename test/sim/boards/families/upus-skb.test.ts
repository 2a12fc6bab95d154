import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { benchFor } from '../../../support/board-bench.ts';

/** Its pulse is 300 ms: 1E steps of 10. */
const bench = benchFor('upus-skb', { address: 1, locks: 25 });

describe('an emulated SKB board', () => {
  test('answers an order to open with the contact as it is before the door has moved', () => {
    const board = bench();
    expect(board.hear('55 A1 01 E2 01 01 17')).toEqual(['55 A1 01 E2 02 01 01 15']);
    board.levels.set(2, 'low');
    expect(board.hear('55 A1 01 E2 01 02 14')).toEqual(['55 A1 01 E2 02 02 00 17']);
  });

  test('refuses a lock that it has not', () => {
    const board = bench();
    expect([board.hear('55 A1 01 E2 01 1A 0C'), board.pulsed]).toEqual([['55 A1 01 E2 02 1A E5 EA'], []]);
    expect([board.hear('55 A1 01 E1 02 1A 01 0D'), board.on.size]).toEqual([['55 A1 01 E1 02 1A E5 E9'], 0]);
  });

  test('tells contacts as bits, the first of them highest, or one by one', () => {
    const board = bench();
    board.levels.set(20, 'low');
    expect(board.hear('55 A1 01 D2 01 00 26')).toEqual(['55 A1 01 D2 05 00 FF FF EF 80 4D']);
    expect(board.hear('55 A1 01 D2 01 14 32')).toEqual(['55 A1 01 D2 02 14 00 31']);
  });

  test.each([['locks 18', 18, 4], ['locks 36', 36, 6]])('has as many bytes of contacts as it needs [%s]', (_what, locks, data) => {
    const board = bench({ locks });
    const [answer = ''] = board.hear('55 A1 01 D2 01 00 26');
    expect(answer.split(' ').length).toBe(6 + data);
  });

  test('tells which of its coils have current', () => {
    const board = bench();
    board.hear('55 A1 01 E2 01 01 17');
    expect(board.hear('55 A1 01 D1 01 00 25')).toEqual(['55 A1 01 D1 05 00 80 00 00 00 A1']);
    expect(board.hear('55 A1 01 D1 01 02 27')).toEqual(['55 A1 01 D1 02 02 00 24']);
  });

  test('opens all locks one after the other', async () => {
    const board = bench({ locks: 18 });
    expect(board.hear('55 A1 01 E2 01 00 16')).toEqual(['55 A1 01 E2 04 00 FF FF C0 D3']);
    expect([...board.on]).toEqual([1]);
    await board.clock.advance(ms(10_000));
    expect([board.pulsed.length, board.on.size]).toEqual([18, 0]);
  });

  test('gives a port current until it is told to end it', async () => {
    const board = bench();
    expect(board.hear('55 A1 01 E1 02 01 01 16')).toEqual(['55 A1 01 E1 02 01 01 16']);
    await board.clock.advance(ms(60_000));
    expect([...board.on]).toEqual([1]);
    board.hear('55 A1 01 E1 02 01 00 17');
    expect([...board.on]).toEqual([]);
  });

  test('tells its address to whoever asks all', () => {
    const board = bench();
    expect(board.hear('55 A1 FF DF 00 D4')).toEqual(['55 A1 FF DF 01 01 D4']);
  });

  test('keeps the settings that it is given, also the pulse, when its power dips', async () => {
    const board = bench();
    expect(board.hear('55 A1 01 D0 00 25')).toEqual(['55 A1 01 D0 09 55 A1 01 00 00 25 80 1E 00 62']);
    expect(board.hear('55 A1 01 E0 09 55 A1 01 00 00 25 80 14 00 58')).toEqual(['55 A1 01 E0 09 55 A1 01 00 00 25 80 14 00 58']);
    board.board.brownOut();
    expect(board.hear('55 A1 01 D0 00 25')).toEqual(['55 A1 01 D0 09 55 A1 01 00 00 25 80 14 00 68']);
    board.hear('55 A1 01 E2 01 01 17');
    await board.clock.advance(ms(199));
    expect([...board.on]).toEqual([1]);
    await board.clock.advance(ms(1));
    expect([...board.on]).toEqual([]);
  });

  test('answers settings that are none with those that it keeps', () => {
    const board = bench();
    expect(board.hear('55 A1 01 E0 09 54 A1 01 00 00 25 80 14 00 59')).toEqual(['55 A1 01 E0 09 55 A1 01 00 00 25 80 1E 00 52']);
  });

  test.each([
    ['opens', '55 A1 01 E0 09 55 A1 01 00 00 25 80 14 01 59', '55 A1 01 A0 02 01 01 57'],
    ['is shut', '55 A1 01 E0 09 55 A1 01 00 00 25 80 14 02 5A', '55 A1 01 A0 02 01 00 56'],
  ])('reports unasked when a door %s, if it is told to, and no more when it is told not to', async (_what, settingsOrder, report) => {
    const board = bench();
    board.levels.set(1, 'low');
    board.hear(settingsOrder);
    const before = board.said.length;
    const moveDoor = async (): Promise<void> => {
      for (const level of ['high', 'low'] as const) {
        await board.clock.advance(ms(100));
        board.levels.set(1, level);
      }
      await board.clock.advance(ms(100));
    };
    await moveDoor();
    expect(board.said.slice(before)).toEqual([report]);
    board.hear('55 A1 01 E0 09 55 A1 01 00 00 25 80 14 00 58');
    await moveDoor();
    expect(board.said.length).toBe(before + 2);
    expect(board.clock.waiting()).toEqual([]);
  });
});
