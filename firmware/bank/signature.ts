import type { Books } from './books.ts';
import { aboutLocker, type Fact } from './facts.ts';
import { byOf, type Visitor } from './identity.ts';
import { isPartyTo } from './leg-rights.ts';
import { namedLeg } from './legs.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { itemsAt, parcelOf } from './reservation.ts';

/**
 * Somebody has signed for what they are about to take out: one event for each reservation that is theirs to collect now.
 * The contract carries no strokes, only their hash: with a copy of the drawing anybody can show that it is the one.
 * @returns what is to be journaled; `null` where nothing of it is theirs
 */
export function decideSignature(
  books: Books,
  reservations: readonly string[],
  sha256: string,
  { identity, session }: Visitor,
  now: Moment,
): readonly Fact[] | null {
  const facts = [...new Set(reservations)].flatMap((id) => {
    const reservation = own(books.reservations, id);
    if (!reservation || reservation.state !== 'occupied') return [];
    const { leg, locker } = reservation;
    if (!isPartyTo(books, identity, reservation, leg, now)) return [];
    const by = byOf(identity, reservation);
    const data = { ...parcelOf(reservation, itemsAt(reservation, 'in')), by, ...namedLeg(reservation, leg, 'out'), sha256 };
    return [aboutLocker('signature.captured', locker, data, { session })];
  });
  return facts.length > 0 ? facts : null;
}
