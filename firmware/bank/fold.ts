import { never } from '../../statecharts/never.ts';
import { terminalEvents } from '../upstream/contract/events.ts';
import { recentLocks, type Books, type CredentialKind, type LockerBook, type Misses, type Reservation } from './books.ts';
import { own } from './own.ts';
import { isNote, type EventFact, type Fact, type NoteFact } from './facts.ts';

/** When a fact was journaled and, for an event, its sequence number. */
export interface Stamp {
  readonly atMs: number;
  readonly sequence: number | null;
}

const dayMs = 86_400_000;

/** A command's id is remembered a week: longer than any command lives, so that a late repeat moves nothing. */
const commandMemoryMs = 7 * dayMs;
const commandsMost = 5_000;

/** A collected reservation is remembered for a day beyond its reopen window, for whoever asks what happened. */
const collectedMemoryMs = dayMs;

/**
 * The books after one more fact. Total over every fact that this version knows, in whatever order they come.
 * @throws TypeError for what only a newer version knows: to pass over it could give an occupied locker away
 */
export function fold(books: Books, fact: Fact, stamp: Stamp): Books {
  const floored = { ...books, floorMs: Math.max(books.floorMs, stamp.atMs) };
  if (isNote(fact)) return foldNote(floored, fact);
  return foldEvent(rememberCommand(floored, fact, stamp), fact, stamp.atMs);
}

function foldNote(books: Books, note: NoteFact): Books {
  switch (note.type) {
    case 'note.intent':
      return { ...books, visits: { ...books.visits, [note.visit.locker]: note.visit } };
    case 'note.acknowledged':
      return { ...books, acknowledged: Math.max(books.acknowledged, note.through) };
    case 'note.door-found':
      return withLocker(books, note.locker, { door: note.door });
    case 'note.misses-forgiven':
      return withMisses(books, note.kind, { inARow: 0 });
    case 'note.visit-ended':
      return withoutVisit(books, note.locker);
    default:
      return never(note, 'note');
  }
}

function foldEvent(books: Books, fact: EventFact, atMs: number): Books {
  switch (fact.type) {
    case 'reservation.made':
    case 'reservation.changed':
    case 'reservation.cancelled':
    case 'reservation.expired':
    case 'deposit.completed':
    case 'deposit.abandoned':
    case 'pickup.completed':
    case 'pickup.unconfirmed':
      return foldParcel(books, fact, atMs);
    case 'door.opened':
    case 'door.closed':
    case 'door.forced':
    case 'door.did-not-open':
    case 'door.sensor-fault':
    case 'locker.check':
    case 'locker.checked':
    case 'locker.in-service':
    case 'locker.out-of-service':
      return foldLocker(books, fact, atMs);
    case 'credential.refused':
      return withMisses(books, fact.data.kind, { inARow: books.misses[fact.data.kind].inARow + 1, lastMs: atMs });
    case 'credential.locked-out':
      return lockOut(books, fact.data.kind, timeOf(fact.data.until) ?? atMs, atMs);
    case 'document.applied': {
      const { kind, version, sha256 } = fact.data;
      return { ...books, ...fact.kept, documents: { ...books.documents, [kind]: { version, sha256 } } };
    }
    case 'command.interrupted':
    case 'command.done':
    case 'command.refused':
    case 'command.expired':
    case 'reservation.refused':
    case 'deposit.started':
    case 'deposit.reopened':
    case 'pickup.started':
    case 'pickup.reopened':
    case 'door.released':
    case 'door.held-open':
    case 'staff.signed-in':
    case 'staff.signed-out':
    case 'document.rejected':
    case 'bank.booted':
    case 'link.lost':
    case 'link.restored':
      return books;
    default:
      return never(fact, 'event');
  }
}

type ParcelFact = Extract<EventFact, { type: `reservation.${string}` | `deposit.${string}` | `pickup.${string}` }>;

function foldParcel(books: Books, fact: ParcelFact, atMs: number): Books {
  switch (fact.type) {
    case 'reservation.made': {
      const { reservation: id, kind, party, items, locker, size, accessible, until } = fact.data;
      const made: Reservation = {
        id, kind, party, items, locker, size, accessible, state: 'reserved', untilMs: timeOf(until), hasExpired: false,
        tags: fact.kept?.tags ?? [], depositedMs: null, collectedMs: null, accessUntilMs: null,
      };
      return withReservation(forgetCollected(books, atMs), made);
    }
    case 'reservation.changed':
      return changeReservation(books, fact.data.reservation, {
        items: fact.data.items, untilMs: timeOf(fact.data.until), hasExpired: false,
        ...(fact.kept ? { tags: fact.kept.tags } : {}),
      });
    case 'reservation.cancelled':
      return withoutReservation(books, fact.data.reservation);
    case 'reservation.expired':
      return fact.data.occupied
        ? changeReservation(books, fact.data.reservation, { hasExpired: true })
        : withoutReservation(books, fact.data.reservation);
    case 'deposit.completed':
      return withLocker(
        changeReservation(withoutVisit(books, fact.data.locker), fact.data.reservation, {
          state: 'occupied', depositedMs: atMs, untilMs: timeOf(fact.data.until), hasExpired: false,
        }),
        fact.data.locker, { usedMs: atMs },
      );
    case 'deposit.abandoned':
      return changeReservation(books, fact.data.reservation, { state: 'reserved', depositedMs: null, untilMs: null });
    case 'pickup.completed':
      return withLocker(
        changeReservation(withoutVisit(books, fact.data.locker), fact.data.reservation, {
          state: 'collected', collectedMs: atMs, accessUntilMs: atMs + books.settings.lockerAccessAfterPickup,
        }),
        fact.data.locker, { usedMs: atMs },
      );
    case 'pickup.unconfirmed':
      return withoutVisit(books, fact.data.locker);
    case 'reservation.refused':
    case 'deposit.started':
    case 'deposit.reopened':
    case 'pickup.started':
    case 'pickup.reopened':
      return books;
    default:
      return never(fact, 'event about a parcel');
  }
}

