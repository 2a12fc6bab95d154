import { never } from '../../statecharts/never.ts';
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
      return changeLocker(books, locker, { door: 'open', sinceMs });
    case 'door.closed':
      return changeLocker(books, locker, { door: 'closed', sinceMs });
    case 'door.forced':
      return changeLocker(books, locker, { door: 'open', sinceMs });
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
