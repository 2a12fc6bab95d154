import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Random } from '../ports/random.ts';
import { publicKeyOf } from './keys.ts';

/**
 * Keys by which technicians sign in: each has one of their own, and there is no key or code that opens for everybody.
 * The secret half stays in a file of theirs; a bank knows the public one.
 */
export interface TechnicianKey {
  readonly id: string;
  /** PASERK `k4.secret.…`: seed and public half. */
  readonly secret: string;
}

/** PKCS #8 around the 32 bytes of an Ed25519 secret key (RFC 8410, section 7). */
const ed25519Head = Buffer.from('302e020100300506032b657004220420', 'hex');

const seedBytes = 32;

/** A new key for one technician. */
export function newTechnicianKey(id: string, random: Random): TechnicianKey {
  const seed = Buffer.from(random.bytes(seedBytes));
  const half = Buffer.from(publicHalf(secretOf(seed)), 'base64url');
  return { id, secret: `k4.secret.${Buffer.concat([seed, half]).toString('base64url')}` };
}

/** PASERK `k4.public.…` of a key; `null` where its secret is none. */
export function publicOf({ secret }: Pick<TechnicianKey, 'secret'>): string | null {
  const key = readSecret(secret);
  return key && `k4.public.${publicHalf(key)}`;
}

/** What is signed to sign in: good for one bank, one connection and one person. */
export function signInText(source: string, challenge: string, id: string): string {
  return `lb1|technician|${source}|${challenge}|sign-in|${id}`;
}

/** What a second technician signs, so that all doors may be opened: good for this one connection and reason. */
export function openAllText(source: string, challenge: string, id: string, reason: string): string {
  return `lb1|technician|${source}|${challenge}|open-all|${id}|${reason}`;
}

/** What a technician signs who answers for a profile: good for this one connection, and for this very text. */
export function flashText(source: string, challenge: string, id: string, sha256: string): string {
  return `lb1|technician|${source}|${challenge}|flash|${id}|${sha256}`;
}

/** Base64url; `null` where the secret is none. */
export function signText({ secret }: Pick<TechnicianKey, 'secret'>, text: string): string | null {
  const key = readSecret(secret);
  return key && sign(null, Buffer.from(text), key).toString('base64url');
}

/** Whether a text was signed with the secret half of a PASERK `k4.public.…`. Never throws. */
export function isSigned(text: string, signature: string, paserk: string): boolean {
  const key = publicKeyOf(paserk);
  return key !== null && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

function readSecret(secret: string): KeyObject | null {
  const text = /^k4\.secret\.([\w-]{86})$/.exec(secret)?.[1];
  if (text === undefined) return null;
  const bytes = Buffer.from(text, 'base64url');
  const key = secretOf(bytes.subarray(0, seedBytes));
  // The two halves belong together, or the file has been damaged.
  return publicHalf(key) === bytes.subarray(seedBytes).toString('base64url') ? key : null;
}

function secretOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ed25519Head, seed]), format: 'der', type: 'pkcs8' });
}

function publicHalf(secret: KeyObject): string {
  return createPublicKey(secret).export({ format: 'jwk' }).x ?? '';
}
