import type { Books } from './books.ts';
import type { Reservation } from './reservation.ts';

/**
 * Every reservation that is not over, in the order of their lockers. By way of the claims: a bank remembers ten times
 * as many that are over, and listing a record from which entries keep going takes many times as long as looking them up.
 */
export function claimants(books: Books): readonly Reservation[] {
  const found: Reservation[] = [];
  for (const ids of Object.values(books.claims)) {
    for (const id of ids) {
      const reservation = books.reservations[id];
      if (reservation && reservation.state !== 'collected') found.push(reservation);
    }
  }
  return found;
}
