import type { By, LegDeed, Party, ReservationKind } from '../contract/parts.ts';
import type { Moment } from './moment.ts';

/**
 * A claim on one locker by a party, whatever its kind: one life cycle of legs. Each leg says what is done with the
 * locker and who may do it; the next leg is the only one that anybody can carry out.
 */
export interface Reservation {
  readonly id: string;
  readonly kind: ReservationKind;
  /** Who collects, or whose belongings they are. */
  readonly party: Party;
  readonly items: readonly BookedItem[];
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly legs: readonly Leg[];
  /** Index of the leg that comes next; `legs.length` once all are done. */
  readonly leg: number;
  /** Reserved: nothing lies in the locker. Occupied: something does. Collected: it is over. */
  readonly state: 'reserved' | 'occupied' | 'collected';
  /** Storage that every member of the department opens, and that an administrator alone ends. */
  readonly shared: boolean;
  /** While reserved: when the claim lapses. While occupied: when the items expire, or the storage is over. */
  readonly untilMs: number | null;
  /** Its expiry has been told, so that it is told once. */
  readonly hasExpired: boolean;
  /** Who put in what lies there now. */
  readonly putInBy: By | null;
  /** When something was first put in, as a date. */
  readonly depositedMs: number | null;
  /** Who took everything out: nobody else may reopen. */
  readonly collectedBy: By | null;
  /** Until which age of the bank whoever put in last may reopen; of storage, until when its holder may still say that it is over. */
  readonly reopenUntilAgeMs: number | null;
  /** Until which age of the bank it may be reopened by whoever collected: as was promised then, whatever the settings say later. */
  readonly accessUntilAgeMs: number | null;
}

export interface BookedItem {
  readonly id: string;
  /** Index of the leg that puts it in. */
  readonly leg: number;
  readonly place: 'expected' | 'in' | 'out';
  /** Who has put it in: nobody else says that it was not. Unknown in snapshots of older versions. */
  readonly by?: By | null;
}

export interface Leg {
  readonly does: LegDeed;
  /** Who may do it; `null`: an operator or a carrier with the permission to drop off. */
  readonly party: Party | null;
  readonly untilMs: number | null;
  /** Keyed tags of the codes that open for this leg. The codes themselves are kept nowhere. */
  readonly tags: readonly string[];
}

/** The leg that comes next; `undefined` once all are done. */
export function nextLeg(reservation: Reservation): Leg | undefined {
  return reservation.legs[reservation.leg];
}

/** A collected reservation keeps its locker while it may still be reopened. */
export function isLive(reservation: Reservation, now: Moment): boolean {
  return reservation.state !== 'collected' || now.ageMs < (reservation.accessUntilAgeMs ?? 0);
}

/** Whoever put in last opens once more; of storage, its holder still says that it is over. */
export function mayStillReopen({ reopenUntilAgeMs }: Reservation, { ageMs }: Pick<Moment, 'ageMs'>): boolean {
  return reopenUntilAgeMs !== null && ageMs < reopenUntilAgeMs;
}

/** Once told, an expiry is final: a clock that has fallen back does not undo it. */
export function isOverdue(reservation: Reservation, now: Moment): boolean {
  return reservation.hasExpired || (reservation.untilMs !== null && now.ms >= reservation.untilMs);
}

export function itemsAt(reservation: Reservation, place: BookedItem['place']): readonly BookedItem[] {
  return reservation.items.filter((item) => item.place === place);
}

/** What every event about a parcel carries. `items` are those it is about; all of them where none are named. */
export function parcelOf(reservation: Reservation, items: readonly { readonly id: string }[] = reservation.items) {
  const { id, kind, locker, party } = reservation;
  return { reservation: id, kind, locker, items: items.map((item) => ({ id: item.id })), party };
}
