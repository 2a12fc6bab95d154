import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingDocuments } from '../../../firmware/bank/documents.ts';
import { usualBankSettings } from '../../../firmware/bank/settings.ts';
import type { DocumentKind } from '../../../firmware/contract/documents.ts';
import { DocumentBooks, sha256, textOf, wantOf } from '../../support/document-books.ts';
import { noonMs } from '../../support/noon.ts';

const settingsOf = (bank: DocumentBooks) => bank.books.settings;
const versionOf = (bank: DocumentBooks, kind: DocumentKind) => bank.books.documents[kind]?.version;
const rejection = (kind: DocumentKind, why: unknown) => ({
  kind: 'rejected', directory: null, facts: [{ type: 'document.rejected', data: { kind, version: 1, why } }],
});

describe('a document of the upstream', () => {
  test('is missing where its version is higher than the one in force, and in a new bank', () => {
    const bank = new DocumentBooks();
    bank.give('settings', 3, {});
    const missing = (version: number) => missingDocuments(bank.books, wantOf('settings', version, {}), bank.now);
    expect(missing(4)).toEqual([{ kind: 'settings', version: 4, sha256: sha256('{}') }]);
    expect(missing(3)).toEqual([]);
    expect(missing(2)).toEqual([]);
    const all = { ...wantOf('branding', 1, ''), ...wantOf('keys', 0, ''), weather: { version: 1, sha256: sha256('') } };
    expect(missingDocuments(new DocumentBooks().books, all, bank.now).map(({ kind }) => kind)).toEqual(['keys', 'branding']);
  });

  test('never goes back to an older version, nor is it applied twice', () => {
    const bank = new DocumentBooks();
    bank.give('settings', 3, { sizeStepUp: false });
    for (const version of [2, 3]) {
      expect(bank.give('settings', version, { sizeStepUp: true })).toEqual({ kind: 'passed-over', facts: [], directory: null });
    }
    expect(settingsOf(bank).sizeStepUp).toBe(false);
    expect(bank.books.documents).toEqual({ settings: { version: 3, sha256: sha256('{"sizeStepUp":false}'), sinceMs: noonMs } });
  });

  test('goes back where the upstream names the version that is to be left, and says so', () => {
    const bank = new DocumentBooks();
    bank.give('settings', 3, { sizeStepUp: false });
    expect(bank.give('settings', 2, {}, { rollback: 4 }).kind).toBe('passed-over');
    expect(missingDocuments(bank.books, wantOf('settings', 2, {}, { rollback: 3 }), bank.now)).toHaveLength(1);
    expect(bank.give('settings', 2, {}, { rollback: 3 })).toMatchObject({
      kind: 'applied', facts: [{ type: 'document.rolled-back', data: { kind: 'settings', version: 2, sha256: sha256('{}'), from: 3 } }],
    });
    expect(settingsOf(bank)).toEqual(usualBankSettings);
    expect(versionOf(bank, 'settings')).toBe(2);
    expect(missingDocuments(bank.books, wantOf('settings', 2, {}, { rollback: 3 }), bank.now)).toEqual([]);
  });

  test('that is newer and names a version to be left is simply newer', () => {
    const bank = new DocumentBooks();
    bank.give('settings', 3, {});
    expect(bank.give('settings', 4, {}, { rollback: 3 })).toMatchObject({ facts: [{ type: 'document.applied', data: { version: 4 } }] });
  });

  test('is rejected where it is not the one that was declared', () => {
    const decision = new DocumentBooks().give('settings', 1, '{}', { sha256: sha256('{ }') });
    expect(decision).toMatchObject(rejection('settings', 'its hash is not the declared one'));
  });

  test.each(['settings', 'directory', 'branding', 'keys'] as const)('is rejected where it is not JSON, or a list [%s]', (kind) => {
    for (const body of ['{', '[]', 'null', '7', '"x"', '']) {
      const bank = new DocumentBooks();
      const decision = bank.give(kind, 1, body);
      expect(decision, body).toMatchObject(rejection(kind, expect.any(String)));
      expect(bank.books.documents).toEqual({});
    }
  });

  test('is rejected once the time for which it counts is over, and one second before that it is not', () => {
    const bank = new DocumentBooks();
    const late = bank.give('settings', 1, {}, { validUntilMs: noonMs });
    expect(late).toMatchObject(rejection('settings', 'the time for which it counts is over'));
    expect(bank.give('settings', 1, {}, { validUntilMs: noonMs + 1000 }).kind).toBe('applied');
  });

  test('that may not come in parts is rejected where it does', () => {
    const body = JSON.stringify({ chunks: [sha256('{}')] });
    expect(new DocumentBooks().give('settings', 1, body)).toMatchObject(rejection('settings', 'it may not come in parts'));
    expect(new DocumentBooks().give('directory', 1, body)).toMatchObject(rejection('directory', 'it may not come in parts'));
  });

  test('whose parts are others than those that it names is rejected', () => {
    const [named, other] = [sha256('one'), sha256('two')];
    const body = JSON.stringify({ chunks: [named] });
    const wanted = { kind: 'branding', version: 1, sha256: sha256(body) } as const;
    for (const parts of [
      { kind: 'branding', hashes: [other], texts: new Map([[other, '{}']]) },
      { kind: 'branding', hashes: [named, other], texts: new Map([[named, '{}'], [other, '{}']]) },
      { kind: 'directory', hashes: [named], reading: { kind: 'refused', why: '' } },
    ] as const) {
      expect(new DocumentBooks().decide(wanted, { body, parts })).toMatchObject(
        rejection('branding', 'its parts are not those that it names'),
      );
    }
  });

  test('ends in a value, whatever text it has, and no rejection is longer than an event allows', () => {
    const kinds = fc.constantFrom<DocumentKind>('settings', 'directory', 'branding', 'keys');
    fc.assert(fc.property(kinds, fc.oneof(fc.string(), fc.json(), fc.object().map(textOf)), (kind, body) => {
      const { facts } = new DocumentBooks().give(kind, 1, body);
      for (const fact of facts) if (fact.type === 'document.rejected') expect(fact.data.why.length).toBeLessThanOrEqual(80);
    }));
  });

  test('is in force in the newest version that came, in whatever order they come', () => {
    const versions = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(versions, (list) => {
      const bank = new DocumentBooks();
      for (const version of list) bank.give('settings', version, { dropOffReopenWindow: 60_000 + version });
      expect(versionOf(bank, 'settings')).toBe(Math.max(...list));
      expect(settingsOf(bank).dropOffReopenWindow).toBe(60_000 + Math.max(...list));
    }), { numRuns: 50 });
  });
});

