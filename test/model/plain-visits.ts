import type { WantedVisit } from '../../firmware/bank/visits.ts';
import {
  claimAt,
  claimOf,
  isBusyAt,
  isOver,
  keepsLocker,
  lockerOf,
  thingsIn,
  visitAt,
  type PlainBank,
  type PlainClaim,
  type PlainThing,
  type PlainVisit,
  type Who,
} from './plain-bank.ts';
import { isAdministrator, isFor, isHouse, isInTime, mayAdd, mayEmpty, nameOf } from './plain-rights.ts';

/** What a visit is allowed to be. */
export interface PlainGrant {
  readonly leg: number;
  readonly again: boolean;
  readonly claim: string | null;
}

/** Doubts that come from a visit itself: nobody else can have been inside. */
const ofVisit = ['interrupted', 'did-not-open', 'unconfirmed'];

/** Whether a door may be opened, or why not. */
export function plainRelease(bank: PlainBank, wanted: WantedVisit, who: Who): PlainGrant | string {
  const locker = lockerOf(bank, wanted.locker);
  if (!locker) return 'bank-trouble';
  const claim = claimOf(bank, wanted.reservation);
  const other = visitAt(bank, wanted.locker);
  if (wanted.purpose === 'look') return look(bank, wanted.locker, who);
  if (wanted.purpose === 'empty') return empty(bank, wanted, who, claim);
  if (!claim || claim.locker !== wanted.locker) return 'window-over';
  const answer = forLeg(bank, wanted, who, claim);
  if (typeof answer === 'string' || !other) return answer;
  // A door that stands open is released once more for the very same thing, or where nobody has done anything yet.
  const isSame = other.purpose === wanted.purpose && other.claim === claim.id && other.leg === answer.leg;
  const isNothingYet = other.purpose === 'look' || other.purpose === 'remote';
  if (other.phase !== 'open' || !(isSame || isNothingYet)) return 'locker-busy';
  // Whoever is putting something in goes on putting it in, though they do not say so again.
  return isSame ? { ...answer, again: answer.again && other.again } : answer;
}

function look(bank: PlainBank, number: number, who: Who): PlainGrant | string {
  if (!isHouse(bank, who, 'open')) return 'not-allowed';
  const claim = claimAt(bank, number);
  const isSomebodys = claim?.state === 'occupied';
  if (isSomebodys && bank.settings.addToOccupied === 'nobody' && !isAdministrator(bank, who)) return 'not-allowed';
  const other = visitAt(bank, number);
  return isTaken(bank, number, other) ? 'locker-busy' : { leg: 0, again: false, claim: claim?.id ?? null };
}

/** Somebody does something there that somebody will see the end of. */
function isTaken(bank: PlainBank, number: number, other: PlainVisit | undefined): boolean {
  const isNothingYet = other?.phase === 'open' && (other.purpose === 'look' || other.purpose === 'remote');
  return isBusyAt(bank, number) && !isNothingYet;
}

function empty(bank: PlainBank, wanted: WantedVisit, who: Who, named: PlainClaim | undefined): PlainGrant | string {
  const claim = wanted.reservation === null ? claimAt(bank, wanted.locker) : named;
  if (!claim || claim.locker !== wanted.locker) return 'window-over';
  if (claim.state === 'collected') {
    if (!mayEmpty(bank, who, claim)) return 'not-allowed';
    const mayReopen = keepsLocker(bank, claim) && claim.collectedBy === nameOf(bank, who, claim);
    return mayReopen ? { leg: claim.legs.length - 1, again: true, claim: claim.id } : 'window-over';
  }
  if (!mayEmpty(bank, who, claim)) return 'not-allowed';
  if (claim.state !== 'occupied') return 'window-over';
  // Everything that was still to be done with it is over.
  const other = visitAt(bank, wanted.locker);
  const isSame = other?.phase === 'open' && other.purpose === 'empty' && other.claim === claim.id;
  return isTaken(bank, wanted.locker, other) && !isSame ? 'locker-busy' : { leg: claim.legs.length - 1, again: false, claim: claim.id };
}

function forLeg(bank: PlainBank, wanted: WantedVisit, who: Who, claim: PlainClaim): PlainGrant | string {
  switch (wanted.purpose) {
    case 'deposit':
      return deposit(bank, wanted, who, claim);
    case 'pickup':
      return pickup(bank, who, claim);
    case 'swap':
      return claim.legs[claim.leg]?.does === 'swap' ? next(bank, who, claim, 'swap') : reopenPut(bank, who, claim, 'swap');
    case 'keep':
      return keep(bank, who, claim);
    default:
      return 'bank-trouble';
  }
}

