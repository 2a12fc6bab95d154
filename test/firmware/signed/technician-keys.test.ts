import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSigned, newTechnicianKey, publicOf, signInText, signText } from '../../../firmware/signed/technician-keys.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { testKey } from '../../support/keys.ts';

const key = newTechnicianKey('tom', new SeededRandom(1));
const half = publicOf(key) ?? '';

test('a technician\'s key is the PASERK that others would make of the same seed', () => {
  expect(half).toBe(testKey(1).paserk);
  expect(key.secret).toMatch(/^k4\.secret\.[\w-]{86}$/);
});

test('what tom has signed is believed under tom\'s key, and under no other', () => {
  const text = signInText('lb://demo/bank-1', 'challenge', 'tom');
  const signature = signText(key, text) ?? '';
  expect(isSigned(text, signature, half)).toBe(true);
  expect(isSigned(text, signature, publicOf(newTechnicianKey('eve', new SeededRandom(2))) ?? '')).toBe(false);
  for (const other of [signInText('lb://demo/bank-2', 'challenge', 'tom'), signInText('lb://demo/bank-1', 'other', 'tom')]) {
    expect(isSigned(other, signature, half)).toBe(false);
  }
});

test('no text of any kind is taken for a signature or a key, and none throws', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (signature, paserk) => {
    expect(isSigned('text', signature, half)).toBe(false);
    expect(isSigned('text', signText(key, 'text') ?? '', paserk)).toBe(false);
    expect(publicOf({ secret: paserk })).toBeNull();
  }));
});

test('a key whose halves do not belong together is none: its file has been damaged', () => {
  const other = newTechnicianKey('eve', new SeededRandom(2)).secret;
  expect(publicOf({ secret: key.secret.slice(0, 60) + other.slice(60) })).toBeNull();
});
