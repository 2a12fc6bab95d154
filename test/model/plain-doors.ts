import {
  claimAt,
  claimOf,
  lockerOf,
  thingsIn,
  visitAt,
  type PlainBank,
  type PlainClaim,
  type PlainThing,
  type PlainVisit,
} from './plain-bank.ts';
import { forgive } from './plain-credentials.ts';
import { isHouse, nameOf } from './plain-rights.ts';
import { plainStorageEnd } from './plain-time.ts';

/** The door opens for whoever it was released for, or for nobody. */
export function opened(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  const visit = visitAt(bank, number);
  if (!locker) return;
  locker.door = 'open';
  if (visit) visit.phase = 'open';
}

/** The door was seen to shut: what was done behind it is done. */
export function shut(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  const visit = visitAt(bank, number);
  if (!locker) return;
  locker.door = 'closed';
  if (visit?.phase !== 'open') return;
  leave(bank, number);
  const claim = claimOf(bank, visit.claim);
  if (visit.purpose === 'remote') {
    if (claimAt(bank, number)?.state === 'occupied') doubt(bank, number, 'opened-remotely');
    return;
  }
  if (visit.purpose === 'look') {
    locker.doubt = null;
    return;
  }
  // Nobody remembers any more what the visit was for.
  if (!claim) return doubt(bank, number, 'unconfirmed');
  // What has been done already is not done once more, but the door was seen, and whoever came had the right to.
  if (visit.again && claim.state === 'collected') {
    if (visit.leaving.length > 0) leftSome(bank, claim, visit.leaving, false);
    return;
  }
  const isEmpty = thingsIn(claim).length === 0;
  if (!visit.again || visit.purpose === 'keep') done(bank, claim, visit);
  // Misses at the keypad are forgiven to whoever typed a code: neither a badge nor what a scanner reads says anything about them.
  const hasTyped = visit.who?.kind === 'holder' && visit.who.shows === 'code';
  if (hasTyped && (!visit.again || visit.purpose === 'keep')) forgive(bank, 'code');
  if (!visit.again || visit.ends) locker.usedMs = bank.ms;
  if (isLookOf(bank, visit, isEmpty)) locker.doubt = null;
}

/** Whether a visit shows that all is well: that of whoever it is for, or of staff who may look; who brings something proves nothing. */
function isLookOf(bank: PlainBank, { who, purpose, again }: PlainVisit, isEmpty: boolean): boolean {
  if (again && purpose !== 'keep') return false;
  if (who?.kind === 'staff') return purpose === 'empty' || isHouse(bank, who, 'open');
  return purpose !== 'deposit' && !(purpose === 'swap' && isEmpty);
}

function done(bank: PlainBank, claim: PlainClaim, visit: PlainVisit): void {
  switch (visit.purpose) {
    case 'deposit':
      return putIn(bank, claim, visit);
    case 'pickup':
      return takeOut(bank, claim, visit);
    case 'swap':
      for (const thing of thingsIn(claim)) thing.place = 'out';
      return putIn(bank, claim, visit);
    case 'keep':
      return visit.ends ? over(bank, claim, visit) : kept(bank, claim, visit);
    case 'empty':
      return visit.leaving.length > 0 ? allBut(claim, visit.leaving) : over(bank, claim, visit);
    default:
      return;
  }
}

function putIn(bank: PlainBank, claim: PlainClaim, visit: PlainVisit): void {
  const isAdded = claim.state === 'occupied' && visit.purpose === 'deposit';
  // What the person has named lies there now, also where the upstream has ceased to expect it while they stood there.
  const forgotten = (visit.things ?? []).filter((id) => claim.things.every((thing) => thing.id !== id));
  claim.things.push(...forgotten.map((id): PlainThing => ({ id, leg: visit.leg, place: 'expected' })));
  const by = visit.who && nameOf(bank, visit.who, claim);
  for (const thing of claim.things) {
    const isMeant = visit.things ? visit.things.includes(thing.id) : thing.leg === visit.leg;
    // Whatever it was announced for: it lies there now, with the rest.
    if (thing.place === 'expected' && isMeant) Object.assign(thing, { place: 'in', leg: visit.leg, by });
  }
  const { itemExpiry, expiryOnAdd, dropOffReopenWindow } = bank.settings;
  if (!isAdded || expiryOnAdd === 'restart') {
    const untilMs = itemExpiry === null ? null : bank.ms + itemExpiry;
    // Whatever is added, and whatever the clock has done since: nobody loses time by it.
    claim.untilMs = isAdded && untilMs !== null && claim.untilMs !== null ? Math.max(untilMs, claim.untilMs) : untilMs;
    claim.isTold = false;
  }
  claim.state = 'occupied';
  claim.leg = Math.max(claim.leg, visit.leg + 1);
  claim.startedMs = bank.ms;
  claim.putInBy = by;
  claim.reopenUntil = bank.age + dropOffReopenWindow;
  Object.assign(claim, { accessUntil: null, collectedBy: null });
}

