import type { DoorFact } from '../../statecharts/door/door.events.ts';
import { never } from '../../statecharts/never.ts';
import type { Books, Visit } from './books.ts';
import { doubted } from './doubt.ts';
import { aboutLocker, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';
import { begun, completed, maybeTaken, unconfirmed } from './visit-facts.ts';

/** What a door's fact means for the books: the fact itself, and what it begins, completes or puts in doubt. */
export function decideDoorFact(books: Books, fact: DoorFact, now: Moment): readonly Fact[] {
  const { locker } = fact;
  const visit = books.visits[locker];
  const cause = { session: visit?.session } as const;
  switch (fact.type) {
    case 'door.released':
      return [aboutLocker('door.released', locker, { locker, intent: fact.intent, pulse: fact.pulse, confirmed: fact.confirmed }, cause)];
    case 'door.opened':
      return fact.how === 'found' ? foundOpen(books, locker) : opened(books, fact);
    case 'door.closed':
      return fact.how === 'found' ? foundShut(books, locker) : closed(books, locker, now);
    case 'door.left-open':
      return []; // It is said on the spot, and is no event: whoever left it open is still near enough to shut it.
    case 'door.held-open':
      return [aboutLocker('door.held-open', locker, { locker }, cause)];
    case 'door.forced':
      return [aboutLocker('door.forced', locker, { locker }), ...doubted(books, locker, 'forced')];
    case 'door.did-not-open':
      return didNotOpen(books, fact);
    case 'door.sensor-fault':
      return sensorFault(books, locker);
    default:
      return never(fact, 'door fact');
  }
}

/** A door that was released, or stood open already. It begins a visit only if it was released for that very visit. */
function opened(books: Books, fact: Extract<DoorFact, { type: 'door.opened' }>): readonly Fact[] {
  const { locker, intent, how } = fact;
  const visit = books.visits[locker];
  const isForVisit = visit?.phase === 'intended' && visit.intent === intent;
  return [
    aboutLocker('door.opened', locker, { locker, intent, how }, { session: visit?.session }),
    ...(isForVisit ? begun(books, visit) : []),
  ];
}

/** A door that stands open at wake-up goes on with the visit it was open for; otherwise somebody must look. */
function foundOpen(books: Books, locker: number): readonly Fact[] {
  const { door } = books.lockers[locker] ?? {};
  const isVisited = books.visits[locker]?.phase === 'open';
  const doubt = isVisited ? [] : doubted(books, locker, 'found-open');
  if (door === 'open' && doubt.length === 0) return [];
  return [aboutLocker('door.opened', locker, { locker, intent: null, how: 'found' }), ...doubt];
}

/** A door that shuts before the visit it was released for has begun completes nothing. */
function closed(books: Books, locker: number, now: Moment): readonly Fact[] {
  const visit = books.visits[locker];
  if (books.lockers[locker]?.door === 'closed' && !visit) return [];
  const fact = aboutLocker('door.closed', locker, { locker }, { session: visit?.session });
  return visit?.phase === 'open' ? [fact, ...completed(books, visit, now)] : [fact];
}

/** A door found shut that was open for a visit: nobody saw what happened behind it. */
function foundShut(books: Books, locker: number): readonly Fact[] {
  const { door } = books.lockers[locker] ?? {};
  const visit = books.visits[locker];
  if (visit?.phase === 'open') return [aboutLocker('door.closed', locker, { locker }), ...unconfirmed(books, visit)];
  if (door === 'open') return [aboutLocker('door.closed', locker, { locker })];
  return door === 'closed' ? [] : [{ type: 'note.door-found', locker, door: 'closed' }];
}

/** The next try is free to come; what had begun before this release is not known to have been done. */
function didNotOpen(books: Books, fact: Extract<DoorFact, { type: 'door.did-not-open' }>): readonly Fact[] {
  const { locker, intent, why } = fact;
  const visit = books.visits[locker];
  const command = visit?.intent === intent ? visit.command : null;
  return [
    aboutLocker('door.did-not-open', locker, { locker, intent, why }, { session: visit?.session }),
    ...(visit?.hasBegun ? maybeTaken(books, visit) : []),
    ...doubted(books, locker, 'did-not-open'),
    ...(command ? [aboutLocker('command.refused', locker, { command, cmd: 'locker.open', why: 'did-not-open' }, { command })] : []),
  ];
}

/**
 * A sensor that goes silent while its door is open or about to be hides what happens there. An idle door that was shut
 * is only unknown: a lock board that drops off its wire would put the whole bank in doubt.
 */
function sensorFault(books: Books, locker: number): readonly Fact[] {
  const isWatched = books.visits[locker] !== undefined || books.lockers[locker]?.door === 'open';
  return [aboutLocker('door.sensor-fault', locker, { locker }), ...(isWatched ? doubted(books, locker, 'sensor-fault') : [])];
}

/**
 * What a restart finds unfinished. A door that was to be opened and was not seen to is reported and never run again;
 * a door that was open for somebody stays theirs only if it still stands open, which its sensor will say.
 */
export function decideAfterBoot(books: Books): readonly Fact[] {
  return Object.values(books.visits).filter(({ phase }) => phase === 'intended').flatMap((visit) => interrupted(books, visit));
}

function interrupted(books: Books, visit: Visit): readonly Fact[] {
  const { locker, command } = visit;
  return [
    ...(command ? [aboutLocker('command.interrupted', locker, { command, cmd: 'locker.open' }, { command })] : []),
    ...(visit.hasBegun ? maybeTaken(books, visit) : []),
    ...doubted(books, locker, 'interrupted'),
    { type: 'note.visit-ended', locker },
  ];
}
