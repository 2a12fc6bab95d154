import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decideDocument, missingDocuments } from '../../../firmware/bank/documents.ts';
import { checkPassword } from '../../../firmware/bank/people.ts';
import { readSettings, settingsTable, usualBankSettings } from '../../../firmware/bank/settings.ts';
import type { DocumentKind } from '../../../firmware/upstream/contract/documents.ts';
import { PaperBank } from '../../support/paper-bank.ts';
import { hashOf, verifierOf } from '../../support/scrypt.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function apply(bank: PaperBank, kind: DocumentKind, version: number, document: unknown, hash?: string) {
  const body = typeof document === 'string' ? document : JSON.stringify(document);
  return bank.take(decideDocument(bank.books, bank.keys, { kind, version, sha256: hash ?? sha256(body) }, body));
}

const rawHash = hashOf('parcels-42');
const password = verifierOf('parcels-42');
const mia = { id: 'mia', name: 'Mia', username: 'mia', password, permissions: ['drop-off'] };
const people = { recipients: [{ id: 'ada', name: 'Ada', accessible: true }, { id: '__proto__', name: 'Eve' }], operators: [mia] };
const rejected = (kind: DocumentKind, why: unknown) => [{ type: 'document.rejected', data: { kind, version: 1, why } }];

describe('a document of the upstream', () => {
  test('is missing where its version is higher than the one in force', () => {
    const bank = new PaperBank();
    apply(bank, 'settings', 3, {});
    const want = (version: number) => ({ settings: { version, sha256: sha256('{}') }, branding: { version: 1, sha256: sha256('') } });
    expect(missingDocuments(bank.books, want(4))).toEqual([{ kind: 'settings', version: 4, sha256: sha256('{}') }]);
    for (const none of [want(3), want(2), {}]) expect(missingDocuments(bank.books, none)).toEqual([]);
    expect(missingDocuments(new PaperBank().books, want(0))).toHaveLength(1);
  });

  test('never goes back to an older version, nor is it applied twice', () => {
    const bank = new PaperBank();
    apply(bank, 'settings', 3, { sizeStepUp: false });
    expect(apply(bank, 'settings', 2, { sizeStepUp: true })).toEqual([]);
    expect(apply(bank, 'settings', 3, { sizeStepUp: true })).toEqual([]);
    expect(bank.books.settings.sizeStepUp).toBe(false);
    expect(bank.books.documents).toEqual({ settings: { version: 3, sha256: sha256('{"sizeStepUp":false}') } });
  });

  test('is rejected where it is not the one that was declared', () => {
    expect(apply(new PaperBank(), 'settings', 1, '{}', sha256('{ }'))).toMatchObject(
      rejected('settings', 'its hash is not the declared one'),
    );
  });

  test('is rejected where it is not JSON', () => {
    expect(apply(new PaperBank(), 'directory', 1, '{')).toMatchObject(rejected('directory', 'it is not JSON'));
  });
});

describe('the settings', () => {
  test('are taken over, and what they do not name keeps its usual value', () => {
    const bank = new PaperBank();
    expect(apply(bank, 'settings', 1, { itemExpiry: 7_200_000 })).toMatchObject([
      { type: 'document.applied', data: { kind: 'settings', version: 1 } },
    ]);
    expect(bank.books.settings).toEqual({ ...usualBankSettings, itemExpiry: 7_200_000 });
    apply(bank, 'settings', 2, {});
    expect(bank.books.settings).toEqual(usualBankSettings);
  });

  test.each([
    [{ itemExpirey: 7_200_000 }, 'itemExpirey is not a setting'],
    [{ itemExpiry: 1 }, 'itemExpiry is 3600000 to 2000000000 ms'],
    [{ itemExpiry: 7_200_000.5 }, /itemExpiry is/],
    [{ itemExpiry: true }, /itemExpiry is/],
    [{ sizeStepUp: 1 }, 'sizeStepUp is true or false'],
    [{ returnHomeAfterPickup: 120_000, adminSessionTimeout: 60_000 }, 'returnHomeAfterPickup must not be longer than adminSessionTimeout'],
    [{ itemExpiry: '7200000' }, /Invalid/],
    [[1], '0 is not a setting'],
    [null, /Invalid/],
    ['"x"', /Invalid/],
  ])('are applied as a whole or not at all [%j]', (document, why) => {
    const bank = new PaperBank();
    const facts = apply(bank, 'settings', 1, document);
    expect(facts).toMatchObject(rejected('settings', expect.stringMatching(why)));
    expect(bank.books.settings).toEqual(usualBankSettings);
    expect(bank.books.documents).toEqual({});
  });

  test('know their own usual values to be right', () => {
    expect(readSettings(usualBankSettings)).toEqual({ kind: 'settings', settings: usualBankSettings });
    expect(Object.values(settingsTable).every((row) => row.why.endsWith('.'))).toBe(true);
  });
});

