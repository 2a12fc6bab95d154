import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankKeys, codeTag, isStrongEnough, keyVerifier, normalCode, verifies } from '../../../firmware/bank/codes.ts';
import { cheap, hashOf, salt, verifierOf } from '../../support/scrypt.ts';

const keys = bankKeys(new Uint8Array(32).fill(1));
const otherKeys = bankKeys(new Uint8Array(32).fill(2));
const crockford = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 6, maxLength: 12 });

describe('a pickup code', () => {
  test.each([
    ['4F7K2Q9P', '4F7K2Q9P'], ['4f7k 2q9p', '4F7K2Q9P'], ['4f7k-2q9p', '4F7K2Q9P'], ['  4F7K2Q9P\t\n', '4F7K2Q9P'],
    ['OIL', '011'], ['oil', '011'], ['1234 5678', '12345678'], ['', ''], ['\u00a04F\u2003', '4F'],
  ])('is the same however a person types it [%s]', (typed, normal) => {
    expect(normalCode(typed)).toBe(normal);
  });

  test('has the same tag however a person types it', () => fc.assert(fc.property(crockford, fc.nat(), (code, place) => {
    const at = place % code.length;
    const sloppy = `${code.slice(0, at)} - ${code.slice(at)}`.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(codeTag(keys, sloppy)).toBe(codeTag(keys, code));
  })));

  test('has a tag of its own', () => fc.assert(fc.property(crockford, crockford, (one, other) => {
    expect(codeTag(keys, one) === codeTag(keys, other)).toBe(one === other);
  })));

  test('has another tag at every bank, and the tag says nothing of the code', () => fc.assert(fc.property(crockford, (code) => {
    const tag = codeTag(keys, code);
    expect(tag).toMatch(/^[\w-]{22}$/);
    expect(tag).not.toBe(codeTag(otherKeys, code));
    expect(tag).not.toBe(createHash('sha256').update(code).digest().subarray(0, 16).toString('base64url'));
  })));

  test.each([
    ['12345678', true], ['1234567', false], ['A23456', true], ['A2345', false], ['4F7K-2Q9P', true], ['1234 5678', true],
    ['OOOOOO', false], ['OOOOOOOO', true], ['IIIIIII', false], ['', false], ['ÄÖÜÄÖÜ', false], ['ABC_DEF', false],
    ['<script>', false],
  ])('must not be guessable [%s: %s]', (code, isGood) => {
    expect(isStrongEnough(code)).toBe(isGood);
  });
});

describe('the keys of a bank', () => {
  test('are the same at every start, differ by purpose, and differ between banks', () => {
    expect(bankKeys(new Uint8Array(32).fill(1))).toEqual(keys);
    const all = [keys.lookup, keys.pepper, otherKeys.lookup, otherKeys.pepper].map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(all).size).toBe(4);
    expect(all.every((key) => key.length === 64)).toBe(true);
  });
});

describe("an operator's password", () => {
  const raw = verifierOf('parcels-42');

  test('is known again, and no other', () => {
    const verifier = keyVerifier(keys, raw);
    expect(verifier).toMatchObject({ ...cheap, salt: salt.toString('base64url') });
    expect(verifies(keys, verifier, hashOf('parcels-42'))).toBe(true);
    expect(verifies(keys, verifier, hashOf('parcels-43'))).toBe(false);
    expect(verifies(keys, verifier, new Uint8Array())).toBe(false);
  });

  test('is not known at another bank, and not where the kept tag is cut short', () => {
    const verifier = keyVerifier(keys, raw);
    expect(verifies(otherKeys, verifier, hashOf('parcels-42'))).toBe(false);
    expect(verifies(keys, { ...verifier, tag: verifier.tag.slice(1) }, hashOf('parcels-42'))).toBe(false);
  });

  test('what is kept of it holds no hash that could be guessed at without the key', () => {
    expect(JSON.stringify(keyVerifier(keys, raw))).not.toContain(raw.split('$').at(-1));
  });

  test('a verifier that is none opens nothing', () => {
    expect(verifies(keys, keyVerifier(keys, 'scrypt'), hashOf('parcels-42'))).toBe(false);
  });
});