type LockerFact = Extract<EventFact, { type: `door.${string}` | `locker.${string}` }>;

function foldLocker(books: Books, fact: LockerFact, atMs: number): Books {
  const { locker } = fact.data;
  switch (fact.type) {
    case 'door.opened':
      return withLocker(openVisit(books, locker, fact.data.intent), locker, { door: 'open', sinceMs: atMs });
    case 'door.closed':
      return withLocker(books, locker, { door: 'closed', sinceMs: atMs });
    case 'door.forced':
      return withLocker(books, locker, { door: 'open', sinceMs: atMs });
    case 'door.did-not-open':
      return withoutVisit(books, locker);
    case 'door.sensor-fault':
      return withLocker(books, locker, { door: 'unknown', sinceMs: atMs });
    case 'locker.check':
      return withLocker(books, locker, { doubt: fact.data.why });
    case 'locker.checked':
      return withLocker(books, locker, { doubt: null });
    case 'locker.in-service':
      return withLocker(books, locker, { outOfService: null, doubt: null });
    case 'locker.out-of-service':
      return withLocker(books, locker, { outOfService: fact.data.why });
    case 'door.released':
    case 'door.held-open':
      return books;
    default:
      return never(fact, 'event about a locker');
  }
}

/** A time that nobody can read is none: with NaN nothing would ever come due again. */
function timeOf(iso: string | null): number | null {
  const time = iso === null ? NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}

function withLocker(books: Books, locker: number, change: Partial<LockerBook>): Books {
  const before = books.lockers[locker];
  if (!before) return books; // The profile has lost this locker since; its history stays readable.
  return { ...books, lockers: { ...books.lockers, [locker]: { ...before, ...change } } };
}

function withReservation(books: Books, reservation: Reservation): Books {
  const codeTags = { ...withoutTagsOf(books, reservation.id) };
  for (const tag of reservation.tags) codeTags[tag] = reservation.id;
  return { ...books, reservations: { ...books.reservations, [reservation.id]: reservation }, codeTags };
}

function changeReservation(books: Books, id: string, change: Partial<Reservation>): Books {
  const before = own(books.reservations, id);
  return before ? withReservation(books, { ...before, ...change }) : books;
}

function withoutReservation(books: Books, id: string): Books {
  const { [id]: _gone, ...reservations } = books.reservations;
  return { ...books, reservations, codeTags: withoutTagsOf(books, id) };
}

function withoutTagsOf(books: Books, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(books.codeTags).filter(([, reservation]) => reservation !== id));
}

function forgetCollected(books: Books, nowMs: number): Books {
  const memoryMs = collectedMemoryMs + books.settings.lockerAccessAfterPickup;
  const over = Object.values(books.reservations).filter((r) => r.collectedMs !== null && r.collectedMs + memoryMs < nowMs);
  return over.reduce((rest, reservation) => withoutReservation(rest, reservation.id), books);
}

function openVisit(books: Books, locker: number, intent: string | null): Books {
  const visit = books.visits[locker];
  if (!visit || visit.intent !== intent) return books;
  return { ...books, visits: { ...books.visits, [locker]: { ...visit, phase: 'open' } } };
}

function withoutVisit(books: Books, locker: number): Books {
  const { [locker]: _over, ...visits } = books.visits;
  return { ...books, visits };
}

function withMisses(books: Books, kind: CredentialKind, change: Partial<Misses>): Books {
  return { ...books, misses: { ...books.misses, [kind]: { ...books.misses[kind], ...change } } };
}

function lockOut(books: Books, kind: CredentialKind, untilMs: number, atMs: number): Books {
  return withMisses(books, kind, { inARow: 0, locks: recentLocks(books.misses[kind], atMs) + 1, lockedUntilMs: untilMs });
}

function rememberCommand(books: Books, fact: EventFact, stamp: Stamp): Books {
  if (fact.command === undefined || stamp.sequence === null || !terminalEvents.has(fact.type)) return books;
  const fresh = Object.entries(books.commands).filter(([, outcome]) => stamp.atMs - outcome.atMs < commandMemoryMs);
  fresh.sort(([, a], [, b]) => a.sequence - b.sequence); // Ids that look like numbers come first in an object, whatever their age.
  const commands = Object.fromEntries(fresh.slice(-(commandsMost - 1)));
  return { ...books, commands: { ...commands, [fact.command]: { sequence: stamp.sequence, atMs: stamp.atMs } } };
}
