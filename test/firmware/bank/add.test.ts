import { describe, expect, test } from 'vitest';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { decideAdd, decideWalkIn, decideWalkInOver, occupiedBy, type TakenWalkIn, type WalkIn } from '../../../firmware/bank/walk-in.ts';
import type { Party } from '../../../firmware/contract/parts.ts';
import { dayMs, noonMs } from '../../support/noon.ts';
import { operator, PaperBank, staffEntry, typesOf } from '../../support/paper-bank.ts';

const ada: Party = { type: 'recipient', id: 'ada' };
const bob: Party = { type: 'recipient', id: 'bob' };
const carrierOf = (id: string): Visitor => ({ identity: { kind: 'staff', id, role: 'carrier' }, session: 's' });
const [dhl, ups] = [carrierOf('dhl'), carrierOf('ups')];
const adaHerself: Visitor = { identity: { kind: 'recipient', id: 'ada' }, session: 's' };

function bankWith(settings: Partial<Settings> = {}): PaperBank {
  const bank = new PaperBank();
  const carrier = (id: string) => staffEntry(id, ['carrier-drop-off'], { role: 'carrier' });
  const staff = { mia: staffEntry('mia', ['drop-off', 'open']), dhl: carrier('dhl'), ups: carrier('ups') };
  bank.books = {
    ...bank.books, directory: { ...bank.books.directory, staff },
    settings: { ...bank.books.settings, carrierDirectDropOff: true, ...settings },
  };
  return bank;
}

const request = (change: Partial<WalkIn> = {}): WalkIn => ({ kind: 'delivery', items: ['JD9'], party: ada, visitor: operator, ...change });

function add(bank: PaperBank, change: Partial<WalkIn> = {}) {
  const answer = decideAdd(bank.books, bank.frame, request(change), bank.now);
  return answer.kind === 'taken' ? answer : answer.why;
}

function added(bank: PaperBank, change: Partial<WalkIn> = {}): TakenWalkIn {
  const answer = add(bank, change);
  if (typeof answer === 'string') throw new Error(answer);
  bank.take(answer.facts);
  return answer;
}

function putIn(bank: PaperBank, { wanted }: TakenWalkIn, visitor = operator): void {
  expect(bank.release(wanted, visitor)).toMatchObject({ kind: 'intended' });
  bank.opens(wanted.locker);
  bank.shuts(wanted.locker);
}

/** A carrier's parcel lies in a locker. */
function broughtBy(bank: PaperBank, visitor: Visitor, id: string): void {
  bank.put(id);
  bank.release({ purpose: 'deposit', locker: bank.lockerOf(id), reservation: id }, visitor);
  bank.opens(bank.lockerOf(id));
  bank.shuts(bank.lockerOf(id));
}

/** A day later: the reopen windows of yesterday are long over. */
function later(bank: PaperBank): PaperBank {
  bank.wait(dayMs);
  return bank;
}

const lockersFor = (bank: PaperBank, visitor: Visitor) => occupiedBy(bank.books, ada, visitor, bank.now).map(({ locker }) => locker);

