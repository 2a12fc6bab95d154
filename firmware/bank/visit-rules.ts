import { never } from '../../statecharts/never.ts';
import type { ReleaseRefusal } from '../../statecharts/session/session.events.ts';
import type { By } from '../contract/parts.ts';
import type { Books, LockerBook, Purpose } from './books.ts';
import { isOfVisit } from './doubt.ts';
import type { Identity } from './identity.ts';
import { houseStaff, isPartyTo, isSame, mayAddTo, mayBeginStorage, mayDoLeg, mayEmpty, mayLook } from './leg-rights.ts';
import { puttingLeg } from './legs.ts';
import type { Moment } from './moment.ts';
import { isSameParty } from './parties.ts';
import { isLive, isOverdue, itemsAt, mayStillReopen, nextLeg, type Reservation } from './reservation.ts';

/** A visit that somebody wants, with everything that it is judged by. */
interface Asked {
  readonly books: Books;
  readonly purpose: Exclude<Purpose, 'remote'>;
  readonly locker: LockerBook;
  readonly items: readonly string[] | null;
  readonly ends: boolean;
  readonly identity: Identity;
  readonly by: By | null;
  readonly now: Moment;
}

/** `again`: what the visit is for has been done already. `items`: `null` for all that are expected, or there. */
type Judgement = Permitted | Refused;

export interface Permitted {
  readonly kind: 'may';
  readonly leg: number;
  readonly again: boolean;
  readonly items: readonly string[] | null;
  readonly ends: boolean;
}

export interface Refused {
  readonly kind: 'refused';
  readonly why: ReleaseRefusal;
}

/** Whether a door may be opened for a purpose: by the legs of the reservation, the rights of the person, and the locker. */
export function judge(asked: Asked, reservation: Reservation | undefined): Judgement {
  if (asked.purpose === 'look') return judgeLook(asked);
  if (!reservation) return refused('window-over');
  switch (asked.purpose) {
    case 'deposit':
      return judgeDeposit(asked, reservation);
    case 'pickup':
      return judgePickup(asked, reservation);
    case 'swap':
      return judgeSwap(asked, reservation);
    case 'keep':
      return judgeKeep(asked, reservation);
    case 'empty':
      return judgeEmpty(asked, reservation);
    default:
      return never(asked.purpose, 'purpose of a visit');
  }
}

function judgeDeposit(asked: Asked, reservation: Reservation): Judgement {
  if (reservation.state === 'occupied') return judgeSecondDeposit(asked, reservation);
  if (reservation.state === 'collected' || nextLeg(reservation)?.does !== 'deposit') return refused('window-over');
  if (!mayDoLeg(asked.books, asked.identity, reservation, reservation.leg, asked.now)) return refused('not-allowed');
  if (asked.items !== null && !areAt(reservation, 'expected', asked.items)) return refused('window-over');
  return putIn(asked, reservation, reservation.leg);
}

/** Something lies there: more is put to it, or whoever put it in opens once more. */
function judgeSecondDeposit(asked: Asked, reservation: Reservation): Judgement {
  const leg = puttingLeg(reservation);
  const isReopening = mayReopen(asked, reservation);
  if (asked.items === null || areAt(reservation, 'in', asked.items)) {
    return isReopening ? once(leg) : tooLate(asked, reservation, leg);
  }
  // Where no label says what lies there, nobody could say what is left once the new thing is taken back.
  if (leg < 0 || !areAt(reservation, 'expected', asked.items) || itemsAt(reservation, 'in').length === 0) return refused('window-over');
  if (!isReopening && !mayAddTo(asked.books, asked.identity, reservation, asked.now)) return refused('not-allowed');
  return putIn(asked, reservation, leg);
}

