import { expect, test } from 'vitest';
import { noDirectory } from '../../../firmware/bank/directory.ts';
import { decideTechnicianLook, decideTechnicianOpen, mayWork } from '../../../firmware/bank/remote.ts';
import { staffEntry } from '../../support/paper-bank.ts';
import { staffedBank } from '../../support/staffed-bank.ts';

const asked = {
  locker: 3, technician: 'tom', lastWord: null, reason: 'latch squeaks', session: 's-1', intent: 'i-1', unlessOccupied: false,
};

function bankWith(...[role, permissions]: ['technician' | 'operator', string[]] | []) {
  const bank = staffedBank();
  if (!role) return bank;
  const staff = { ...bank.books.directory.staff, tom: { ...staffEntry('tom', []), role, permissions: permissions ?? [] } };
  bank.books = { ...bank.books, directory: { ...bank.books.directory, staff } };
  return bank;
}

test('a technician opens a locker by a visit from afar, under their own name and in their own session', () => {
  const bank = bankWith();
  expect(decideTechnicianOpen(bank.books, asked, bank.now)).toMatchObject({
    kind: 'release',
    visit: {
      intent: 'i-1', locker: 3, purpose: 'remote', by: { role: 'technician', id: 'tom' }, session: 's-1', command: null, phase: 'intended',
    },
    facts: [{ type: 'problem.reported', data: { why: 'opened by technician: latch squeaks', locker: 3 }, session: 's-1' }],
  });
});

test.each([
  ['nobody whom the directory knows', [], true],
  ['a technician who may open from afar', ['technician', ['remote-open']], true],
  ['a technician who may not', ['technician', ['reports']], false],
  ['an operator, whatever they may do', ['operator', ['remote-open', 'open']], false],
] as const)('a key works in the hands of %s: %s', (_who, entry, may) => {
  const bank = bankWith(...(entry as unknown as [] | ['operator', string[]]));
  expect(mayWork(bank.books, 'tom', null)).toBe(may);
  expect(decideTechnicianOpen(bank.books, asked, bank.now).kind).toBe(may ? 'release' : 'refused');
});

test('a locker that is not there opens for nobody', () => {
  const bank = bankWith();
  expect(decideTechnicianOpen(bank.books, { ...asked, locker: 99 }, bank.now)).toEqual({ kind: 'refused', why: 'unknown-locker' });
});

test.each(['may', 'may-not', 'gone'] as const)('whom a directory named once (%s), and names no more, is out', (lastWord) => {
  const bank = bankWith();
  expect(mayWork(bank.books, 'tom', lastWord)).toBe(false);
  expect(decideTechnicianOpen(bank.books, { ...asked, lastWord }, bank.now)).toEqual({ kind: 'refused', why: 'not-allowed' });
});

test('while the directory is lost, what it said last goes on: nobody is let in by a broken card, and nobody kept out', () => {
  const bank = bankWith();
  const books = { ...bank.books, directory: noDirectory };
  expect((['may', 'may-not', 'gone', null] as const).map((word) => mayWork(books, 'tom', word))).toEqual([true, false, false, true]);
});

/** A locker whose door was moved by hand, and is shut again. */
function forcedBank(...entry: ['technician' | 'operator', string[]] | []) {
  const bank = bankWith(...entry);
  bank.door({ type: 'door.forced', locker: 3 });
  bank.door({ type: 'door.closed', locker: 3, how: 'seen' });
  return bank;
}

test('a technician who has looked ends the doubt about an empty locker, under their own name', () => {
  const bank = forcedBank();
  const facts = [{ type: 'locker.checked', data: { locker: 3, by: { role: 'technician', id: 'tom' } }, session: 's-1' }];
  expect(decideTechnicianLook(bank.books, asked, true, bank.now)).toMatchObject({ kind: 'facts', facts });
  expect(decideTechnicianLook(bank.books, { ...asked, locker: 1 }, true, bank.now)).toEqual({ kind: 'facts', facts: [] });
});

test('also about one whose door stood open when the bank began for the first time', () => {
  const bank = bankWith();
  bank.door({ type: 'door.opened', locker: 3, intent: null, how: 'found' });
  bank.door({ type: 'door.closed', locker: 3, how: 'seen' });
  expect(bank.books.lockers[3]?.doubt).toBe('found-open');
  expect(decideTechnicianLook(bank.books, asked, true, bank.now)).toMatchObject({ kind: 'facts', facts: [{ type: 'locker.checked' }] });
});

