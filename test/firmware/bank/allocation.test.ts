import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, type Allocation, type Need } from '../../../firmware/bank/allocation.ts';
import type { Books, LockerBook, Reservation, Visit } from '../../../firmware/bank/books.ts';
import { noonMs } from '../../support/noon.ts';
import { bankProfile, PaperBank } from '../../support/paper-bank.ts';
import { newBooks } from '../../../firmware/bank/books.ts';

const sizes = ['small', 'medium', 'large'];
const anyNeed: Need = { size: undefined, locker: undefined, accessible: false };

/** The same rules written down once more, as a technician would check them by walking along the doors. */
function byHand(books: Books, need: Need, nowMs: number): number | string {
  const isTaken = (locker: LockerBook) => Object.values(books.reservations).some((r) =>
    r.locker === locker.number && (r.state === 'reserved' || r.state === 'occupied' || (r.accessUntilMs ?? 0) > nowMs));
  const isUsable = (locker: LockerBook) =>
    locker.door === 'closed' && !locker.doubt && !locker.outOfService && !(locker.number in books.visits) && !isTaken(locker);
  if (need.locker !== undefined) {
    const locker = Object.values(books.lockers).find((one) => one.number === need.locker);
    if (!locker || locker.outOfService) return 'locker-out-of-service';
    if (need.accessible && !locker.accessible) return 'no-accessible-locker';
    if (isUsable(locker)) return locker.number;
    return locker.doubt ? 'locker-out-of-service' : 'locker-occupied';
  }
  let best: LockerBook | null = null;
  let [isAnyFree, doesAnyFit] = [false, false];
  for (const locker of Object.values(books.lockers)) {
    if (!isUsable(locker)) continue;
    isAnyFree = true;
    const [wanted, has] = [sizes.indexOf(need.size ?? 'small'), sizes.indexOf(locker.size)];
    const fits = wanted >= 0 && (need.size === undefined || books.settings.sizeStepUp ? has >= wanted : has === wanted);
    if (!fits) continue;
    doesAnyFit = true;
    if (need.accessible && !locker.accessible) continue;
    if (best === null || isBetter(locker, best)) best = locker;
  }
  if (best) return best.number;
  if (!isAnyFree) return 'no-free-locker';
  return doesAnyFit ? 'no-accessible-locker' : 'no-free-locker-of-size';
}

function isBetter(one: LockerBook, other: LockerBook): boolean {
  if (one.size !== other.size) return sizes.indexOf(one.size) < sizes.indexOf(other.size);
  if (one.accessible !== other.accessible) return !one.accessible;
  if (one.usedMs !== other.usedMs) return one.usedMs < other.usedMs;
  return one.number < other.number;
}

const said = (allocation: Allocation): number | string => (allocation.kind === 'locker' ? allocation.locker.number : allocation.why);

const lockerState = fc.record({
  door: fc.constantFrom('closed', 'closed', 'closed', 'open', 'unknown'),
  doubt: fc.constantFrom(null, null, null, 'forced'),
  outOfService: fc.constantFrom(null, null, null, 'lock broken'),
  usedMs: fc.integer({ min: 0, max: 3 }),
});
const claim = fc.record({
  locker: fc.integer({ min: 1, max: 6 }),
  state: fc.constantFrom('reserved', 'occupied', 'collected'),
  accessUntilMs: fc.constantFrom(noonMs - 1, noonMs, noonMs + 1),
});
const need: fc.Arbitrary<Need> = fc.record({
  size: fc.constantFrom(undefined, 'small', 'medium', 'large', 'enormous'),
  locker: fc.constantFrom(undefined, undefined, 1, 2, 3, 4, 5, 6, 7),
  accessible: fc.boolean(),
});

const anyBooks: fc.Arbitrary<Books> = fc.record({
  states: fc.array(lockerState, { minLength: 6, maxLength: 6 }),
  claims: fc.array(claim, { maxLength: 4 }),
  visited: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
  sizeStepUp: fc.boolean(),
}).map(({ states, claims, visited, sizeStepUp }) => {
  const fresh = newBooks(bankProfile());
  const lockers = Object.fromEntries(
    Object.values(fresh.lockers).map((locker, index) => [locker.number, { ...locker, ...states[index] } as LockerBook]),
  );
  const reservations = Object.fromEntries(claims.map(({ locker, state, accessUntilMs }, index) => {
    const collected = state === 'collected';
    return [`r${String(index)}`, {
      id: `r${String(index)}`, kind: 'delivery', party: { type: 'recipient', id: 'ada' }, items: [{ id: 'x' }], locker, size: 'small',
      accessible: false, state, untilMs: null, hasExpired: false, tags: [], depositedMs: null, collectedMs: collected ? 1 : null,
      accessUntilMs: collected ? accessUntilMs : null,
    } as Reservation];
  }));
  const visits = Object.fromEntries(visited.map((locker) => [locker, { locker, intent: 'i', phase: 'open' } as Visit]));
  return { ...fresh, lockers, reservations, visits, settings: { ...fresh.settings, sizeStepUp } };
});

