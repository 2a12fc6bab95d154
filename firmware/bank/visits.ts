import type { DoorFact } from '../../statecharts/door/door.events.ts';
import { never } from '../../statecharts/never.ts';
import type { ReleaseRefusal, AskedVisit } from '../../statecharts/session/session.events.ts';
import type { By } from '../upstream/contract/parts.ts';
import type { Books, Reservation, Visit } from './books.ts';
import { own } from './own.ts';
import { aboutLocker, type EventFact, type Fact } from './facts.ts';
import { forgiven, mayDropOff } from './people.ts';

/** Who stands in front of the door, and in which session. */
export interface Visitor {
  readonly staff: { readonly id: string } | null;
  readonly session: string;
}

export type ReleaseAnswer =
  | { readonly kind: 'intended'; readonly visit: Visit }
  | { readonly kind: 'refused'; readonly why: ReleaseRefusal };

/** The doubt about a locker with a parcel in it that was opened from afar. */
export const openedRemotely = 'opened-remotely';

/** Whether a door may be opened for a visit, judged anew at each release: the screen's word is not enough. */
export function decideRelease(books: Books, asked: AskedVisit, visitor: Visitor, intent: string, nowMs: number): ReleaseAnswer {
  const reservation = own(books.reservations, asked.reservation);
  if (!reservation || reservation.locker !== asked.locker) return { kind: 'refused', why: 'window-over' };
  const locker = books.lockers[asked.locker];
  if (!locker) return { kind: 'refused', why: 'bank-trouble' };
  if (books.visits[asked.locker]?.phase === 'intended') return { kind: 'refused', why: 'locker-busy' };
  const again = againOf(asked.purpose, reservation);
  if (again && nowMs >= reopenUntilMs(books, asked.purpose, reservation)) return { kind: 'refused', why: 'window-over' };
  if (asked.purpose === 'pickup' && reservation.state === 'reserved') return { kind: 'refused', why: 'window-over' };
  if (asked.purpose === 'deposit') {
    if (reservation.state === 'collected' || !isStaff(books, visitor)) return { kind: 'refused', why: 'window-over' };
    // Nobody would see the parcel go in: its recipient could never fetch it.
    if (locker.door === 'unknown') return { kind: 'refused', why: 'locker-busy' };
  }
  const by: By = visitor.staff
    ? { role: 'operator', id: visitor.staff.id }
    : { role: 'recipient', id: reservation.party.id };
  const visit: Visit = {
    intent, locker: asked.locker, purpose: asked.purpose, again, reservation: reservation.id, by,
    command: null, session: visitor.session, phase: 'intended',
  };
  return { kind: 'intended', visit };
}

function isStaff(books: Books, visitor: Visitor): boolean {
  return visitor.staff !== null && mayDropOff(books, visitor.staff.id);
}

function againOf(purpose: 'pickup' | 'deposit', reservation: Reservation): boolean {
  return purpose === 'pickup' ? reservation.state === 'collected' : reservation.state === 'occupied';
}

function reopenUntilMs(books: Books, purpose: 'pickup' | 'deposit', reservation: Reservation): number {
  if (purpose === 'pickup') return reservation.accessUntilMs ?? 0;
  return (reservation.depositedMs ?? 0) + books.settings.dropOffReopenWindow;
}

/** The operator says that the parcel was not put in after all. Only within the reopen window, and with the door shut. */
export function decideRetract(books: Books, asked: AskedVisit, visitor: Visitor, nowMs: number): readonly Fact[] | null {
  const reservation = own(books.reservations, asked.reservation);
  if (!visitor.staff || !isStaff(books, visitor) || reservation?.state !== 'occupied' || reservation.locker !== asked.locker) return null;
  if (books.visits[asked.locker] || nowMs >= reopenUntilMs(books, 'deposit', reservation)) return null;
  const by: By = { role: 'operator', id: visitor.staff.id };
  return [aboutLocker('deposit.abandoned', asked.locker, { ...parcelOf(reservation), by }, { session: visitor.session })];
}

/** What a door's fact means for the books: the fact itself, and what it completes, begins or puts in doubt. */
export function decideDoorFact(books: Books, fact: DoorFact, nowMs: number): readonly Fact[] {
  const { locker } = fact;
  const visit = books.visits[locker];
  const cause = { session: visit?.session, command: null } as const;
  switch (fact.type) {
    case 'door.released':
      return [aboutLocker('door.released', locker, { locker, intent: fact.intent, pulse: fact.pulse }, cause)];
    case 'door.opened':
      return fact.how === 'found'
        ? foundOpen(books, locker)
        : [aboutLocker('door.opened', locker, { locker, intent: fact.intent, how: fact.how }, cause), ...begun(books, visit)];
    case 'door.closed':
      return fact.how === 'found' ? foundShut(books, locker) : closed(books, locker, visit, nowMs);
    case 'door.held-open':
      return [aboutLocker('door.held-open', locker, { locker }, cause)];
    case 'door.forced':
      return [aboutLocker('door.forced', locker, { locker }), ...doubted(books, locker, 'forced')];
    case 'door.did-not-open':
      return [
        aboutLocker('door.did-not-open', locker, { locker, intent: fact.intent, why: fact.why }, cause),
        ...doubted(books, locker, 'did-not-open'),
        ...(visit?.command
          ? [aboutLocker('command.refused', locker, { command: visit.command, cmd: 'locker.open', why: 'did-not-open' }, visit)]
          : []),
      ];
    case 'door.sensor-fault':
      return [aboutLocker('door.sensor-fault', locker, { locker })];
    default:
      return never(fact, 'door fact');
  }
}

