import { describe, expect, test } from 'vitest';
import { expiredOf, lockersOf, whyNot, type OpenableLocker } from '../../../firmware/bank/lockers-of.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import { hourMs } from '../../support/noon.ts';
import { ada, asHolder, asRecipient, asStaff, bea, law, leg, PeopledBank } from '../../support/peopled-bank.ts';

const seen = (bank: PeopledBank, visitor: Visitor): readonly OpenableLocker[] => lockersOf(bank.books, visitor.identity, bank.now);
const ids = (bank: PeopledBank, visitor: Visitor): readonly string[] => seen(bank, visitor).map(({ visit }) => visit.reservation);

describe('a recipient who has shown a badge', () => {
  test('sees the locker in which their parcel lies, and what is in it', () => {
    const bank = new PeopledBank().putIn('parcel-1', { items: { 'JD 1': 0, 'JD 2': 0 }, locker: 3 });
    expect(seen(bank, asRecipient('ada'))).toEqual([{
      visit: { purpose: 'pickup', locker: 3, reservation: 'parcel-1' }, kind: 'delivery', again: false,
      items: [{ id: 'JD 1' }, { id: 'JD 2' }], awaited: [],
      department: null, untilMs: bank.books.reservations['parcel-1']?.untilMs, isOverdue: false, mayEnd: false, mayEndUnopened: false,
      trouble: null,
    }]);
  });

  test('sees nothing of anybody else, nothing that is only announced, and nothing that has been collected', () => {
    const bank = new PeopledBank().putIn('parcel-1', { party: bea }).made('parcel-2', { locker: 2 }).putIn('parcel-3', { locker: 3 });
    bank.visit(bank.want('pickup', 'parcel-3'), asRecipient('ada'));
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    expect(ids(bank, asRecipient('ada'))).toEqual([]);
    expect(ids(bank, asRecipient('nobody'))).toEqual([]);
    expect(ids(bank, asRecipient('bea'))).toEqual(['parcel-1']);
  });

  test('sees what they have just collected, to be opened once more, and nobody else sees it', () => {
    const bank = new PeopledBank().putIn('parcel-1', { items: { 'JD 1': 0 } });
    bank.visit(bank.want('pickup', 'parcel-1'), asRecipient('ada'));
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ again: true, visit: { purpose: 'pickup' }, items: [{ id: 'JD 1' }] }]);
    expect(ids(bank, asRecipient('bea'))).toEqual([]);
  });

  test('sees no parcel that has expired, but is told of it', () => {
    const bank = new PeopledBank().putIn('parcel-1').putIn('parcel-2', { party: bea, locker: 2 });
    bank.wait(bank.books.settings.itemExpiry ?? 0);
    expect(ids(bank, asRecipient('ada'))).toEqual([]);
    expect(expiredOf(bank.books, asRecipient('ada').identity, bank.now).map(({ id }) => id)).toEqual(['parcel-1']);
    expect(expiredOf(bank.books, asHolder('parcel-2', 1).identity, bank.now).map(({ id }) => id)).toEqual(['parcel-2']);
    expect(expiredOf(bank.books, asStaff('ann').identity, bank.now)).toEqual([]);
  });

  test('sees that a locker of theirs does not open just now', () => {
    const bank = new PeopledBank().made('return-1', { kind: 'return', legs: [leg('deposit', ada), leg('collect', bea)] });
    bank.changeLocker(1, { door: 'unknown' });
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ visit: { purpose: 'deposit' }, trouble: 'locker-busy' }]);
    bank.changeLocker(1, { door: 'closed' });
    bank.take([{ type: 'bank.degraded', subject: 'bank', data: { why: 'disk-full' } }]);
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ visit: { purpose: 'deposit' }, trouble: 'bank-trouble' }]);
  });

  test('sees nothing at a locker that the profile has lost', () => {
    const bank = new PeopledBank().putIn('parcel-1');
    bank.books = { ...bank.books, lockers: {} };
    expect(ids(bank, asRecipient('ada'))).toEqual([]);
  });
});