describe('one more parcel for somebody who has one already', () => {
  test('is put to it: the reservation awaits it, and only what is new is put in', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    const answer = added(later(bank));
    expect(answer).toMatchObject({
      facts: [{ type: 'reservation.changed', session: 'session-of-mia', data: {
        reservation: 'parcel-1', items: [{ id: 'label parcel-1' }, { id: 'JD9' }], by: { role: 'operator', id: 'mia' },
      } }],
      wanted: { purpose: 'deposit', locker: 1, reservation: 'parcel-1', items: ['JD9'] }, added: ['JD9'],
    });
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'occupied', items: [{ place: 'in' }, { place: 'expected' }] });
    putIn(bank, answer);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ items: [{ place: 'in' }, { place: 'in' }] });
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test.each([
    ['restart', 4 * dayMs], ['keep', 3 * dayMs],
  ] as const)('leaves the old time, or begins it anew, as the settings say [%s]', (expiryOnAdd, untilMs) => {
    const bank = bankWith({ expiryOnAdd });
    bank.delivered('parcel-1');
    putIn(bank, added(later(bank)));
    expect(bank.books.reservations['parcel-1']?.untilMs).toBe(noonMs + untilMs);
  });

  test('is taken out of the books again when it was not put in', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    const before = bank.books.reservations['parcel-1'];
    const answer = added(later(bank));
    expect(typesOf(bank.take(decideWalkInOver(bank.books, answer)))).toEqual(['reservation.changed']);
    expect(bank.books.reservations['parcel-1']).toEqual(before);
  });

  test('goes into the locker that is named, or else the one that is dedicated, or else the emptiest', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { items: [{ id: 'a' }, { id: 'b' }] });
    bank.delivered('parcel-2');
    bank.delivered('parcel-3');
    expect(lockersFor(later(bank), operator)).toEqual([2, 4, 1]);
    expect(occupiedBy(bank.books, ada, operator, bank.now)[2]).toEqual({ locker: 1, reservation: 'parcel-1', size: 'small', items: 2 });
    expect(add(bank, { locker: 4 })).toMatchObject({ wanted: { locker: 4 } });
    expect(add(bank, { locker: 6 })).toBe('nothing-to-add-to');
    bank.command('locker.dedicate', { locker: 1, party: ada });
    expect(lockersFor(bank, operator)).toEqual([1, 2, 4]);
    expect(added(bank).wanted.locker).toBe(1);
  });

  test('is not put to what is somebody else\'s, of another kind, or only announced', () => {
    const bank = bankWith({ bankModes: ['delivery', 'asset'] });
    bank.delivered('parcel-1', { party: bob });
    bank.delivered('parcel-2', { kind: 'asset' });
    bank.reserve('parcel-3');
    expect(add(later(bank))).toBe('nothing-to-add-to');
    expect(add(bank, { party: { type: 'department', id: 'ada' } })).toBe('nothing-to-add-to');
    expect(add(bank, { kind: 'asset' })).toMatchObject({ wanted: { reservation: 'parcel-2' } });
    expect(add(bank, { party: null })).toBe('recipient-needed');
  });

  test.each<[string, (bank: PaperBank) => unknown]>([
    ['has expired', (bank) => bank.wait(3 * dayMs)],
    ['is out of service', (bank) => bank.command('locker.service', { locker: 1, to: 'out' })],
    ['is in doubt', (bank) => bank.door({ type: 'door.forced', locker: 1 })],
    ['is open', (bank) => (bank.command('locker.open', { locker: 1 }), bank.opens(1))],
    ['is about to open', (bank) => bank.command('locker.open', { locker: 1 })],
    ['has a silent sensor', (bank) => bank.door({ type: 'door.sensor-fault', locker: 1 })],
    ['has been collected from', (bank) => bank.pickUp('parcel-1')],
  ])('is not put into a locker that %s', (_what, happen) => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    later(bank);
    happen(bank);
    expect(lockersFor(bank, operator)).toEqual([]);
    expect(add(bank)).toBe('nothing-to-add-to');
  });

  test('is not put to things without a label: nobody could say afterwards which of them was taken back', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { items: [] });
    expect(lockersFor(later(bank), operator)).toEqual([]);
  });

  test('is not put to anything without a label of its own: nobody would know that it is there', () => {
    const bank = bankWith({ photoWithoutBarcode: true });
    bank.delivered('parcel-1');
    expect(add(bank, { items: [] })).toBe('label-needed');
  });

  test('is not put in beyond what the events about it can tell', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { items: Array.from({ length: 20 }, (_, n) => ({ id: `i${String(n)}` })) });
    expect(add(later(bank))).toBe('too-many-items');
  });

  test('that has been announced goes where it was announced to', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    bank.reserve('parcel-2', { items: [{ id: 'JD9' }] });
    expect(add(later(bank))).toMatchObject({ facts: [], wanted: { locker: 2, reservation: 'parcel-2', items: ['JD9'] } });
    bank.put('parcel-1', { items: [{ id: 'JD10' }], codes: [] });
    expect(add(bank, { items: ['JD10'] })).toMatchObject({ facts: [], wanted: { locker: 1, reservation: 'parcel-1', items: ['JD10'] } });
    expect(add(bank, { items: ['JD10', 'JD11'] })).toMatchObject({ added: ['JD11'], wanted: { locker: 1, items: ['JD10', 'JD11'] } });
  });
});