describe('the settings', () => {
  test('are taken over, and what they do not name keeps its usual value', () => {
    const bank = new DocumentBooks();
    expect(bank.give('settings', 1, { itemExpiry: 7_200_000 })).toMatchObject({
      kind: 'applied', facts: [{ type: 'document.applied', data: { kind: 'settings', version: 1 } }],
    });
    expect(settingsOf(bank)).toEqual({ ...usualBankSettings, itemExpiry: 7_200_000 });
    bank.give('settings', 2, {});
    expect(settingsOf(bank)).toEqual(usualBankSettings);
  });

  test.each([
    [{ itemExpirey: 7_200_000 }, 'itemExpirey is not a setting'],
    [{ sizeStepUp: 1 }, 'sizeStepUp is true or false'],
    [{ returnHomeAfterPickup: 120_000, adminSessionTimeout: 60_000 }, /adminSessionTimeout/],
  ])('are applied as a whole or not at all [%j]', (document, why) => {
    const bank = new DocumentBooks();
    expect(bank.give('settings', 1, { sizeStepUp: false, ...document })).toMatchObject(
      rejection('settings', typeof why === 'string' ? why : expect.stringMatching(why)),
    );
    expect(settingsOf(bank)).toEqual(usualBankSettings);
    expect(bank.books.documents).toEqual({});
  });
});
