import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HelloEar } from '../../../../firmware/technician/mcu/firmata-hello.ts';
import { FirmataBoard } from '../../../../sim/boards/firmata.ts';

const announcement = [0xf9, 2, 5, 0xf0, 0x79, 2, 5, 0x41, 0, 0x2e, 0, 0x69, 0, 0xf7];
const twoPins = [0xf0, 0x6c, 0x7f, 0, 1, 1, 1, 0x7f, 0xf7];

describe('a microcontroller that says who it is', () => {
  test('is understood once it has said all of it', () => {
    const ear = new HelloEar();
    expect(ear.isAwake).toBe(false);
    ear.take(Uint8Array.from(announcement));
    expect([ear.isAwake, ear.hello]).toEqual([true, null]);
    ear.take(Uint8Array.from(twoPins));
    expect(ear.hello).toEqual({ protocol: [2, 5], name: 'A.i', version: [2, 5], pins: [[], [0, 1]] });
  });

  test('is understood behind the noise of a reset, between readings of contacts, and from its second try', () => {
    const ear = new HelloEar();
    for (const bytes of [[0x00, 0xfe, 0xf0, 0x79, 2], announcement, [0x91, 3, 0, 0xe0, 1, 1], twoPins]) ear.take(Uint8Array.from(bytes));
    expect(ear.hello?.name).toBe('A.i');
  });

  test('is understood with the emulated one at the other end, which has 70 pins', () => {
    const ear = new HelloEar();
    const panel = { energise: () => undefined, rest: () => undefined, level: () => null };
    const board = new FirmataBoard({ pins: 70, firstAnalog: 54, panel, say: (bytes) => ear.take(bytes) });
    board.announce();
    board.hear(Uint8Array.of(0xf0, 0x6b, 0xf7));
    expect(ear.hello).toMatchObject({ name: 'StandardFirmata.ino', protocol: [2, 5] });
    expect(ear.hello?.pins).toHaveLength(70);
  });

  test('brings nobody down, whatever comes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 6000 }), (bytes) => {
      const ear = new HelloEar();
      ear.take(bytes);
      ear.take(Uint8Array.from([0xff, ...announcement, ...twoPins]));
      expect(ear.hello?.name).toBe('A.i');
    }));
  });
});
