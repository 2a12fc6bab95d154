import type { LockerStatus } from '../contract/messages.ts';
import type { Books, LockerBook } from './books.ts';
import type { Moment } from './moment.ts';
import { isLive, isOverdue, type Reservation } from './reservation.ts';

/** The reservation that has a claim on a locker now: its items, its place, or its reopen window. */
export function claimOn(books: Books, locker: number, now: Moment): Reservation | null {
  for (const id of books.claims[locker] ?? []) {
    const reservation = books.reservations[id];
    if (reservation && isLive(reservation, now)) return reservation;
  }
  return null;
}

/** Derived, never stored. Doubt comes first: nobody may read `available` where a person must look. */
export function statusOf(books: Books, locker: LockerBook, now: Moment): LockerStatus {
  const claim = claimOn(books, locker.number, now);
  if (locker.doubt !== null) return 'check';
  if (claim?.state === 'occupied') return isOverdue(claim, now) ? 'expired' : 'occupied';
  if (locker.outOfService !== null) return 'out-of-service';
  if (claim || locker.dedicatedTo) return 'reserved';
  return 'available';
}

/**
 * Whether staff and the upstream wait for somebody who is at a locker. Nobody will see a visit end whose sensor has
 * failed: until that is mended, they get at what lies there all the same.
 */
export function isBusy(books: Books, locker: number): boolean {
  const visit = books.visits[locker];
  return visit !== undefined && (visit.phase === 'intended' || books.lockers[locker]?.door !== 'unknown');
}

/** Closed, in service, in no doubt, and nobody is there. */
export function isAtRest(books: Books, { number, door, doubt, outOfService }: LockerBook): boolean {
  return door === 'closed' && doubt === null && outOfService === null && books.visits[number] === undefined;
}

/** Whether something new may be put into a locker: at rest, and nobody's for now. */
export function isFree(books: Books, locker: LockerBook, now: Moment): boolean {
  return isAtRest(books, locker) && claimOn(books, locker.number, now) === null;
}

/**
 * Whether the books know that something lies in a locker, whatever its status says: a doubt comes before it. A reservation
 * that was ended while something lay there (`not-emptied`) has left it there.
 */
export function isOccupied(books: Books, { number, doubt }: LockerBook, now: Moment): boolean {
  return claimOn(books, number, now)?.state === 'occupied' || doubt === 'not-emptied';
}

/** Whether the books know of nothing in a locker, and of nobody whom it is kept for. */
export function isEmptyInBooks(books: Books, locker: LockerBook, now: Moment): boolean {
  return claimOn(books, locker.number, now) === null && locker.dedicatedTo === null && !isOccupied(books, locker, now);
}
