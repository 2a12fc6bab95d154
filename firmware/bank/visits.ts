import type { By } from '../contract/parts.ts';
import type { Books, NewCode, Purpose, Visit } from './books.ts';
import { aboutLocker, type Fact } from './facts.ts';
import { byOf, type Identity, type UsedToken, type Visitor } from './identity.ts';
import { isPartyTo, isSame, mayDoLeg } from './leg-rights.ts';
import { namedLeg, puttingLeg } from './legs.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { isLive, itemsAt, mayStillReopen, parcelOf, type BookedItem, type Reservation } from './reservation.ts';
import { claimOn, isBusy } from './status.ts';
import { putIn, somethingLeft } from './visit-facts.ts';
import { judge, mayReopen, refused, type Permitted, type Refused } from './visit-rules.ts';

/** Why somebody wants one door opened. */
export interface WantedVisit {
  readonly purpose: Exclude<Purpose, 'remote'>;
  readonly locker: number;
  /** `null`: only to look, or to empty the locker whosever it is. */
  readonly reservation: string | null;
  /** What is put in, or taken out; without it, everything that is expected, or everything that is there. */
  readonly items?: readonly string[];
  /** The person says beforehand that their storage ends with this visit. */
  readonly ends?: boolean;
}

export type ReleaseAnswer = { readonly kind: 'intended'; readonly visit: Visit } | Refused;

/**
 * Whether a door may be opened for a visit, judged anew at each release by the books of now: the screen's word is not
 * enough. A token is used up by the intent; later in the same session its holder comes without it.
 * @param intent the name of this release, never used before
 * @param newCode a pickup code that the bank has made for what is put in
 */
export function decideRelease(
  books: Books,
  wanted: WantedVisit,
  visitor: Visitor,
  intent: string,
  now: Moment,
  newCode: NewCode | null = null,
): ReleaseAnswer {
  const reservation = wantedReservation(books, wanted, now);
  if (wanted.purpose !== 'look' && reservation?.locker !== wanted.locker) return refused('window-over');
  const locker = books.lockers[wanted.locker];
  if (!locker) return refused('bank-trouble');
  const before = books.visits[wanted.locker];
  if (!isTokenGood(books, visitor, before, now)) return refused('not-allowed');
  const { identity } = visitor;
  const by = byOf(identity, reservation);
  const items = namedItems(wanted);
  const { purpose, ends = false } = wanted;
  const judged = judge({ books, purpose, locker, items, ends, identity, by, now }, reservation);
  if (judged.kind === 'refused') return judged;
  const visit: Visit = {
    intent, locker: locker.number, purpose, again: judged.again, reservation: reservation?.id ?? null, leg: judged.leg,
    items: judged.items, leaving: [], ends: judged.ends, by, command: null, session: visitor.session,
    token: tokenOf(identity),
    newCode: isFilling(purpose, judged) ? newCode : null, phase: 'intended',
    ...(identity.kind === 'holder' && identity.token === null ? { isTyped: true as const } : {}),
  };
  const isOfStaff = purpose === 'look' || purpose === 'empty';
  const isTakenOver = before?.phase === 'open' && (givesWay(before.purpose) || (isOfStaff && !isBusy(books, locker.number)));
  const answer = !before || isTakenOver ? { kind: 'intended' as const, visit } : goOn(books, before, visit, reservation);
  return answer.kind === 'intended' && reservation ? { ...answer, visit: withAwaited(reservation, answer.visit) } : answer;
}

/** Whoever puts in and names nothing brings what is awaited now: what is announced while their door is open is not there yet. */
function withAwaited(reservation: Reservation, visit: Visit): Visit {
  if (visit.items !== null || !isFilling(visit.purpose, visit)) return visit;
  const awaited = idsOf(putIn(reservation, visit));
  return awaited.length > 0 ? { ...visit, items: awaited } : visit;
}

/** Each item once; no list, and an empty one, name none. */
function namedItems({ items = [] }: WantedVisit): readonly string[] | null {
  return items.length > 0 ? [...new Set(items)] : null;
}

function wantedReservation(books: Books, { purpose, reservation, locker }: WantedVisit, now: Moment): Reservation | undefined {
  if (purpose === 'look') return undefined;
  if (reservation !== null) return remembered(books, reservation, now);
  return purpose === 'empty' ? (claimOn(books, locker, now) ?? undefined) : undefined;
}

