import type { Books } from './books.ts';
import { decideDirectoryAge, directoryOutdatesMs } from './directory-age.ts';
import { aboutLocker, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';
import { ownIdPrefix } from './own-ids.ts';
import { nextLeg, parcelOf, type Reservation } from './reservation.ts';

/**
 * Deadlines are data: each is read off the books, so that a restart, a crash or a clock that jumps can neither lose one
 * nor act on one twice. Dates (`…Ms`) are acted on by `decideDue`; at an age of the bank (`…AgeMs`) something merely
 * becomes possible or impossible, and nothing has to be decided.
 */
interface Deadline {
  readonly atMs: number;
  /** Of two at the same date the one at the lower locker comes first; 0 is the bank itself. */
  readonly locker: number;
  readonly facts: (now: Moment) => readonly Fact[];
}

/**
 * What has come due, the oldest first: claims that lapsed before anything was put in, one-time PINs for a locker with
 * nothing in it, items that nobody collected, storage that is over, a directory that nobody has confirmed for too long.
 * Each is told once. Where somebody is at a locker, what comes due there waits until they have gone.
 */
export function decideDue(books: Books, now: Moment): readonly Fact[] {
  return deadlines(books)
    .filter(({ atMs }) => atMs <= now.ms)
    .toSorted((a, b) => a.atMs - b.atMs || a.locker - b.locker)
    .flatMap(({ facts }) => facts(now));
}

/**
 * At which date `decideDue` has something to tell next, in milliseconds since 1970: `now` where it has already. `null`
 * where nothing will come due by itself. To be asked again after every fact.
 */
export function nextDueMs(books: Books, now: Moment): number | null {
  const next = Math.min(...deadlines(books).map(({ atMs }) => atMs));
  return next === Infinity ? null : Math.max(next, now.ms);
}

/**
 * At which age of the bank something changes next without anybody doing anything: a locker that was kept for whoever
 * collected becomes available, a reopen window is over, something that was locked for guessing can be tried again.
 * `null` where nothing will. Screens and the report are looked at again then.
 */
export function nextAgeMs(books: Books, now: Moment): number | null {
  const windows = Object.values(books.reservations).flatMap((r) => [r.reopenUntilAgeMs, r.accessUntilAgeMs]);
  const locks = Object.values(books.misses).map(({ lockedUntilAgeMs }) => lockedUntilAgeMs);
  const next = [...windows, ...locks].reduce<number>((least, ageMs) => (isAhead(ageMs, now) ? Math.min(least, ageMs) : least), Infinity);
  return next === Infinity ? null : next;
}

function isAhead(ageMs: number | null, now: Moment): ageMs is number {
  return ageMs !== null && ageMs > now.ageMs;
}

function deadlines(books: Books): readonly Deadline[] {
  const idle = Object.values(books.reservations).filter(({ locker }) => books.visits[locker] === undefined);
  return [...idle.flatMap(deadlineOf), ...ofDirectory(books)];
}

/** A reservation has one deadline at most: the end of its claim, or that of what lies in the locker. */
function deadlineOf(reservation: Reservation): readonly Deadline[] {
  const { locker, state, untilMs, hasExpired } = reservation;
  if (state === 'reserved') return at(claimEndMs(reservation), locker, lapsed(reservation));
  return state === 'occupied' && !hasExpired ? at(untilMs, locker, expired(reservation)) : [];
}

/**
 * Nothing lies in the locker: the claim lapses with its own window, or as soon as nobody can carry out its next leg any
 * more. A code that ends while something does lie there only stops opening, and is no deadline.
 */
function claimEndMs(reservation: Reservation): number | null {
  const ends = [reservation.untilMs, nextLeg(reservation)?.untilMs ?? null].filter((endMs) => endMs !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** What was reserved at the kiosk is withdrawn by the bank that made it; what the upstream has asked for, expires. */
function lapsed(reservation: Reservation): Fact {
  const { id, locker } = reservation;
  return id.startsWith(ownIdPrefix)
    ? aboutLocker('reservation.cancelled', locker, { ...parcelOf(reservation), by: null })
    : aboutLocker('reservation.expired', locker, { ...parcelOf(reservation), occupied: false });
}

function expired(reservation: Reservation): Fact {
  const { kind, locker } = reservation;
  return kind === 'storage'
    ? aboutLocker('storage.overdue', locker, parcelOf(reservation))
    : aboutLocker('reservation.expired', locker, { ...parcelOf(reservation), occupied: true });
}

function ofDirectory(books: Books): readonly Deadline[] {
  const atMs = books.degraded.includes('directory-outdated') ? null : directoryOutdatesMs(books);
  return atMs === null ? [] : [{ atMs, locker: 0, facts: (now) => decideDirectoryAge(books, now) }];
}

function at(atMs: number | null, locker: number, fact: Fact): readonly Deadline[] {
  return atMs === null ? [] : [{ atMs, locker, facts: () => [fact] }];
}
