import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyedVerifier } from './books.ts';

/**
 * The keys of one bank. A short code is guarded by a key and by limits on guessing, not by a slow hash: with the key,
 * one HMAC finds the reservation; without it, a stolen journal says nothing (reliability of look-up secrets as in
 * NIST SP 800-63B-4, 3.1.2).
 */
export interface BankKeys {
  readonly lookup: Uint8Array;
  readonly pepper: Uint8Array;
}

/** @param root 32 random bytes that belong to this bank alone */
export function bankKeys(root: Uint8Array): BankKeys {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), `lockerbank ${purpose}`, 32));
  return { lookup: derive('lookup'), pepper: derive('pepper') };
}

/** Codes are typed by people: case, spaces and dashes say nothing, and O, I, L are read as the digits they look like. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** 128 bits: beyond any chance of two codes meeting in one bank. */
export function codeTag(keys: BankKeys, typed: string): string {
  return createHmac('sha256', keys.lookup).update(`pickup|${normalCode(typed)}`).digest().subarray(0, 16).toString('base64url');
}

/**
 * A code that identifies by itself needs 10^8 possibilities: with 100 live codes and the lock-out at work, a guesser
 * then hits any of them on 1 day in 10,000. Eight digits, or six characters once letters are among them.
 */
export function isStrongEnough(typed: string): boolean {
  const code = normalCode(typed);
  if (!/^[0-9A-Z]+$/.test(code)) return false;
  return /^\d+$/.test(code) ? code.length >= 8 : code.length >= 6;
}

/** Puts a scrypt hash under the bank's key. `verifier` is `scrypt$N$r$p$salt$hash`, checked by the document's schema. */
export function keyVerifier(keys: BankKeys, verifier: string): KeyedVerifier {
  const [, n, r, p, salt, hash] = verifier.split('$');
  return { n: Number(n), r: Number(r), p: Number(p), salt: salt ?? '', tag: verifierTag(keys, hash ?? '') };
}

/** Compares without telling by its time how much was right. */
export function verifies(keys: BankKeys, verifier: KeyedVerifier, hash: Uint8Array): boolean {
  const mine = Buffer.from(verifierTag(keys, Buffer.from(hash).toString('base64url')));
  const theirs = Buffer.from(verifier.tag);
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

function verifierTag(keys: BankKeys, hash: string): string {
  return createHmac('sha256', keys.pepper).update(`password|${hash}`).digest('base64url');
}
