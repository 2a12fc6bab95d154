import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { benchFor } from '../../../support/board-bench.ts';
import { modbus } from '../../../support/frame-text.ts';

const bench = benchFor('waveshare-relay', { address: 1, locks: 8 });

describe('an emulated Waveshare relay', () => {
  test.each([
    ['coil 1 for 700 ms', '01 05 02 00 00 07 8D B0', 1, 700],
    ['coil 2 for 800 ms', '01 05 02 01 00 08 9C 74', 2, 800],
  ])('switches %s, says it back, and ends it by itself', async (_what, order, channel, length) => {
    const board = bench();
    expect(board.hear(order)).toEqual([order]);
    await board.clock.advance(ms(length - 1));
    expect([...board.on]).toEqual([channel]);
    await board.clock.advance(ms(1));
    expect([...board.on]).toEqual([]);
  });

  test('switches coils on, off and the other way round', () => {
    const board = bench();
    const [on, off, toggled] = ['01 05 00 00 FF 00 8C 3A', '01 05 00 00 00 00 CD CA', '01 05 00 00 55 00 F2 9A'] as const;
    const seen = [on, off, toggled, toggled].map((order) => {
      expect(board.hear(order)).toEqual([order]);
      return [...board.on];
    });
    expect(seen).toEqual([[1], [], [1], []]);
  });

  test('switches all coils on and off, by one order or by a mask', () => {
    const board = bench();
    expect([board.hear('01 05 00 FF FF 00 BC 0A').length, board.on.size]).toEqual([1, 8]);
    expect([board.hear('01 05 00 FF 00 00 FD FA').length, board.on.size]).toEqual([1, 0]);
    expect([board.hear('01 0F 00 00 00 08 01 FF BE D5'), board.on.size]).toEqual([[modbus('01 0F 00 00 00 08')], 8]);
    expect([board.hear(modbus('01 0F 00 00 00 08 01 00')).length, board.on.size]).toEqual([1, 0]);
  });

  test('tells which coils have current, and which inputs', () => {
    const board = bench();
    board.hear('01 05 02 00 00 07 8D B0');
    board.levels.set(8, 'high');
    expect(board.hear('01 01 00 00 00 08 3D CC')).toEqual([modbus('01 01 01 01')]);
    expect(board.hear('01 02 00 00 00 08 79 CC')).toEqual([modbus('01 02 01 80')]);
  });

  test('is off for a while and then on for good, when that is ordered, but not after a dip of the power', async () => {
    const board = bench();
    board.hear('01 05 04 00 00 07 8D 38');
    await board.clock.advance(ms(699));
    expect([...board.on]).toEqual([]);
    await board.clock.advance(ms(1));
    expect([...board.on]).toEqual([1]);
    board.hear('01 05 04 00 00 07 8D 38');
    board.board.brownOut();
    await board.clock.advance(ms(5000));
    expect([...board.on]).toEqual([]);
  });

  test('an order to switch off ends a pulse, and nothing of it comes back', async () => {
    const board = bench();
    board.hear('01 05 02 00 00 07 8D B0');
    board.hear('01 05 00 00 00 00 CD CA');
    await board.clock.advance(ms(2000));
    expect([[...board.on], board.pulsed]).toEqual([[], [1]]);
  });

  test.each([
    ['a coil that it has not', '01 05 02 08 00 05', '01 85 02'],
    ['all coils with a pulse', '01 05 02 FF 00 05', '01 85 02'],
    ['an order that is none', '01 05 03 00 00 05', '01 85 02'],
    ['a value that is none', '01 05 00 00 12 34', '01 85 03'],
    ['a pulse of no length', '01 05 02 00 00 00', '01 85 03'],
    ['a pulse that is too long', '01 05 02 00 80 00', '01 85 03'],
    ['more coils than it has', '01 0F 00 00 00 09 02 FF 01', '01 8F 02'],
    ['a mask that is too short', '01 0F 00 00 00 08 02 FF 00', '01 8F 03'],
    ['more inputs than it has', '01 02 00 00 00 09', '01 82 02'],
    ['a register that it has not', '01 03 50 00 00 01', '01 83 02'],
    ['an address that no board has', '01 06 40 00 01 00', '01 86 03'],
  ])('refuses %s', (_what, order, refusal) => {
    const board = bench();
    expect([board.hear(modbus(order)), board.pulsed]).toEqual([[modbus(refusal)], []]);
  });

  test('that has no inputs knows no question about them', () => {
    const board = bench({ contacts: null });
    expect(board.hear('01 02 00 00 00 08 79 CC')).toEqual([modbus('01 82 01')]);
  });

  test('tells its version, its address and its baud', () => {
    const board = bench();
    expect(board.hear('00 03 80 00 00 01 AC 1B')).toEqual(['01 03 02 00 64 B9 AF']);
    expect(board.hear('00 03 40 00 00 01 90 1B')).toEqual(['01 03 02 00 01 79 84']);
    expect(board.hear('01 06 20 00 00 01 43 CA')).toEqual(['01 06 20 00 00 01 43 CA']);
    expect(board.hear(modbus('01 03 20 00 00 01'))).toEqual([modbus('01 03 02 00 01')]);
  });

  test('two fresh boards both act, and both take an address that is given to one: it outlasts a dip of the power', () => {
    const boards = [bench(), bench()];
    for (const board of boards) {
      board.hear('01 05 02 00 00 07 8D B0');
      expect([...board.on]).toEqual([1]);
      expect(board.hear(modbus('00 06 40 00 00 02'))).toEqual([modbus('00 06 40 00 00 02')]);
      board.board.brownOut();
      expect(board.hear('01 05 02 00 00 07 8D B0')).toEqual([]);
      expect(board.hear('02 05 02 00 00 05 0C 42')).toEqual(['02 05 02 00 00 05 0C 42']);
    }
  });

  test('obeys an order to all boards, and says nothing', () => {
    const board = bench({ address: 7 });
    expect([board.hear(modbus('00 05 02 00 00 05')), [...board.on]]).toEqual([[], [1]]);
  });

  test.each([
    ['follows', 1, [[1], [], [1], []]],
    ['is toggled each time that it goes high', 2, [[1], [1], [], []]],
    ['is toggled at each change', 3, [[1], [], [1], []]],
    ['is left alone', 0, [[], [], [], []]],
  ])('a coil that an input is coupled to %s', async (_what, how, seen) => {
    const board = bench();
    board.hear(modbus(`01 06 10 00 00 0${String(how)}`));
    expect(board.hear(modbus('01 03 10 00 00 01'))).toEqual([modbus(`01 03 02 00 0${String(how)}`)]);
    const coils: number[][] = [];
    for (const level of ['high', 'low', 'high', 'low'] as const) {
      board.levels.set(1, level);
      await board.clock.advance(ms(100));
      coils.push([...board.on]);
    }
    expect(coils).toEqual(seen);
  });

  test('takes several registers in one order', () => {
    const board = bench();
    expect(board.hear(modbus('01 10 10 00 00 02 04 00 01 00 02'))).toEqual([modbus('01 10 10 00 00 02')]);
    expect(board.hear(modbus('01 03 10 00 00 02'))).toEqual([modbus('01 03 04 00 01 00 02')]);
    expect(board.hear(modbus('01 10 10 00 00 02 02 00 01'))).toEqual([modbus('01 90 03')]);
  });

  test('hears an order behind the answer of another board', () => {
    const board = bench();
    board.hear(modbus('02 02 02 0F FF'));
    expect(board.hear('01 05 02 00 00 07 8D B0')).toEqual(['01 05 02 00 00 07 8D B0']);
  });
});
