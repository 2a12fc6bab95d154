import type { Purpose } from '../../firmware/bank/books.ts';
import type { OpenHours } from '../../firmware/bank/directory.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import type { LegDeed, Party, ReservationKind } from '../../firmware/contract/parts.ts';

/**
 * A bank as one would keep it on paper: lists, searched from the top, changed in place. Written from the specification
 * alone, so that it and the firmware can be held against each other.
 */
export interface PlainBank {
  readonly lockers: readonly PlainLocker[];
  /** From the smallest to the largest. */
  readonly sizes: readonly string[];
  claims: PlainClaim[];
  visits: PlainVisit[];
  misses: PlainMisses[];
  readonly people: PlainPeople;
  settings: Settings;
  ms: number;
  age: number;
  /** How many claims the bank has made by itself. */
  ownClaims: number;
  /** Until when the list of people may be trusted with more than pickups. */
  readonly directoryUntilMs: number;
}

export interface PlainLocker {
  readonly number: number;
  readonly size: string;
  readonly accessible: boolean;
  door: 'open' | 'closed' | 'unknown';
  doubt: string | null;
  isOut: boolean;
  dedicatedTo: Party | null;
  usedMs: number;
}

/** One reservation. */
export interface PlainClaim {
  readonly id: string;
  readonly kind: ReservationKind;
  party: Party;
  readonly locker: number;
  readonly isShared: boolean;
  legs: PlainLeg[];
  /** Which leg comes next. */
  leg: number;
  state: 'reserved' | 'occupied' | 'collected';
  things: PlainThing[];
  /** When the claim lapses, what lies there expires, or the storage is over. */
  untilMs: number | null;
  isTold: boolean;
  startedMs: number | null;
  putInBy: string | null;
  collectedBy: string | null;
  /** Until which age whoever put in may open once more; of storage, until when its holder may say that it is over. */
  reopenUntil: number | null;
  /** Until which age whoever collected may open once more. */
  accessUntil: number | null;
}

/** What is so of a claim for as long as nobody has been at its locker. */
export const untouched = {
  isTold: false, startedMs: null, putInBy: null, collectedBy: null, reopenUntil: null, accessUntil: null,
} as const;

export interface PlainLeg {
  readonly does: LegDeed;
  readonly party: Party | null;
  untilMs: number | null;
  readonly codes: readonly string[];
}

export interface PlainThing {
  readonly id: string;
  /** Which leg is to put it in, or has. */
  leg: number;
  place: 'expected' | 'in' | 'out';
  by?: string | null;
}

export interface PlainVisit {
  readonly locker: number;
  readonly purpose: Purpose;
  readonly claim: string | null;
  readonly leg: number;
  readonly again: boolean;
  /** What is put in; `null`: all that is expected. */
  readonly things: readonly string[] | null;
  readonly who: Who | null;
  readonly intent: string;
  readonly session: string | null;
  readonly command: string | null;
  leaving: readonly string[];
  ends: boolean;
  phase: 'intended' | 'open';
  hasBegun: boolean;
}

/** As whom somebody is known in front of the bank. */
export type Who =
  | { readonly kind: 'holder'; readonly claim: string; readonly leg: number; readonly shows: 'code' | 'qr' }
  | { readonly kind: 'recipient'; readonly id: string }
  | { readonly kind: 'staff'; readonly id: string };

export interface PlainPeople {
  readonly recipients: readonly { readonly id: string; readonly accessible: boolean; readonly departments: readonly string[] }[];
  readonly departments: readonly { readonly id: string; readonly keyContacts: readonly string[] }[];
  readonly staff: readonly PlainStaff[];
}

interface PlainStaff {
  readonly id: string;
  readonly role: 'operator' | 'administrator' | 'carrier' | 'technician';
  readonly may: readonly string[];
  readonly sizes: readonly string[] | null;
  readonly hours: readonly OpenHours[] | null;
}

/** Misses of one kind of credential, or of one person's. */
export interface PlainMisses {
  readonly key: string;
  inARow: number;
  isStrict: boolean;
  locks: number;
  lockedUntil: number;
  at: number[];
}

export function lockerOf(bank: PlainBank, number: number): PlainLocker | undefined {
  return bank.lockers.find((locker) => locker.number === number);
}

export function claimOf(bank: PlainBank, id: string | null): PlainClaim | undefined {
  return bank.claims.find((claim) => claim.id === id);
}

/** Somebody is at the door, and will be seen to go: not where the sensor has failed before the open door. */
export function isBusyAt(bank: PlainBank, number: number): boolean {
  const visit = visitAt(bank, number);
  return visit?.phase === 'intended' || (visit?.phase === 'open' && lockerOf(bank, number)?.door !== 'unknown');
}

export function visitAt(bank: PlainBank, locker: number): PlainVisit | undefined {
  return bank.visits.find((visit) => visit.locker === locker);
}

/** Whether a claim still keeps its locker: a collected one does for as long as it may be opened once more. */
export function keepsLocker(bank: PlainBank, claim: PlainClaim): boolean {
  return claim.state !== 'collected' || (claim.accessUntil !== null && bank.age < claim.accessUntil);
}

export function claimAt(bank: PlainBank, locker: number): PlainClaim | undefined {
  return bank.claims.find((claim) => claim.locker === locker && keepsLocker(bank, claim));
}

export function isOver(bank: PlainBank, claim: PlainClaim): boolean {
  return claim.isTold || (claim.untilMs !== null && bank.ms >= claim.untilMs);
}

export function isFreeFor(bank: PlainBank, locker: PlainLocker): boolean {
  if (locker.door !== 'closed' || locker.doubt !== null || locker.isOut) return false;
  return visitAt(bank, locker.number) === undefined && claimAt(bank, locker.number) === undefined;
}

/** The six words of which one is shown for each locker. */
export function statusAt(bank: PlainBank, locker: PlainLocker): string {
  const claim = claimAt(bank, locker.number);
  if (locker.doubt !== null) return 'check';
  if (claim?.state === 'occupied' && isOver(bank, claim)) return 'expired';
  if (claim?.state === 'occupied') return 'occupied';
  if (locker.isOut) return 'out-of-service';
  return claim !== undefined || locker.dedicatedTo !== null ? 'reserved' : 'available';
}

export function isSameParty(one: Party | null, other: Party | null): boolean {
  return one !== null && other !== null && one.type === other.type && one.id === other.id;
}

export function staffOf(bank: PlainBank, who: Who): PlainStaff | undefined {
  return who.kind === 'staff' ? bank.people.staff.find((one) => one.id === who.id) : undefined;
}

export function maySay(bank: PlainBank, who: Who, permission: string): boolean {
  return bank.ms < bank.directoryUntilMs && (staffOf(bank, who)?.may.includes(permission) ?? false);
}

export function isMember(bank: PlainBank, person: string, department: string): boolean {
  return bank.people.recipients.some((one) => one.id === person && one.departments.includes(department));
}

export function thingsIn(claim: PlainClaim): readonly PlainThing[] {
  return claim.things.filter((thing) => thing.place === 'in');
}
