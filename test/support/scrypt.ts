import { scryptSync } from 'node:crypto';

interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** As cheap as it gets: hardly any test is about guessing. */
export const cheap: ScryptCost = { n: 2, r: 1, p: 1 };

export const salt = Buffer.from('salt for a test!');

export function hashOf(password: string, from: Uint8Array = salt, { n, r, p } = cheap): Buffer {
  return scryptSync(password, from, 32, { N: n, r, p });
}

/** A password as the directory of an upstream carries it. */
export function verifierOf(password: string): string {
  const { n, r, p } = cheap;
  return `scrypt$${String(n)}$${String(r)}$${String(p)}$${salt.toString('base64url')}$${hashOf(password).toString('base64url')}`;
}
