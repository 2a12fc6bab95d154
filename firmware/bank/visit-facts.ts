import { never } from '../../statecharts/never.ts';
import type { Books, Visit } from './books.ts';
import { doubted } from './doubt.ts';
import { aboutLocker, type EventFact, type Fact } from './facts.ts';
import { mayLook } from './leg-rights.ts';
import { namedLeg } from './legs.ts';
import { forgiven } from './lockout.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { itemsAt, nextLeg, parcelOf, type BookedItem, type Reservation } from './reservation.ts';
import { startedStorageEndMs } from './storage.ts';
import { isoOf } from './times.ts';

/** The reservation that a visit is for; `undefined` where it is gone, or has moved to another locker since. */
function visited(books: Books, visit: Visit): Reservation | undefined {
  const reservation = visit.reservation === null ? undefined : own(books.reservations, visit.reservation);
  return reservation?.locker === visit.locker ? reservation : undefined;
}

/** What begins when the door opens for a visit: told once, also where the door is released again while it stands open. */
export function begun(books: Books, visit: Visit): readonly Fact[] {
  if (visit.hasBegun) return [];
  if (visit.purpose === 'remote') {
    if (!visit.command) return [];
    return [aboutLocker('command.done', visit.locker, { command: visit.command, cmd: 'locker.open', opened: true }, visit)];
  }
  const reservation = visited(books, visit);
  if (!reservation) return [];
  switch (visit.purpose) {
    case 'look':
      return [];
    case 'deposit':
      return [puttingIn(reservation, visit)];
    case 'pickup':
      return [takingOut(reservation, visit)];
    case 'swap':
      return [...(isTakenFrom(reservation, visit) ? [takingOut(reservation, visit)] : []), puttingIn(reservation, visit)];
    case 'keep':
      return [storageEvent('storage.opened', reservation, visit)];
    case 'empty':
      return [reservation.kind === 'storage' ? storageEvent('storage.opened', reservation, visit) : takingOut(reservation, visit)];
    default:
      return never(visit.purpose, 'purpose of a visit');
  }
}

/** What a visit has done once its door is seen to shut. It is over with the last of these facts. */
export function completed(books: Books, visit: Visit, now: Moment): readonly Fact[] {
  const ended: Fact = { type: 'note.visit-ended', locker: visit.locker };
  if (visit.purpose === 'look') return [...looked(books, visit), ended];
  const reservation = visited(books, visit);
  if (visit.purpose === 'remote') return reservation?.state === 'occupied' ? unconfirmed(books, visit) : [ended];
  if (!reservation || isStale(reservation, visit)) return unconfirmed(books, visit);
  if (visit.again && visit.purpose !== 'keep') return visit.purpose === 'pickup' ? leftAfterAll(reservation, visit) : [ended];
  switch (visit.purpose) {
    case 'deposit':
      return [deposited(books, reservation, visit, now), ...checkedByStaff(books, visit, now), ...forgivenTo(books, visit)];
    case 'pickup':
      return [collected(reservation, visit), ...looked(books, visit), ...forgivenTo(books, visit)];
    case 'swap':
      return swapped(books, reservation, visit, now);
    case 'keep':
      if (reservation.state === 'collected') return [ended];
      return [kept(books, reservation, visit, now), ...looked(books, visit), ...forgivenTo(books, visit)];
    case 'empty': {
      const isStorage = reservation.kind === 'storage';
      return [isStorage ? storageEvent('storage.ended', reservation, visit) : collected(reservation, visit), ...looked(books, visit)];
    }
    default:
      return never(visit.purpose, 'purpose of a visit');
  }
}

/** The reservation went on, away, or another way while the door stood open: nobody knows what the visit has done. */
function isStale(reservation: Reservation, visit: Visit): boolean {
  const next = nextLeg(reservation)?.does;
  switch (visit.purpose) {
    case 'pickup':
      return !visit.again && (reservation.state !== 'occupied' || reservation.leg !== visit.leg || next !== 'collect');
    case 'empty':
      return !visit.again && reservation.state !== 'occupied';
    case 'deposit':
      return reservation.state === 'collected';
    case 'swap':
      return reservation.state === 'collected' || (!visit.again && next !== 'swap');
    case 'keep':
    case 'look':
    case 'remote':
      return false;
    default:
      return never(visit.purpose, 'purpose of a visit');
  }
}

