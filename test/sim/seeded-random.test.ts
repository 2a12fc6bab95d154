import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { randomContract } from '../random-contract.ts';

randomContract('a seed', () => new SeededRandom(1));

describe('a seed', () => {
  const drawn = (seed: number): string => Buffer.from(new SeededRandom(seed).bytes(16)).toString('hex');

  test('tells the same story twice', () => {
    expect(drawn(42)).toBe(drawn(42));
  });

  test('neighbouring seeds tell different stories [10,000 seeds]', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, seed) => drawn(seed))).size).toBe(10_000);
  });

  test('seeds beyond 32 bits, and below 0, are stories of their own', () => {
    expect(new Set([0, 2 ** 32, 2 ** 33, -1, 2 ** 53 - 1].map(drawn)).size).toBe(5);
  });

  test('a failure of last year can be replayed today: the numbers of a seed are fixed', () => {
    expect(drawn(1)).toBe('104328223e1acdc27b1de8297fda9589');
  });
});
