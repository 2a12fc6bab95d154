import type { Books } from './books.ts';
import { normalLabel } from './codes.ts';
import { byOf, type Visitor } from './identity.ts';
import { findLabels, type LabelledItem } from './labels.ts';
import { lockersOf } from './lockers-of.ts';
import { allRemembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { nextLeg, type Reservation } from './reservation.ts';
import { judge } from './visit-rules.ts';
import type { WantedVisit } from './visits.ts';

type ParcelNotice = 'parcel-unknown' | 'parcel-already-in' | 'locker-busy' | 'bank-trouble';

export type ParcelAnswer =
  | { readonly kind: 'found'; readonly visit: WantedVisit & { readonly reservation: string } }
  | { readonly kind: 'refused'; readonly why: ParcelNotice | 'not-allowed' };

/**
 * Which locker a label is about: that of a parcel which is awaited, or of an asset that is to be put in or taken out.
 * What is printed on a thing is a way to look it up and no secret: it opens for staff who may, and for people who have
 * shown by another credential that it is theirs. Whoever has shown nothing is told the same of every label.
 */
export function findParcel(books: Books, label: string, visitor: Visitor | null, now: Moment): ParcelAnswer {
  if (visitor === null) return { kind: 'refused', why: 'parcel-unknown' };
  return visitor.identity.kind === 'staff' ? findForStaff(books, label, visitor, now) : findTheirs(books, label, visitor, now);
}

/** Whether anything that the bank remembers has this label. */
export function isLabel(books: Books, text: string, now: Moment): boolean {
  return allRemembered(books, now).some((reservation) => bears(reservation.items, text));
}

function findTheirs(books: Books, label: string, { identity }: Visitor, now: Moment): ParcelAnswer {
  const found = lockersOf(books, identity, now).find(({ items, awaited }) => bears([...items, ...awaited], label));
  return found ? { kind: 'found', visit: found.visit } : { kind: 'refused', why: 'parcel-unknown' };
}

function findForStaff(books: Books, label: string, visitor: Visitor, now: Moment): ParcelAnswer {
  const { awaited, isAnyIn } = findLabels(books, [label]);
  const waiting = awaited.get(label);
  if (waiting) return judged(books, waiting.reservation, putInVisit(waiting), visitor, now);
  if (!isAnyIn) return { kind: 'refused', why: 'parcel-unknown' };
  const asset = Object.values(books.reservations).find((reservation) =>
    reservation.state === 'occupied' && nextLeg(reservation)?.party === null && bears(reservation.items, label));
  const purpose = asset && nextLeg(asset)?.does === 'collect' ? 'pickup' : null;
  if (!asset || purpose === null) return { kind: 'refused', why: 'parcel-already-in' };
  return judged(books, asset, { purpose, locker: asset.locker, reservation: asset.id }, visitor, now);
}

/** A label speaks for its own thing: what else is awaited there may still be on its way, and is put in by its own label. */
function putInVisit({ reservation, item }: LabelledItem): WantedVisit & { readonly reservation: string } {
  const { id, locker, leg, legs } = reservation;
  const isSwap = item.leg === leg && legs[leg]?.does === 'swap';
  return { purpose: isSwap ? 'swap' : 'deposit', locker, reservation: id, items: [item.id] };
}

function judged(
  books: Books,
  reservation: Reservation,
  visit: WantedVisit & { readonly reservation: string },
  { identity }: Visitor,
  now: Moment,
): ParcelAnswer {
  const locker = books.lockers[visit.locker];
  if (!locker) return { kind: 'refused', why: 'parcel-unknown' };
  const asked = { purpose: visit.purpose, locker, items: visit.items ?? null, ends: false, identity, by: byOf(identity, reservation), now };
  const answer = judge({ books, ...asked }, reservation);
  if (answer.kind === 'may') return { kind: 'found', visit };
  return { kind: 'refused', why: answer.why === 'window-over' ? 'parcel-unknown' : answer.why };
}

function bears(items: readonly { readonly id: string }[], label: string): boolean {
  const wanted = normalLabel(label);
  return items.some(({ id }) => normalLabel(id) === wanted);
}
