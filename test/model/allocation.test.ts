import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate } from '../../firmware/bank/allocation.ts';
import type { Books, LockerBook } from '../../firmware/bank/books.ts';
import type { Reservation } from '../../firmware/bank/reservation.ts';
import { usualLegs } from '../../firmware/bank/legs.ts';
import { isFree, statusOf } from '../../firmware/bank/status.ts';
import { refusals } from '../../firmware/contract/events.ts';
import { reservationKinds, type Party } from '../../firmware/contract/parts.ts';
import { hourMs } from '../support/noon.ts';
import { plainAllocate, type PlainNeed } from './plain-allocation.ts';
import { isFreeFor, statusAt, type PlainBank, type PlainClaim } from './plain-bank.ts';
import { booksOf, plainBankOf, sizeNames, type Shape } from './plain-people.ts';
import { patience, runs } from './runs.ts';

/** What a locker is like at some moment. */
const situations = ['free', 'free', 'free', 'reserved', 'occupied', 'expired', 'reopening', 'was-reopening', 'visited'] as const;

interface MadeLocker extends Shape {
  readonly situation: (typeof situations)[number];
  readonly door: 'open' | 'closed' | 'unknown';
  readonly doubt: string | null;
  readonly isOut: boolean;
  readonly dedicatedTo: Party | null;
  readonly usedMs: number;
}

const parties: readonly Party[] = [
  { type: 'recipient', id: 'ada' },
  { type: 'recipient', id: 'cem' },
  { type: 'department', id: 'post' },
  { type: 'department', id: 'lab' },
];
const party = fc.constantFrom(...parties);
const mostly = <T>(usual: T, ...others: readonly T[]) => fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

const locker: fc.Arbitrary<MadeLocker> = fc.record({
  size: fc.constantFrom(...sizeNames),
  accessible: fc.boolean(),
  situation: fc.constantFrom(...situations),
  door: mostly<MadeLocker['door']>('closed', 'open', 'unknown'),
  doubt: mostly<string | null>(null, 'interrupted'),
  isOut: mostly(false, true),
  dedicatedTo: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, party),
  usedMs: fc.integer({ min: 0, max: 2 }),
});

const bank = fc.record({
  lockers: fc.array(locker, { minLength: 1, maxLength: 8 }),
  settings: fc.record({
    sizeStepUp: fc.boolean(),
    dedicatedTakeOthers: mostly(false, true),
    deliveryOnlyMinimum: fc.dictionary(fc.constantFrom(...sizeNames), fc.integer({ min: 0, max: 2 })),
  }),
});

const need: fc.Arbitrary<PlainNeed> = fc.record({
  kind: fc.constantFrom(...reservationKinds),
  party: fc.option(party),
  size: fc.option(fc.constantFrom(...sizeNames, 'unheard-of'), { nil: undefined, freq: 6 }),
  locker: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined, freq: 2 }),
  accessible: fc.boolean(),
  only: mostly<readonly string[] | null>(null, ['small'], ['medium', 'large']),
});

const seen = new Map<string, number>();

test(
  'whoever needs a locker gets the one that the plain bank gives, or hears the same reason',
  () => {
    const property = fc.property(bank, need, (made, wanted) => {
      const { plain, books } = bothOf(made);
      const now = { ms: plain.ms, ageMs: plain.age };
      const answer = allocate(books, sizeNames, wanted, now);
      const heard = answer.kind === 'locker' ? answer.locker.number : answer.why;
      seen.set(String(heard), (seen.get(String(heard)) ?? 0) + 1);
      expect(heard).toBe(plainAllocate(plain, wanted));
    });
    fc.assert(property, runs(6_000));
  },
  patience,
);

