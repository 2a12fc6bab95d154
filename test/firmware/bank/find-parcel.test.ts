import { describe, expect, test } from 'vitest';
import { findParcel, isLabel } from '../../../firmware/bank/find-parcel.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import { dayMs } from '../../support/noon.ts';
import { ada, asHolder, asRecipient, asStaff, bea, leg, PeopledBank } from '../../support/peopled-bank.ts';

const find = (bank: PeopledBank, label: string, visitor: Visitor | null) => findParcel(bank.books, label, visitor, bank.now);
const refused = (why: string) => ({ kind: 'refused', why });

describe('the label of a parcel', () => {
  test('leads an operator to the locker that waits for it, however it is typed', () => {
    const bank = new PeopledBank().made('parcel-1', { locker: 2, items: { 'JD 0002': 0, 'JD 0003': 0 } });
    for (const [label, item] of [['JD 0002', 'JD 0002'], ['jd0003', 'JD 0003'], [' j d 0 0 0 2 ', 'JD 0002']] as const) {
      const visit = { purpose: 'deposit', locker: 2, reservation: 'parcel-1', items: [item] };
      expect(find(bank, label, asStaff('mia'))).toEqual({ kind: 'found', visit });
    }
    expect(find(bank, 'JD 0002', asStaff('carl')).kind).toBe('found');
  });

  test('speaks for its own thing: what else is awaited there is still to come, and goes in by its own label', () => {
    const bank = new PeopledBank().made('parcel-1', { items: { JD1: 0, JD2: 0 } });
    for (const [label, still] of [['JD1', ['JD2']], ['JD2', []]] as const) {
      const answer = find(bank, label, asStaff('mia'));
      if (answer.kind !== 'found') throw new Error(`${label} finds no locker`);
      bank.visit(answer.visit, asStaff('mia'));
      const expected = bank.books.reservations['parcel-1']?.items.filter(({ place }) => place === 'expected');
      expect(expected?.map(({ id }) => id)).toEqual(still);
    }
  });

  test('is refused to staff who may not put in, and where the door does not open just now', () => {
    const bank = new PeopledBank().made('parcel-1', { items: { JD1: 0 } });
    expect(find(bank, 'JD1', asStaff('oli'))).toEqual(refused('not-allowed'));
    bank.changeLocker(1, { door: 'unknown' });
    expect(find(bank, 'JD1', asStaff('mia'))).toEqual(refused('locker-busy'));
    bank.books = { ...bank.books, lockers: {} };
    expect(find(bank, 'JD1', asStaff('mia'))).toEqual(refused('parcel-unknown'));
  });

  test('that nobody knows, or whose parcel has been collected, is unknown; whose parcel lies in its locker, is in already', () => {
    const bank = new PeopledBank();
    expect(find(bank, 'JD1', asStaff('mia'))).toEqual(refused('parcel-unknown'));
    bank.putIn('parcel-1', { items: { JD1: 0 } });
    expect(find(bank, 'JD1', asStaff('mia'))).toEqual(refused('parcel-already-in'));
    bank.visit(bank.want('pickup', 'parcel-1'), asRecipient('ada'));
    expect(find(bank, 'JD1', asStaff('mia'))).toEqual(refused('parcel-unknown'));
  });

  test('of a parcel that comes back leads to the place that waits for it now', () => {
    const bank = new PeopledBank().putIn('parcel-1', { items: { JD1: 0 } }).made('parcel-2', { locker: 2, items: { JD1: 0 } });
    expect(find(bank, 'JD1', asStaff('mia'))).toMatchObject({ kind: 'found', visit: { locker: 2 } });
  });

  test('of what was announced late leads to where the rest lies, for this one thing alone', () => {
    const bank = new PeopledBank({ addToOccupied: 'staff' }).putIn('parcel-1', { items: { JD1: 0 } }).announced('parcel-1', 'JD2');
    const visit = { purpose: 'deposit', locker: 1, reservation: 'parcel-1', items: ['JD2'] };
    expect(find(bank, 'JD2', asStaff('mia'))).toEqual({ kind: 'found', visit });
  });

  test('says nothing to whoever has shown nothing', () => {
    const bank = new PeopledBank().made('parcel-1', { items: { JD1: 0 } }).putIn('parcel-2', { locker: 2, items: { JD2: 0 } });
    for (const label of ['JD1', 'JD2', 'JD3']) expect(find(bank, label, null)).toEqual(refused('parcel-unknown'));
  });

  test('leads its recipient to their own parcel, and nobody else', () => {
    const bank = new PeopledBank().putIn('parcel-1', { items: { JD1: 0 } });
    const found = { kind: 'found', visit: { purpose: 'pickup', locker: 1, reservation: 'parcel-1' } };
    expect(find(bank, 'jd 1', asRecipient('ada'))).toEqual(found);
    expect(find(bank, 'JD1', asHolder('parcel-1', 1))).toEqual(found);
    expect(find(bank, 'JD1', asRecipient('bea'))).toEqual(refused('parcel-unknown'));
  });
});

