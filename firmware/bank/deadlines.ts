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
  /** Whose end it is; `null`: the directory's, that nobody has confirmed for too long. */
  readonly reservation: Reservation | null;
}

/**
 * What has come due, the oldest first: claims that lapsed before anything was put in, one-time PINs for a locker with
 * nothing in it, items that nobody collected, storage that is over, a directory that nobody has confirmed for too long.
 * Each is told once. Where somebody is at a locker, what comes due there waits until they have gone.
 */
export function decideDue(books: Books, now: Moment): readonly Fact[] {
  return deadlines(books, now.ms)
    .toSorted((a, b) => a.atMs - b.atMs || a.locker - b.locker)
    .flatMap(({ reservation }) => (reservation ? [ended(reservation)] : decideDirectoryAge(books, now)));
}

/**
 * At which date `decideDue` has something to tell next, in milliseconds since 1970: `now` where it has already. `null`
 * where nothing will come due by itself. To be asked again after every fact.
 */
export function nextDueMs(books: Books, now: Moment): number | null {
  const next = deadlines(books, Infinity).reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
  return next === Infinity ? null : Math.max(next, now.ms);
}

/**
 * At which age of the bank something changes next without anybody doing anything: a locker that was kept for whoever
 * collected becomes available, a reopen window is over, something that was locked for guessing can be tried again.
 * `null` where nothing will. Screens and the report are looked at again then.
 */
export function nextAgeMs(books: Books, now: Moment): number | null {
  let next = Infinity;
  const look = (ageMs: number | null): void => {
    if (ageMs !== null && ageMs > now.ageMs && ageMs < next) next = ageMs;
  };
  for (const { reopenUntilAgeMs, accessUntilAgeMs } of Object.values(books.reservations)) {
    look(reopenUntilAgeMs);
    look(accessUntilAgeMs);
  }
  for (const { lockedUntilAgeMs } of Object.values(books.misses)) look(lockedUntilAgeMs);
  return next === Infinity ? null : next;
}

/** Those up to a date. Asked after every fact, of thousands of reservations: nothing is made of those without one. */
function deadlines(books: Books, untilMs: number): readonly Deadline[] {
  const found: Deadline[] = [];
  for (const reservation of Object.values(books.reservations)) {
    const atMs = endMs(reservation);
    const { locker } = reservation;
    if (atMs !== null && atMs <= untilMs && books.visits[locker] === undefined) found.push({ atMs, locker, reservation });
  }
  const outdatesMs = books.degraded.includes('directory-outdated') ? null : directoryOutdatesMs(books);
  if (outdatesMs !== null && outdatesMs <= untilMs) found.push({ atMs: outdatesMs, locker: 0, reservation: null });
  return found;
}

/** A reservation has one deadline at most: the end of its claim, or that of what lies in the locker. */
function endMs(reservation: Reservation): number | null {
  const { state, untilMs, hasExpired } = reservation;
  if (state === 'reserved') return claimEndMs(reservation);
  return state === 'occupied' && !hasExpired ? untilMs : null;
}

/**
 * Nothing lies in the locker: the claim lapses with its own window, or as soon as nobody can carry out its next leg any
 * more. A code that ends while something does lie there only stops opening, and is no deadline.
 */
function claimEndMs(reservation: Reservation): number | null {
  const least = Math.min(reservation.untilMs ?? Infinity, nextLeg(reservation)?.untilMs ?? Infinity);
  return least === Infinity ? null : least;
}

function ended(reservation: Reservation): Fact {
  return reservation.state === 'reserved' ? lapsed(reservation) : expired(reservation);
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
