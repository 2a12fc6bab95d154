import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  badgeTag, bankKeys, barcodeTag, carrierCodeTag, classOfTag, codeTag, isStrongEnough, keyedTag, keyVerifier, makeCode, normalCode,
  verifies, withCode,
} from '../../../firmware/bank/codes.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { PaperBank } from '../../support/paper-bank.ts';
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

  test('tells by its tag of what kind it is, as far as a guesser cares, and no more', () => {
    const rows = [['12345678', 'd8'], ['0000 0000 0000', 'dc'], ['A23456', 'a6'], ['4F7K-2Q9P', 'a8'], ['9'.repeat(64), 'dz']] as const;
    for (const [code, name] of rows) {
      expect(codeTag(keys, code).slice(0, 2)).toBe(name);
      expect(classOfTag(codeTag(keys, code))).toEqual({ letters: name.startsWith('a'), length: parseInt(name.slice(1), 36) });
    }
  });

  test.each(['', 'd8', 'd7' + 'x'.repeat(20), 'a5' + 'x'.repeat(20), 'x8' + 'x'.repeat(20), 'd8' + 'x'.repeat(21), 'dA' + 'x'.repeat(20)])(
    'says nothing of its kind by a tag of another form [%s]', (tag) => {
      expect(classOfTag(tag)).toBeNull();
    });

  test.each([
    ['12345678', true], ['1234567', false], ['A23456', true], ['A2345', false], ['4F7K-2Q9P', true], ['1234 5678', true],
    ['OOOOOO', false], ['OOOOOOOO', true], ['IIIIIII', false], ['', false], ['ÄÖÜÄÖÜ', false], ['ABC_DEF', false],
    ['<script>', false],
  ])('must not be guessable [%s: %s]', (code, isGood) => {
    expect(isStrongEnough(code)).toBe(isGood);
  });
});

describe('a reservation', () => {
  test('is found by its code, also under a tag that does not say of what kind the code is', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { codes: ['12345678'] });
    const bare = keyedTag(bank.keys.lookup, 'pickup', '23456789');
    bank.reserve('parcel-2', { codes: [], tags: [bare] });
    expect(withCode(bank.books, bank.keys, '1234 5678')).toEqual({ reservation: 'parcel-1', tag: codeTag(bank.keys, '12345678') });
    expect(withCode(bank.books, bank.keys, '2345-6789')).toEqual({ reservation: 'parcel-2', tag: bare });
    expect(withCode(bank.books, bank.keys, '34567890')).toBeNull();
  });

  test('is not found by a weak code, whatever tags an upstream has sent', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { codes: [], tags: [codeTag(bank.keys, '1234'), keyedTag(bank.keys.lookup, 'pickup', '5678')] });
    expect(bank.books.reservations['parcel-1']?.legs.at(-1)?.tags).toHaveLength(2);
    expect(withCode(bank.books, bank.keys, '1234')).toBeNull();
    expect(withCode(bank.books, bank.keys, '5678')).toBeNull();
  });
});

describe('a code that the bank makes', () => {
  const bank = new PaperBank();

  test('has as many digits as it is asked for, each of them as often as every other', () => {
    const random = new SeededRandom(1);
    const codes = Array.from({ length: 500 }, () => makeCode(random, 8, bank.books, bank.keys) ?? '');
    expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(500);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    const counts = Array.from({ length: 10 }, (_, digit) => [...codes.join('')].filter((one) => one === String(digit)).length);
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(100); // Five times the spread that chance has.
  });

  test('is nobody else\'s, neither a parcel\'s nor a carrier\'s', () => {
    const [first = '', second = '', third] = codesOf(3);
    bank.reserve('parcel-1', { codes: [first] });
    bank.books = { ...bank.books, directory: { ...bank.books.directory, carrierCodes: { [carrierCodeTag(bank.keys, second)]: [] } } };
    expect(makeCode(new SeededRandom(2), 8, bank.books, bank.keys)).toBe(third);
  });

  test('is none at all where chance is broken and brings the same code for ever', () => {
    const stuck = { bytes: (length: number) => new Uint8Array(length).fill(7) };
    bank.reserve('parcel-7', { codes: ['77777777'] });
    expect(makeCode(stuck, 8, bank.books, bank.keys)).toBeNull();
    expect(makeCode({ bytes: (length) => new Uint8Array(length).fill(255) }, 8, bank.books, bank.keys)).toBe('00000000');
    expect(makeCode({ bytes: () => new Uint8Array() }, 8, bank.books, bank.keys)).toBe('00000000');
  });

  function codesOf(count: number): readonly string[] {
    const random = new SeededRandom(2);
    const fresh = new PaperBank();
    return Array.from({ length: count }, () => makeCode(random, 8, fresh.books, fresh.keys) ?? '');
  }
});

describe('the same text', () => {
  test('means one thing as a code and another on a badge, on a barcode and with a carrier', () => {
    const tags = [codeTag(keys, '12345678'), carrierCodeTag(keys, '12345678'), badgeTag(keys, '12345678'), barcodeTag(keys, '12345678')];
    expect(new Set(tags).size).toBe(4);
    for (const tag of tags) expect(tag).toMatch(/^[\w-]{22}$/);
    expect(barcodeTag(keys, ' ab\t12 ')).toBe(barcodeTag(keys, 'AB12'));
    expect(barcodeTag(keys, 'AB12')).not.toBe(barcodeTag(otherKeys, 'AB12'));
  });
});

describe('the keys of a bank', () => {
  test('are the same at every start, differ by purpose, and differ between banks', () => {
    expect(bankKeys(new Uint8Array(32).fill(1))).toEqual(keys);
    const parts = [keys, otherKeys].flatMap(({ lookup, pepper, badge }) => [lookup, pepper, badge]);
    const all = parts.map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(all).size).toBe(6);
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