/** Nobody saw the door shut, or nobody saw who stood before it: the books stay as they were, and a person must look. */
export function unconfirmed(books: Books, visit: Visit): readonly Fact[] {
  const why = visit.purpose === 'remote' ? 'opened-remotely' : 'unconfirmed';
  return [...maybeTaken(books, visit), ...doubted(books, visit.locker, why), { type: 'note.visit-ended', locker: visit.locker }];
}

/** What may have been taken out. Of belongings nobody but their holder knows anyway. */
export function maybeTaken(books: Books, visit: Visit): readonly EventFact[] {
  const reservation = visited(books, visit);
  const takes = visit.purpose !== 'deposit' && visit.purpose !== 'keep' && visit.purpose !== 'look';
  if (!takes || visit.again || reservation?.state !== 'occupied' || reservation.kind === 'storage') return [];
  const data = { ...parcelOf(reservation, itemsAt(reservation, 'in')), by: visit.by, ...namedLeg(reservation, visit.leg, 'out') };
  return [aboutLocker('pickup.unconfirmed', visit.locker, data, inSession(visit))];
}

/** What a visit puts in: what was named, or all that its leg is to put in. */
export function putIn(reservation: Reservation, visit: Visit): readonly { readonly id: string }[] {
  if (visit.items !== null) return visit.items.map((id) => ({ id }));
  return itemsAt(reservation, 'expected').filter((item) => item.leg === visit.leg);
}

function puttingIn(reservation: Reservation, visit: Visit): EventFact {
  const items = visit.again ? itemsAt(reservation, 'in') : putIn(reservation, visit);
  const data = { ...parcelOf(reservation, items), by: visit.by, ...namedLeg(reservation, visit.leg, 'in') };
  return aboutLocker(visit.again ? 'deposit.reopened' : 'deposit.started', visit.locker, data, inSession(visit));
}

function takingOut(reservation: Reservation, visit: Visit): EventFact {
  const items = itemsAt(reservation, visit.again ? 'out' : 'in');
  const data = { ...parcelOf(reservation, items), by: visit.by, ...namedLeg(reservation, visit.leg, 'out') };
  return aboutLocker(visit.again ? 'pickup.reopened' : 'pickup.started', visit.locker, data, inSession(visit));
}

function deposited(books: Books, reservation: Reservation, visit: Visit, now: Moment): EventFact {
  const { newCode } = visit;
  const data = {
    ...parcelOf(reservation, putIn(reservation, visit)), by: visit.by, until: isoOf(expiryMs(books, reservation, visit, now)),
    ...namedLeg(reservation, visit.leg, 'in'), ...(newCode?.sealed ? { sealedcode: newCode.sealed } : {}),
  };
  const kept = newCode ? { tags: [newCode.tag] } : undefined;
  return aboutLocker('deposit.completed', visit.locker, data, inSession(visit), kept);
}

/** What the upstream says of the leg that comes next counts more than the setting. Adding never shortens the time of what lies there. */
function expiryMs(books: Books, reservation: Reservation, visit: Visit, now: Moment): number | null {
  const { itemExpiry, expiryOnAdd } = books.settings;
  const freshMs = reservation.legs[visit.leg + 1]?.untilMs ?? (itemExpiry === null ? null : now.ms + itemExpiry);
  const isAdded = visit.purpose === 'deposit' && reservation.state === 'occupied';
  if (!isAdded) return freshMs;
  if (expiryOnAdd === 'keep') return reservation.untilMs;
  return reservation.untilMs === null || freshMs === null ? null : Math.max(reservation.untilMs, freshMs);
}