describe('a locker for a new parcel', () => {
  test('is chosen as a technician would by walking along the doors', () => fc.assert(fc.property(anyBooks, need, (books, wanted) => {
    expect(said(allocate(books, sizes, wanted, noonMs))).toBe(byHand(books, wanted, noonMs));
  }), { numRuns: 2_000 }));

  test('is never open, in doubt, out of service, claimed, in its reopen window or being visited', () => {
    fc.assert(fc.property(anyBooks, need, (books, wanted) => {
      const allocation = allocate(books, sizes, wanted, noonMs);
      if (allocation.kind === 'refused') return;
      const { locker } = allocation;
      expect(locker).toMatchObject({ door: 'closed', doubt: null, outOfService: null });
      expect(books.visits[locker.number]).toBeUndefined();
      for (const r of Object.values(books.reservations).filter((one) => one.locker === locker.number)) {
        expect(r.state).toBe('collected');
        expect(r.accessUntilMs).toBeLessThanOrEqual(noonMs);
      }
    }), { numRuns: 1_000 });
  });

  test('is the smallest, and not one within reach as long as another of its size is free', () => {
    const bank = new PaperBank();
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => bank.reserve(`parcel-${id}`))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('is one within reach for whoever needs it, stepping up in size for that', () => {
    const bank = new PaperBank();
    expect([1, 2].map((n) => bank.reserve(`parcel-${String(n)}`, { accessible: true, size: 'small' }))).toEqual([3, 5]);
  });

  test('is within reach for a recipient whom the directory says to need it', () => {
    const bank = new PaperBank();
    bank.books = { ...bank.books, directory: { recipients: { ada: { name: 'Ada', accessible: true } }, operators: {} } };
    expect(bank.reserve('parcel-1')).toBe(3);
  });

  test('is the one that has rested longest among its equals', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.wait(1000);
    bank.pickUp('parcel-1');
    bank.wait(300_000);
    expect(bank.reserve('parcel-2')).toBe(2);
  });

  test('is a larger one only where the settings say so', () => {
    const bank = new PaperBank();
    for (const id of ['parcel-1', 'parcel-2']) bank.reserve(id, { size: 'medium' });
    bank.books = { ...bank.books, settings: { ...bank.books.settings, sizeStepUp: false } };
    expect(bank.put('parcel-3', { size: 'medium' })).toMatchObject([
      { type: 'reservation.refused', data: { why: 'no-free-locker-of-size' } },
    ]);
    bank.books = { ...bank.books, settings: { ...bank.books.settings, sizeStepUp: true } };
    expect(bank.reserve('parcel-3', { size: 'medium' })).toBe(6);
  });

  test('is exactly the one that was asked for, whatever size is named beside it', () => {
    expect(new PaperBank().reserve('parcel-1', { locker: 6, size: 'small' })).toBe(6);
  });
});

describe('where there is no locker, the reason says what to change', () => {
  const refusal = (bank: PaperBank, wanted: Partial<Need>) => said(allocate(bank.books, sizes, { ...anyNeed, ...wanted }, bank.nowMs));

  test('the bank is full', () => {
    const bank = new PaperBank();
    for (let n = 1; n <= 6; n++) bank.reserve(`parcel-${String(n)}`);
    expect(refusal(bank, {})).toBe('no-free-locker');
    expect(refusal(bank, { accessible: true, size: 'large' })).toBe('no-free-locker');
  });

  test('no locker of that size, or no such size', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { locker: 6 });
    expect(refusal(bank, { size: 'large' })).toBe('no-free-locker-of-size');
    expect(refusal(bank, { size: 'enormous' })).toBe('no-free-locker-of-size');
  });

  test('none within reach', () => {
    expect(refusal(new PaperBank(), { size: 'large', accessible: true })).toBe('no-accessible-locker');
    expect(refusal(new PaperBank(), { locker: 1, accessible: true })).toBe('no-accessible-locker');
  });

  test('the very locker is taken, open, out of service, in doubt, or is none of this bank', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { locker: 1 });
    expect(refusal(bank, { locker: 1 })).toBe('locker-occupied');
    bank.door({ type: 'door.sensor-fault', locker: 2 });
    expect(refusal(bank, { locker: 2 })).toBe('locker-occupied');
    bank.command('locker.service', { locker: 3, to: 'out' });
    expect(refusal(bank, { locker: 3 })).toBe('locker-out-of-service');
    bank.door({ type: 'door.forced', locker: 4 });
    expect(refusal(bank, { locker: 4 })).toBe('locker-out-of-service');
    expect(refusal(bank, { locker: 99 })).toBe('locker-out-of-service');
  });
});
