import { describe, expect, test } from 'vitest';
import { aboutLocker } from '../../../firmware/bank/facts.ts';
import { claimOn, isFree, statusOf } from '../../../firmware/bank/status.ts';
import { operator, PaperBank, staffEntry } from '../../support/paper-bank.ts';

function statusIn(bank: PaperBank, number = 1): string {
  const locker = bank.books.lockers[number];
  return locker ? statusOf(bank.books, locker, bank.now) : 'none';
}

function isFreeIn(bank: PaperBank, number = 1): boolean {
  const locker = bank.books.lockers[number];
  return locker !== undefined && isFree(bank.books, locker, bank.now);
}

function expiryOf(bank: PaperBank): number {
  return bank.books.settings.itemExpiry ?? Infinity;
}

/** Staff take out what nobody came for. */
function removeExpired(bank: PaperBank, reservation: string): void {
  const { directory } = bank.books;
  const staff = { ...directory.staff, mia: staffEntry('mia', ['remove-expired']) };
  bank.books = { ...bank.books, directory: { ...directory, staff } };
  const locker = bank.lockerOf(reservation);
  expect(bank.release({ purpose: 'empty', locker, reservation }, operator).kind).toBe('intended');
  bank.opens(locker);
  bank.shuts(locker);
}

describe('the status of a locker', () => {
  test('goes from available to available with one parcel', () => {
    const bank = new PaperBank();
    const seen = [statusIn(bank)];
    const then = (): void => void seen.push(statusIn(bank));
    bank.reserve('parcel-1');
    then();
    bank.deposit('parcel-1');
    then();
    bank.wait(expiryOf(bank) - 1);
    then();
    bank.wait(1);
    then();
    removeExpired(bank, 'parcel-1');
    then();
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    then();
    expect(seen).toEqual(['available', 'reserved', 'occupied', 'occupied', 'expired', 'reserved', 'available']);
  });

  test('doubt comes before everything: nobody may read anything else where a person must look', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.wait(expiryOf(bank));
    bank.command('locker.service', { locker: 1, to: 'out' });
    bank.door({ type: 'door.forced', locker: 1 });
    expect(statusIn(bank)).toBe('check');
  });

  test('a parcel comes before out of service, out of service before a claim', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    bank.command('locker.service', { locker: 1, to: 'out' });
    expect(statusIn(bank)).toBe('out-of-service');
    bank.command('locker.service', { locker: 1, to: 'in' });
    bank.deposit('parcel-1');
    bank.command('locker.service', { locker: 1, to: 'out' });
    expect(statusIn(bank)).toBe('occupied');
    bank.wait(expiryOf(bank));
    expect(statusIn(bank)).toBe('expired');
    removeExpired(bank, 'parcel-1');
    expect(statusIn(bank)).toBe('out-of-service');
  });

  test('somebody\'s own locker is reserved while nothing lies in it', () => {
    const bank = new PaperBank();
    bank.take([aboutLocker('locker.dedicated', 2, { locker: 2, party: { type: 'department', id: 'law' } })]);
    expect(statusIn(bank, 2)).toBe('reserved');
    bank.take([aboutLocker('locker.released', 2, { locker: 2 })]);
    expect(statusIn(bank, 2)).toBe('available');
  });

  test('what is put in next does not let a locker of a longer history be taken for another\'s', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    bank.delivered('parcel-2', { locker: 1 });
    expect(claimOn(bank.books, 1, bank.now)?.id).toBe('parcel-2');
    expect(statusIn(bank)).toBe('occupied');
  });
});

describe('a locker is free for somebody new', () => {
  test('where it is shut and nobody has anything to do with it', () => {
    const bank = new PaperBank();
    expect(isFreeIn(bank)).toBe(true);
    expect(claimOn(bank.books, 1, bank.now)).toBeNull();
  });

  test.each([
    ['reserved', (bank: PaperBank) => void bank.reserve('parcel-1')],
    ['occupied', (bank: PaperBank) => void bank.delivered('parcel-1')],
    ['in its reopen window', (bank: PaperBank) => (bank.delivered('parcel-1'), bank.pickUp('parcel-1'))],
    ['open', (bank: PaperBank) => bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'already' })],
    ['unknown', (bank: PaperBank) => bank.door({ type: 'door.sensor-fault', locker: 1 })],
    ['in doubt', (bank: PaperBank) => (bank.door({ type: 'door.forced', locker: 1 }), bank.shuts(1))],
    ['out of service', (bank: PaperBank) => bank.command('locker.service', { locker: 1, to: 'out' })],
    ['about to be opened', (bank: PaperBank) => bank.command('locker.open', { locker: 1 })],
  ])('and not while it is %s', (_, happens) => {
    const bank = new PaperBank();
    happens(bank);
    expect(isFreeIn(bank)).toBe(false);
    expect(isFreeIn(bank, 2)).toBe(true);
  });
});