/** A QR token opens once. For the visit that it began, while the door still stands open, it is not presented a second time. */
function isTokenGood(books: Books, { identity, session }: Visitor, before: Visit | undefined, now: Moment): boolean {
  const token = tokenOf(identity);
  if (token === null) return true;
  const { id, untilMs } = token;
  if (before?.token?.id === id && before.session === session) return true;
  return own(books.burned, id) === undefined && now.ms < untilMs;
}

/** The token that the next intent uses up. */
function tokenOf(identity: Identity): UsedToken | null {
  return identity.kind === 'holder' && identity.token !== 'used' ? identity.token : null;
}

/** Nothing is completed by them: whoever has a right to the locker takes over the open door. */
function givesWay(purpose: Purpose): boolean {
  return purpose === 'look' || purpose === 'remote';
}

function isFilling(purpose: Purpose, { again }: Pick<Permitted, 'again'>): boolean {
  return !again && (purpose === 'deposit' || purpose === 'swap');
}

/** A door that stands open for a visit is released again for that visit alone, which goes on with all that was said. */
function goOn(books: Books, before: Visit, next: Visit, reservation: Reservation | undefined): ReleaseAnswer {
  const isSameVisit = before.purpose === next.purpose && before.reservation === next.reservation && before.leg === next.leg;
  if (before.phase === 'intended' || !isSameVisit || !reservation) return refused('locker-busy');
  const again = before.again && next.again;
  const items = unitedItems(reservation, before, next);
  const isMore = next.purpose === 'deposit' && !again && (before.again || isMoreThan(reservation, items, before));
  if (isMore && !books.settings.batchDropOff) return refused('locker-busy');
  const isSamePerson = isSame(before.by, next.by);
  const hasBegun = isSamePerson && before.again === again && !isMore ? ({ hasBegun: true } as const) : {};
  const said = isSamePerson ? { leaving: before.leaving, ends: before.ends || next.ends } : {};
  const newCode = again ? null : (before.newCode ?? next.newCode);
  return { kind: 'intended', visit: { ...next, again, items, ...said, newCode, ...hasBegun } };
}

function unitedItems(reservation: Reservation, before: Visit, next: Visit): readonly string[] | null {
  if (before.again) return next.items;
  if (next.again) return before.items;
  if (next.purpose === 'pickup' || next.purpose === 'empty') {
    return before.items === null || next.items === null ? null : [...new Set([...before.items, ...next.items])];
  }
  if (next.items === null) return before.items;
  return [...new Set([...idsOf(putIn(reservation, before)), ...idsOf(putIn(reservation, next))])];
}

