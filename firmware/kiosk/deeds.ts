import { never } from '../../statecharts/never.ts';
import type { LockerDeed } from '../../statecharts/session/session.events.ts';
import type { Books } from '../bank/books.ts';
import type { Visitor } from '../bank/identity.ts';
import type { Moment } from '../bank/moment.ts';
import { isOverdue, nextLeg, type Reservation } from '../bank/reservation.ts';
import { decideChecked, decideEndReservation, decideRemoveExpired, decideService, type StaffDecision } from '../bank/staff.ts';
import { claimOn } from '../bank/status.ts';

interface Deed {
  readonly deed: LockerDeed;
  readonly locker: number;
  /** Why it is taken out of service. */
  readonly why: string | null;
}

/** What staff want done to one locker: a fact, a visit, or a refusal. */
export function decideDeed(books: Books, { deed, locker, why }: Deed, visitor: Visitor, now: Moment): StaffDecision {
  switch (deed) {
    case 'open':
      return open(books, locker, now);
    case 'end':
      return ofReservation(claimOn(books, locker, now), (id) => decideEndReservation(books, id, visitor, now));
    case 'remove':
      return ofReservation(overdueIn(books, locker, now), (id) => decideRemoveExpired(books, id, visitor, now));
    case 'out-of-service':
      return decideService(books, { locker, to: 'out', ...(why === null ? {} : { why }) }, visitor, now);
    case 'in-service':
      return decideService(books, { locker, to: 'in' }, visitor, now);
    case 'check':
      return decideChecked(books, locker, visitor, now);
    default:
      return never(deed, 'deed of staff');
  }
}

/**
 * What is the house's to take out, such as a return, is collected; into every other locker staff only look. Whether they may
 * is judged when the door is released.
 */
function open(books: Books, locker: number, now: Moment): StaffDecision {
  const claim = claimOn(books, locker, now);
  const next = claim?.state === 'occupied' ? nextLeg(claim) : undefined;
  const isForTheHouse = next?.does === 'collect' && next.party === null;
  const wanted = claim && isForTheHouse
    ? { purpose: 'pickup', locker, reservation: claim.id } as const
    : { purpose: 'look', locker, reservation: null } as const;
  return { kind: 'visit', wanted };
}

function ofReservation(reservation: Reservation | null | undefined, decide: (id: string) => StaffDecision): StaffDecision {
  return reservation ? decide(reservation.id) : { kind: 'refused', why: 'nothing-there' };
}

/** What is overdue there: beside it there may be something in the same locker that is not. */
function overdueIn(books: Books, locker: number, now: Moment): Reservation | undefined {
  return (books.claims[locker] ?? [])
    .flatMap((id) => books.reservations[id] ?? [])
    .find((one) => one.state === 'occupied' && isOverdue(one, now));
}
