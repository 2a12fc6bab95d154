import { keySetOf, readRootKeys, type KeySet, type VerifyingKey } from '../../firmware/signed/keys.ts';
import type { KeyUse } from '../../firmware/contract/documents.ts';
import { newSeeds, signingKey, signingOf, type Signing } from '../../sim/upstream/signing.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';

/** An upstream's keys, the same for the same number. */
export function testSigning(seed = 1): Signing {
  return signingOf(newSeeds(new SeededRandom(seed)));
}

/** A key of its own, the same for the same number. */
export function testKey(seed: number, kid?: string): ReturnType<typeof signingKey> {
  return signingKey(new SeededRandom(seed).bytes(32), kid);
}

/** What a bank believes that pins the root key, and has the keys document or has not got it yet. */
export function keySetFor(signing: Signing, has: 'keys' | 'root alone' = 'keys'): KeySet {
  const roots = readRootKeys(signing.root.paserk, 'LOCKERBANK_ROOT_KEYS');
  return keySetOf(roots, has === 'keys' ? { document: signing.keysDocument, validUntilMs: null } : null);
}

/** A key of the keys document that may do everything, or what is named. */
export function keyOf(kid: string, paserk: string, uses: KeyUse[] = ['command', 'document', 'qr']): VerifyingKey {
  const [key] = keySetOf([], { document: { keys: [{ kid, public: paserk, uses }] }, validUntilMs: null }).verifying;
  if (!key) throw new Error(`${paserk} is no key`);
  return key;
}