describe('who may add to an occupied locker', () => {
  test.each([
    ['nobody', []], ['staff', ['mia']], ['same-carrier', ['mia', 'dhl']], ['anyone', ['mia', 'dhl', 'ups']],
  ] as const)('is %s, as the settings say', (addToOccupied, who) => {
    const bank = bankWith({ addToOccupied });
    broughtBy(bank, dhl, 'parcel-1');
    later(bank);
    for (const visitor of [dhl, ups, operator, adaHerself]) {
      const { identity } = visitor;
      const may = identity.kind === 'staff' && (who as readonly string[]).includes(identity.id);
      expect(lockersFor(bank, visitor)).toEqual(may ? [1] : []);
      if (!may) expect(add(bank, { visitor })).toBe(identity.kind === 'staff' ? 'nothing-to-add-to' : 'not-allowed');
      else putIn(bank, added(bank, { visitor, items: [`from ${identity.id}`] }), visitor);
    }
  });

  test('of what is not announced, as for any other: whoever may drop off directly', () => {
    const bank = bankWith({ mailroomDirectDropOff: false, carrierDirectDropOff: false });
    bank.delivered('parcel-1');
    expect(add(later(bank))).toBe('not-allowed');
  });

  test('beside what has been announced, is nobody who may not add', () => {
    const bank = bankWith({ addToOccupied: 'nobody' });
    bank.delivered('parcel-1');
    bank.put('parcel-1', { items: [{ id: 'JD10' }], codes: [] });
    expect(add(later(bank), { items: ['JD10', 'JD11'] })).toBe('not-allowed');
  });
});

describe('a parcel that is brought for somebody who has one already', () => {
  const bring = (bank: PaperBank, change: Partial<WalkIn> = {}) => {
    const answer = decideWalkIn(bank.books, bank.frame, request(change), bank.now);
    return answer.kind === 'taken' ? answer.wanted : answer.why;
  };

  test('goes to it where one code is to open all, and into a locker for itself where not, or where there is no room', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    later(bank);
    expect(bring(bank)).toMatchObject({ locker: 1, reservation: 'parcel-1', items: ['JD9'] });
    expect(bring(bank, { another: true })).toMatchObject({ locker: 2, reservation: 'bank-log-1' });
    expect(bring(bank, { size: 'medium' })).toMatchObject({ locker: 4 });
    expect(bring(bank, { size: 'small' })).toMatchObject({ locker: 1 });
    expect(bring(bank, { locker: 1 })).toMatchObject({ locker: 1, reservation: 'parcel-1' });
    expect(bring(bank, { locker: 6 })).toMatchObject({ locker: 6, reservation: 'bank-log-1' });
    expect(bring(bank, { visitor: dhl })).toMatchObject({ locker: 2 });
    bank.books = { ...bank.books, settings: { ...bank.books.settings, oneCodePerRecipient: false } };
    expect(bring(bank)).toMatchObject({ locker: 2 });
  });

  test('gets a locker for itself where it has no label', () => {
    const bank = bankWith({ photoWithoutBarcode: true });
    bank.delivered('parcel-1');
    expect(bring(bank, { items: [] })).toMatchObject({ locker: 2, reservation: 'bank-log-1' });
    expect(bring(bank, { items: [], locker: 1 })).toBe('locker-occupied');
  });

  test('goes to it only within their reach, where that is needed', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    expect(bring(bank, { accessible: true })).toMatchObject({ locker: 3, reservation: 'bank-log-1' });
    expect(bring(bank, { accessible: true, locker: 1 })).toBe('no-accessible-locker');
    expect(add(bank, { accessible: true })).toBe('nothing-to-add-to');
    bank.command('locker.dedicate', { locker: 2, party: ada });
    bank.delivered('parcel-2', { locker: 5 });
    expect(bring(bank, { accessible: true })).toMatchObject({ locker: 5, reservation: 'parcel-2' });
  });

  test('goes into the locker that is dedicated to them, empty or not', () => {
    const bank = bankWith({ oneCodePerRecipient: false });
    bank.command('locker.dedicate', { locker: 6, party: ada });
    expect(bring(bank)).toMatchObject({ locker: 6, reservation: 'bank-log-1' });
    bank.delivered('parcel-1');
    expect(bring(later(bank))).toMatchObject({ locker: 6, reservation: 'parcel-1' });
    expect(bring(bank, { another: true })).toMatchObject({ locker: 1 });
    expect(bring(bank, { party: bob })).toMatchObject({ locker: 1 });
  });

  test('goes into their own empty locker before any other of theirs, one code or not', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    bank.command('locker.dedicate', { locker: 6, party: ada });
    expect(bring(later(bank))).toMatchObject({ locker: 6, reservation: 'bank-log-1' });
  });
});
