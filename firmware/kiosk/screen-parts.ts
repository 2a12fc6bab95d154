import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { AskedVisit, Offers, VisitedDoor } from '../../statecharts/session/session.events.ts';
import type { Books } from '../bank/books.ts';
import type { Visitor } from '../bank/identity.ts';
import { staffInForce } from '../bank/leg-rights.ts';
import type { OpenableLocker } from '../bank/lockers-of.ts';
import type { Moment } from '../bank/moment.ts';
import { own } from '../bank/own.ts';
import { itemsAt, type Reservation } from '../bank/reservation.ts';
import { expiredRows, lockerRows } from '../bank/staff.ts';
import { isFree } from '../bank/status.ts';
import { choiceOfLaterEnds } from '../bank/storage.ts';
import type { PeopleSearch } from './people-search.ts';
import type { DoorOnScreen, DoorPlace, LockerOffer, LockerOnScreen, SizeOffer } from './screens.ts';

/** What a screen is made from beside the session: the books of this moment, and who is asked about. */
export interface ScreenFrame {
  readonly books: Books;
  readonly now: Moment;
  readonly profile: Profile;
  readonly visitor: Visitor | null;
  /** What the person may open now. */
  readonly lockers: () => readonly OpenableLocker[];
  readonly placeOf: (locker: number) => DoorPlace;
  readonly people: PeopleSearch;
  /** The letters that have been typed of the name that is sought. */
  readonly letters: string;
  /** The code that was made for a visitor's locker. */
  readonly codeFor: (reservation: string | null) => string | null;
  /** Whether something is in the books only because it was brought in this session. */
  readonly isBrought: (reservation: string | null) => boolean;
}

/** The lockers that were offered, as they are now; what has come since is offered with the next list. */
export function offersOn({ books, now, lockers, placeOf }: ScreenFrame, { visits }: Offers): readonly LockerOffer[] {
  const isOffered = ({ visit }: OpenableLocker) =>
    visits.some(({ locker, reservation }) => locker === visit.locker && reservation === visit.reservation);
  return lockers().filter(isOffered).map((one) => {
    const { visit: { purpose, locker, reservation }, kind, again, items, awaited, department, untilMs, isOverdue, trouble } = one;
    const mayEnd = one.mayEndUnopened;
    return {
      ...placeOf(locker), purpose, kind, again, department, untilMs, isOverdue, trouble, mayEnd,
      items: (purpose === 'deposit' ? awaited : items).length,
      extension: extensionOf(books, own(books.reservations, reservation), now),
    };
  });
}

/** Until when storage can be made to last longer; `null` where it cannot. */
export function extensionOf(books: Books, reservation: Reservation | undefined, now: Moment): LockerOffer['extension'] {
  return reservation?.kind === 'storage' ? choiceOfLaterEnds(books.settings, reservation, now) : null;
}

export function doorOn({ books, placeOf }: ScreenFrame, { visit, is, why }: VisitedDoor): DoorOnScreen {
  return { ...placeOf(visit.locker), is, why, purpose: visit.purpose, items: labelsOf(visit, own(books.reservations, visit.reservation)) };
}

/** What is to be put in or taken out; before and after, in the books it is elsewhere. Belongings have no labels. */
function labelsOf({ purpose, items }: AskedVisit, reservation: Reservation | undefined): readonly string[] {
  if (items) return items;
  if (!reservation || purpose === 'keep' || purpose === 'look') return [];
  const isPutIn = purpose === 'deposit' || purpose === 'swap';
  const before = itemsAt(reservation, isPutIn ? 'expected' : 'in');
  const found = before.length > 0 ? before : itemsAt(reservation, isPutIn ? 'in' : 'out');
  return found.map(({ id }) => id);
}

/** The sizes of the cabinet, and how many of each are free for what somebody wants to put in. */
export function sizesOn({ books, now, profile, visitor }: ScreenFrame, kind: 'delivery' | 'storage'): readonly SizeOffer[] {
  const only = visitor && (staffInForce(books, visitor.identity, now)?.sizes ?? null);
  const lockers = Object.values(books.lockers);
  return profile.sizes
    .filter(({ name }) => lockers.some(({ size }) => size === name) && (!only || only.includes(name)))
    .map(({ name, widthMm, heightMm, depthMm }) => {
      const free = lockers.filter((one) => one.size === name && one.dedicatedTo === null && isFree(books, one, now)).length;
      const kept = kind === 'delivery' ? 0 : (own(books.settings.deliveryOnlyMinimum, name) ?? 0);
      return { size: name, widthMm, heightMm, depthMm, free: Math.max(0, free - kept) };
    });
}

/** Each locker once, the longest overdue first where only those are asked for. */
export function lockersOn({ books, now, placeOf }: ScreenFrame, only: 'all' | 'expired'): readonly LockerOnScreen[] {
  const rows = only === 'all' ? lockerRows(books, now) : expiredRows(books, now);
  return [...new Map(rows.map((row) => [row.locker, row])).values()].map((row) => ({
    ...placeOf(row.locker), size: row.size, status: row.status, isOpen: row.door === 'open', outOfService: row.outOfService,
    items: row.items,
  }));
}
