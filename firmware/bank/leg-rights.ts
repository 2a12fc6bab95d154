import { never } from '../../statecharts/never.ts';
import type { By, LegDeed } from '../contract/parts.ts';
import type { Books } from './books.ts';
import { isDirectoryOutdated } from './directory-age.ts';
import type { Permission, StaffEntry } from './directory.ts';
import { byOf, type Identity } from './identity.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import type { Leg, Reservation } from './reservation.ts';
import { wallTime } from './wall-time.ts';

/**
 * Who may do what with a reservation: judged anew at every release, by the directory in force then. Whatever is not
 * said here is refused.
 */

/** The entry of a staff member whose rights can be relied on: still in the directory, in the same role, and not too old. */
export function staffInForce(books: Books, identity: Identity, now: Moment): StaffEntry | null {
  if (identity.kind !== 'staff' || isDirectoryOutdated(books, now)) return null;
  const entry = own(books.directory.staff, identity.id);
  return entry?.role === identity.role ? entry : null;
}

/** Staff other than carriers: these put in, and nothing else. */
export function houseStaff(books: Books, identity: Identity, now: Moment): StaffEntry | null {
  const entry = staffInForce(books, identity, now);
  return entry?.role === 'carrier' ? null : entry;
}

/** Whether somebody of the house has a permission, by the directory in force, as long as that is not too old. */
export function isStaffWith(books: Books, identity: Identity, permission: Permission, now: Moment): boolean {
  return houseStaff(books, identity, now)?.permissions.includes(permission) ?? false;
}

/** Whether somebody may open a locker only to look: what clears a doubt about anybody's locker. */
export function mayLook(books: Books, identity: Identity, now: Moment): boolean {
  return isStaffWith(books, identity, 'open', now);
}

/** Whether somebody may carry out a leg of a reservation now, apart from what the locker and the other legs say to it. */
export function mayDoLeg(books: Books, identity: Identity, reservation: Reservation, index: number, now: Moment): boolean {
  const leg = reservation.legs[index];
  return leg !== undefined && isPartyTo(books, identity, reservation, index, now) && isInTime(books, identity, leg, now);
}

/** The same without regard to hours and to the end of a code: enough for whoever has just been there, and opens again. */
export function isPartyTo(books: Books, identity: Identity, reservation: Reservation, index: number, now: Moment): boolean {
  const leg = reservation.legs[index];
  if (!leg) return false;
  switch (identity.kind) {
    case 'holder':
      return identity.reservation === reservation.id && identity.leg === index;
    case 'recipient':
      return isTheirs(books, identity.id, reservation, leg);
    case 'staff':
      return leg.party === null && doesForTheHouse(books, identity, reservation, leg.does, now);
    default:
      return never(identity, 'identity');
  }
}

/** A one-time PIN has an end. Storage has one too, but what becomes of it then is a setting. */
function isInTime(books: Books, identity: Identity, leg: Leg, now: Moment): boolean {
  switch (identity.kind) {
    case 'holder':
      return leg.does === 'keep' || leg.untilMs === null || now.ms < leg.untilMs;
    case 'recipient':
      return true;
    case 'staff':
      return isWithinHours(books, own(books.directory.staff, identity.id), now);
    default:
      return never(identity, 'identity');
  }
}

/** Their own, or their department's: everybody may put in for it and share its storage, but not everybody takes out. */
function isTheirs(books: Books, id: string, reservation: Reservation, leg: Leg): boolean {
  const person = own(books.directory.recipients, id);
  if (!person || leg.party === null) return false;
  if (leg.party.type === 'recipient') return leg.party.id === id;
  const department = leg.party.id;
  const isKeyContact = own(books.directory.departments, department)?.keyContacts.includes(id) ?? false;
  const isMember = isKeyContact || person.departments.includes(department);
  if (leg.does === 'deposit' || (leg.does === 'keep' && reservation.shared)) return isMember;
  switch (books.settings.departmentPickup) {
    case 'nobody':
      return false;
    case 'key-contacts':
      return isKeyContact;
    case 'members':
      return isMember;
    default:
      return never(books.settings.departmentPickup, 'who picks up for a department');
  }
}

/** What a leg without a party asks of staff. */
function doesForTheHouse(books: Books, identity: Identity, reservation: Reservation, does: LegDeed, now: Moment): boolean {
  switch (does) {
    case 'deposit':
      return isStaffWith(books, identity, 'drop-off', now) || isCarrierFor(books, identity, reservation, now);
    case 'swap':
      return isStaffWith(books, identity, 'drop-off', now);
    case 'collect':
    case 'keep':
      return isStaffWith(books, identity, 'open', now);
    default:
      return never(does, 'deed of a leg');
  }
}

/** By the locker itself: a small parcel may have got a large one. */
function isCarrierFor(books: Books, identity: Identity, reservation: Reservation, now: Moment): boolean {
  const entry = staffInForce(books, identity, now);
  if (entry?.role !== 'carrier' || !entry.permissions.includes('carrier-drop-off')) return false;
  return entry.sizes === null || entry.sizes.includes(books.lockers[reservation.locker]?.size ?? reservation.size);
}

/** Carriers come at their hours only; whoever has none given comes at any. */
export function isWithinHours(books: Books, entry: StaffEntry | undefined, now: Moment): boolean {
  if (!entry) return false;
  if (entry.hours === null) return true;
  const { weekday, minuteOfDay } = wallTime(now.ms, books.settings.timeZone);
  return entry.hours.some(({ days, fromMinute, untilMinute }) =>
    days.includes(weekday) && minuteOfDay >= fromMinute && minuteOfDay < untilMinute);
}

/** Whether somebody may put one more thing to what lies in an occupied locker, beyond their own reopen window. */
export function mayAddTo(books: Books, identity: Identity, reservation: Reservation, now: Moment): boolean {
  const { addToOccupied } = books.settings;
  if (addToOccupied === 'nobody') return false;
  if (isStaffWith(books, identity, 'drop-off', now)) return true;
  if (addToOccupied === 'staff' || !isCarrierFor(books, identity, reservation, now)) return false;
  if (identity.kind !== 'staff' || !isWithinHours(books, own(books.directory.staff, identity.id), now)) return false;
  return addToOccupied === 'anyone' || isSame(reservation.putInBy, byOf(identity, reservation));
}

/** Whether staff may take out what lies in a locker: storage that a department shares is an administrator's to end. */
export function mayEmpty(books: Books, identity: Identity, reservation: Reservation, isExpired: boolean, now: Moment): boolean {
  if (reservation.shared && houseStaff(books, identity, now)?.role !== 'administrator') return false;
  if (isStaffWith(books, identity, 'end-reservations', now)) return true;
  return isExpired && !reservation.shared && isStaffWith(books, identity, 'remove-expired', now);
}

/** Storage that waits for its first opening: nothing of anybody lies inside, so staff may begin it for somebody. */
export function mayBeginStorage(books: Books, identity: Identity, now: Moment): boolean {
  return isStaffWith(books, identity, 'reserve', now);
}

/** The same person, as far as anybody is known. Two who are known by a department's code alone are the same. */
export function isSame(one: By | null, other: By | null): boolean {
  return one?.role === other?.role && one?.id === other?.id;
}
