import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, type Allocation, type Need } from '../../../firmware/bank/allocation.ts';
import { newBooks, type Books, type LockerBook, type Visit } from '../../../firmware/bank/books.ts';
import type { RecipientEntry } from '../../../firmware/bank/directory.ts';
import { usualLegs } from '../../../firmware/bank/legs.ts';
import type { Moment } from '../../../firmware/bank/moment.ts';
import type { Reservation } from '../../../firmware/bank/reservation.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import type { Party } from '../../../firmware/contract/parts.ts';
import { noonMs } from '../../support/noon.ts';
import { bankProfile, PaperBank } from '../../support/paper-bank.ts';

const sizes = ['small', 'medium', 'large'];
const now: Moment = { ms: noonMs, ageMs: 1_000_000 };
const person = (id: string): Party => ({ type: 'recipient', id });
const department = (id: string): Party => ({ type: 'department', id });
const [ada, bob, post] = [person('ada'), person('bob'), department('post')];
const anyNeed: Need = { kind: 'delivery', party: ada, accessible: false };

const said = (allocation: Allocation): number | string => (allocation.kind === 'locker' ? allocation.locker.number : allocation.why);

function entry(id: string, change: Partial<RecipientEntry> = {}): RecipientEntry {
  return { id, name: id, accessible: false, departments: [], pin: null, ...change };
}

function withSettings(books: Books, change: Partial<Settings>): Books {
  return { ...books, settings: { ...books.settings, ...change } };
}

function dedicated(books: Books, whose: Readonly<Record<number, Party>>): Books {
  const lockers = Object.values(books.lockers).map((one) => [one.number, { ...one, dedicatedTo: whose[one.number] ?? one.dedicatedTo }]);
  return { ...books, lockers: Object.fromEntries(lockers) as Books['lockers'] };
}

/** A bank of six in which every door is shut and nobody has anything. */
function emptyBooks(): Books {
  const books = newBooks(bankProfile());
  const lockers = Object.values(books.lockers).map((locker) => [locker.number, { ...locker, door: 'closed' }] as const);
  const recipients = { ada: entry('ada', { departments: ['post'] }), bob: entry('bob') };
  return { ...books, lockers: Object.fromEntries(lockers), directory: { ...books.directory, recipients } };
}