/** The next leg, for whom it is and in time. */
function next(bank: PlainBank, who: Who, claim: PlainClaim, does: string): PlainGrant | string {
  const leg = claim.legs[claim.leg];
  if (!isFor(bank, who, claim, Math.min(claim.leg, claim.legs.length - 1))) return 'not-allowed';
  if (leg?.does !== does || !isInTime(bank, who, leg)) return 'window-over';
  // What has expired waits for staff to take it out.
  if (who.kind !== 'staff' && claim.state === 'occupied' && isOver(bank, claim)) return 'window-over';
  if (does !== 'collect' && !canTakeIn(bank, who, claim, does)) return 'locker-busy';
  return { leg: claim.leg, again: false, claim: claim.id };
}

/**
 * Nobody could say what lies in a locker whose door cannot be seen, is broken, or where somebody else may have been: whoever
 * puts something in there has to have the right to look, or comes for what lies there.
 */
export function canTakeIn(bank: PlainBank, who: Who, claim: PlainClaim, does = 'deposit'): boolean {
  const locker = lockerOf(bank, claim.locker);
  if (!locker || locker.door === 'unknown' || locker.isOut) return false;
  // Whoever comes for an exchange of which nothing lies there any more only puts something in.
  const isFetching = does === 'swap' && claim.state === 'occupied';
  return locker.doubt === null || ofVisit.includes(locker.doubt) || isFetching || isHouse(bank, who, 'open');
}

function deposit(bank: PlainBank, wanted: WantedVisit, who: Who, claim: PlainClaim): PlainGrant | string {
  if (claim.state === 'occupied' && wanted.items) return add(bank, wanted.items, who, claim);
  if (claim.state === 'occupied') return reopenPut(bank, who, claim, 'deposit');
  return next(bank, who, claim, 'deposit');
}

function add(bank: PlainBank, items: readonly string[], who: Who, claim: PlainClaim): PlainGrant | string {
  const isExpected = items.every((id) => claim.things.some((thing) => thing.id === id && thing.place === 'expected'));
  if (!isExpected || !(mayAdd(bank, who, claim) || mayReopenPut(bank, who, claim))) return 'not-allowed';
  // Nobody could say what is left once the new thing is taken back.
  if (thingsIn(claim).length === 0) return 'window-over';
  // A door that the upstream has had opened: nobody knows who has been at what lies there.
  const isAnybodys = visitAt(bank, claim.locker)?.purpose === 'remote' && !isHouse(bank, who, 'open');
  if (isAnybodys || !canTakeIn(bank, who, claim)) return 'locker-busy';
  return { leg: puttingLeg(claim), again: false, claim: claim.id };
}

/** The leg that put in what lies there. */
export function puttingLeg(claim: PlainClaim): number {
  for (let index = claim.leg - 1; index >= 0; index--) if (['deposit', 'swap'].includes(claim.legs[index]?.does ?? '')) return index;
  return 0;
}

function reopenPut(bank: PlainBank, who: Who, claim: PlainClaim, does: string): PlainGrant | string {
  const index = puttingLeg(claim);
  if (does !== 'deposit' && does !== 'swap') return 'not-allowed';
  const deed = claim.legs[index]?.does;
  const isIt = deed === does || (does === 'deposit' && deed === 'swap');
  return isIt && mayReopenPut(bank, who, claim) ? { leg: index, again: true, claim: claim.id } : 'window-over';
}

/** Whoever put in last opens once more for a while, and puts more to it if they like. */
function mayReopenPut(bank: PlainBank, who: Who, claim: PlainClaim): boolean {
  const index = puttingLeg(claim);
  if (claim.state !== 'occupied' || claim.reopenUntil === null || bank.age >= claim.reopenUntil) return false;
  if (claim.legs[index]?.does === 'keep' || claim.putInBy !== nameOf(bank, who, claim)) return false;
  return isFor(bank, who, claim, index) || mayAdd(bank, who, claim);
}

function pickup(bank: PlainBank, who: Who, claim: PlainClaim): PlainGrant | string {
  if (claim.state === 'collected') {
    const last = claim.legs.length - 1;
    if (claim.legs[last]?.does !== 'collect' || !isFor(bank, who, claim, last) || claim.collectedBy !== nameOf(bank, who, claim))
      return 'not-allowed';
    return keepsLocker(bank, claim) ? { leg: last, again: true, claim: claim.id } : 'window-over';
  }
  return next(bank, who, claim, 'collect');
}

