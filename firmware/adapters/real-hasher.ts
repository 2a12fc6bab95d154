import { scrypt } from 'node:crypto';
import { scryptBytesMost, type Hasher, type ScryptCost } from '../ports/hasher.ts';

/** Node counts a little more than the table itself: p blocks and some scratch. */
const memoryBytesMost = scryptBytesMost + 1024 * 1024;

/** One is at work and so many wait: whoever comes then is told that the bank is busy, and tries again. */
const waitingMost = 3;

/**
 * scrypt in the thread pool: a sign-in of 0.4 s on a small Pi must not hold up a door. One at a time, because hashes
 * share their memory with everything else on the Pi, and their threads with the journal.
 */
export function makeHasher(): Hasher {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async scrypt(password, salt, cost) {
      if (waiting > waitingMost) throw new Error('too many hashes wait already');
      waiting++;
      const mine = last.then(async () => hashed(password, salt, cost)).finally(() => waiting--);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

export const realHasher: Hasher = makeHasher();

function hashed(password: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: n, r, p, maxmem: memoryBytesMost }, (error, hash) => {
      if (error) reject(error);
      else resolve(new Uint8Array(hash));
    });
  });
}
