import type { KnownPerson, Offers } from '../../statecharts/session/session.events.ts';
import type { Books } from '../bank/books.ts';
import type { Permission } from '../bank/directory.ts';
import type { Identity } from '../bank/identity.ts';
import { isStaffWith, staffInForce } from '../bank/leg-rights.ts';
import type { OpenableLocker } from '../bank/lockers-of.ts';
import type { Moment } from '../bank/moment.ts';
import { own } from '../bank/own.ts';
import { storedBy } from '../bank/put.ts';
import type { Settings } from '../bank/settings.ts';
import { asRecipient } from '../bank/sign-in.ts';
import { expiredRows } from '../bank/staff.ts';
import { extensionOf } from './screen-parts.ts';

/** What a person is told apart by, and what there is to do for them: as the books of now have it. */

/** What any of them lets somebody do with lockers at the kiosk. */
const administering: readonly Permission[] = ['open', 'end-reservations', 'remove-expired', 'in-out-of-service'];

export function personOf(books: Books, identity: Identity, now: Moment): KnownPerson {
  if (identity.kind !== 'staff') {
    const name = identity.kind === 'recipient' ? (own(books.directory.recipients, identity.id)?.name ?? null) : null;
    return { role: 'recipient', name, administers: false, delivers: false, receives: true };
  }
  const entry = staffInForce(books, identity, now);
  return {
    // A technician does at the kiosk what an operator does there, as far as the directory lets them.
    role: identity.role === 'technician' ? 'operator' : identity.role,
    name: entry?.name ?? null,
    administers: administering.some((one) => isStaffWith(books, identity, one, now)),
    delivers: entry?.permissions.includes(identity.role === 'carrier' ? 'carrier-drop-off' : 'drop-off') ?? false,
    receives: asRecipient(books, identity) !== null,
  };
}

/** @param lockers what they may open now */
export function offersOf(books: Books, identity: Identity, lockers: readonly OpenableLocker[], now: Moment): Offers {
  return {
    visits: lockers.map(({ visit, mayEnd }) => (visit.purpose === 'keep' && !mayEnd ? { ...visit, ends: false } : visit)),
    stores: storesFor(books, identity),
    alters: altersAny(books, lockers, now),
    expired: mayRemove(books, identity, now) ? new Set(expiredRows(books, now).map(({ locker }) => locker)).size : 0,
  };
}

/** Storage without an end is asked about at each opening: no other choice comes before that. */
function altersAny(books: Books, lockers: readonly OpenableLocker[], now: Moment): boolean {
  if (books.settings.storageDuration === 'unlimited') return false;
  return lockers.some(({ visit, mayEndUnopened }) =>
    mayEndUnopened || extensionOf(books, own(books.reservations, visit.reservation), now) !== null);
}

/** Whether somebody who is nobody in the directory may store belongings: they come back with a code. */
export function storesForVisitors({ bankModes, reservationWithoutRecipient, loginMethods }: Settings): boolean {
  return bankModes.includes('storage') && reservationWithoutRecipient && loginMethods.includes('code');
}

function storesFor(books: Books, identity: Identity): boolean {
  if (identity.kind !== 'recipient' || !books.settings.bankModes.includes('storage')) return false;
  if (own(books.directory.recipients, identity.id) === undefined) return false;
  return storedBy(books, { type: 'recipient', id: identity.id }) < books.settings.storagePerPerson;
}

function mayRemove(books: Books, identity: Identity, now: Moment): boolean {
  return isStaffWith(books, identity, 'remove-expired', now) || isStaffWith(books, identity, 'end-reservations', now);
}
