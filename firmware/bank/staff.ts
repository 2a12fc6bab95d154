import { never } from '../../statecharts/never.ts';
import { whyMost } from '../contract/events.ts';
import type { LockerStatus } from '../contract/messages.ts';
import type { Books, LockerBook } from './books.ts';
import { aboutBank, aboutLocker, type Fact } from './facts.ts';
import { byOf, type Visitor } from './identity.ts';
import { isStaffWith, mayEmpty, mayLook } from './leg-rights.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { isOverdue, itemsAt, parcelOf, type Reservation } from './reservation.ts';
import { claimOn, isBusy, statusOf } from './status.ts';
import type { WantedVisit } from './visits.ts';

/**
 * What staff do with lockers at the kiosk. Whatever could mean that something is taken out is never decided by a word:
 * it is a visit, and what the visit did is told when its door has been seen to open and shut.
 */
export type StaffDecision =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** The door is to be released for this, for the same visitor. */
  | { readonly kind: 'visit'; readonly wanted: WantedVisit }
  | { readonly kind: 'refused'; readonly why: StaffRefusal };

type StaffRefusal =
  | 'not-allowed' | 'unknown-locker' | 'unknown-party' | 'nothing-there' | 'locker-busy' | 'occupied' | 'reason-needed';

/** Why a locker is taken out of service at the kiosk. */
export const serviceReasons = ['door', 'lock', 'sensor', 'damaged', 'dirty', 'kept-free', 'other'] as const;

/** Takes a locker out of service, for one of `serviceReasons`, or back into it. */
interface ServiceRequest {
  readonly locker: number;
  readonly to: 'in' | 'out';
  readonly why?: string;
}

/**
 * Out of service means that nothing new goes in. What lies there is collected as if nothing were, and the locker is out
 * of service from then on; a doubt about it stays, too.
 */
export function decideService(books: Books, request: ServiceRequest, visitor: Visitor, now: Moment): StaffDecision {
  const { locker, to, why } = request;
  if (!isStaffWith(books, visitor.identity, 'in-out-of-service', now)) return refused('not-allowed');
  const before = books.lockers[locker];
  if (!before) return refused('unknown-locker');
  const { session } = visitor;
  const by = byOf(visitor.identity, undefined);
  if (to === 'in') {
    return facts(before.outOfService === null ? [] : [aboutLocker('locker.in-service', locker, { locker, by }, { session })]);
  }
  const reason = serviceReasons.find((one) => one === why);
  if (!reason) return refused('reason-needed');
  if (before.outOfService === reason) return facts([]);
  return facts([aboutLocker('locker.out-of-service', locker, { locker, why: reason, by }, { session })]);
}

/**
 * Ends a reservation: at once where nothing lies in the locker, else by a visit that empties it. Storage that a
 * department shares is an administrator's to end.
 */
export function decideEndReservation(books: Books, reservation: string, visitor: Visitor, now: Moment): StaffDecision {
  const before = own(books.reservations, reservation);
  const { identity, session } = visitor;
  if (!before || before.state === 'collected') {
    return refused(isStaffWith(books, identity, 'end-reservations', now) ? 'nothing-there' : 'not-allowed');
  }
  if (!mayEmpty(books, identity, before, false, now)) return refused('not-allowed');
  if (isBusy(books, before.locker)) return refused('locker-busy');
  if (before.state === 'occupied') return emptying(before);
  const by = byOf(identity, before);
  return facts([aboutLocker('reservation.cancelled', before.locker, { ...parcelOf(before), by }, { session })]);
}

/** Takes out what nobody collected in time, and belongings whose storage is over: always by a visit. */
export function decideRemoveExpired(books: Books, reservation: string, visitor: Visitor, now: Moment): StaffDecision {
  const before = own(books.reservations, reservation);
  const { identity } = visitor;
  if (!before || before.state !== 'occupied' || !isOverdue(before, now)) {
    return refused(isStaffWith(books, identity, 'remove-expired', now) ? 'nothing-there' : 'not-allowed');
  }
  if (!mayEmpty(books, identity, before, true, now)) return refused('not-allowed');
  return isBusy(books, before.locker) ? refused('locker-busy') : emptying(before);
}

