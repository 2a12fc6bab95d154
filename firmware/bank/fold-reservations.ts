import { never } from '../../statecharts/never.ts';
import type { By } from '../contract/parts.ts';
import type { Visit } from './books.ts';
import { changeLocker, changeReservation, dropReservation, putReservation, type Draft } from './draft.ts';
import type { EventFact } from './facts.ts';
import { usualLegs } from './legs.ts';
import type { Moment } from './moment.ts';
import { ownIdPrefix } from './own-ids.ts';
import { own } from './own.ts';
import type { BookedItem, Leg, Reservation } from './reservation.ts';

type ReservationFact = Extract<
  EventFact,
  {
    type:
      | 'reservation.made' | 'reservation.changed' | 'reservation.cancelled' | 'reservation.expired'
      | 'deposit.completed' | 'deposit.abandoned'
      | 'pickup.completed' | 'pickup.partial' | 'pickup.unconfirmed'
      | 'storage.started' | 'storage.extended' | 'storage.ended' | 'storage.overdue';
  }
>;
type Of<T extends ReservationFact['type']> = Extract<ReservationFact, { type: T }>;

export function foldReservation(books: Draft, fact: ReservationFact, at: Moment): void {
  const { reservation: id, locker } = fact.data;
  switch (fact.type) {
    case 'reservation.made':
      if (id.startsWith(ownIdPrefix)) books.ownReservations++;
      return putReservation(books, made(fact));
    case 'reservation.changed':
      return change(books, fact);
    case 'reservation.cancelled':
      return dropReservation(books, id);
    case 'reservation.expired':
      return fact.data.occupied ? changeReservation(books, id, { hasExpired: true }) : dropReservation(books, id);
    case 'deposit.completed':
      return deposited(books, fact, at);
    case 'deposit.abandoned':
      return abandoned(books, fact);
    case 'pickup.completed':
      return collected(books, fact, at);
    case 'pickup.partial':
      return leftSome(books, fact, at);
    case 'pickup.unconfirmed':
      delete books.visits[locker];
      return;
    case 'storage.started':
      return stored(books, fact, at);
    case 'storage.extended':
      return extended(books, fact);
    case 'storage.ended':
      return over(books, id, locker, fact.data.by, at);
    case 'storage.overdue':
      return changeReservation(books, id, { hasExpired: true });
    default:
      return never(fact, 'event about a reservation');
  }
}

function made(fact: Of<'reservation.made'>): Reservation {
  const { reservation: id, kind, party, items, locker, size, accessible, until, shared } = fact.data;
  const untilMs = timeOf(until);
  const legs = fact.kept?.legs ?? usualLegs(kind, party, { untilMs, tags: fact.kept?.tags ?? [] });
  return {
    id, kind, party, locker, size, accessible, legs, leg: 0, state: 'reserved', shared: shared ?? false,
    items: fact.kept?.items ?? items.map((item): BookedItem => ({ id: item.id, leg: 0, place: 'expected' })),
    untilMs, hasExpired: false, putInBy: null, depositedMs: null, collectedBy: null,
    reopenUntilAgeMs: null, accessUntilAgeMs: null,
  };
}

function change(books: Draft, fact: Of<'reservation.changed'>): void {
  const before = own(books.reservations, fact.data.reservation);
  if (!before) return;
  const untilMs = timeOf(fact.data.until);
  const isMoved = before.state === 'reserved' && untilMs !== before.untilMs;
  const legs = fact.kept?.legs ?? withLastTags(isMoved ? withUntil(before, untilMs) : before.legs, fact.kept?.tags ?? null);
  const items = fact.kept?.items ?? withItems(before.items, fact.data.items);
  changeReservation(books, before.id, { party: fact.data.party, items, untilMs, hasExpired: hasStillExpired(before, untilMs), legs });
}

/**
 * The window of a claim is that of the deposit which it waits for: one that is taken back has it again. Where things are
 * kept the leg says when that ends, whenever it begins.
 */
function withUntil({ legs, leg: next }: Reservation, untilMs: number | null): readonly Leg[] {
  return legs.map((leg, index) => (index === next && leg.does !== 'keep' ? { ...leg, untilMs } : leg));
}

/** What has been told as expired is told again only where its end has been moved. */
function hasStillExpired(before: Reservation, untilMs: number | null): boolean {
  return before.hasExpired && before.untilMs === untilMs;
}

function withLastTags(legs: readonly Leg[], tags: readonly string[] | null): readonly Leg[] {
  return tags === null ? legs : legs.map((leg, index) => (index === legs.length - 1 ? { ...leg, tags } : leg));
}

/** A code that the bank makes as something is put in opens for whoever comes next. */
function withMoreTags(legs: readonly Leg[], next: number, tags: readonly string[]): readonly Leg[] {
  return legs.map((leg, index) => (index === next ? { ...leg, tags: [...leg.tags, ...tags] } : leg));
}

/** What lies in the locker stays in the books, whatever the upstream expects. */
function withItems(before: readonly BookedItem[], wanted: readonly { readonly id: string }[]): readonly BookedItem[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const named = wanted.map(({ id }): BookedItem => known.get(id) ?? { id, leg: 0, place: 'expected' });
  const names = new Set(wanted.map(({ id }) => id));
  return [...named, ...before.filter((item) => item.place !== 'expected' && !names.has(item.id))];
}