describe('the id of an asset', () => {
  const asset = (bank: PeopledBank) => bank.putIn('asset-1', { kind: 'asset', items: { 'LAPTOP 7': 0 } });

  test('opens nothing by itself, and tells nobody who is not known that it is here', () => {
    const bank = asset(new PeopledBank());
    expect(find(bank, 'laptop7', null)).toEqual(refused('parcel-unknown'));
    expect(find(bank, 'laptop7', asRecipient('bea'))).toEqual(refused('parcel-unknown'));
    expect(find(bank, 'laptop7', asRecipient('ada'))).toMatchObject({ kind: 'found', visit: { purpose: 'pickup' } });
    expect(find(bank, 'laptop7', asHolder('asset-1', 1))).toMatchObject({ kind: 'found' });
  });

  test('leads whoever brings it back to where it goes', () => {
    const bank = new PeopledBank().made('back-1', { kind: 'asset', items: { L7: 0 }, legs: [leg('deposit', ada), leg('collect', null)] });
    expect(find(bank, 'L7', null)).toEqual(refused('parcel-unknown'));
    expect(find(bank, 'L7', asRecipient('ada'))).toMatchObject({ kind: 'found', visit: { purpose: 'deposit' } });
  });

  test('leads staff to what lies there for them, and to what they are to exchange', () => {
    const bank = new PeopledBank().made('back-1', { kind: 'asset', items: { L7: 0 }, legs: [leg('deposit', ada), leg('collect', null)] });
    const legs = [leg('deposit', ada), leg('swap', null), leg('collect', ada)];
    bank.made('swap-1', { kind: 'exchange', locker: 2, items: { L8: 0, L9: 1 }, legs });
    for (const id of ['back-1', 'swap-1']) bank.visit(bank.want('deposit', id), asRecipient('ada'));
    expect(find(bank, 'L7', asStaff('oli'))).toEqual({ kind: 'found', visit: { purpose: 'pickup', locker: 1, reservation: 'back-1' } });
    expect(find(bank, 'L7', asStaff('mia'))).toEqual(refused('not-allowed'));
    expect(find(bank, 'L9', asStaff('mia'))).toEqual({
      kind: 'found', visit: { purpose: 'swap', locker: 2, reservation: 'swap-1', items: ['L9'] },
    });
    expect(find(bank, 'L8', asStaff('mia'))).toEqual(refused('parcel-already-in'));
  });
});

describe('whether a text is a label', () => {
  test('is known for as long as the bank remembers the parcel', () => {
    const bank = new PeopledBank().putIn('parcel-1', { items: { 'JD 1': 0 }, party: bea });
    bank.visit(bank.want('pickup', 'parcel-1'), asRecipient('bea'));
    expect(isLabel(bank.books, 'jd1', bank.now)).toBe(true);
    expect(isLabel(bank.books, 'jd2', bank.now)).toBe(false);
    expect(isLabel(bank.books, 'jd1', { ...bank.now, ageMs: 300_000 + dayMs })).toBe(true);
    expect(isLabel(bank.books, 'jd1', { ...bank.now, ageMs: 300_001 + dayMs })).toBe(false);
  });
});
