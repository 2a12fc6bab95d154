import { describe, expect, test } from 'vitest';
import { newBooks } from '../../../firmware/bank/books.ts';
import { decideDue, nextAgeMs, nextDueMs } from '../../../firmware/bank/deadlines.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { missed } from '../../../firmware/bank/lockout.ts';
import { statusOf } from '../../../firmware/bank/status.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { decideRelease, decideRetract } from '../../../firmware/bank/visits.ts';
import type { PutArgs } from '../../../firmware/bank/put-legs.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile, holderOf, operator, typesOf, type PaperBank } from '../../support/paper-bank.ts';
import { recipientOf, staffedBank } from '../../support/staffed-bank.ts';

const minuteMs = 60_000;
const expiryMs = 3 * dayMs;
const ada = { type: 'recipient', id: 'ada' } as const;
const ben = { type: 'recipient', id: 'ben' } as const;
const until = (ms: number) => ({ window: { until: new Date(ms).toISOString() } });
const next = (bank: PaperBank) => nextDueMs(bank.books, bank.now);
const storing = (change: Partial<PutArgs> = {}): Partial<PutArgs> => ({ kind: 'storage', items: [], ...change });

/** Somebody brings something with a one-time PIN; somebody else changes it for another thing with theirs. */
const exchange: Partial<PutArgs> = {
  kind: 'exchange', codes: [],
  legs: [
    { does: 'deposit', party: ben, codes: ['PIN-OF-BEN-1'], tags: [], oneTime: true },
    {
      does: 'swap', party: ada, codes: ['PIN-OF-ADA-1'], tags: [], oneTime: true, items: [{ id: 'the other thing' }],
      until: new Date(noonMs + 2 * dayMs).toISOString(),
    },
    { does: 'collect', party: ben, codes: ['CODE-OF-BEN'], tags: [], oneTime: false },
  ],
};

/** In the order in which they were told. */
function told(bank: PaperBank): readonly string[] {
  return bank.due().map((fact) => (fact.type === 'reservation.expired' ? fact.data.reservation : fact.type));
}

describe('nothing comes due', () => {
  test('in a bank where nothing is reserved, or nothing has an end', () => {
    const bank = staffedBank({ itemExpiry: null, storageDuration: 'unlimited' });
    expect(next(bank)).toBeNull();
    bank.reserve('parcel-1');
    bank.delivered('parcel-2');
    bank.reserve('bag', storing());
    bank.wait(300 * dayMs);
    expect([next(bank), bank.due()]).toEqual([null, []]);
  });

  test('of what has been collected', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    expect(next(bank)).toBeNull();
  });
});

describe('a claim', () => {
  test('lapses on the very millisecond, and its locker is free', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1', until(noonMs + hourMs));
    expect(next(bank)).toBe(noonMs + hourMs);
    bank.wait(hourMs - 1);
    expect(bank.due()).toEqual([]);
    bank.wait(1);
    expect(bank.due()).toMatchObject([
      { type: 'reservation.expired', subject: 'locker/1', data: { reservation: 'parcel-1', occupied: false } },
    ]);
    expect([bank.books.reservations, bank.books.codeTags, next(bank)]).toEqual([{}, {}, null]);
    expect(bank.reserve('parcel-2')).toBe(1);
  });

  test('lapses later when the upstream gives it more time', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1', until(noonMs + hourMs));
    bank.command('reservation.extend', { reservation: 'parcel-1', until: new Date(noonMs + dayMs).toISOString() });
    bank.wait(dayMs - 1);
    expect([bank.due(), next(bank)]).toEqual([[], noonMs + dayMs]);
  });

  test('has its window again when the deposit is taken back, and lapses with it', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1', until(noonMs + minuteMs));
    const locker = bank.deposit('parcel-1');
    expect(next(bank)).toBe(noonMs + expiryMs);
    bank.wait(2 * minuteMs);
    bank.take(decideRetract(bank.books, { purpose: 'deposit', locker, reservation: 'parcel-1' }, operator, bank.now) ?? []);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { occupied: false } }]);
  });

  test('on a place for belongings lapses with their end, also where it has no window', () => {
    const bank = staffedBank();
    bank.reserve('bag', storing({ ends: new Date(noonMs + hourMs).toISOString() }));
    bank.wait(hourMs);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { reservation: 'bag', occupied: false } }]);
  });
});

