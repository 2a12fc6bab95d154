import type { Books, LockerBook } from './books.ts';
import { own, setOwn } from './own.ts';
import type { Reservation } from './reservation.ts';

/** What is changed entry by entry; everything else of the books is replaced as a whole. */
type Shelf = 'lockers' | 'reservations' | 'claims' | 'codeTags' | 'visits' | 'misses' | 'burned' | 'commands' | 'documents';

/** The books while a fact is being folded into them: the only moment at which they change. */
export type Draft = { -readonly [K in keyof Books]: K extends Shelf ? { -readonly [Id in keyof Books[K]]: Books[K][Id] } : Books[K] };

export function changeLocker(books: Draft, number: number, change: Partial<LockerBook>): void {
  const before = books.lockers[number];
  if (before) books.lockers[number] = { ...before, ...change }; // The profile may have lost it since; its history stays readable.
}

export function putReservation(books: Draft, reservation: Reservation): void {
  dropReservation(books, reservation.id);
  setOwn(books.reservations, reservation.id, reservation);
  books.claims[reservation.locker] = [...(books.claims[reservation.locker] ?? []), reservation.id];
  for (const leg of reservation.legs) for (const tag of leg.tags) books.codeTags[tag] = reservation.id;
}

export function changeReservation(books: Draft, id: string, change: Partial<Reservation>): void {
  const before = own(books.reservations, id);
  if (!before) return;
  if (change.legs === undefined) setOwn(books.reservations, id, { ...before, ...change });
  else putReservation(books, { ...before, ...change });
}

export function dropReservation(books: Draft, id: string): void {
  const before = own(books.reservations, id);
  if (!before) return;
  // A code that is free again may have been given to another reservation since.
  for (const tag of before.legs.flatMap(({ tags }) => tags)) if (books.codeTags[tag] === id) delete books.codeTags[tag];
  const others = (books.claims[before.locker] ?? []).filter((other) => other !== id);
  if (others.length > 0) books.claims[before.locker] = others;
  else delete books.claims[before.locker];
  delete books.reservations[id];
}