test(
  'a locker of which two people tell different things is not among those that are given out',
  () => {
    const property = fc.property(bank, ({ lockers, settings }) => {
      const { plain, books } = bothOf({ lockers, settings });
      const now = { ms: plain.ms, ageMs: plain.age };
      for (const one of plain.lockers) {
        const book = books.lockers[one.number] as LockerBook;
        expect([one.number, isFree(books, book, now), statusOf(books, book, now)]).toEqual([
          one.number,
          isFreeFor(plain, one),
          statusAt(plain, one),
        ]);
      }
    });
    fc.assert(property, runs(1_000));
  },
  patience,
);

test('each reason why there is no locker has been heard, but those that are about people', () => {
  const heard = [...seen.keys()].filter((key) => Number.isNaN(Number(key))).toSorted();
  expect(heard).toEqual(refusals.filter((why) => why !== 'unknown-party' && why !== 'not-allowed').toSorted());
});

/** The same moment in the plain bank and in the books of the firmware. */
function bothOf({ lockers, settings }: { readonly lockers: readonly MadeLocker[]; readonly settings: object }): {
  plain: PlainBank;
  books: Books;
} {
  const plain = plainBankOf(lockers, settings);
  const bare = booksOf(lockers, settings);
  const books = {
    ...bare,
    lockers: { ...bare.lockers },
    reservations: { ...bare.reservations },
    claims: { ...bare.claims },
    visits: { ...bare.visits },
  };
  for (const [index, made] of lockers.entries()) {
    const one = plain.lockers[index];
    if (!one) continue;
    const { door, doubt, dedicatedTo, usedMs, isOut } = made;
    Object.assign(one, { door, doubt, isOut, dedicatedTo, usedMs });
    books.lockers[one.number] = {
      ...(bare.lockers[one.number] as LockerBook),
      door,
      doubt,
      dedicatedTo,
      usedMs,
      outOfService: isOut ? 'broken' : null,
    };
    const claim = claimIn(plain, one.number, made.situation);
    if (claim) {
      plain.claims.push(claim);
      books.reservations[claim.id] = reservationOf(claim);
      books.claims[one.number] = [claim.id];
    }
    if (made.situation !== 'visited') continue;
    const visit = {
      locker: one.number,
      purpose: 'look',
      leg: 0,
      again: false,
      intent: 'i',
      session: null,
      command: null,
      leaving: [],
      ends: false,
    } as const;
    plain.visits.push({ ...visit, claim: null, things: null, who: null, phase: 'intended', hasBegun: false });
    books.visits[one.number] = { ...visit, reservation: null, items: null, by: null, token: null, newCode: null, phase: 'intended' };
  }
  return { plain, books };
}

function claimIn({ ms, age }: PlainBank, number: number, situation: MadeLocker['situation']): PlainClaim | null {
  if (situation === 'free' || situation === 'visited') return null;
  const state = situation === 'reserved' ? 'reserved' : situation === 'occupied' || situation === 'expired' ? 'occupied' : 'collected';
  const accessUntil = situation === 'reopening' ? age + 1 : situation === 'was-reopening' ? age : null;
  return {
    id: `claim-${String(number)}`,
    kind: 'delivery',
    party: { type: 'recipient', id: 'bob' },
    locker: number,
    isShared: false,
    legs: [],
    leg: 0,
    state,
    things: [],
    untilMs: situation === 'expired' ? ms : ms + hourMs,
    isTold: false,
    startedMs: null,
    putInBy: null,
    collectedBy: null,
    reopenUntil: null,
    accessUntil,
  };
}

function reservationOf({ id, kind, party: whose, locker: number, state, untilMs, accessUntil }: PlainClaim): Reservation {
  return {
    id,
    kind,
    party: whose,
    locker: number,
    size: 'small',
    accessible: false,
    items: [],
    legs: usualLegs(kind, whose, { untilMs, tags: [] }),
    leg: 0,
    state,
    shared: false,
    untilMs,
    hasExpired: false,
    putInBy: null,
    depositedMs: null,
    collectedBy: null,
    reopenUntilAgeMs: null,
    accessUntilAgeMs: accessUntil,
  };
}