describe('items', () => {
  test('expire once, and stay where they are', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(expiryMs);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { occupied: true } }]);
    expect([bank.due(), next(bank)]).toEqual([[], null]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'occupied', hasExpired: true });
  });

  test('that are given more time after that expire once more', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(expiryMs);
    bank.due();
    bank.command('reservation.extend', { reservation: 'parcel-1', until: new Date(bank.nowMs + dayMs).toISOString() });
    expect(next(bank)).toBe(bank.nowMs + dayMs);
    bank.wait(dayMs);
    expect(typesOf(bank.due())).toEqual(['reservation.expired']);
  });

  test('that have expired are not told again because the upstream says something else about them', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(expiryMs);
    bank.due();
    bank.put('parcel-1', { codes: ['ANOTHER-CODE'] });
    expect([bank.due(), bank.books.reservations['parcel-1']?.hasExpired]).toEqual([[], true]);
  });

  test('of which some are left behind after their time are not told again', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1', { items: [{ id: 'L1' }, { id: 'L2' }] });
    bank.wait(expiryMs - 1);
    bank.release({ purpose: 'pickup', locker: 1, reservation: 'parcel-1', items: ['L1'] }, holderOf('parcel-1'));
    bank.opens(1);
    bank.wait(1);
    bank.shuts(1);
    expect([typesOf(bank.due()), bank.due()]).toEqual([['reservation.expired'], []]);
  });
});

describe('a one-time PIN', () => {
  test('of which nobody has made use gives the locker back to all, with its usual life or the one it was given', () => {
    const bank = staffedBank({ returnsAndExchanges: true });
    bank.put('exchange-1', exchange);
    expect(next(bank)).toBe(noonMs + bank.books.settings.oneTimePinLife);
    bank.wait(bank.books.settings.oneTimePinLife);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { kind: 'exchange', occupied: false } }]);
  });

  test('for a locker with something in it only stops opening: what lies there has its own time', () => {
    const bank = staffedBank({ returnsAndExchanges: true });
    const locker = bank.reserve('exchange-1', exchange);
    bank.release({ purpose: 'deposit', locker, reservation: 'exchange-1' }, holderOf('exchange-1', 0));
    bank.opens(locker);
    bank.shuts(locker);
    const endMs = bank.books.reservations['exchange-1']?.untilMs ?? 0;
    expect(endMs).toBe(next(bank));
    const wanted = { purpose: 'swap', locker, reservation: 'exchange-1' } as const;
    const swap = () => decideRelease(bank.books, wanted, holderOf('exchange-1', 1), 'intent', bank.now);
    bank.wait(2 * dayMs - 1);
    expect(swap().kind).toBe('intended');
    bank.wait(1);
    expect(swap().kind).toBe('refused');
    bank.wait(Math.max(0, endMs - bank.nowMs));
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { occupied: true } }]);
    expect(bank.books.reservations['exchange-1']?.state).toBe('occupied');
  });
});

describe('what comes due at one time', () => {
  test('comes in the order in which it was due, and at one date by locker', () => {
    const bank = staffedBank();
    for (const [id, hours] of Object.entries({ late: 3, early: 1, middle: 2, 'middle-too': 2 })) {
      bank.reserve(id, until(noonMs + hours * hourMs));
    }
    expect(next(bank)).toBe(noonMs + hourMs);
    bank.wait(dayMs);
    expect(told(bank)).toEqual(['early', 'middle', 'middle-too', 'late']);
  });

  test('while the power was off is acted on at the start, in that order, after the visits that the cut has broken off', () => {
    const bank = staffedBank({ storagePerPerson: 2 });
    bank.delivered('parcel-1');
    bank.reserve('parcel-2', until(noonMs + 2 * hourMs));
    bank.reserve('bag', storing());
    bank.release({ purpose: 'keep', locker: 3, reservation: 'bag' }, holderOf('bag', 0));
    bank.reserve('parcel-3', until(noonMs + hourMs));
    bank.release({ purpose: 'deposit', locker: 2, reservation: 'parcel-2' }, operator);
    bank.nowMs += 5 * dayMs;
    expect([next(bank), decideDue(bank.books, bank.now).length]).toEqual([bank.nowMs, 2]);
    bank.boot();
    expect(told(bank)).toEqual(['parcel-3', 'parcel-2', 'parcel-1']);
    expect(bank.due()).toEqual([]);
  });

  test('at a locker where somebody is waits until they have gone, and is acted on then', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(expiryMs - 1);
    bank.release({ purpose: 'pickup', locker: 1, reservation: 'parcel-1' }, holderOf('parcel-1'));
    bank.opens(1);
    bank.wait(hourMs);
    expect([bank.due(), next(bank)]).toEqual([[], null]);
    bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(next(bank)).toBe(bank.nowMs);
    expect(typesOf(bank.due())).toEqual(['reservation.expired']);
  });
});

describe('a clock that jumps', () => {
  test('ahead expires what was put in a moment ago; taken back, it is a claim like any other', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1');
    const locker = bank.deposit('parcel-1');
    bank.nowMs += expiryMs;
    expect(typesOf(bank.due())).toEqual(['reservation.expired']);
    bank.take(decideRetract(bank.books, { purpose: 'deposit', locker, reservation: 'parcel-1' }, operator, bank.now) ?? []);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'reserved', hasExpired: false, untilMs: null });
    expect(bank.due()).toEqual([]);
  });

  test('back makes nothing unexpired that has been told as expired', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(expiryMs);
    bank.due();
    bank.nowMs = noonMs;
    const locker = bank.books.lockers[1];
    expect(locker && statusOf(bank.books, locker, bank.now)).toBe('expired');
    expect(bank.due()).toEqual([]);
    bank.wait(2 * expiryMs);
    expect(bank.due()).toEqual([]);
  });

  test('neither opens a window again nor shuts one', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    const at = nextAgeMs(bank.books, bank.now);
    expect(at).toBe(bank.ageMs + bank.books.settings.dropOffReopenWindow);
    for (const years of [10, -10]) {
      bank.nowMs = noonMs + years * 365 * dayMs;
      expect(nextAgeMs(bank.books, bank.now)).toBe(at);
    }
  });
});

