import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FirmataBoard } from '../../../sim/boards/firmata.ts';

function rig() {
  const said: number[] = [];
  const coils: string[] = [];
  const levels = new Map<number, 'low' | 'high' | null>();
  const board = new FirmataBoard({
    pins: 20, firstAnalog: 14,
    panel: {
      energise: (pin) => coils.push(`${String(pin)} on`), rest: (pin) => coils.push(`${String(pin)} off`),
      level: (pin) => levels.get(pin) ?? null,
    },
    say: (bytes) => said.push(...bytes),
  });
  board.flash({ name: 'T', version: [2, 5] });
  const hear = (...bytes: readonly number[]): readonly number[] => {
    said.length = 0;
    board.hear(Uint8Array.from(bytes));
    return [...said];
  };
  return { board, said, coils, levels, hear };
}

const output = (pin: number): readonly number[] => [0xf4, pin, 1];
const input = (pin: number): readonly number[] => [0xf4, pin, 0];

describe('a microcontroller with StandardFirmata', () => {
  test.each([
    ['its version', [0xf9], [0xf9, 2, 5]],
    ['what is flashed', [0xf0, 0x79, 0xf7], [0xf0, 0x79, 2, 5, 0x54, 0, 0xf7]],
    ['how a pin is set up', [0xf0, 0x6d, 3, 0xf7], [0xf0, 0x6e, 3, 1, 0, 0xf7]],
    ['which pins are analogue', [0xf0, 0x69, 0xf7], [0xf0, 0x6a, ...Array.from({ length: 14 }, () => 0x7f), 0, 1, 2, 3, 4, 5, 0xf7]],
    ['nothing of a pin that it has not', [0xf0, 0x6d, 99, 0xf7], []],
    ['nothing to a question that nobody knows', [0xf0, 0x55, 1, 2, 0xf7], []],
  ])('tells %s', (_, question, answer) => {
    expect(rig().hear(...question)).toEqual(answer);
  });

  test('lists what each pin can do, and each list has an end', () => {
    const { hear } = rig();
    const answer = hear(0xf0, 0x6b, 0xf7);
    expect(answer.slice(0, 9)).toEqual([0xf0, 0x6c, 0, 1, 1, 1, 0x0b, 1, 0x7f]);
    expect(answer.filter((byte) => byte === 0x7f)).toHaveLength(20);
  });

  test('moves the coils of a port as it is told, all eight at once if it must', () => {
    const { hear, coils } = rig();
    hear(...output(2), ...output(3), 0x90, 0b1100, 0);
    expect(coils).toEqual(['2 on', '3 on']);
    hear(0x90, 0b1000, 0);
    expect(coils.slice(2)).toEqual(['2 off']);
    hear(0xf5, 2, 1, 0xf5, 3, 0);
    expect(coils.slice(3)).toEqual(['2 on', '3 off']);
  });

  test('says how its inputs are when it is asked to, then each change', () => {
    const { board, said, hear, levels } = rig();
    levels.set(14, 'low');
    hear(...input(14), ...input(15));
    expect(hear(0xd1, 1)).toEqual([0x91, 0, 0]);
    said.length = 0;
    levels.set(14, 'high');
    board.sense();
    board.sense();
    expect(said).toEqual([0x91, 0b100_0000, 0]);
    levels.set(15, 'high');
    said.length = 0;
    board.sense();
    expect(said).toEqual([0x91, 0b100_0000, 1]);
    hear(0xd1, 0);
    levels.set(15, 'low');
    board.sense();
    expect(said).toEqual([]);
  });

  test('a wire that is cut reads as the pull-up has it', () => {
    const { hear } = rig();
    hear(...input(4));
    expect(hear(0xd0, 1)).toEqual([0x90, 0, 0]);
    hear(0x90, 0b1_0000, 0);
    expect(hear(0xd0, 1)).toEqual([0x90, 0b1_0000, 0]);
    hear(0xf4, 5, 0x0b);
    expect(hear(0xd0, 1)).toEqual([0x90, 0b11_0000, 0]);
  });

  test('forgets everything when the power dips or somebody resets it: coils off, nothing reported, its name said anew', () => {
    const { board, said, hear, coils } = rig();
    hear(...output(2), ...input(4), 0xd0, 1, 0x90, 0b100, 0);
    said.length = 0;
    board.brownOut();
    expect(coils).toEqual(['2 on', '2 off']);
    expect(said.slice(0, 5)).toEqual([0xf9, 2, 5, 0xf0, 0x79]);
    expect(board.pin(4)).toEqual({ mode: 1, isHigh: false });
    hear(0x90, 0b100, 0, 0xff);
    expect(coils.slice(2)).toEqual(['2 on', '2 off']);
  });

  test('is still for good when it is stopped', () => {
    const { board, hear, coils } = rig();
    hear(0x90, 0b100, 0);
    board.stop();
    board.sense();
    expect([coils, hear(0xf9, 0x90, 0b100, 0)]).toEqual([['2 on', '2 off'], []]);
  });

  test('bytes of any kind, cut anywhere, never throw, and what half was said before a command is forgotten', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (parts) => {
      const { board, hear } = rig();
      for (const part of parts) board.hear(part);
      expect(hear(0xf9)).toEqual([0xf9, 2, 5]);
    }));
  });

  test('bytes without a whole message about an output move no coil', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { board, coils } = rig();
      board.hear(bytes);
      const isOrder = [...bytes].some((byte, index) => (byte & 0xf0) === 0x90 && index + 2 < bytes.length) || bytes.includes(0xf5);
      expect(coils.length > 0 && !isOrder).toBe(false);
    }));
  });
});