function judgePickup(asked: Asked, reservation: Reservation): Judgement {
  const { books, identity, now } = asked;
  if (reservation.state === 'reserved') return refused('window-over');
  if (reservation.state === 'collected') return judgeCollected(asked, reservation, 'collect');
  if (nextLeg(reservation)?.does !== 'collect') return refused('window-over');
  if (isTooOld(asked, reservation)) return refused('window-over');
  if (!mayDoLeg(books, identity, reservation, reservation.leg, now)) return tooLate(asked, reservation, reservation.leg);
  if (asked.items !== null && !areAt(reservation, 'in', asked.items)) return refused('window-over');
  return holdsOthers(asked, reservation) ? refused('not-allowed') : may(reservation.leg, { items: asked.items });
}

/** What has expired is the house's to hand out. */
function isTooOld({ identity, now }: Asked, reservation: Reservation): boolean {
  return identity.kind !== 'staff' && isOverdue(reservation, now);
}

function judgeSwap(asked: Asked, reservation: Reservation): Judgement {
  const { books, identity, now } = asked;
  if (reservation.state !== 'collected' && nextLeg(reservation)?.does === 'swap') {
    if (isTooOld(asked, reservation)) return refused('window-over');
    if (!mayDoLeg(books, identity, reservation, reservation.leg, now)) return tooLate(asked, reservation, reservation.leg);
    if (asked.items !== null && !areAt(reservation, 'expected', asked.items)) return refused('window-over');
    return putIn(asked, reservation, reservation.leg);
  }
  const leg = puttingLeg(reservation);
  if (reservation.state !== 'occupied' || reservation.legs[leg]?.does !== 'swap') return refused('window-over');
  return mayReopen(asked, reservation) ? once(leg) : tooLate(asked, reservation, leg);
}

function judgeKeep(asked: Asked, reservation: Reservation): Judgement {
  const { books, identity, now, ends } = asked;
  if (reservation.state === 'collected') return judgeCollected(asked, reservation, 'keep');
  const { leg } = reservation;
  if (nextLeg(reservation)?.does !== 'keep') return refused('window-over');
  const isBegun = reservation.state === 'occupied';
  const mayBegin = !isBegun && mayBeginStorage(books, identity, now);
  if (!mayBegin && !mayDoLeg(books, identity, reservation, leg, now)) return refused('not-allowed');
  if (!isBegun) return putIn(asked, reservation, leg);
  if (holdsOthers(asked, reservation)) return refused('not-allowed');
  const isLate = isOverdue(reservation, now) && !reservation.shared;
  if (isLate && books.settings.overdueStorage === 'staff-only') return refused('window-over');
  return { kind: 'may', leg, again: true, items: null, ends: (ends || isLate) && !reservation.shared };
}

/** All is done, and whoever did it opens once more within the time that was promised then. */
function judgeCollected(asked: Asked, reservation: Reservation, does: 'collect' | 'keep'): Judgement {
  const { books, identity, by, now } = asked;
  const leg = reservation.legs.length - 1;
  if (reservation.legs[leg]?.does !== does) return refused('window-over');
  if (!isPartyTo(books, identity, reservation, leg, now)) return refused('not-allowed');
  return isLive(reservation, now) && isSame(reservation.collectedBy, by) ? once(leg) : refused('window-over');
}

/** Ends the whole reservation, whichever leg it waits for: hence the last one. */
function judgeEmpty(asked: Asked, reservation: Reservation): Judgement {
  const { books, identity, by, now, items } = asked;
  const leg = reservation.legs.length - 1;
  if (!mayEmpty(books, identity, reservation, isOverdue(reservation, now), now)) return refused('not-allowed');
  switch (reservation.state) {
    case 'reserved':
      return refused('window-over');
    case 'collected':
      return isLive(reservation, now) && isSame(reservation.collectedBy, by) ? once(leg) : refused('window-over');
    case 'occupied':
      return items !== null && !areAt(reservation, 'in', items) ? refused('window-over') : may(leg, { items });
    default:
      return never(reservation.state, 'state of a reservation');
  }
}