describe('a return or an exchange', () => {
  const legs = [leg('deposit', ada), leg('swap', bea), leg('collect', ada)];
  const exchange = { kind: 'exchange', legs, items: { old: 0, new: 1 } } as const;

  test('shows each party their leg when its turn has come, and whoever was last may open once more', () => {
    const bank = new PeopledBank().made('swap-1', exchange);
    const says = () => ['ada', 'bea'].map((id) =>
      seen(bank, asRecipient(id)).map(({ visit, again }) => (again ? `${visit.purpose} again` : visit.purpose)).join());
    expect(says()).toEqual(['deposit', '']);
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ items: [], awaited: [{ id: 'old' }] }]);
    bank.visit(bank.want('deposit', 'swap-1'), asRecipient('ada'));
    expect(says()).toEqual(['deposit again', 'swap']);
    expect(seen(bank, asRecipient('bea'))).toMatchObject([{ items: [{ id: 'old' }], awaited: [{ id: 'new' }] }]);
    bank.visit(bank.want('swap', 'swap-1'), asRecipient('bea'));
    expect(says()).toEqual(['pickup', 'swap again']);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(says()).toEqual(['pickup', '']);
  });

  test('shows nothing once the claim has lapsed', () => {
    const bank = new PeopledBank();
    bank.made('return-1', { kind: 'return', legs: [leg('deposit', ada), leg('collect', bea)], untilMs: bank.nowMs + hourMs });
    bank.wait(hourMs - 1);
    expect(ids(bank, asRecipient('ada'))).toEqual(['return-1']);
    bank.wait(1);
    expect(ids(bank, asRecipient('ada'))).toEqual([]);
  });
});

describe('storage', () => {
  test('is shown to its holder until it ends, who may end it', () => {
    const bank = new PeopledBank().made('things', { kind: 'storage' });
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ visit: { purpose: 'keep' }, mayEnd: false, isOverdue: false }]);
    bank.visit(bank.want('keep', 'things'), asRecipient('ada'));
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ visit: { purpose: 'keep' }, mayEnd: true, again: false }]);
    bank.visit(bank.want('keep', 'things', { ends: true }), asRecipient('ada'));
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ visit: { purpose: 'keep' }, mayEnd: false, again: true }]);
  });

  test('that is overdue is shown as such, or not at all, as the setting says', () => {
    const bank = new PeopledBank().made('things', { kind: 'storage' });
    bank.visit(bank.want('keep', 'things'), asRecipient('ada'));
    bank.wait(30 * 24 * hourMs);
    expect(seen(bank, asRecipient('ada'))).toMatchObject([{ isOverdue: true }]);
    bank.set({ overdueStorage: 'staff-only' });
    expect(ids(bank, asRecipient('ada'))).toEqual([]);
  });

  test('that a department shares is shown to its members, and not to be ended', () => {
    const bank = new PeopledBank().made('shelf', { kind: 'storage', party: law, shared: true });
    bank.visit(bank.want('keep', 'shelf'), asRecipient('ada'));
    for (const member of ['ada', 'bea']) expect(seen(bank, asRecipient(member))).toMatchObject([{ department: 'Law', mayEnd: false }]);
    expect(ids(bank, asRecipient('cid'))).toEqual([]);
  });
});

