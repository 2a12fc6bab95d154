import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c, lengthWith } from '../../../firmware/journal/crc32c.ts';

const count = (first: number, step: number) => Uint8Array.from({ length: 32 }, (_, index) => first + step * index);

describe('the checksum of a journal line', () => {
  test.each([
    ['32 bytes of zero', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 bytes counting up', count(0, 1), 0x46dd794e],
    ['32 bytes counting down', count(31, -1), 0x113fdb5c],
    ['the digits 1 to 9', Buffer.from('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(), 0],
  ])('is CRC-32C as in RFC 3720, B.4 [%s]', (_, bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });

  test('finds every damage within 32 bits in a row', () => fc.assert(fc.property(
    fc.uint8Array({ minLength: 4, maxLength: 200 }), fc.nat(),
    fc.uint8Array({ minLength: 4, maxLength: 4 }).filter((burst) => burst.some((byte) => byte > 0)),
    (bytes, place, burst) => {
      const damaged = new Uint8Array(bytes);
      const at = place % (bytes.length - 3);
      for (const [index, byte] of burst.entries()) damaged[at + index] = (bytes[at + index] ?? 0) ^ byte;
      expect(crc32c(damaged)).not.toBe(crc32c(bytes));
    },
  )));

  test('tells where what it was made for ends', () => fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
    const length = lengthWith(crc32c(first), Buffer.concat([first, second]));
    expect(length).not.toBeNull();
    expect(crc32c(first.subarray(0, length ?? 0))).toBe(crc32c(first));
  })));

  test('fits no part of what it was not made for', () => {
    expect(lengthWith(crc32c(Buffer.from('parcel')), Buffer.from('parceX and more'))).toBeNull();
  });
});
