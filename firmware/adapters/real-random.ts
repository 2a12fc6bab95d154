import { randomBytes } from 'node:crypto';
import type { Random } from '../ports/random.ts';

/** The kernel's random numbers. */
export const realRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