describe('a locker for something new', () => {
  const bank = emptyBooks();
  const choose = (books: Books, need: Partial<Need> = {}) => said(allocate(books, sizes, { ...anyNeed, ...need }, now));
  const without = (books: Books, ...taken: readonly number[]): Books =>
    ({ ...books, visits: Object.fromEntries(taken.map((locker) => [locker, { locker } as Visit])) });

  test('is the smallest that fits', () => {
    expect(choose(bank)).toBe(1);
    expect(choose(bank, { size: 'medium' })).toBe(4);
    expect(choose(without(bank, 4), { size: 'medium' })).toBe(6);
  });

  test('is within reach for whoever needs it, and for nobody else as long as another one fits', () => {
    const inTurn = [1, 2, 4, 6, 3, 5];
    for (const [index, locker] of inTurn.entries()) expect(choose(without(bank, ...inTurn.slice(0, index)))).toBe(locker);
    expect(choose(bank, { accessible: true })).toBe(3);
    expect(choose(without(bank, 3), { accessible: true, size: 'small' })).toBe(5);
  });

  test('is the one that has rested longest among its equals, and then the first', () => {
    const used = (number: number, usedMs: number): Books['lockers'] => ({ [number]: { ...bank.lockers[number], usedMs } as LockerBook });
    expect(choose({ ...bank, lockers: { ...bank.lockers, ...used(1, 2), ...used(2, 1) } })).toBe(2);
    expect(choose({ ...bank, lockers: { ...bank.lockers, ...used(1, 1), ...used(2, 1) } })).toBe(1);
  });

  test('is a larger one only where the settings say so', () => {
    const strict = withSettings(bank, { sizeStepUp: false });
    expect(choose(without(strict, 4, 5), { size: 'medium' })).toBe('no-free-locker-of-size');
    expect(choose(without(bank, 4, 5), { size: 'medium' })).toBe(6);
    expect(choose(without(strict, 1, 2, 3))).toBe(4);
  });

  test('is exactly the one that was asked for, whatever size is named beside it', () => {
    expect(choose(bank, { locker: 6, size: 'small' })).toBe(6);
  });

  test('is the party\'s own first, however large, then its department\'s, and one of another party\'s never', () => {
    const shared = dedicated(bank, { 1: bob, 2: post, 6: ada });
    expect(choose(shared, { size: 'small' })).toBe(6);
    expect(choose(withSettings(shared, { sizeStepUp: false }), { size: 'small' })).toBe(6);
    expect(choose(without(shared, 6))).toBe(2);
    expect(choose(without(shared, 6, 2))).toBe(4);
    expect(choose(without(shared, 6, 2, 4, 3, 5))).toBe('no-free-locker');
    expect(choose(shared, { party: post })).toBe(2);
    expect(choose(dedicated(bank, { 1: ada, 2: person('post') }), { party: post })).toBe(4);
    expect(choose(dedicated(bank, { 1: ada }), { party: null })).toBe(2);
  });

  test('is not the party\'s own where that is too small, or out of reach for somebody who needs it', () => {
    expect(choose(dedicated(bank, { 1: ada }), { size: 'medium' })).toBe(4);
    expect(choose(dedicated(bank, { 1: ada }), { accessible: true })).toBe(3);
  });

  test('is dedicated to somebody else only where the settings say so and nothing else is free', () => {
    const lent = withSettings(dedicated(bank, { 1: bob, 2: bob }), { dedicatedTakeOthers: true });
    expect(choose(lent)).toBe(4);
    expect(choose(without(lent, 3, 4, 5, 6))).toBe(1);
    expect(choose(lent, { locker: 1 })).toBe('locker-occupied');
    expect(choose(without(lent, 3, 4, 5, 6), { locker: 2 })).toBe(2);
    expect(choose(without(dedicated(bank, { 1: bob }), 2, 3, 4, 5, 6), { locker: 1 })).toBe('locker-occupied');
  });

  test('is one of the sizes that a carrier may use', () => {
    expect(choose(bank, { only: ['medium'] })).toBe(4);
    expect(choose(bank, { only: ['medium'], size: 'large' })).toBe('no-free-locker-of-size');
    expect(choose(bank, { only: ['medium'], locker: 1 })).toBe('no-free-locker-of-size');
    expect(choose(bank, { only: [] })).toBe('no-free-locker-of-size');
  });

  test('leaves as many lockers of each size as are kept for deliveries', () => {
    const kept = withSettings(bank, { deliveryOnlyMinimum: { small: 2, medium: 2, huge: 9 } });
    expect(choose(kept, { kind: 'storage' })).toBe(1);
    const two = without(kept, 1);
    expect(choose(two, { kind: 'storage' })).toBe(6);
    expect(choose(without(kept, 1, 6), { kind: 'storage' })).toBe('only-delivery-lockers-left');
    expect(choose(without(kept, 1, 6))).toBe(2);
    expect(choose(two, { kind: 'asset', locker: 2 })).toBe('only-delivery-lockers-left');
    expect(choose(two, { kind: 'delivery', locker: 2 })).toBe(2);
    expect(choose(dedicated(two, { 2: ada }), { kind: 'storage' })).toBe(2);
  });
});

describe('where there is no locker, the reason says what to change', () => {
  const refusal = (bank: PaperBank, wanted: Partial<Need>) => said(allocate(bank.books, sizes, { ...anyNeed, ...wanted }, bank.now));

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

  test('the very locker is taken, or stands open', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { locker: 1 });
    expect(refusal(bank, { locker: 1 })).toBe('locker-occupied');
    bank.books = dedicated(bank.books, { 1: ada });
    expect(refusal(bank, { locker: 1 })).toBe('locker-occupied');
    bank.command('locker.open', { locker: 2 });
    expect(refusal(bank, { locker: 2 })).toBe('locker-occupied');
    bank.opens(2);
    expect(refusal(bank, { locker: 2 })).toBe('locker-occupied');
  });

  test('the very locker is out of service, in doubt, has a silent sensor, or is none of this bank', () => {
    const bank = new PaperBank();
    bank.command('locker.service', { locker: 3, to: 'out' });
    expect(refusal(bank, { locker: 3 })).toBe('locker-out-of-service');
    bank.door({ type: 'door.forced', locker: 4 });
    expect(refusal(bank, { locker: 4 })).toBe('locker-out-of-service');
    bank.door({ type: 'door.sensor-fault', locker: 5 });
    expect(refusal(bank, { locker: 5 })).toBe('locker-out-of-service');
    expect(refusal(bank, { locker: 99 })).toBe('locker-out-of-service');
  });

  test('the very locker was collected from a moment ago', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { locker: 1 });
    bank.pickUp('parcel-1');
    bank.wait(299_999);
    expect(refusal(bank, { locker: 1 })).toBe('locker-occupied');
    bank.wait(1);
    expect(refusal(bank, { locker: 1 })).toBe(1);
  });
});

