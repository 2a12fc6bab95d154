import { dayMs, hourMs } from '../../statecharts/units.ts';
import type { Books } from './books.ts';
import { dropReservation, type Draft } from './draft.ts';
import type { Stamp } from './fold.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import type { Reservation } from './reservation.ts';

/**
 * What the bank still knows, and how the books let go of the rest. Everything here follows from the journal alone, so that a
 * replay forgets at the same records. What is judged asks `remembered`, and never whether the books still hold something.
 */

/** What was collected is remembered for a day more than it may be reopened, for whoever asks what happened. */
const collectedMemoryMs = dayMs;

/** A command's id is remembered a week: longer than any command lives, so that a late repeat moves nothing. */
const commandMemoryMs = 7 * dayMs;

/** Beyond its expiry a token is remembered a day more, for clocks that disagree. */
const burnMemoryMs = dayMs;

/** Of more commands than these, a tenth goes, the oldest first. */
const commandsMost = 5_000;

/** A bank whose clock is never trusted forgets no token by date: beyond so many, those that expire first go. */
const burnedMost = 20_000;

/** To count thousands costs as much as to fold hundreds of facts: it is done at every 512th event, and may find as many too many. */
const countedEvery = 512;

/** By the age of the bank, which never falls: what is forgotten once is forgotten for good. Not as long as somebody is there. */
function isForgotten(books: Books, { id, locker, state, accessUntilAgeMs }: Reservation, now: Moment): boolean {
  if (state !== 'collected' || now.ageMs <= (accessUntilAgeMs ?? 0) + collectedMemoryMs) return false;
  return books.visits[locker]?.reservation !== id;
}

/** A reservation that the bank still knows. Whether an older one is still in the books is nobody's business. */
export function remembered(books: Books, id: string | null | undefined, now: Moment): Reservation | undefined {
  const reservation = own(books.reservations, id);
  return reservation && !isForgotten(books, reservation, now) ? reservation : undefined;
}

/** All that the bank still knows. */
export function allRemembered(books: Books, now: Moment): readonly Reservation[] {
  return Object.values(books.reservations).filter((reservation) => !isForgotten(books, reservation, now));
}

/**
 * Lets go of what is too old as the age of the bank passes a full hour, and of what is too much at every 512th event:
 * a fact in between costs nothing, however much is remembered.
 * @param beforeAgeMs the age of the bank before this record
 */
export function forget(books: Draft, { at, sequence }: Stamp, beforeAgeMs: number): void {
  if (Math.floor(beforeAgeMs / hourMs) !== Math.floor(books.ageMs / hourMs)) forgetOld(books, at);
  if (sequence !== null && sequence % countedEvery === 0) forgetTooMany(books);
}

function forgetOld(books: Draft, at: Moment): void {
  for (const reservation of Object.values(books.reservations)) {
    if (isForgotten(books, reservation, at)) dropReservation(books, reservation.id);
  }
  for (const [id, { atMs }] of Object.entries(books.commands)) if (at.ms - atMs > commandMemoryMs) delete books.commands[id];
  // By the floor, below which no clock falls again: a token that is forgotten has expired for good.
  for (const [id, untilMs] of Object.entries(books.burned)) if (untilMs + burnMemoryMs < books.floorMs) delete books.burned[id];
}

function forgetTooMany(books: Draft): void {
  // By sequence, because ids that look like numbers come first in an object, whatever their age.
  dropFirst(books.commands, commandsMost, 0.9 * commandsMost, ({ sequence }) => sequence);
  dropFirst(books.burned, burnedMost, burnedMost, (untilMs) => untilMs);
}

/** Beyond `most` entries, all but the last `kept` of them by rank. */
function dropFirst<T>(record: Record<string, T>, most: number, kept: number, rankOf: (value: T) => number): void {
  const ids = Object.keys(record);
  if (ids.length <= most) return;
  const ranked = Object.entries(record).toSorted(([, a], [, b]) => rankOf(a) - rankOf(b));
  for (const [id] of ranked.slice(0, ids.length - kept)) delete record[id];
}
