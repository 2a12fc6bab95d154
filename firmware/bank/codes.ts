import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Random } from '../ports/random.ts';
import type { Books } from './books.ts';
import type { KeyedVerifier } from './directory.ts';
import { own } from './own.ts';

/**
 * The keys of one bank. A short code is guarded by a key and by limits on guessing, not by a slow hash: with the key,
 * one HMAC finds the reservation; without it, a stolen journal says nothing (reliability of look-up secrets as in
 * NIST SP 800-63B-4, 3.1.2).
 */
export interface BankKeys {
  /** Pickup codes, one-time PINs, carriers' codes. */
  readonly lookup: Uint8Array;
  /** Verifiers of passwords and PINs. */
  readonly pepper: Uint8Array;
  /** Badges and login barcodes: few are possible, so a bare hash of one would be as good as the number. */
  readonly badge: Uint8Array;
}

/** @param root 32 random bytes that belong to this bank alone */
export function bankKeys(root: Uint8Array): BankKeys {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), `lockerbank ${purpose}`, 32));
  return { lookup: derive('lookup'), pepper: derive('pepper'), badge: derive('badge') };
}

/** What a tag stands for: the same digits as a pickup code and as a carrier's code have nothing in common. */
type TagKind = 'pickup' | 'carrier' | 'badge' | 'barcode' | 'name';

const tagLength = 22;

/** 128 bits, 22 characters of base64url: beyond any chance of two values meeting in one bank. */
export function keyedTag(key: Uint8Array, kind: TagKind, value: string): string {
  return createHmac('sha256', key).update(`${kind}|${value}`).digest().subarray(0, 16).toString('base64url');
}

/** Codes are typed by people: case, spaces and dashes say nothing, and O, I, L are read as the digits they look like. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** How many codes there are of the kind that one code is of: what a guesser has to choose from. */
export interface CodeClass {
  readonly letters: boolean;
  readonly length: number;
}

/** The fewest characters of a code that identifies by itself: 10⁸ of digits, 32⁶ once letters are among them. */
const digitsLeast = 8;
const withLettersLeast = 6;

/** Longer ones are all alike to whoever guesses. */
const lengthMost = 35;

/** Only digits and Latin letters can be typed; `null` for every other text. */
export function classOfCode(typed: string): CodeClass | null {
  const code = normalCode(typed);
  if (!/^[0-9A-Z]+$/.test(code)) return null;
  return { letters: !/^\d+$/.test(code), length: Math.min(code.length, lengthMost) };
}

/**
 * A code that identifies by itself needs 10⁸ possibilities: with 100 live codes and 96 guesses a day, a guesser then
 * hits any of them on 1 day in 10,000. Eight digits, or six characters once letters are among them.
 */
export function isStrongEnough(typed: string): boolean {
  const found = classOfCode(typed);
  return found !== null && found.length >= (found.letters ? withLettersLeast : digitsLeast);
}

/**
 * What is kept of a code: `d8` and 20 characters for eight digits, `a6` and 20 for six characters with letters among
 * them, the length in base 36. Thus the books can reckon how easily a code is guessed without knowing it. The 20
 * characters are the first 120 bits of its keyed tag.
 */
export function codeTag(keys: BankKeys, typed: string): string {
  const found = classOfCode(typed) ?? { letters: true, length: lengthMost };
  const name = `${found.letters ? 'a' : 'd'}${found.length.toString(36)}`;
  return name + bareTag(keys, typed).slice(0, tagLength - name.length);
}

/** A tag that does not say of what kind its code is: as older journals and some upstreams have them. */
function bareTag(keys: BankKeys, typed: string): string {
  return keyedTag(keys.lookup, 'pickup', normalCode(typed));
}

/** Of what kind the code behind a tag is; `null` where the tag does not say, or says what no code may be. */
export function classOfTag(tag: string): CodeClass | null {
  const [alphabet, digit = ''] = tag;
  const length = parseInt(digit, 36);
  if (tag.length !== tagLength || (alphabet !== 'a' && alphabet !== 'd') || length.toString(36) !== digit) return null;
  const letters = alphabet === 'a';
  return length >= (letters ? withLettersLeast : digitsLeast) ? { letters, length } : null;
}

/**
 * Which reservation a code belongs to, whether it opens anything now or not, and under which tag. What is too weak for
 * a code belongs to none, whatever tags an upstream has sent. Always the same work.
 */
export function withCode(books: Books, keys: BankKeys, typed: string): { readonly reservation: string; readonly tag: string } | null {
  const isCode = isStrongEnough(typed);
  for (const tag of [codeTag(keys, typed), bareTag(keys, typed)]) {
    const reservation = own(books.codeTags, tag);
    if (isCode && reservation !== undefined) return { reservation, tag };
  }
  return null;
}

/** Tries of {@link makeCode}: with 10⁸ codes and a few hundred in use, not even the second is ever needed. */
const triesMost = 8;

/**
 * A pickup code of so many digits that nobody else has at this bank, zeros in front among them. `null` only from a
 * source of chance that is broken and gives the same bytes for ever.
 * @param length as {@link import('./odds.ts').codeLength} says
 */
export function makeCode(random: Random, length: number, books: Books, keys: BankKeys): string | null {
  for (let tries = 0; tries < triesMost; tries++) {
    const code = Array.from({ length }, () => digit(random)).join('');
    if (withCode(books, keys, code) === null && own(books.directory.carrierCodes, carrierCodeTag(keys, code)) === undefined) return code;
  }
  return null;
}

/** Each digit as likely as any other: bytes from 250 on would favour 0 to 5. */
function digit(random: Random): string {
  for (let tries = 0; tries < 64; tries++) {
    const byte = random.bytes(1)[0] ?? 255;
    if (byte < 250) return String(byte % 10);
  }
  return '0';
}

/** What is kept of a carrier's code. */
export function carrierCodeTag(keys: BankKeys, digits: string): string {
  return keyedTag(keys.lookup, 'carrier', normalCode(digits));
}

/** What is kept of a badge: of its number as badge.ts makes it out of a reader's text or a personnel id. */
export function badgeTag(keys: BankKeys, number: string): string {
  return keyedTag(keys.badge, 'badge', number);
}

/** What is kept of a login barcode: scanners differ in case and in spaces. */
export function barcodeTag(keys: BankKeys, text: string): string {
  return keyedTag(keys.badge, 'barcode', normalLabel(text));
}

/** Labels are compared without regard to case and spaces. */
export function normalLabel(text: string): string {
  return text.toUpperCase().replaceAll(/\s/g, '');
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