/** Everything was taken, or some of it: what the person named to take, less what they said stays. */
function collected(reservation: Reservation, visit: Visit): EventFact {
  const stays = ({ id }: BookedItem): boolean =>
    visit.leaving.includes(id) || (visit.purpose !== 'swap' && visit.items !== null && !visit.items.includes(id));
  const there = itemsAt(reservation, 'in');
  const left = there.filter(stays);
  const taken = there.filter((item) => !stays(item));
  if (left.length > 0) return somethingLeft(reservation, visit, { taken, left, leg: reservation.leg });
  const data = { ...parcelOf(reservation, taken), by: visit.by, ...namedLeg(reservation, visit.leg, 'out') };
  return aboutLocker('pickup.completed', visit.locker, data, inSession(visit));
}

/** Opened once more after a pickup: the parcel is collected, unless its recipient says that something is still in there. */
function leftAfterAll(reservation: Reservation, visit: Visit): readonly Fact[] {
  const left = itemsAt(reservation, 'out').filter(({ id }) => visit.leaving.includes(id));
  if (left.length === 0) return [{ type: 'note.visit-ended', locker: visit.locker }];
  const taken = itemsAt(reservation, 'out').filter(({ id }) => !visit.leaving.includes(id));
  return [somethingLeft(reservation, visit, { taken, left, leg: visit.leg })];
}

interface LeftSome {
  readonly taken: readonly BookedItem[];
  readonly left: readonly BookedItem[];
  readonly leg: number;
}

/** Some items are out and some still there; the leg waits for who comes for the rest. */
export function somethingLeft(reservation: Reservation, visit: Pick<Visit, 'locker' | 'by' | 'session'>, what: LeftSome): EventFact {
  const left = what.left.map(({ id }) => ({ id }));
  const data = { ...parcelOf(reservation, what.taken), by: visit.by, left, ...namedLeg(reservation, what.leg, 'out') };
  return aboutLocker('pickup.partial', visit.locker, data, inSession(visit));
}

/** Taken out and put in behind one door: two events, so that nobody has to know of swaps to follow what lies where. */
function swapped(books: Books, reservation: Reservation, visit: Visit, now: Moment): readonly Fact[] {
  const isTaken = isTakenFrom(reservation, visit);
  return [
    ...(isTaken ? [collected(reservation, visit)] : []),
    deposited(books, reservation, visit, now),
    ...(isTaken ? looked(books, visit) : checkedByStaff(books, visit, now)),
    ...forgivenTo(books, visit),
  ];
}

function isTakenFrom(reservation: Reservation, visit: Visit): boolean {
  return !visit.again && reservation.state === 'occupied';
}

function kept(books: Books, reservation: Reservation, visit: Visit, now: Moment): Fact {
  if (visit.ends && !reservation.shared) return storageEvent('storage.ended', reservation, visit);
  if (reservation.state === 'occupied') return { type: 'note.visit-ended', locker: visit.locker };
  const until = isoOf(startedStorageEndMs(books.settings, reservation, now));
  const data = { ...parcelOf(reservation), by: visit.by, until };
  return aboutLocker('storage.started', visit.locker, data, inSession(visit));
}

function storageEvent(type: 'storage.opened' | 'storage.ended', reservation: Reservation, visit: Visit): EventFact {
  return aboutLocker(type, visit.locker, { ...parcelOf(reservation), by: visit.by }, inSession(visit));
}

/** A confirmed visit of somebody who may know what lies there is the look that clears a doubt. */
function looked(books: Books, visit: Visit): readonly Fact[] {
  if ((books.lockers[visit.locker]?.doubt ?? null) === null) return [];
  return [aboutLocker('locker.checked', visit.locker, { locker: visit.locker, by: visit.by }, inSession(visit))];
}

/** Who puts in sees what else lies there, but clears a doubt only with the right to look into any locker. */
function checkedByStaff(books: Books, visit: Visit, now: Moment): readonly Fact[] {
  const { by } = visit;
  if (!by || by.role === 'recipient' || by.role === 'upstream') return [];
  return mayLook(books, { kind: 'staff', id: by.id, role: by.role }, now) ? looked(books, visit) : [];
}

/** Whoever typed a code and went through with it is forgiven the misses before; nobody else's credential forgives these. */
function forgivenTo(books: Books, visit: Visit): readonly Fact[] {
  return visit.isTyped ? forgiven(books, { kind: 'code' }) : [];
}

function inSession(visit: Pick<Visit, 'session'>): { readonly session: string | null } {
  return { session: visit.session };
}
