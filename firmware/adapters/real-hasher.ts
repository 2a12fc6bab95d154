import { scrypt } from 'node:crypto';
import type { Hasher } from '../ports/hasher.ts';

/** Node's limit must lie above what the hash needs: 128 · N · r bytes, and a little for p. */
const memoryBytesMost = 64 * 1024 * 1024;

/** scrypt in the thread pool: a sign-in of 0.4 s on a small Pi must not hold up a door. */
export const realHasher: Hasher = {
  scrypt: (password, salt, { n, r, p }) =>
    new Promise((resolve, reject) => {
      scrypt(password, salt, 32, { N: n, r, p, maxmem: memoryBytesMost }, (error, hash) => {
        if (error) reject(error);
        else resolve(new Uint8Array(hash));
      });
    }),
};
