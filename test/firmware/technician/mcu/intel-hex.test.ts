import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHex } from '../../../../firmware/technician/mcu/intel-hex.ts';
import { LockerError } from '../../../../statecharts/locker-error.ts';
import { hexFile, hexOf, record } from '../../../support/hex-file.ts';

const roomOnUno = 32_256;
const end = record(0, 1, []);
const sound = record(0, 0, [1, 2, 3, 4]);

describe('the firmware file that a technician names', () => {
  test('is read as avr-objcopy has written it, also beyond 64 KiB and with the line ends of Windows', () => {
    expect(readHex(hexFile({ bytes: 9000 }), 'a.hex', 9000)).toMatchObject({ bytes: 9000 });
    const large = hexFile({ bytes: 70_000 }).replaceAll('\n', '\r\n');
    expect(readHex(large, 'a.hex', 70_000)).toMatchObject({ bytes: 70_000 });
  });

  test('may say addresses in segments, and where another processor would begin', () => {
    const begins = [0, 0, 0, 0];
    const lines = [sound, record(0, 2, [0x10, 0x00]), record(8, 0, [5]), record(0, 3, begins), record(0, 5, begins), end];
    expect(readHex(lines.join('\n'), 'a.hex', 0x1_0009)).toMatchObject({ bytes: 5 });
    expect(() => readHex(lines.join('\n'), 'a.hex', 0x1_0008)).toThrow('it reaches to 65545 of 65544 bytes');
  });

  test.each([
    ['a digit was exchanged', [sound, sound.replace('01', '11'), end], 'a.hex:2: has a wrong checksum'],
    ['a record was cut', [sound.slice(0, -4), end], 'a.hex:1: has another length than it says'],
    ['it is a page of a web site', ['<html>', end], 'a.hex:1: is no record'],
    ['a digit is missing', [sound.slice(0, -1), end], 'a.hex:1: is no record'],
    ['the download broke off', [sound], 'a.hex: ends in the middle'],
    ['it is two files in one', [sound, end, '', sound, end], 'a.hex:4: goes on behind its end'],
    ['it is empty', [end], 'a.hex: holds no program'],
    ['it is for the EEPROM alone', [record(0x100, 0, [1]), end], 'a.hex: holds no program'],
    ['it brings a boot loader along', [sound, record(0x7e00, 0, [1]), end], 'a.hex:2: has no room: it reaches to 32257 of 32256 bytes'],
    ['it is for a larger microcontroller', [sound, record(0, 4, [0, 1]), record(0, 0, [1]), end], 'a.hex:3: has no room'],
    ['a kind of record is unknown', [sound, record(0, 9, []), end], 'a.hex:2: has a record of an unknown kind, 9'],
    ['an address is too short', [sound, record(0, 4, [1]), end], 'a.hex:2: should say an address in two bytes'],
  ])('is refused where %s, with the line', (_, lines, says) => {
    expect(() => readHex(lines.join('\n'), 'a.hex', roomOnUno)).toThrow(says);
  });

  test('is refused for any one byte that was changed', () => {
    const text = hexOf(Uint8Array.from({ length: 64 }, (_, at) => at));
    fc.assert(fc.property(fc.nat(text.length - 2), fc.constantFrom(...'0123456789ABCDEF:'), (at, sign) => {
      const changed = `${text.slice(0, at)}${sign}${text.slice(at + 1)}`;
      fc.pre(changed !== text);
      expect(() => readHex(changed, 'a.hex', roomOnUno)).toThrow(LockerError);
    }));
  });

  test('is never more than refused, whatever is in it', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(() => readHex(text, 'a.hex', roomOnUno)).toThrow(LockerError);
    }));
  });
});