/**
 * Somebody wants to clear a doubt about a locker. Nobody's word does that, an administrator's neither: whoever is at the
 * kiosk can look, and only a door that was seen to open and shut shows that they did.
 */
export function decideChecked(books: Books, locker: number, visitor: Visitor, now: Moment): StaffDecision {
  if (!mayLook(books, visitor.identity, now)) return refused('not-allowed');
  const before = books.lockers[locker];
  if (!before) return refused('unknown-locker');
  if (before.doubt === null) return refused('nothing-there');
  return isBusy(books, locker) ? refused('locker-busy') : { kind: 'visit', wanted: { purpose: 'look', locker, reservation: null } };
}

/** What somebody reports at the kiosk, in the words of a short list; they need no right for it, and it changes nothing. */
interface Problem {
  readonly why: string;
  readonly locker?: number;
}

/** Tells the upstream of a problem. One without a word about it, or about a locker that there is not, says nothing. */
export function decideProblem(books: Books, { why, locker }: Problem, who: Pick<Visitor, 'session'> & Partial<Visitor>): readonly Fact[] {
  const words = why.trim().slice(0, whyMost);
  if (words === '' || (locker !== undefined && !books.lockers[locker])) return [];
  const { identity, session } = who;
  const by = identity ? byOf(identity, identity.kind === 'holder' ? own(books.reservations, identity.reservation) : undefined) : null;
  return locker === undefined
    ? [aboutBank('problem.reported', { why: words, by }, { session })]
    : [aboutLocker('problem.reported', locker, { why: words, locker, by }, { session })];
}

/** One locker on a staff screen: no names, and of what lies there only how much. */
interface LockerRow {
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly status: LockerStatus;
  readonly door: LockerBook['door'];
  /** Since when it is so, as a date, as far as the books know. */
  readonly sinceMs: number;
  readonly doubt: string | null;
  readonly outOfService: string | null;
  readonly isDedicated: boolean;
  /** Somebody is at it. */
  readonly isVisited: boolean;
  /** What has a claim on it, to be named when it is to be ended. */
  readonly reservation: string | null;
  readonly items: number;
}

/** Every locker, by number. */
export function lockerRows(books: Books, now: Moment): readonly LockerRow[] {
  return Object.values(books.lockers).toSorted((a, b) => a.number - b.number).map((locker) => rowOf(books, locker, now));
}

/** The lockers with something that is to be removed, the longest overdue first, also where a person must look before. */
export function expiredRows(books: Books, now: Moment): readonly LockerRow[] {
  return Object.values(books.reservations)
    .filter((r) => r.state === 'occupied' && isOverdue(r, now))
    .toSorted((a, b) => (a.untilMs ?? 0) - (b.untilMs ?? 0) || a.locker - b.locker)
    .flatMap(({ locker }) => books.lockers[locker] ?? [])
    .map((locker) => rowOf(books, locker, now));
}

function rowOf(books: Books, locker: LockerBook, now: Moment): LockerRow {
  const { number, size, accessible, door, doubt, outOfService, dedicatedTo } = locker;
  const claim = claimOn(books, number, now);
  const status = statusOf(books, locker, now);
  return {
    locker: number, size, accessible, status, door, sinceMs: sinceMs(locker, status, claim), doubt, outOfService,
    isDedicated: dedicatedTo !== null, isVisited: books.visits[number] !== undefined, reservation: claim?.id ?? null,
    items: claim ? itemsAt(claim, 'in').length : 0,
  };
}

function sinceMs(locker: LockerBook, status: LockerStatus, claim: Reservation | null): number {
  switch (status) {
    case 'expired':
      return claim?.untilMs ?? locker.sinceMs;
    case 'occupied':
      return claim?.depositedMs ?? locker.sinceMs;
    case 'reserved':
    case 'available':
    case 'out-of-service':
    case 'check':
      return locker.sinceMs;
    default:
      return never(status, 'status of a locker');
  }
}

function emptying({ id, locker }: Reservation): StaffDecision {
  return { kind: 'visit', wanted: { purpose: 'empty', locker, reservation: id } };
}

function facts(list: readonly Fact[]): StaffDecision {
  return { kind: 'facts', facts: list };
}

function refused(why: StaffRefusal): StaffDecision {
  return { kind: 'refused', why };
}
