import { describe, expect, test } from 'vitest';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import { lockersOf } from '../../../firmware/bank/lockers-of.ts';
import { offersOf, personOf, storesForVisitors } from '../../../firmware/kiosk/known.ts';
import { asHolder, asRecipient, asStaff, law, PeopledBank } from '../../support/peopled-bank.ts';

const bank = new PeopledBank({ bankModes: ['delivery', 'storage'] });
const known = (visitor: Visitor) => personOf(bank.books, visitor.identity, bank.now);
const offered = (of: PeopledBank, visitor: Visitor) => offersOf(of.books, visitor.identity, [], of.now);

describe('a person is told apart by', () => {
  test.each([
    ['a name, where a badge says whose it is', asRecipient('ada'), { role: 'recipient', name: 'ada', administers: false, delivers: false }],
    ['nothing, where a code says only what it opens', asHolder('r-1', 1), { role: 'recipient', name: null, administers: false }],
    ['what they may do: put in', asStaff('mia'), { role: 'operator', administers: false, delivers: true }],
    ['what they may do: look into lockers', asStaff('oli'), { role: 'operator', administers: true, delivers: false }],
    ['what they may do: everything', asStaff('ann'), { role: 'administrator', administers: true, delivers: true }],
    ['what they may do: a carrier puts in, whatever else its list says', asStaff('cara'), { role: 'carrier', administers: false }],
    ['what they may do: a technician what an operator may', asStaff('mia', 'technician'), { role: 'operator', delivers: false }],
  ])('%s', (_what, visitor, person) => {
    expect(known(visitor)).toMatchObject(person);
  });
});

describe('there is for a person', () => {
  test('a locker for belongings, once', () => {
    const one = new PeopledBank({ bankModes: ['storage'] });
    expect(offered(one, asRecipient('ada')).stores).toBe(true);
    one.made('s-1', { kind: 'storage' });
    expect(offered(one, asRecipient('ada')).stores).toBe(false);
  });

  test.each([
    ['who is known by a code alone', asHolder('r-1', 1)], ['who works here', asStaff('ann')],
    ['whom the directory has lost', asRecipient('nobody')],
  ])('%s no locker for belongings', (_who, visitor) => {
    expect(offered(bank, visitor).stores).toBe(false);
  });

  test('something to be taken out, who may take it out', () => {
    const late = new PeopledBank();
    late.putIn('r-1', { untilMs: null });
    const reservation = late.books.reservations['r-1'];
    if (!reservation) throw new Error('r-1 is gone');
    late.books = { ...late.books, reservations: { 'r-1': { ...reservation, hasExpired: true } } };
    expect([asStaff('rex'), asStaff('eve'), asStaff('mia'), asStaff('cara'), asRecipient('ada')].map((who) => offered(late, who).expired))
      .toEqual([1, 1, 0, 0, 0]);
  });
});

describe('storage', () => {
  const stored = (shared: boolean, more: object = {}) => {
    const store = new PeopledBank({ bankModes: ['storage'], ...more });
    store.made('s-1', { kind: 'storage', shared, ...(shared ? { party: law } : {}) });
    store.visit(store.want('keep', 's-1'), asRecipient('ada'));
    return store;
  };
  const visitsOf = (store: PeopledBank, who: Visitor) =>
    offersOf(store.books, who.identity, lockersOf(store.books, who.identity, store.now), store.now);

  test('that cannot end at the kiosk is asked about by nobody: what a department shares, and what has not begun', () => {
    const reserved = new PeopledBank({ bankModes: ['storage'], storageDuration: 'unlimited' }).made('s-1', { kind: 'storage' });
    expect(visitsOf(reserved, asRecipient('ada')).visits).toMatchObject([{ purpose: 'keep', ends: false }]);
    expect(visitsOf(stored(true, { storageDuration: 'unlimited' }), asRecipient('ada')).visits).toMatchObject([{ ends: false }]);
    expect(visitsOf(stored(false, { storageDuration: 'unlimited' }), asRecipient('ada')).visits[0]).not.toHaveProperty('ends');
  });
});

test('visitors store where the bank is for storage, without a recipient, and codes open it again', () => {
  const settings = { ...bank.books.settings, reservationWithoutRecipient: true };
  expect(storesForVisitors(settings)).toBe(true);
  expect(storesForVisitors({ ...settings, bankModes: ['delivery'] })).toBe(false);
  expect(storesForVisitors({ ...settings, reservationWithoutRecipient: false })).toBe(false);
  expect(storesForVisitors({ ...settings, loginMethods: ['badge'] })).toBe(false);
});
