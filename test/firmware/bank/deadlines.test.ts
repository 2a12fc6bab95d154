import { describe, expect, test } from 'vitest';
import { newBooks } from '../../../firmware/bank/books.ts';
import { nextDueMs } from '../../../firmware/bank/deadlines.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile, PaperBank, recipient, typesOf } from '../../support/paper-bank.ts';

const until = (ms: number) => ({ window: { until: new Date(ms).toISOString() } });

describe('what comes due', () => {
  test('nothing, in a bank where nothing is reserved, or nothing has an end', () => {
    const bank = new PaperBank();
    expect(nextDueMs(bank.books)).toBeNull();
    bank.reserve('parcel-1');
    expect(nextDueMs(bank.books)).toBeNull();
    expect(bank.due()).toEqual([]);
  });

  test('a claim lapses on the very millisecond, and its locker is free', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', until(noonMs + hourMs));
    expect(nextDueMs(bank.books)).toBe(noonMs + hourMs);
    bank.wait(hourMs - 1);
    expect(bank.due()).toEqual([]);
    bank.wait(1);
    expect(bank.due()).toMatchObject([
      { type: 'reservation.expired', subject: 'locker/1', data: { reservation: 'parcel-1', occupied: false } },
    ]);
    expect([bank.books.reservations, bank.books.codeTags, nextDueMs(bank.books)]).toEqual([{}, {}, null]);
    expect(bank.reserve('parcel-2')).toBe(1);
  });

  test('an item expires once, and stays where it is', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.wait(bank.books.settings.itemExpiry);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { occupied: true } }]);
    expect(bank.due()).toEqual([]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'occupied', hasExpired: true });
    expect(nextDueMs(bank.books)).toBeNull();
  });

  test('several at once come in the order in which they were due', () => {
    const bank = new PaperBank();
    for (const [id, hours] of Object.entries({ late: 3, early: 1, middle: 2, 'middle-too': 2 })) {
      bank.reserve(id, until(noonMs + hours * hourMs));
    }
    expect(nextDueMs(bank.books)).toBe(noonMs + hourMs);
    bank.wait(dayMs);
    const lapsed = bank.due().map((fact) => (fact.type === 'reservation.expired' ? fact.data.reservation : ''));
    expect(lapsed).toEqual(['early', 'middle', 'middle-too', 'late']);
  });

  test('nothing lapses while somebody is at the locker; it does so afterwards', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.wait(bank.books.settings.itemExpiry - 1);
    bank.release({ purpose: 'pickup', locker: 1, reservation: 'parcel-1' }, recipient);
    bank.opens(1);
    bank.wait(hourMs);
    expect([bank.due(), nextDueMs(bank.books)]).toEqual([[], null]);
    bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(nextDueMs(bank.books)).toBeLessThan(bank.nowMs);
    expect(typesOf(bank.due())).toEqual(['reservation.expired']);
  });

  test('what was collected is due no more', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    expect(nextDueMs(bank.books)).toBeNull();
  });

  test('more time brings a new deadline, also after the first has passed', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.wait(bank.books.settings.itemExpiry);
    bank.due();
    bank.command('reservation.extend', { reservation: 'parcel-1', until: new Date(bank.nowMs + dayMs).toISOString() });
    expect(nextDueMs(bank.books)).toBe(bank.nowMs + dayMs);
  });

  test('a restart arms the same deadline again: it is in the journal', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', until(noonMs + hourMs));
    const replayed = bank.facts.reduce((books, fact) => fold(books, fact, { atMs: noonMs, sequence: null }), newBooks(bankProfile()));
    expect(nextDueMs(replayed)).toBe(noonMs + hourMs);
  });

  test('a deadline that nobody can read is none', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { window: { until: '2026-01-01T00:00:00+02' } });
    bank.reserve('parcel-2', until(noonMs + hourMs));
    expect(nextDueMs(bank.books)).toBe(noonMs + hourMs);
  });
});