function deposited(books: Draft, fact: Of<'deposit.completed'>, at: Moment): void {
  const before = own(books.reservations, fact.data.reservation);
  endVisit(books, fact.data.locker, at);
  if (!before) return;
  const leg = fact.data.leg ?? 0;
  const isIn = { leg, place: 'in', by: fact.data.by } as const;
  const now = new Set(fact.data.items.map(({ id }) => id));
  const known = before.items.map((item): BookedItem => (now.has(item.id) ? { ...item, ...isIn } : item));
  const names = new Set(before.items.map(({ id }) => id));
  const added = fact.data.items.filter(({ id }) => !names.has(id)).map(({ id }): BookedItem => ({ id, ...isIn }));
  const legs = fact.kept ? { legs: withMoreTags(before.legs, leg + 1, fact.kept.tags) } : {};
  const untilMs = timeOf(fact.data.until);
  changeReservation(books, before.id, {
    ...legs, items: [...known, ...added], state: 'occupied', leg: Math.max(before.leg, leg + 1), untilMs,
    hasExpired: hasStillExpired(before, untilMs), depositedMs: at.ms, putInBy: fact.data.by,
    reopenUntilAgeMs: at.ageMs + books.settings.dropOffReopenWindow, accessUntilAgeMs: null, collectedBy: null,
  });
}

function abandoned(books: Draft, fact: Of<'deposit.abandoned'>): void {
  const before = own(books.reservations, fact.data.reservation);
  if (!before) return;
  const back = new Set(fact.data.items.map(({ id }) => id));
  const items = before.items.map((item): BookedItem => (back.has(item.id) ? { ...item, place: 'expected' } : item));
  const leg = fact.data.leg ?? 0;
  const isEmpty = items.every((item) => item.place !== 'in');
  const untilMs = before.legs[leg]?.untilMs ?? null;
  const emptied = { state: 'reserved', leg, depositedMs: null, untilMs, hasExpired: false, putInBy: null } as const;
  changeReservation(books, before.id, { items, reopenUntilAgeMs: null, ...(isEmpty ? emptied : {}) });
}

function collected(books: Draft, fact: Of<'pickup.completed'>, at: Moment): void {
  const before = own(books.reservations, fact.data.reservation);
  endVisit(books, fact.data.locker, at);
  if (!before) return;
  const items = before.items.map((item): BookedItem => (item.place === 'in' ? { ...item, place: 'out' } : item));
  const leg = (fact.data.leg ?? before.legs.length - 1) + 1;
  const next = before.legs[leg];
  if (!next) return over(books, before.id, fact.data.locker, fact.data.by, at);
  changeReservation(books, before.id, { items, leg, state: 'reserved', untilMs: next.untilMs, hasExpired: false });
}

function leftSome(books: Draft, fact: Of<'pickup.partial'>, at: Moment): void {
  const before = own(books.reservations, fact.data.reservation);
  endVisit(books, fact.data.locker, at);
  if (!before) return;
  const left = new Set(fact.data.left.map(({ id }) => id));
  const taken = new Set(fact.data.items.map(({ id }) => id));
  const items = before.items.map((item): BookedItem => {
    if (left.has(item.id)) return { ...item, place: 'in' };
    return taken.has(item.id) ? { ...item, place: 'out' } : item;
  });
  changeReservation(books, before.id, {
    items, state: 'occupied', leg: fact.data.leg ?? before.legs.length - 1, collectedBy: null, accessUntilAgeMs: null,
  });
}

function stored(books: Draft, fact: Of<'storage.started'>, at: Moment): void {
  endKeeping(books, books.visits[fact.data.locker], at);
  const before = own(books.reservations, fact.data.reservation);
  endVisit(books, fact.data.locker, at);
  if (!before) return;
  // From now on the reservation says when it ends, and the leg's own end, which was asked for before, is void.
  const legs = before.legs.map((leg, index) => (index === before.leg ? { ...leg, untilMs: null } : leg));
  changeReservation(books, before.id, {
    legs, state: 'occupied', depositedMs: at.ms, untilMs: timeOf(fact.data.until), hasExpired: false, putInBy: fact.data.by,
  });
}

function extended(books: Draft, fact: Of<'storage.extended'>): void {
  const before = own(books.reservations, fact.data.reservation);
  const untilMs = timeOf(fact.data.until);
  if (before) changeReservation(books, before.id, { untilMs, hasExpired: hasStillExpired(before, untilMs) });
}

/** All legs are done: the locker is kept a while for whoever was there last, and then free. */
function over(books: Draft, id: string, locker: number, by: By | null, at: Moment): void {
  const before = own(books.reservations, id);
  endVisit(books, locker, at);
  if (!before) return;
  changeReservation(books, id, {
    items: before.items.map((item): BookedItem => (item.place === 'in' ? { ...item, place: 'out' } : item)),
    leg: before.legs.length, state: 'collected', collectedBy: by,
    accessUntilAgeMs: at.ageMs + books.settings.lockerAccessAfterPickup,
  });
}

/** Whoever has been at their belongings may say for a while that these are all out, with the door shut. */
export function endKeeping(books: Draft, visit: Visit | undefined, at: Moment): void {
  if (visit?.purpose !== 'keep' || visit.reservation === null) return;
  if (own(books.reservations, visit.reservation)?.state === 'collected') return;
  changeReservation(books, visit.reservation, { reopenUntilAgeMs: at.ageMs + books.settings.lockerAccessAfterPickup });
}

function endVisit(books: Draft, locker: number, at: Moment): void {
  delete books.visits[locker];
  changeLocker(books, locker, { usedMs: at.ms });
}

/** A time that nobody can read is none: with NaN nothing would ever come due again. */
function timeOf(iso: string | null): number | null {
  const ms = iso === null ? NaN : Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}