function keep(bank: PlainBank, who: Who, claim: PlainClaim): PlainGrant | string {
  const index = Math.min(claim.leg, claim.legs.length - 1);
  if (claim.legs[index]?.does !== 'keep') return next(bank, who, claim, 'keep');
  const mayBegin = claim.state === 'reserved' && isHouse(bank, who, 'reserve');
  if (!isFor(bank, who, claim, index) && !mayBegin) return 'not-allowed';
  if (claim.state === 'collected') {
    const mayReopen = keepsLocker(bank, claim) && claim.collectedBy === nameOf(bank, who, claim);
    return mayReopen ? { leg: index, again: true, claim: claim.id } : 'window-over';
  }
  if (isOver(bank, claim) && bank.settings.overdueStorage === 'staff-only' && claim.state === 'occupied') return 'window-over';
  if (claim.state === 'reserved' && !canTakeIn(bank, who, claim)) return 'locker-busy';
  return { leg: claim.leg, again: claim.state === 'occupied', claim: claim.id };
}

/** What is said about a deposit: nothing was put in after all. Of what others have put in nobody says so. */
export function plainRetract(bank: PlainBank, wanted: WantedVisit, who: Who): boolean {
  const claim = claimOf(bank, wanted.reservation);
  if (!claim || claim.state !== 'occupied' || visitAt(bank, claim.locker) || lockerOf(bank, claim.locker)?.door === 'open') return false;
  const index = puttingLeg(claim);
  if (typeof reopenPut(bank, who, claim, claim.legs[index]?.does ?? '') === 'string') return false;
  const theirs = thingsIn(claim).filter((thing) => thing.leg === index && thing.by === nameOf(bank, who, claim));
  if (theirs.length === 0 && thingsIn(claim).length > 0) return false;
  for (const thing of claim.things) if (theirs.includes(thing)) thing.place = 'expected';
  claim.reopenUntil = null;
  if (thingsIn(claim).length > 0) return true;
  Object.assign(claim, {
    state: 'reserved',
    leg: index,
    startedMs: null,
    untilMs: claim.legs[index]?.untilMs ?? null,
    isTold: false,
    putInBy: null,
  });
  return true;
}

/** Whoever collects says what they leave, at the open door or soon after. `null`: they may not. */
export function plainLeftSome(
  bank: PlainBank,
  claim: PlainClaim,
  left: readonly string[],
  who: Who,
  session: string,
): 'at-door' | 'after' | null {
  const visit = visitAt(bank, claim.locker);
  if (visit) {
    // Staff who empty a locker take things out as well; of belongings nobody knows what there is.
    const takesOut = visit.purpose === 'pickup' || (visit.purpose === 'empty' && !visit.again && claim.kind !== 'storage');
    const isTheirs = visit.phase === 'open' && visit.claim === claim.id && takesOut && visit.session === session;
    const there = visit.again ? takenLast(claim) : thingsIn(claim);
    return isTheirs && left.every((id) => there.some((thing) => thing.id === id)) ? 'at-door' : null;
  }
  if (left.length === 0 || claim.state !== 'collected' || typeof pickup(bank, who, claim) === 'string') return null;
  if (lockerOf(bank, claim.locker)?.door === 'open') return null;
  return left.every((id) => takenLast(claim).some((thing) => thing.id === id)) ? 'after' : null;
}

/** What an earlier leg has taken out is with somebody else by now. */
function takenLast(claim: PlainClaim): readonly PlainThing[] {
  return claim.things.filter((thing) => thing.place === 'out' && thing.leg === puttingLeg(claim));
}

/** Whoever stores says that they have taken everything, at the open door or soon after. `null`: they may not. */
export function plainEnding(bank: PlainBank, claim: PlainClaim, who: Who, session: string): 'at-door' | 'after' | null {
  if (claim.isShared || claim.legs[claim.leg]?.does !== 'keep') return null;
  const visit = visitAt(bank, claim.locker);
  if (visit)
    return visit.phase === 'open' && visit.claim === claim.id && visit.purpose === 'keep' && visit.session === session ? 'at-door' : null;
  if (claim.state !== 'occupied' || !isFor(bank, who, claim, claim.leg) || lockerOf(bank, claim.locker)?.door === 'open') return null;
  return claim.reopenUntil !== null && bank.age < claim.reopenUntil ? 'after' : null;
}
