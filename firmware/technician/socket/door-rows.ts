import type { Profile, Terminal } from '../../../board-profiles/profile.schema.ts';
import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Books, Movement } from '../../bank/books.ts';
import type { Moment } from '../../bank/moment.ts';
import { isEmptyInBooks, isOccupied, statusOf } from '../../bank/status.ts';
import type { DoorRow } from './protocol.ts';

/** Every door with all that a technician wants to know of it, by number. */
export function doorRows(profile: Profile, books: Books, now: Moment): readonly DoorRow[] {
  const silent = new Set(silentBoards(profile, books));
  const rows = lockersOf(profile).flatMap(({ number, lock, contact }): DoorRow[] => {
    const book = books.lockers[number];
    if (!book) return [];
    const { size, accessible, door, doubt, outOfService, last } = book;
    return [{
      locker: number, size, accessible, status: statusOf(books, book, now),
      isOccupied: isOccupied(books, book, now), isEmptyInBooks: isEmptyInBooks(books, book, now),
      door, doubt, outOfService,
      isVisited: books.visits[number] !== undefined, moved: movedOf(last?.moved ?? null),
      lock: terminalName(lock), contact: terminalName(contact), board: silent.has(contact.board) ? 'silent' : 'heard',
    }];
  });
  return rows.toSorted((a, b) => a.locker - b.locker);
}

/** Boards of whose doors nothing is known: one door that is unknown has a wire off, all of them a board. */
export function silentBoards(profile: Profile, books: Books): readonly string[] {
  const heard = new Map<string, boolean>();
  for (const { number, contact } of lockersOf(profile)) {
    const isKnown = (books.lockers[number]?.door ?? 'unknown') !== 'unknown';
    heard.set(contact.board, (heard.get(contact.board) ?? false) || isKnown);
  }
  return [...heard].flatMap(([board, isHeard]) => (isHeard ? [] : [board]));
}

function movedOf(movement: Movement | null): DoorRow['moved'] {
  if (movement === null) return null;
  const { afterMs, byMs } = movement;
  return { after: afterMs === null ? null : new Date(afterMs).toISOString(), by: new Date(byMs).toISOString() };
}

function terminalName({ board, channel }: Terminal): string {
  return `${board}/${String(channel)}`;
}