test.each([
  ['unknown-locker', forcedBank(), { locker: 99 }, true],
  ['not-allowed', forcedBank('operator', ['remote-open', 'open']), {}, true],
  ['not-allowed', forcedBank(), { lastWord: 'gone' }, true],
  ['not-looked', forcedBank(), {}, false],
] as const)('their word is refused: %s', (why, bank, change, hasOpened) => {
  expect(decideTechnicianLook(bank.books, { ...asked, ...change }, hasOpened, bank.now)).toEqual({ kind: 'refused', why });
});

test('nor is it taken while the door stands open', () => {
  const bank = bankWith();
  bank.door({ type: 'door.forced', locker: 3 });
  expect(decideTechnicianLook(bank.books, asked, true, bank.now)).toEqual({ kind: 'refused', why: 'not-looked' });
});

test('of a locker that is kept for somebody, or was not emptied, a technician says nothing', () => {
  const bank = forcedBank();
  expect(bank.reserve('parcel-1')).toBe(1);
  bank.door({ type: 'door.forced', locker: 1 });
  bank.door({ type: 'door.closed', locker: 1, how: 'seen' });
  const { books } = bank;
  const third = books.lockers[3];
  if (!third) throw new Error('there is no locker 3');
  const notEmptied = { ...books, lockers: { ...books.lockers, 3: { ...third, doubt: 'not-emptied' } } };
  expect(decideTechnicianLook(books, { ...asked, locker: 1 }, true, bank.now)).toEqual({ kind: 'refused', why: 'occupied' });
  expect(decideTechnicianLook(notEmptied, asked, true, bank.now)).toEqual({ kind: 'refused', why: 'occupied' });
});

test('that something was left there is not forgotten over a door that was forced before, nor over one that a power cut shut', () => {
  const bank = staffedBank();
  const [first, second] = [bank.delivered('parcel-1'), bank.delivered('parcel-2')];
  bank.door({ type: 'door.forced', locker: first });
  bank.door({ type: 'door.closed', locker: first, how: 'seen' });
  for (const reservation of ['parcel-1', 'parcel-2']) bank.command('reservation.cancel', { reservation, end: true });
  const decision = decideTechnicianOpen(bank.books, { ...asked, locker: second }, bank.now);
  if (decision.kind !== 'release') throw new Error('it does not open');
  bank.take([{ type: 'note.intent', visit: decision.visit }]);
  bank.opens(second);
  bank.boot();
  bank.door({ type: 'door.closed', locker: second, how: 'found' });
  for (const locker of [first, second]) {
    expect(bank.books.lockers[locker]?.doubt).toBe('not-emptied');
    expect(decideTechnicianLook(bank.books, { ...asked, locker }, true, bank.now)).toEqual({ kind: 'refused', why: 'occupied' });
  }
});

test('a locker that is dedicated to somebody is kept for them: what they may have left there is for staff to see', () => {
  const bank = forcedBank();
  bank.command('locker.dedicate', { locker: 3, party: { type: 'recipient', id: 'ada' } });
  expect(decideTechnicianLook(bank.books, asked, true, bank.now)).toEqual({ kind: 'refused', why: 'occupied' });
});

test('who wants a door opened only where nothing lies is refused where something does, or was left', () => {
  const bank = bankWith();
  const locker = bank.delivered('parcel-1');
  const opening = (unlessOccupied: boolean) => decideTechnicianOpen(bank.books, { ...asked, locker, unlessOccupied }, bank.now);
  expect(opening(true)).toEqual({ kind: 'refused', why: 'occupied' });
  expect(opening(false).kind).toBe('release');
  bank.command('reservation.cancel', { reservation: 'parcel-1', end: true });
  expect(opening(true)).toEqual({ kind: 'refused', why: 'occupied' });
  expect(decideTechnicianOpen(bank.books, { ...asked, unlessOccupied: true }, bank.now).kind).toBe('release');
});

test('a door that stands open since it was opened from afar is one that nobody has to be at', () => {
  const bank = bankWith();
  const decision = decideTechnicianOpen(bank.books, asked, bank.now);
  if (decision.kind !== 'release') throw new Error('it does not open');
  bank.take([{ type: 'note.intent', visit: decision.visit }]);
  expect(decideTechnicianOpen(bank.books, asked, bank.now)).toEqual({ kind: 'refused', why: 'busy' });
  bank.door({ type: 'door.opened', locker: 3, intent: 'i-1', how: 'released' });
  expect(decideTechnicianOpen(bank.books, asked, bank.now)).toEqual({ kind: 'refused', why: 'still-open' });
});