describe('the directory', () => {
  test('brings people, and operators who can sign in', () => {
    const bank = new PaperBank();
    expect(apply(bank, 'directory', 1, people)).toMatchObject([{ type: 'document.applied' }]);
    expect(Object.entries(bank.books.directory.recipients)).toEqual([
      ['ada', { name: 'Ada', accessible: true }],
      ['__proto__', { name: 'Eve', accessible: false }],
    ]);
    expect(checkPassword(bank.books, bank.keys, 'mia', rawHash, bank.nowMs, null)).toMatchObject({
      kind: 'granted',
      operator: { id: 'mia', name: 'Mia' },
    });
  });

  test('replaces the one before it as a whole', () => {
    const bank = new PaperBank();
    apply(bank, 'directory', 1, people);
    apply(bank, 'directory', 2, { recipients: [], operators: [] });
    expect(bank.books.directory).toEqual({ recipients: {}, operators: {} });
    expect(bank.put('parcel-1')).toMatchObject([{ data: { why: 'unknown-party' } }]);
  });

  test('leaves no hash behind that could be guessed at with a stolen card', () => {
    const bank = new PaperBank();
    apply(bank, 'directory', 1, people);
    for (const kept of [JSON.stringify(bank.books), JSON.stringify(bank.facts)]) {
      expect(kept).not.toContain(rawHash.toString('base64url'));
      expect(kept).not.toContain(password);
    }
  });

  test.each([
    ['131072$8$1', 128], ['32768$9$1', 36], ['65536$8$1', 64], ['1000$8$1', 1],
    ['1$8$1', 0], ['0$8$1', 0], ['16384$0$1', 0], ['16384$8$0', 0], ['16384$8$9', 16],
  ])('whose password would cost the Pi too much, or is no scrypt, is rejected [%s: %i MiB]', (cost) => {
    const operators = [{ ...mia, password: `scrypt$${cost}$c2FsdHNhbHQ$${rawHash.toString('base64url')}` }];
    const bank = new PaperBank();
    const before = bank.books.directory;
    expect(apply(bank, 'directory', 1, { ...people, operators })).toMatchObject(
      rejected('directory', 'a password verifier is not scrypt of at most 32 MiB'),
    );
    expect(bank.books.directory).toEqual(before);
  });

  test('with the most costly password that is allowed is taken [32 MiB]', () => {
    const operators = [{ ...mia, password: `scrypt$32768$8$8$c2FsdHNhbHQ$${rawHash.toString('base64url')}` }];
    expect(apply(new PaperBank(), 'directory', 1, { ...people, operators })).toMatchObject([{ type: 'document.applied' }]);
  });

  test('in which two people sign in by the same name is rejected', () => {
    expect(apply(new PaperBank(), 'directory', 1, { ...people, operators: [mia, { ...mia, id: 'tom' }] })).toMatchObject(
      rejected('directory', 'two operators have the same username'),
    );
  });

  test.each([
    [{}, /^recipients: /], [[], /^recipients: /], [null, /^: /],
    [{ recipients: [{ id: '', name: 'Ada' }], operators: [] }, /^recipients\.0\.id: /],
    [{ recipients: [], operators: [{ ...mia, password: 'parcels-42' }] }, /^operators\.0\.password: /],
    [{ recipients: [], operators: [{ ...mia, permissions: [1] }] }, /^operators\.0\.permissions\.0: /],
  ])('with a bad row is rejected, and the row is named [%#]', (document, why) => {
    expect(apply(new PaperBank(), 'directory', 1, document)).toMatchObject(rejected('directory', expect.stringMatching(why)));
  });

  test('whose rejection would tell the password says no more than 80 characters', () => {
    const [fact] = apply(new PaperBank(), 'directory', 1, { recipients: [], operators: [{ ...mia, password: 'x'.repeat(500) }] });
    expect(fact?.type === 'document.rejected' && fact.data.why.length).toBeLessThanOrEqual(80);
  });
});
