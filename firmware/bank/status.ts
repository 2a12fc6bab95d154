import type { LockerStatus } from '../upstream/contract/messages.ts';
import type { Books, LockerBook, Reservation } from './books.ts';

/** The reservation that has a claim on a locker now: its parcel, its place, or its reopen window. */
export function claimOn(books: Books, locker: number, nowMs: number): Reservation | null {
  const claims = Object.values(books.reservations).filter((r) => r.locker === locker && isLive(r, nowMs));
  return claims[0] ?? null;
}

/** A collected reservation keeps its locker while its recipient may still reopen it. */
export function isLive(reservation: Reservation, nowMs: number): boolean {
  return reservation.state !== 'collected' || nowMs < (reservation.accessUntilMs ?? 0);
}

/** Derived, never stored. Doubt comes first: nobody may read `available` where a person must look. */
export function statusOf(books: Books, locker: LockerBook, nowMs: number): LockerStatus {
  const claim = claimOn(books, locker.number, nowMs);
  if (locker.doubt !== null) return 'check';
  if (claim?.state === 'occupied') return isOverdue(claim, nowMs) ? 'expired' : 'occupied';
  if (locker.outOfService !== null) return 'out-of-service';
  if (claim) return 'reserved';
  return 'available';
}

export function isOverdue(reservation: Reservation, nowMs: number): boolean {
  return reservation.untilMs !== null && nowMs >= reservation.untilMs;
}

/** Whether a locker may be given to somebody new: closed, in service, in no doubt, and nobody's. */
export function isFree(books: Books, locker: LockerBook, nowMs: number): boolean {
  return (
    locker.door === 'closed' &&
    locker.doubt === null &&
    locker.outOfService === null &&
    books.visits[locker.number] === undefined &&
    claimOn(books, locker.number, nowMs) === null
  );
}