function takeOut(bank: PlainBank, claim: PlainClaim, visit: PlainVisit): void {
  if (visit.leaving.length > 0) return allBut(claim, visit.leaving);
  for (const thing of thingsIn(claim)) thing.place = 'out';
  if (visit.leg + 1 >= claim.legs.length) return over(bank, claim, visit);
  Object.assign(claim, { leg: visit.leg + 1, state: 'reserved', untilMs: claim.legs[visit.leg + 1]?.untilMs ?? null, isTold: false });
}

/** Something stays, and waits for whoever it waited for. */
function allBut(claim: PlainClaim, leaving: readonly string[]): void {
  for (const thing of thingsIn(claim)) if (!leaving.includes(thing.id)) thing.place = 'out';
}

function kept(bank: PlainBank, claim: PlainClaim, { who }: PlainVisit): void {
  claim.reopenUntil = bank.age + bank.settings.lockerAccessAfterPickup;
  if (claim.state === 'occupied') return;
  const asked = claim.legs[claim.leg]?.untilMs ?? null;
  const untilMs = claim.isShared ? null : plainStorageEnd(bank.settings, bank.ms, asked);
  Object.assign(claim, { state: 'occupied', startedMs: bank.ms, untilMs, isTold: false, putInBy: who && nameOf(bank, who, claim) });
  const leg = claim.legs[claim.leg];
  if (leg) leg.untilMs = null;
}

/** All is done: the locker is kept a while for whoever was there last. */
function over(bank: PlainBank, claim: PlainClaim, { who }: Pick<PlainVisit, 'who'>): void {
  for (const thing of thingsIn(claim)) thing.place = 'out';
  Object.assign(claim, {
    leg: claim.legs.length,
    state: 'collected',
    collectedBy: who && nameOf(bank, who, claim),
    accessUntil: bank.age + bank.settings.lockerAccessAfterPickup,
  });
}

/** The person is gone, and nobody knows what they did. */
function leave(bank: PlainBank, number: number): void {
  bank.visits = bank.visits.filter((visit) => visit.locker !== number);
}

const weights = {
  'interrupted': 0,
  'did-not-open': 0,
  'unconfirmed': 0,
  'forced': 1,
  'found-open': 1,
  'sensor-fault': 1,
  'opened-remotely': 2,
  'not-emptied': 3,
};
type PlainDoubt = keyof typeof weights;

/** A locker stays in doubt for the strongest reason there was. */
export function doubt(bank: PlainBank, number: number, why: PlainDoubt): void {
  const locker = lockerOf(bank, number);
  if (!locker) return;
  const before = locker.doubt as PlainDoubt | null;
  if (before === null || weights[why] > weights[before]) locker.doubt = why;
}

export function didNotOpen(bank: PlainBank, number: number): void {
  leave(bank, number);
  doubt(bank, number, 'did-not-open');
}

export function forced(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  if (locker) locker.door = 'open';
  doubt(bank, number, 'forced');
}

/** Nobody sees the door any more. Of a door that stood shut and that nobody came to, no more than that is to be said. */
export function blind(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  if (!locker) return;
  if (visitAt(bank, number) || locker.door === 'open') doubt(bank, number, 'sensor-fault');
  locker.door = 'unknown';
}

/** The power is back: what was about to be opened is not opened any more. */
export function booted(bank: PlainBank): void {
  for (const { locker, phase } of bank.visits) {
    if (phase !== 'intended') continue;
    leave(bank, locker);
    doubt(bank, locker, 'interrupted');
  }
}

/** A door that nobody had watched for a while is found to be shut. */
export function foundShut(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  if (!locker) return;
  locker.door = 'closed';
  const visit = visitAt(bank, number);
  if (visit?.phase !== 'open') return;
  leave(bank, number);
  const claim = claimOf(bank, visit.claim);
  if (visit.purpose === 'keep' && claim && claim.state !== 'collected') {
    claim.reopenUntil = bank.age + bank.settings.lockerAccessAfterPickup;
  }
  doubt(bank, number, visit.purpose === 'remote' ? 'opened-remotely' : 'unconfirmed');
}

/** A door is found to stand open: for somebody who was there before, or for nobody. */
export function foundOpen(bank: PlainBank, number: number): void {
  const locker = lockerOf(bank, number);
  if (!locker) return;
  locker.door = 'open';
  if (!visitAt(bank, number)) doubt(bank, number, 'found-open');
}

/** Said at once after the door was shut: all is over. */
export function overAfter(bank: PlainBank, claim: PlainClaim, who: Pick<PlainVisit, 'who'>): void {
  over(bank, claim, who);
  touch(bank, claim);
}

function touch(bank: PlainBank, claim: PlainClaim): void {
  const locker = lockerOf(bank, claim.locker);
  if (locker) locker.usedMs = bank.ms;
}

/** Whoever stands at the open door, or has just shut it, says that so much of it is still inside. */
export function leftSome(bank: PlainBank, claim: PlainClaim, left: readonly string[], isAtDoor: boolean): void {
  const visit = visitAt(bank, claim.locker);
  if (isAtDoor && visit) {
    visit.leaving = left;
    return;
  }
  touch(bank, claim);
  for (const thing of claim.things) if (left.includes(thing.id)) thing.place = 'in';
  Object.assign(claim, { state: 'occupied', leg: claim.legs.length - 1, collectedBy: null, accessUntil: null });
}
