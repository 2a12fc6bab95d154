import { scrypt } from 'node:crypto';
import { scryptBytesMost, type Hasher, type ScryptCost } from '../ports/hasher.ts';

/** Node counts a little more than the table itself: p blocks and some scratch. */
const memoryBytesMost = scryptBytesMost + 1024 * 1024;

/** scrypt in the thread pool: a sign-in of 0.4 s on a small Pi must not hold up a door. */
export const realHasher: Hasher = {
  async scrypt(password, salt, cost) {
    return hashed(password, salt, cost);
  },
};

function hashed(password: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: n, r, p, maxmem: memoryBytesMost }, (error, hash) => {
      if (error) reject(error);
      else resolve(new Uint8Array(hash));
    });
  });
}
