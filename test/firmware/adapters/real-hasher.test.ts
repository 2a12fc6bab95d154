import { scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { realHasher } from '../../../firmware/adapters/real-hasher.ts';
import { scryptBytesMost } from '../../../firmware/ports/hasher.ts';
import { salt } from '../../support/scrypt.ts';

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