/** Where an occupied locker opens for its recipient alone, an administrator still looks: somebody has to. */
function judgeLook({ books, identity, locker, now }: Asked): Judgement {
  if (!mayLook(books, identity, now)) return refused('not-allowed');
  const isClosedToStaff = books.settings.addToOccupied === 'nobody' && occupying(books, locker.number).length > 0;
  return isClosedToStaff && houseStaff(books, identity, now)?.role !== 'administrator' ? refused('not-allowed') : may(0, {});
}

/** What must hold wherever something new goes in. */
function putIn(asked: Asked, reservation: Reservation, leg: number): Judgement {
  const { books, locker, identity, items, ends, now } = asked;
  const isTakenFrom = asked.purpose === 'swap' && reservation.state === 'occupied';
  if (books.degraded.includes('disk-full') && !isTakenFrom) return refused('bank-trouble');
  // Nobody would see it go in: it could never be fetched.
  if (locker.door === 'unknown' || locker.outOfService !== null) return refused('locker-busy');
  // Opened from afar, what lies there is in as much doubt as it will be once the door has shut.
  const isOpenedRemotely = books.visits[locker.number]?.purpose === 'remote' && reservation.state === 'occupied';
  const isSure = (!isOpenedRemotely && (locker.doubt === null || isOfVisit(locker.doubt))) || mayLook(books, identity, now);
  if (!isSure && !isTakenFrom) return refused('locker-busy');
  return holdsOthers(asked, reservation) ? refused('not-allowed') : may(leg, { items, ends: ends && !reservation.shared });
}

/** Things of another reservation in the same locker: one party's own never lie open to another party. */
function holdsOthers({ books, identity, now, purpose }: Asked, reservation: Reservation): boolean {
  return occupying(books, reservation.locker).some((other) => {
    if (other.id === reservation.id) return false;
    if (!isSameParty(other.party, reservation.party)) return true;
    return purpose === 'deposit' && !mayAddTo(books, identity, other, now);
  });
}

function occupying(books: Books, locker: number): readonly Reservation[] {
  return (books.claims[locker] ?? []).flatMap((id) => {
    const reservation = books.reservations[id];
    return reservation?.state === 'occupied' ? [reservation] : [];
  });
}

/** Within their reopen window whoever put in last may open once more, whatever hours and settings say. */
export function mayReopen({ books, identity, by, now }: Reopening, reservation: Reservation): boolean {
  const leg = puttingLeg(reservation);
  return leg >= 0 && mayStillReopen(reservation, now) && isSame(reservation.putInBy, by) && isPutBy(books, identity, reservation, leg, now);
}

type Reopening = Pick<Asked, 'books' | 'identity' | 'by' | 'now'>;

/** Whoever added something is not always party to the leg that put in what lay there before. */
function isPutBy(books: Books, identity: Identity, reservation: Reservation, leg: number, now: Moment): boolean {
  return isPartyTo(books, identity, reservation, leg, now) || mayAddTo(books, identity, reservation, now);
}

/** Says no more to strangers than that they may not. */
function tooLate({ books, identity, now }: Asked, reservation: Reservation, leg: number): Judgement {
  return refused(isPartyTo(books, identity, reservation, leg, now) ? 'window-over' : 'not-allowed');
}

function areAt(reservation: Reservation, place: 'expected' | 'in', ids: readonly string[]): boolean {
  const there = new Set(itemsAt(reservation, place).map(({ id }) => id));
  return ids.length > 0 && ids.every((id) => there.has(id));
}

function may(leg: number, { items = null, ends = false }: Partial<Pick<Permitted, 'items' | 'ends'>>): Permitted {
  return { kind: 'may', leg, again: false, items, ends };
}

function once(leg: number): Permitted {
  return { kind: 'may', leg, again: true, items: null, ends: false };
}

export function refused(why: ReleaseRefusal): Refused {
  return { kind: 'refused', why };
}