describe('what came for a department', () => {
  test.each([['nobody', [], []], ['key-contacts', [], ['post']], ['members', ['post'], ['post']]] as const)(
    'is shown to whom the setting says [%s]', (departmentPickup, toAda, toBea) => {
      const bank = new PeopledBank({ departmentPickup }).putIn('post', { party: law });
      expect(ids(bank, asRecipient('ada'))).toEqual(toAda);
      expect(ids(bank, asRecipient('bea'))).toEqual(toBea);
      expect(ids(bank, asRecipient('cid'))).toEqual([]);
    });

  test('goes by the name of the department, or by its id where the directory has lost the name', () => {
    const bank = new PeopledBank({ departmentPickup: 'members' }).putIn('post', { party: law });
    expect(seen(bank, asHolder('post', 1))).toMatchObject([{ department: 'Law' }]);
    bank.books = { ...bank.books, directory: { ...bank.books.directory, departments: {} } };
    expect(seen(bank, asHolder('post', 1))).toMatchObject([{ department: 'law' }]);
  });
});

describe('the order of lockers', () => {
  /** Department post in 1, own parcels in 3 and 2 of which 2 is due first, a drop-off at 4, something in 5 collected a moment ago. */
  function busyBank(departmentSplit: boolean): PeopledBank {
    const bank = new PeopledBank({ departmentPickup: 'members', departmentSplit }).putIn('post', { party: law });
    bank.putIn('parcel-2', { locker: 2 });
    bank.wait(hourMs);
    bank.putIn('parcel-3', { locker: 3 }).made('return-4', { kind: 'return', locker: 4, legs: [leg('deposit', ada), leg('collect', bea)] });
    bank.putIn('parcel-5', { locker: 5 });
    bank.visit(bank.want('pickup', 'parcel-5'), asRecipient('ada'));
    return bank;
  }

  test('is what is due first, then what has time, then what is put in, then what is only reopened', () => {
    expect(ids(busyBank(false), asRecipient('ada'))).toEqual(['post', 'parcel-2', 'parcel-3', 'return-4', 'parcel-5']);
  });

  test('has everything of one\'s own before everything of the department where the settings part the two', () => {
    expect(ids(busyBank(true), asRecipient('ada'))).toEqual(['parcel-2', 'parcel-3', 'return-4', 'parcel-5', 'post']);
  });

  test('leads to no locker twice', () => {
    const bank = new PeopledBank({ addToOccupied: 'staff' }).putIn('parcel-1').putIn('parcel-2', { locker: 2 });
    bank.wait(hourMs);
    bank.putIn('parcel-3', { locker: 1 });
    const way = seen(bank, asRecipient('ada')).map(({ visit }) => [visit.locker, visit.reservation]);
    expect(way).toEqual([[1, 'parcel-1'], [1, 'parcel-3'], [2, 'parcel-2']]);
  });
});

describe('whoever has a code', () => {
  test('sees the one locker that it is for, and nothing else of the same recipient', () => {
    const bank = new PeopledBank().putIn('parcel-1').putIn('parcel-2', { locker: 2 });
    expect(ids(bank, asHolder('parcel-1', 1))).toEqual(['parcel-1']);
    expect(ids(bank, asHolder('parcel-3', 1))).toEqual([]);
    expect(ids(bank, asHolder('parcel-1', 0))).toEqual([]);
  });
});

describe('staff', () => {
  test('come with a parcel or to manage lockers: there is no list of theirs', () => {
    const bank = new PeopledBank().putIn('parcel-1').made('parcel-2', { locker: 2 });
    for (const id of ['mia', 'ann', 'carl']) expect(ids(bank, asStaff(id))).toEqual([]);
  });
});

describe('why a leg opens nothing', () => {
  test('is not-allowed where neither its turn nor its time explains it', () => {
    const bank = new PeopledBank().putIn('parcel-1');
    const { 'parcel-1': parcel } = bank.books.reservations;
    if (!parcel) throw new Error('there is no parcel');
    expect(whyNot(parcel, 1, bank.now)).toBe('not-allowed');
    expect(whyNot(parcel, 0, bank.now)).toBe('used');
    expect(whyNot({ ...parcel, untilMs: bank.nowMs }, 1, bank.now)).toBe('expired');
    expect(whyNot(parcel, 5, bank.now)).toBe('used');
  });
});