describe('at an age of the bank', () => {
  const windows = { dropOffReopenWindow: 5 * minuteMs, lockerAccessAfterPickup: 10 * minuteMs } as Partial<Settings>;

  test('reopen windows end, one after the other, and then nothing more changes', () => {
    const bank = staffedBank(windows);
    expect(nextAgeMs(bank.books, bank.now)).toBeNull();
    bank.delivered('parcel-1');
    bank.wait(minuteMs);
    bank.delivered('parcel-2');
    bank.pickUp('parcel-2');
    const ends: number[] = [];
    for (let ageMs = nextAgeMs(bank.books, bank.now); ageMs !== null; ageMs = nextAgeMs(bank.books, bank.now)) {
      ends.push(ageMs);
      bank.wait(ageMs - bank.ageMs);
    }
    expect(ends).toEqual([5 * minuteMs, 6 * minuteMs, 11 * minuteMs]);
    const locker = bank.books.lockers[2];
    expect(locker && statusOf(bank.books, locker, bank.now)).toBe('available');
  });

  test('the keypad is free again after too many misses, however long the power was off', () => {
    const bank = staffedBank();
    for (let miss = 0; miss < 5; miss++) bank.take(missed(bank.books, { kind: 'code' }, 'wrong', bank.now, null));
    expect(nextAgeMs(bank.books, bank.now)).toBe(minuteMs);
    bank.nowMs += dayMs;
    expect(nextAgeMs(bank.books, bank.now)).toBe(minuteMs);
  });
});

describe('a directory that nobody confirms any more', () => {
  test('is told as too old once, at its date', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1', until(noonMs + hourMs));
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: noonMs + minuteMs } } };
    expect(next(bank)).toBe(noonMs + minuteMs);
    bank.wait(dayMs);
    expect(typesOf(bank.due())).toEqual(['bank.degraded', 'reservation.expired']);
    expect([bank.due(), next(bank)]).toEqual([[], null]);
  });
});

describe('storage', () => {
  test('that its holder has begun is overdue once, at its end', () => {
    const bank = staffedBank();
    const locker = bank.reserve('bag', storing({ ends: new Date(noonMs + hourMs).toISOString() }));
    bank.release({ purpose: 'keep', locker, reservation: 'bag' }, recipientOf('ada'));
    bank.opens(locker);
    bank.shuts(locker);
    bank.command('reservation.extend', { reservation: 'bag', until: new Date(noonMs + 2 * hourMs).toISOString() });
    bank.wait(hourMs);
    expect([bank.due(), next(bank)]).toEqual([[], noonMs + 2 * hourMs]);
    bank.wait(hourMs);
    expect(bank.due()).toMatchObject([{ type: 'storage.overdue', data: { reservation: 'bag' } }]);
    expect(bank.due()).toEqual([]);
  });
});

describe('an old journal', () => {
  const stamp = { at: { ms: noonMs, ageMs: 0 }, floorMs: noonMs, sequence: 1 };
  const data = {
    reservation: 'parcel-1', kind: 'delivery' as 'delivery' | 'storage', locker: 99, items: [], party: ada,
    size: 'small', accessible: false, until: new Date(noonMs + hourMs).toISOString(),
  };

  test('may name a locker that the profile has lost: its claim lapses all the same', () => {
    const books = newBooks(bankProfile());
    fold(books, { type: 'reservation.made', subject: 'locker/99', data }, stamp);
    expect(typesOf(decideDue(books, { ms: noonMs + hourMs, ageMs: 0 }))).toEqual(['reservation.expired']);
  });

  test('that moves a claim without a word about legs moves that of a deposit, and not the end of belongings', () => {
    const books = newBooks(bankProfile());
    for (const [reservation, kind] of [['parcel-1', 'delivery'], ['bag', 'storage']] as const) {
      fold(books, { type: 'reservation.made', subject: 'locker/99', data: { ...data, reservation, kind } }, stamp);
      const later = { ...data, reservation, kind, until: new Date(noonMs + dayMs).toISOString() };
      fold(books, { type: 'reservation.changed', subject: 'locker/99', data: later }, stamp);
    }
    expect(books.reservations['parcel-1']?.legs[0]?.untilMs).toBe(noonMs + dayMs);
    expect(books.reservations['bag']).toMatchObject({ untilMs: noonMs + dayMs, legs: [{ untilMs: null }] });
  });
});