function isMoreThan(reservation: Reservation, items: readonly string[] | null, before: Visit): boolean {
  const known = new Set(idsOf(putIn(reservation, before)));
  return (items ?? []).some((id) => !known.has(id));
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

/**
 * Whoever put in last says that it was not put in after all: `wanted.items` of it, or all that they have put in. What
 * somebody else has put in stays in the books. Only within the reopen window, and with the door shut.
 * @returns what is to be journaled; `null` where they may not say so, or not now
 */
export function decideRetract(books: Books, wanted: WantedVisit, visitor: Visitor, now: Moment): readonly Fact[] | null {
  const reservation = wanted.reservation === null ? undefined : own(books.reservations, wanted.reservation);
  if (reservation?.state !== 'occupied' || reservation.locker !== wanted.locker) return null;
  const by = byOf(visitor.identity, reservation);
  if (isInUse(books, wanted.locker) || !mayReopen({ books, identity: visitor.identity, by, now }, reservation)) return null;
  const leg = puttingLeg(reservation);
  const there = itemsAt(reservation, 'in');
  const theirs = there.filter((item) => item.by === undefined || isSame(item.by, by));
  const named = namedItems(wanted);
  if (named && !areAmong(named, theirs)) return null;
  const back = theirs.filter((item) => named?.includes(item.id) ?? item.leg === leg);
  if (back.length === 0 && there.length > 0) return null;
  const data = { ...parcelOf(reservation, back), by, ...namedLeg(reservation, leg, 'in') };
  return [aboutLocker('deposit.abandoned', wanted.locker, data, { session: visitor.session })];
}

/**
 * Whoever collects says what stays in the locker: while their door is open, or as long after it was shut as they may
 * open it once more.
 * @param left ids of items; none takes back what was said before
 * @returns what is to be journaled; `null` where they may not say so, or not now
 */
export function decideLeftSome(
  books: Books,
  id: string,
  left: readonly string[],
  visitor: Visitor,
  now: Moment,
): readonly Fact[] | null {
  const reservation = own(books.reservations, id);
  if (!reservation) return null;
  const by = byOf(visitor.identity, reservation);
  const visit = books.visits[reservation.locker];
  if (visit) return isTheirVisit(visit, id, by, visitor) ? saysLeft(reservation, visit, left) : null;
  const leg = reservation.legs.length - 1;
  if (reservation.kind === 'storage' || reservation.state !== 'collected' || !isLive(reservation, now)) return null;
  if (!isSame(reservation.collectedBy, by) || !isPartyTo(books, visitor.identity, reservation, leg, now)) return null;
  const out = takenLast(reservation);
  const what = { taken: out.filter((item) => !left.includes(item.id)), left: out.filter((item) => left.includes(item.id)), leg };
  if (isInUse(books, reservation.locker) || left.length === 0 || !areAmong(left, out)) return null;
  return [somethingLeft(reservation, { locker: reservation.locker, by, session: visitor.session }, what)];
}

/** What the last collection took out: what an earlier leg took is in somebody else's hands. */
function takenLast(reservation: Reservation): readonly BookedItem[] {
  const putting = reservation.legs.findLastIndex(({ does }) => does === 'deposit' || does === 'swap');
  return itemsAt(reservation, 'out').filter((item) => item.leg === putting);
}

function saysLeft(reservation: Reservation, visit: Visit, leaving: readonly string[]): readonly Fact[] | null {
  const takesOut = visit.purpose === 'pickup' || (visit.purpose === 'empty' && !visit.again);
  if (!takesOut || reservation.kind === 'storage') return null;
  if (!areAmong(leaving, visit.again ? takenLast(reservation) : itemsAt(reservation, 'in'))) return null;
  return [{ type: 'note.visit-said', locker: visit.locker, leaving: [...new Set(leaving)], ends: visit.ends }];
}

/**
 * The holder of storage says that they have taken everything: while their door is open, or as long after it was shut as
 * the setting for access after pickup says. Storage that a department shares does not end at the kiosk.
 * @returns what is to be journaled; `null` where they may not say so, or not now
 */
export function decideEnding(books: Books, id: string, visitor: Visitor, now: Moment): readonly Fact[] | null {
  const reservation = own(books.reservations, id);
  if (!reservation || reservation.shared || reservation.kind !== 'storage' || reservation.state === 'collected') return null;
  const { locker } = reservation;
  const by = byOf(visitor.identity, reservation);
  const visit = books.visits[locker];
  if (visit) {
    if (visit.purpose !== 'keep' || !isTheirVisit(visit, id, by, visitor)) return null;
    return [{ type: 'note.visit-said', locker, leaving: visit.leaving, ends: true }];
  }
  if (!mayEndUnopened(books, reservation, now)) return null;
  if (!mayDoLeg(books, visitor.identity, reservation, reservation.leg, now)) return null;
  return [aboutLocker('storage.ended', locker, { ...parcelOf(reservation), by }, { session: visitor.session })];
}

/** Whether storage may be ended with its door shut: it was open a moment ago, and nobody has been there since. */
export function mayEndUnopened(books: Books, reservation: Reservation, now: Moment): boolean {
  return reservation.state === 'occupied' && mayStillReopen(reservation, now) && !isInUse(books, reservation.locker);
}

function isTheirVisit(visit: Visit, id: string, by: By | null, { identity, session }: Visitor): boolean {
  const isForeign = identity.kind === 'holder' && (identity.reservation !== id || identity.leg !== visit.leg);
  return visit.phase === 'open' && visit.reservation === id && visit.session === session && !isForeign && isSame(visit.by, by);
}

/** Somebody is at the locker, or its door stands open: what lies there is not settled. */
function isInUse(books: Books, locker: number): boolean {
  return books.visits[locker] !== undefined || books.lockers[locker]?.door === 'open';
}

function areAmong(ids: readonly string[], items: readonly { readonly id: string }[]): boolean {
  return ids.every((id) => items.some((item) => item.id === id));
}
