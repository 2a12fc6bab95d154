import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FirmataMessages } from '../../../../firmware/hardware/serial/firmata-messages.ts';

const read = (from: 'host' | 'board', ...chunks: readonly (readonly number[])[]) => {
  const messages = new FirmataMessages(from);
  return chunks.flatMap((chunk) => messages.push(Uint8Array.from(chunk)));
};

describe('messages between a bank and its microcontroller', () => {
  test('are read one by one, from either side', () => {
    expect(read('host', [0xf9, 0xd1, 1, 0xf4, 2, 1, 0x90, 4, 0, 0xf0, 0x6b, 0xf7, 0xff]))
      .toEqual([[0xf9], [0xd1, 1], [0xf4, 2, 1], [0x90, 4, 0], [0xf0, 0x6b, 0xf7], [0xff]]);
    expect(read('board', [0xf9, 2, 5, 0x91, 3, 0, 0xf0, 0x6e, 12, 0, 1, 0xf7]))
      .toEqual([[0xf9, 2, 5], [0x91, 3, 0], [0xf0, 0x6e, 12, 0, 1, 0xf7]]);
  });

  test.each([0, 1, 2])('one that has lost its byte %i is left out, and the next one is whole: no other door is misread', (lost) => {
    const [first, next] = [[0x91, 3, 0], [0x92, 1, 0]];
    expect(read('board', first.toSpliced(lost, 1), next)).toEqual([next]);
  });

  test('are the same however they were cut', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), (chunks) => {
      const whole = chunks.flatMap((chunk) => [...chunk]);
      expect(read('board', ...chunks.map((chunk) => [...chunk]))).toEqual(read('board', whole));
    }));
  });

  test('one without an end costs no memory', () => {
    const endless = Array.from({ length: 5000 }, () => 1);
    expect(read('board', [0xf0, ...endless], [0xf7], [0x90, 1, 0])).toEqual([[0x90, 1, 0]]);
  });
});
