import { never } from '../../statecharts/never.ts';
import type { LastSaid, LockerBook } from './books.ts';
import { changeLocker, type Draft } from './draft.ts';
import type { EventFact } from './facts.ts';
import type { Moment } from './moment.ts';

type LockerFact = Extract<
  EventFact,
  { type: `locker.${string}` | 'door.opened' | 'door.closed' | 'door.forced' | 'door.did-not-open' | 'door.sensor-fault' }
>;

export function foldLocker(books: Draft, fact: LockerFact, at: Moment): void {
  const { locker } = fact.data;
  const sinceMs = at.ms;
  switch (fact.type) {
    case 'door.opened':
      openVisit(books, locker, fact.data.intent);
      return changeLocker(books, locker, { ...said(books, locker, 'open', at, fact.data.how !== 'found'), sinceMs });
    case 'door.closed':
      return changeLocker(books, locker, { ...said(books, locker, 'closed', at), sinceMs });
    case 'door.forced':
      return changeLocker(books, locker, { ...said(books, locker, 'open', at), sinceMs });
    case 'door.did-not-open':
      delete books.visits[locker];
      return;
    case 'door.sensor-fault':
      return changeLocker(books, locker, { door: 'unknown', sinceMs });
    case 'locker.check':
      return changeLocker(books, locker, { doubt: fact.data.why });
    case 'locker.checked':
      return changeLocker(books, locker, { doubt: null });
    case 'locker.in-service':
      return changeLocker(books, locker, { outOfService: null });
    case 'locker.out-of-service':
      return changeLocker(books, locker, { outOfService: fact.data.why });
    case 'locker.dedicated':
      return changeLocker(books, locker, { dedicatedTo: fact.data.party });
    case 'locker.released':
      return changeLocker(books, locker, { dedicatedTo: null });
    default:
      return never(fact, 'event about a locker');
  }
}

function openVisit(books: Draft, locker: number, intent: string | null): void {
  const visit = books.visits[locker];
  if (visit && visit.intent === intent) books.visits[locker] = { ...visit, phase: 'open' };
}

/**
 * How a door is now that its contact has said something. To say the same as before is no movement, however long it was silent.
 * @param wasWatched false: nobody saw how it came to be so
 */
export function said(
  books: Draft, locker: number, door: 'open' | 'closed', at: Moment, wasWatched = true,
): Pick<LockerBook, 'door' | 'last'> {
  const before = books.lockers[locker];
  const last = before && lastOf(before);
  if (!before || last?.door === door) return { door };
  const isSeen = wasWatched && before.door !== 'unknown';
  // When a contact fell silent is told late where the bank was off: the movement before is all that is sure.
  const moved = isSeen ? { afterMs: at.ms, byMs: at.ms } : last ? { afterMs: last.moved?.byMs ?? null, byMs: at.ms } : null;
  return { door, last: { door, moved } };
}

/** Books of 0.3 know how a door is, and not since when. */
function lastOf({ door, last }: LockerBook): LastSaid | undefined {
  return last ?? (door === 'unknown' ? undefined : { door, moved: null });
}