/** A bank in any state: doors, doubts, claims, visits, dedicated lockers, and settings. */
const lockerState = fc.record({
  door: fc.constantFrom('closed', 'closed', 'closed', 'open', 'unknown'),
  doubt: fc.constantFrom(null, null, null, 'forced'),
  outOfService: fc.constantFrom(null, null, null, 'lock broken'),
  dedicatedTo: fc.constantFrom(null, null, ada, bob, post),
  usedMs: fc.integer({ min: 0, max: 3 }),
});
const claim = fc.record({
  locker: fc.integer({ min: 1, max: 6 }),
  state: fc.constantFrom('reserved', 'occupied', 'collected'),
  accessUntilAgeMs: fc.constantFrom(now.ageMs - 1, now.ageMs, now.ageMs + 1),
});
const need: fc.Arbitrary<Need> = fc.record({
  kind: fc.constantFrom('delivery', 'storage'),
  party: fc.constantFrom(ada, bob, post, null),
  size: fc.constantFrom(undefined, 'small', 'medium', 'large', 'enormous'),
  locker: fc.constantFrom(undefined, undefined, 1, 2, 3, 4, 5, 6, 7),
  accessible: fc.boolean(),
  only: fc.constantFrom(null, null, ['small', 'large']),
});

const anyBooks: fc.Arbitrary<Books> = fc.record({
  states: fc.array(lockerState, { minLength: 6, maxLength: 6 }),
  claims: fc.array(claim, { maxLength: 4 }),
  visited: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
  settings: fc.record({
    sizeStepUp: fc.boolean(), dedicatedTakeOthers: fc.boolean(),
    deliveryOnlyMinimum: fc.constantFrom({}, { small: 1, medium: 1, large: 1 }, { small: 3, medium: 2, large: 1 }),
  }),
}).map(({ states, claims, visited, settings }) => {
  const fresh = emptyBooks();
  const lockers = Object.values(fresh.lockers).map((locker, index) => [locker.number, { ...locker, ...states[index] } as LockerBook]);
  const reservations = claims.map(({ locker, state, accessUntilAgeMs }, index): Reservation => ({
    id: `r${String(index)}`, kind: 'delivery', party: ada, items: [], locker, size: 'small', accessible: false, shared: false,
    legs: usualLegs('delivery', ada, { untilMs: null, tags: [] }), leg: ['reserved', 'occupied', 'collected'].indexOf(state),
    state: state as Reservation['state'], untilMs: null, hasExpired: false, putInBy: null, depositedMs: null,
    collectedBy: null,
    reopenUntilAgeMs: null, accessUntilAgeMs: state === 'collected' ? accessUntilAgeMs : null,
  }));
  const visits = Object.fromEntries(visited.map((locker) => [locker, { locker, intent: 'i', phase: 'open' } as Visit]));
  const onesAt = (locker: number) => reservations.filter((one) => one.locker === locker).map((one) => one.id);
  return withSettings({
    ...fresh, visits, lockers: Object.fromEntries(lockers) as Books['lockers'],
    reservations: Object.fromEntries(reservations.map((one) => [one.id, one])),
    claims: Object.fromEntries(reservations.map(({ locker }) => [locker, onesAt(locker)])),
  }, settings);
});