/** A door that stands open at wake-up goes on with the visit it was open for; otherwise somebody must look. */
function foundOpen(books: Books, locker: number): readonly Fact[] {
  const visit = books.visits[locker];
  if (books.lockers[locker]?.door === 'open' && visit) return [];
  const opened = aboutLocker('door.opened', locker, { locker, intent: null, how: 'found' });
  return visit ? [opened] : [opened, ...doubted(books, locker, 'found-open')];
}

function begun(books: Books, visit: Visit | undefined): readonly Fact[] {
  if (!visit) return [];
  if (visit.purpose === 'remote') {
    if (!visit.command) return [];
    return [aboutLocker('command.done', visit.locker, { command: visit.command, cmd: 'locker.open', opened: true }, visit)];
  }
  const type = visit.again ? (`${visit.purpose}.reopened` as const) : (`${visit.purpose}.started` as const);
  return aboutVisit(books, type, visit);
}

function closed(books: Books, locker: number, visit: Visit | undefined, nowMs: number): readonly Fact[] {
  if (books.lockers[locker]?.door === 'closed' && !visit) return [];
  const fact = aboutLocker('door.closed', locker, { locker }, { session: visit?.session });
  if (visit?.phase !== 'open') return [fact];
  return [fact, ...completed(books, visit, nowMs)];
}

/** A door found shut that was open for a visit: nobody saw what happened behind it. */
function foundShut(books: Books, locker: number): readonly Fact[] {
  const before = books.lockers[locker]?.door;
  const visit = books.visits[locker];
  if (visit?.phase !== 'open') {
    if (before === 'open') return [aboutLocker('door.closed', locker, { locker })];
    return before === 'closed' ? [] : [{ type: 'note.door-found', locker, door: 'closed' }];
  }
  const unseen = visit.purpose === 'pickup' && !visit.again ? aboutVisit(books, 'pickup.unconfirmed', visit) : [];
  return [
    aboutLocker('door.closed', locker, { locker }),
    ...unseen,
    ...doubted(books, locker, 'unconfirmed'),
    { type: 'note.visit-ended', locker },
  ];
}

function completed(books: Books, visit: Visit, nowMs: number): readonly Fact[] {
  const ended: Fact = { type: 'note.visit-ended', locker: visit.locker };
  const reservation = own(books.reservations, visit.reservation);
  switch (visit.purpose) {
    case 'remote':
      return reservation?.state === 'occupied'
        ? [...aboutVisit(books, 'pickup.unconfirmed', visit), ...doubted(books, visit.locker, openedRemotely), ended]
        : [ended];
    case 'pickup':
      return visit.again ? [ended] : [...aboutVisit(books, 'pickup.completed', visit), ...looked(books, visit), ...forgiven(books, 'code')];
    case 'deposit':
      return visit.again ? [ended] : [...deposited(books, visit, nowMs), ...looked(books, visit)];
    default:
      return never(visit.purpose, 'purpose of a visit');
  }
}

function deposited(books: Books, visit: Visit, nowMs: number): readonly Fact[] {
  const reservation = own(books.reservations, visit.reservation);
  if (!reservation) return [];
  const until = new Date(nowMs + books.settings.itemExpiry).toISOString();
  return [aboutLocker('deposit.completed', visit.locker, { ...parcelOf(reservation), by: visit.by, until }, visit)];
}

/** A confirmed visit of somebody entitled is the look that clears a doubt. */
function looked(books: Books, visit: Visit): readonly Fact[] {
  if (books.lockers[visit.locker]?.doubt === null) return [];
  return [aboutLocker('locker.checked', visit.locker, { locker: visit.locker, by: visit.by }, { session: visit.session })];
}

function doubted(books: Books, locker: number, why: string): readonly Fact[] {
  return books.lockers[locker]?.doubt === why ? [] : [aboutLocker('locker.check', locker, { locker, why })];
}

type VisitEvent = `${'pickup' | 'deposit'}.${'started' | 'reopened'}` | 'pickup.completed' | 'pickup.unconfirmed';

function aboutVisit(books: Books, type: VisitEvent, visit: Visit): readonly EventFact[] {
  const reservation = own(books.reservations, visit.reservation);
  if (!reservation) return [];
  return [aboutLocker(type, visit.locker, { ...parcelOf(reservation), by: visit.by }, { session: visit.session })];
}

/** What every event about a parcel carries. */
export function parcelOf(reservation: Reservation): Pick<Reservation, 'kind' | 'party' | 'locker'> & {
  readonly reservation: string;
  readonly items: { id: string }[];
} {
  const { id, kind, locker, items, party } = reservation;
  return { reservation: id, kind, locker, items: [...items], party };
}

/**
 * What a restart finds unfinished. A door that was to be opened and was not seen to is reported and never run
 * again; a door that was open for somebody stays theirs only if it still stands open, which its sensor will say.
 */
export function decideAfterBoot(books: Books): readonly Fact[] {
  return Object.values(books.visits).filter((v) => v.phase === 'intended').flatMap((visit) => [
    ...(visit.command
      ? [aboutLocker('command.interrupted', visit.locker, { command: visit.command, cmd: 'locker.open' }, visit)]
      : []),
    ...doubted(books, visit.locker, 'interrupted'),
    { type: 'note.visit-ended', locker: visit.locker } as const,
  ]);
}
