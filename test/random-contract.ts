import { describe, expect, test } from 'vitest';
import { fraction, randomId, type Random } from '../firmware/ports/random.ts';

/** What every source of random bytes promises. The bounds are so wide that a fair source fails once in 10^9 runs. */
export function randomContract(name: string, make: () => Random): void {
  describe(`${name}: what every source of random bytes promises`, () => {
    test.each([0, 1, 3, 4, 5, 32, 1_000])('as many bytes as were asked for [%i]', (length) => {
      expect(make().bytes(length)).toHaveLength(length);
    });

    test('no two keys are the same', () => {
      const random = make();
      const keys = Array.from({ length: 1_000 }, () => Buffer.from(random.bytes(16)).toString('hex'));
      expect(new Set(keys).size).toBe(keys.length);
    });

    test('every value of a byte comes about as often as every other [256,000 bytes]', () => {
      const counts = new Array<number>(256).fill(0);
      for (const byte of make().bytes(256_000)) counts[byte] = (counts[byte] ?? 0) + 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
      expect(chiSquare).toBeGreaterThan(140);
      expect(chiSquare).toBeLessThan(410);
    });

    test('a fraction lies in [0, 1), and in no part of it more often', () => {
      const random = make();
      const drawn = Array.from({ length: 10_000 }, () => fraction(random));
      expect(drawn.every((one) => one >= 0 && one < 1)).toBe(true);
      expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / drawn.length - 0.5)).toBeLessThan(0.02);
    });

    test('an id is made of characters that nobody confuses', () => {
      expect(randomId(make(), 200)).toMatch(/^[0-9A-HJKMNP-TV-Z]{200}$/);
    });

    test('whoever keeps drawn bytes does not change the next ones', () => {
      const random = make();
      const first = random.bytes(64).fill(0);
      expect(Buffer.compare(random.bytes(64), first)).not.toBe(0);
    });
  });
}
