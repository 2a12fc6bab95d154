import { describe, expect, test } from 'vitest';
import { permissions } from '../../../firmware/bank/directory.ts';
import { isStaffWith } from '../../../firmware/bank/leg-rights.ts';
import { asHolder, asRecipient, asStaff, PeopledBank } from '../../support/peopled-bank.ts';

const allowed = (bank: PeopledBank, { identity }: ReturnType<typeof asStaff>) =>
  permissions.filter((permission) => isStaffWith(bank.books, identity, permission, bank.now));

describe('a person at the bank', () => {
  test('may what the directory says, and nothing else', () => {
    const bank = new PeopledBank();
    expect(allowed(bank, asStaff('mia'))).toEqual(['drop-off']);
    expect(allowed(bank, asStaff('max'))).toEqual(['drop-off', 'open']);
    expect(allowed(bank, asStaff('carl'))).toEqual([]); // A carrier puts in, and is nobody of the house.
    expect(allowed(bank, asStaff('nil'))).toEqual([]);
  });

  test('may nothing with a code, as a recipient, or under a name that nobody has', () => {
    const bank = new PeopledBank();
    for (const visitor of [asHolder('parcel-1', 1), asRecipient('mia'), asStaff('nobody'), asStaff('__proto__'), asStaff('constructor')]) {
      expect(allowed(bank, visitor)).toEqual([]);
    }
  });

  test('may it no longer once the directory takes it away, or makes somebody else of them', () => {
    const bank = new PeopledBank();
    const change = (staff: PeopledBank['books']['directory']['staff']) => {
      bank.books = { ...bank.books, directory: { ...bank.books.directory, staff } };
    };
    const { mia } = bank.books.directory.staff;
    if (!mia) throw new Error('Mia is not there');
    change({ mia: { ...mia, permissions: [] } });
    expect(allowed(bank, asStaff('mia', 'operator'))).toEqual([]);
    change({ mia: { ...mia, role: 'carrier' } });
    expect(allowed(bank, asStaff('mia', 'operator'))).toEqual([]);
    change({});
    expect(allowed(bank, asStaff('mia', 'operator'))).toEqual([]);
  });

  test('may nothing once the directory is too old, though it was not when they signed in', () => {
    const bank = new PeopledBank();
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs + 1 } } };
    expect(allowed(bank, asStaff('mia'))).toEqual(['drop-off']);
    bank.nowMs += 1;
    expect(allowed(bank, asStaff('mia'))).toEqual([]);
  });
});
