import type { Clock } from './clock.ts';

/** Slow hashes, off the main thread where there is one. Parameters as in RFC 7914. */
export interface Hasher {
  /** 32 bytes. Rejects for a cost beyond {@link scryptBytesMost}. */
  scrypt(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array>;
}

export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** scrypt fills 128 · N · r bytes; a Pi Zero 2 W has 512 MiB in all, and a page to show. */
export const scryptBytesMost = 32 * 1024 * 1024;

/** However slow the machine is: below this a password of ordinary people falls to a guesser with the key. */
export const leastCost: ScryptCost = { n: 2 ** 14, r: 8, p: 1 };

/** People who sign in see a blank screen for no longer. */
export const hashMsMost = 400;

/** From cheap to dear: memory first, because that is what a guesser's graphics card lacks; then the same memory again. */
const costs: readonly ScryptCost[] = [leastCost, ...Array.from({ length: 8 }, (_, at) => ({ n: 2 ** 15, r: 8, p: at + 1 }))];

/** The slower of so many runs counts: the first one also wakes the thread. */
const runs = 2;

/**
 * The dearest cost that this machine affords within {@link hashMsMost} and {@link scryptBytesMost}, and never less than
 * {@link leastCost}: what the upstream should hash the passwords and PINs of this bank with. Takes a few seconds, while
 * nobody is served: at commissioning.
 */
export async function calibrate(hasher: Hasher, clock: Pick<Clock, 'monoMs'>): Promise<ScryptCost> {
  let best = leastCost;
  for (const cost of costs) {
    if ((await slowestMs(hasher, clock, cost)) > hashMsMost) break;
    best = cost;
  }
  return best;
}

async function slowestMs(hasher: Hasher, clock: Pick<Clock, 'monoMs'>, cost: ScryptCost): Promise<number> {
  let slowest = 0;
  for (let run = 0; run < runs; run++) {
    const before = clock.monoMs();
    await hasher.scrypt('calibration', new Uint8Array(16), cost);
    slowest = Math.max(slowest, clock.monoMs() - before);
  }
  return slowest;
}
