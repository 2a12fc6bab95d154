import { never } from '../../statecharts/never.ts';
import type { ReleaseRefusal } from '../../statecharts/session/session.events.ts';
import type { CredentialTrouble } from '../contract/events.ts';
import type { Item, LegDeed, ReservationKind } from '../contract/parts.ts';
import type { Books } from './books.ts';
import { byOf, type Identity } from './identity.ts';
import { isPartyTo } from './leg-rights.ts';
import { puttingLeg } from './legs.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { isOverdue, itemsAt, nextLeg, type Reservation } from './reservation.ts';
import { judge } from './visit-rules.ts';
import { mayEndUnopened, type WantedVisit } from './visits.ts';

/** What somebody may do at one locker now: as much as the screen needs, and nothing about anybody else. */
export interface OpenableLocker {
  readonly visit: WantedVisit & { readonly purpose: OpenPurpose; readonly reservation: string };
  readonly kind: ReservationKind;
  /** What is done already, and may be done once more: the door was shut a moment ago. */
  readonly again: boolean;
  /** What lies there, or has been taken out a moment ago. */
  readonly items: readonly Item[];
  /** What this leg is expected to put in. */
  readonly awaited: readonly Item[];
  /** The name of the department for which they come; `null` for their own. */
  readonly department: string | null;
  /** Storage and parcels: when they are overdue. Claims: when they lapse. */
  readonly untilMs: number | null;
  readonly isOverdue: boolean;
  /** Storage that its holder may end here; and whether they may do so without opening it. */
  readonly mayEnd: boolean;
  readonly mayEndUnopened: boolean;
  /** It is theirs, but does not open just now. */
  readonly trouble: Extract<ReleaseRefusal, 'locker-busy' | 'bank-trouble'> | null;
}

type OpenPurpose = 'pickup' | 'swap' | 'keep' | 'deposit';

/** The order of a way through the bank: hands are emptied last. */
const order: readonly OpenPurpose[] = ['pickup', 'swap', 'keep', 'deposit'];

/**
 * The lockers that somebody may open now, in the order in which to open them: their own before their department's where
 * the settings part the two, what is new before what is only reopened, what is due first before what has time; one
 * locker's entries together. Expired parcels are not among them. Staff come with a parcel, not for a list: none here.
 */
export function lockersOf(books: Books, identity: Identity, now: Moment): readonly OpenableLocker[] {
  const found = reservationsOf(books, identity).flatMap((reservation) => openable(books, identity, reservation, now) ?? []);
  const parts = books.settings.departmentSplit;
  const rank = ({ department, again, visit, untilMs }: OpenableLocker) => [
    Number(parts && department !== null), Number(again), order.indexOf(visit.purpose), untilMs ?? Infinity, visit.locker,
  ];
  return together(found.toSorted((a, b) => compare(rank(a), rank(b))), parts);
}

/** What was theirs and has expired: they are told so, and that the operators have it. */
export function expiredOf(books: Books, identity: Identity, now: Moment): readonly Reservation[] {
  if (identity.kind === 'staff') return [];
  return reservationsOf(books, identity).filter((reservation) =>
    hasExpired(reservation, now) && reservation.state === 'occupied' && isPartyTo(books, identity, reservation, reservation.leg, now));
}

/**
 * Why a leg opens nothing now, for the journal alone: `used`, `expired`, `nothing-in-yet`, `not-yet`, or `not-allowed`
 * for what neither its turn nor its time explains.
 */
export function whyNot(reservation: Reservation, index: number, now: Moment): CredentialTrouble {
  const leg = reservation.legs[index];
  if (!leg || index < reservation.leg) return 'used';
  const needsItems = leg.does === 'collect' || leg.does === 'swap';
  if (reservation.state === 'reserved' && (needsItems || index > reservation.leg)) return 'nothing-in-yet';
  if (index > reservation.leg) return 'not-yet';
  const isOver = leg.does !== 'keep' && leg.untilMs !== null && now.ms >= leg.untilMs;
  return isOver || isOverdue(reservation, now) ? 'expired' : 'not-allowed';
}

function reservationsOf(books: Books, identity: Identity): readonly Reservation[] {
  switch (identity.kind) {
    case 'holder': {
      const reservation = own(books.reservations, identity.reservation);
      return reservation ? [reservation] : [];
    }
    case 'recipient':
      return Object.values(books.reservations);
    case 'staff':
      return [];
    default:
      return never(identity, 'identity');
  }
}

/** At most one thing to do at a time: what comes next goes before reopening what was last. */
function openable(books: Books, identity: Identity, reservation: Reservation, now: Moment): OpenableLocker | null {
  for (const leg of [reservation.leg, reservation.state === 'collected' ? reservation.legs.length - 1 : puttingLeg(reservation)]) {
    const does = reservation.legs[leg]?.does;
    if (does === undefined || (leg === reservation.leg && hasExpired(reservation, now))) continue;
    const found = entry(books, identity, { reservation, leg, purpose: purposeOf(does) }, now);
    if (found) return found;
  }
  return null;
}

interface Candidate {
  readonly reservation: Reservation;
  readonly leg: number;
  readonly purpose: OpenPurpose;
}

function entry(books: Books, identity: Identity, { reservation, leg, purpose }: Candidate, now: Moment): OpenableLocker | null {
  const locker = books.lockers[reservation.locker];
  if (!locker) return null;
  const by = byOf(identity, reservation);
  const judged = judge({ books, purpose, locker, items: null, ends: false, identity, by, now }, reservation);
  const trouble = judged.kind === 'refused' ? judged.why : null;
  if (trouble === 'not-allowed' || trouble === 'window-over') return null;
  if (judged.kind === 'may' && judged.leg !== leg) return null;
  const party = reservation.legs[leg]?.party;
  const mayEnd = purpose === 'keep' && reservation.state === 'occupied' && !reservation.shared;
  return {
    visit: { purpose, locker: locker.number, reservation: reservation.id },
    kind: reservation.kind, again: leg < reservation.leg,
    items: itemsAt(reservation, reservation.state === 'collected' ? 'out' : 'in').map(({ id }) => ({ id })),
    awaited: itemsAt(reservation, 'expected').filter((item) => item.leg === leg).map(({ id }) => ({ id })),
    department: party?.type === 'department' ? (own(books.directory.departments, party.id)?.name ?? party.id) : null,
    untilMs: reservation.untilMs, isOverdue: isOverdue(reservation, now),
    mayEnd, mayEndUnopened: mayEnd && mayEndUnopened(books, reservation, now), trouble,
  };
}

/** Storage that is overdue is another matter: what becomes of it then is a setting. */
function hasExpired(reservation: Reservation, now: Moment): boolean {
  if (reservation.state === 'collected' || !isOverdue(reservation, now)) return false;
  return reservation.state === 'reserved' || nextLeg(reservation)?.does !== 'keep';
}

function purposeOf(does: LegDeed): OpenPurpose {
  switch (does) {
    case 'collect':
      return 'pickup';
    case 'deposit':
    case 'swap':
    case 'keep':
      return does;
    default:
      return never(does, 'deed of a leg');
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** Nobody walks to one locker twice: its later entries move up to its first, unless the settings part them. */
function together(sorted: readonly OpenableLocker[], parts: boolean): readonly OpenableLocker[] {
  const groups = new Map<string, OpenableLocker[]>();
  for (const one of sorted) {
    const key = `${String(one.visit.locker)}/${String(parts && one.department !== null)}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flat();
}
