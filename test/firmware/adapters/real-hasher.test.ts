import { scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeHasher, realHasher } from '../../../firmware/adapters/real-hasher.ts';
import { scryptBytesMost } from '../../../firmware/ports/hasher.ts';
import { cheap, hashOf, salt } from '../../support/scrypt.ts';

describe('a password', () => {
  test('is hashed as RFC 7914 says: its own example for N = 16384', async () => {
    const hash = await realHasher.scrypt('pleaseletmein', Buffer.from('SodiumChloride'), { n: 16_384, r: 8, p: 1 });
    expect(Buffer.from(hash).toString('hex')).toBe('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2');
  });

  test('is hashed at the dearest cost that a bank allows, and at no dearer one', async () => {
    const dearest = { n: scryptBytesMost / 128 / 8, r: 8, p: 2 };
    const hash = await realHasher.scrypt('x', salt, dearest);
    expect(Buffer.from(hash)).toEqual(scryptSync('x', salt, 32, { N: dearest.n, r: 8, p: 2, maxmem: 64 * 1024 * 1024 }));
    await expect(realHasher.scrypt('x', salt, { ...dearest, n: 2 * dearest.n })).rejects.toThrow(/memory/i);
    await expect(realHasher.scrypt('x', salt, { n: 3, r: 8, p: 1 })).rejects.toThrow();
  });
});

describe('passwords that come at once', () => {
  test('are hashed one after the other, a refused one among them', async () => {
    const hasher = makeHasher();
    const order: number[] = [];
    const dear = { n: 2 ** 13, r: 8, p: 1 };
    const noted = async (at: number, cost: typeof dear) => {
      const hash = await hasher.scrypt('x', salt, cost).catch(() => null);
      order.push(at);
      return hash;
    };
    const hashes = await Promise.all([noted(0, dear), noted(1, cheap), noted(2, { n: 3, r: 8, p: 1 }), noted(3, cheap)]);
    expect(order).toEqual([0, 1, 2, 3]); // In parallel the dear one would be the last.
    expect(hashes[2]).toBeNull();
    expect(hashes[3]).toEqual(new Uint8Array(hashOf('x')));
  });

  test('wait so many at most: the fifth is told that the bank is busy, and may come again', async () => {
    const hasher = makeHasher();
    const waiting = Array.from({ length: 4 }, () => hasher.scrypt('x', salt, cheap));
    await expect(hasher.scrypt('x', salt, cheap)).rejects.toThrow('too many hashes wait already');
    await Promise.all(waiting);
    await expect(hasher.scrypt('x', salt, cheap)).resolves.toHaveLength(32);
  });
});
