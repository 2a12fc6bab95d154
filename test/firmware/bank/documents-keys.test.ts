import { describe, expect, test } from 'vitest';
import type { KeysDocument } from '../../../firmware/contract/documents.ts';
import { DocumentBooks } from '../../support/document-books.ts';
import { hourMs, noonMs } from '../../support/noon.ts';
import { testKey, testSigning } from '../../support/keys.ts';

const { keysDocument } = testSigning();
const key = { kid: 'a', public: testKey(3).paserk, uses: ['command' as const] };

describe('the keys of the upstream', () => {
  test('are none in a bank that has never been told of any', () => {
    expect(new DocumentBooks().books.keys).toBeNull();
  });

  test('are in force as the document says, as long as it counts', () => {
    const bank = new DocumentBooks();
    expect(bank.give('keys', 1, keysDocument, { validUntilMs: noonMs + hourMs }).kind).toBe('applied');
    expect([bank.books.keys, bank.books.documents['keys']?.validUntilMs]).toEqual([keysDocument, noonMs + hourMs]);
    bank.give('keys', 2, { keys: [key] });
    expect([bank.books.keys, bank.books.documents['keys']?.validUntilMs]).toEqual([{ keys: [key] }, undefined]);
  });

  test('stay with the bank through a restart, because the journal has them', () => {
    const bank = new DocumentBooks();
    bank.give('keys', 1, keysDocument);
    const again = new DocumentBooks();
    again.take(bank.facts);
    expect(again.books.keys).toEqual(keysDocument);
    expect(again.books.documents).toEqual(bank.books.documents);
  });

  test.each<readonly [why: string, of: (secret: string) => unknown]>([
    ['keys.0.from: must be a time', (from) => ({ keys: [{ ...key, from }] })],
    ['keys.0.public: has the wrong form', (secret) => ({ keys: [{ ...key, public: secret }] })],
    ['keys: must be Array', (keys) => ({ keys })],
    ['encryptTo.x: has the wrong form', (x) => ({ keys: [key], encryptTo: { kty: 'OKP', crv: 'X25519', x } })],
    ['must be Object', (secret) => secret],
  ])('are refused with the place of what is wrong, and nothing of a secret key that was put there is repeated [%s]', (why, of) => {
    expect(new DocumentBooks().give('keys', 1, JSON.stringify(of('k4.secret.4711')))).toMatchObject({
      kind: 'rejected', facts: [{ data: { why } }],
    });
  });

  test.each<[KeysDocument | object, RegExp]>([
    [{ keys: [] }, /^keys/],
    [{ keys: [{ ...key, public: 'k4.public.short' }] }, /^keys\.0\.public/],
    [{ keys: [{ ...key, uses: ['everything'] }] }, /^keys\.0\.uses/],
    [{ keys: [key, key] }, /two keys have the same kid/],
    [{ keys: [{ ...key, from: '2026-11-23T00:00:00Z', until: '2026-11-22T00:00:00Z' }] }, /ends before it begins/],
    [{ keys: [key], encryptTo: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } }, /encryptTo/],
  ])('are taken whole or not at all [%#]', (document, why) => {
    const bank = new DocumentBooks();
    bank.give('keys', 1, keysDocument);
    const data = { kind: 'keys', version: 2, why: expect.stringMatching(why) as string };
    expect(bank.give('keys', 2, document)).toMatchObject({ kind: 'rejected', facts: [{ type: 'document.rejected', data }] });
    expect(bank.books.keys).toEqual(keysDocument);
    expect(bank.books.documents['keys']?.version).toBe(1);
  });
});