describe('in any bank', () => {
  const given = (books: Books, wanted: Need): LockerBook | null => {
    const allocation = allocate(books, sizes, wanted, now);
    return allocation.kind === 'locker' ? allocation.locker : null;
  };
  const holds = (property: (books: Books, wanted: Need) => void) => fc.assert(fc.property(anyBooks, need, property), { numRuns: 3_000 });
  const isUsable = (books: Books, { number, door, doubt, outOfService }: LockerBook) =>
    door === 'closed' && doubt === null && outOfService === null && !(number in books.visits) &&
    Object.values(books.reservations).every((r) =>
      r.locker !== number || (r.state === 'collected' && (r.accessUntilAgeMs ?? 0) <= now.ageMs));
  const isTheirs = ({ dedicatedTo }: LockerBook, party: Party | null) =>
    dedicatedTo !== null && (JSON.stringify(dedicatedTo) === JSON.stringify(party) || (dedicatedTo === post && party === ada));

  test('nobody gets a locker that is open, in doubt, out of service, claimed, in its reopen window or visited', () => {
    holds((books, wanted) => {
      const locker = given(books, wanted);
      if (locker) expect(isUsable(books, locker)).toBe(true);
    });
  });

  test('nobody gets less than they asked for: the locker itself, the size, the reach, the sizes they may use', () => {
    holds((books, wanted) => {
      const locker = given(books, wanted);
      if (!locker) return;
      if (wanted.locker !== undefined) expect(locker.number).toBe(wanted.locker);
      else if (wanted.size !== undefined) expect(sizes.indexOf(locker.size)).toBeGreaterThanOrEqual(sizes.indexOf(wanted.size));
      if (wanted.accessible) expect(locker.accessible).toBe(true);
      if (wanted.only) expect(wanted.only).toContain(locker.size);
    });
  });

  test('nobody gets another party\'s locker while one that is nobody\'s would do, nor where the settings forbid it', () => {
    holds((books, wanted) => {
      const locker = given(books, wanted);
      if (!locker?.dedicatedTo || isTheirs(locker, wanted.party)) return;
      expect(books.settings.dedicatedTakeOthers).toBe(true);
      const onlyFree = dedicatedGone(books, wanted.party);
      expect(given(onlyFree, { ...wanted, locker: undefined })).toBeNull();
    });
  });

  test('whoever comes for a delivery finds as many lockers of a size as are kept for that', () => {
    const freeOf = (books: Books, size: string) =>
      Object.values(books.lockers).filter((one) => one.size === size && one.dedicatedTo === null && isUsable(books, one)).length;
    holds((books, wanted) => {
      const locker = given(books, wanted);
      if (!locker || locker.dedicatedTo || wanted.kind === 'delivery') return;
      expect(freeOf(books, locker.size) - 1).toBeGreaterThanOrEqual(books.settings.deliveryOnlyMinimum[locker.size] ?? 0);
    });
  });

  test('a locker out of everybody\'s reach is given as long as one would do, and a smaller one before a larger', () => {
    holds((books, wanted) => {
      const locker = given(books, wanted);
      if (!locker || wanted.locker !== undefined || locker.dedicatedTo) return;
      for (const other of Object.values(books.lockers)) {
        if (other.number === locker.number || other.dedicatedTo || given(books, { ...wanted, locker: other.number }) === null) continue;
        const [wantedAt, at] = [sizes.indexOf(wanted.size ?? 'small'), sizes.indexOf(other.size)];
        if (at < wantedAt || (wanted.size !== undefined && !books.settings.sizeStepUp && at > wantedAt)) continue;
        expect(ordered(locker, other)).toBe(true);
      }
    });
  });

  test('whoever is refused by size would be refused each single locker that fits', () => {
    holds((books, wanted) => {
      if (wanted.locker !== undefined || given(books, wanted)) return;
      for (const locker of Object.values(books.lockers)) {
        const isFit = wanted.size === undefined || (books.settings.sizeStepUp || isTheirs(locker, wanted.party)
          ? sizes.indexOf(wanted.size) >= 0 && sizes.indexOf(locker.size) >= sizes.indexOf(wanted.size)
          : locker.size === wanted.size);
        if (isFit) expect(given(books, { ...wanted, locker: locker.number })).toBeNull();
      }
    });
  });

  function ordered(first: LockerBook, second: LockerBook): boolean {
    const keys = (one: LockerBook) => [Number(one.accessible), sizes.indexOf(one.size), one.usedMs, one.number];
    const differs = keys(first).findIndex((key, index) => key !== keys(second)[index]);
    return (keys(first)[differs] ?? 0) < (keys(second)[differs] ?? 0);
  }

  /** The same bank after the lockers of other parties were taken away. */
  function dedicatedGone(books: Books, party: Party | null): Books {
    const lockers = Object.values(books.lockers).filter((one) => one.dedicatedTo === null || isTheirs(one, party));
    return { ...books, lockers: Object.fromEntries(lockers.map((one) => [one.number, one])) };
  }
});
