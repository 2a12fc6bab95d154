import type { Books } from './books.ts';
import { aboutLocker, type Fact } from './facts.ts';
import { parcelOf } from './visits.ts';

/** What has come due: claims that lapsed before anything was put in, items that nobody collected. */
export function decideDue(books: Books, nowMs: number): readonly Fact[] {
  return dated(books)
    .filter((r) => (r.untilMs ?? Infinity) <= nowMs && !books.visits[r.locker])
    .map((r) => aboutLocker('reservation.expired', r.locker, { ...parcelOf(r), occupied: r.state === 'occupied' }));
}

/** When the next thing comes due, in milliseconds since 1970; `null` where nothing will. */
export function nextDueMs(books: Books): number | null {
  const times = dated(books).filter((r) => !books.visits[r.locker]).map((r) => r.untilMs ?? Infinity);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * When the next reopen window ends, in milliseconds since 1970; `null` where none is open. Nothing is decided then,
 * but a locker becomes available, and the report should say so.
 */
export function nextWindowEndMs(books: Books, nowMs: number): number | null {
  const ends = Object.values(books.reservations).map((r) => r.accessUntilMs ?? 0).filter((endMs) => endMs > nowMs);
  return ends.length === 0 ? null : Math.min(...ends);
}

function dated(books: Books) {
  return Object.values(books.reservations)
    .filter((r) => r.state !== 'collected' && r.untilMs !== null && !r.hasExpired)
    .sort((a, b) => (a.untilMs ?? 0) - (b.untilMs ?? 0) || a.locker - b.locker);
}
