import type { CodeNotice, ParcelNotice, StaffNotice, AskedVisit } from '../../statecharts/session/session.events.ts';
import { codeTag, isStrongEnough, verifies, type BankKeys } from './codes.ts';
import { recentLocks, type Books, type CredentialKind, type OperatorEntry, type Reservation } from './books.ts';
import { own } from './own.ts';
import { aboutBank, type Fact } from './facts.ts';
import { isLive, isOverdue } from './status.ts';

/** Consecutive misses before a kind of credential is locked. */
const missesMost = 5;

/** The first lock; each further one within a day is twice as long, up to `lockMostMs`. */
const lockFirstMs = 60_000;
const lockMostMs = 15 * 60_000;

/** A code, and whether somebody typed it or held it before the scanner. */
export interface PresentedCode {
  readonly how: 'typed' | 'scanned';
  readonly code: string;
}

export type CodeAnswer =
  | { readonly kind: 'granted'; readonly visit: AskedVisit; readonly facts: readonly Fact[] }
  | { readonly kind: 'refused'; readonly why: CodeNotice; readonly facts: readonly Fact[] };

/**
 * Whose parcel a typed or scanned code opens. Wrong, used and expired codes take the same way through the same work
 * and get the same answer; only the journal learns which it was.
 */
export function checkCode(books: Books, keys: BankKeys, presented: PresentedCode, nowMs: number, session: string | null): CodeAnswer {
  const { code: typed, how } = presented;
  if (isLocked(books, 'code', nowMs)) return { kind: 'refused', why: 'keypad-locked', facts: [] };
  const reservation = own(books.reservations, own(books.codeTags, codeTag(keys, typed)));
  const trouble = troubleWithCode(reservation, nowMs);
  if (trouble !== null || !reservation) {
    const isSlip = how === 'scanned' && isNoGuess(books, typed);
    return { kind: 'refused', why: 'code-refused', facts: isSlip ? [] : missed(books, 'code', trouble ?? 'wrong', nowMs, session) };
  }
  const visit: AskedVisit = { purpose: 'pickup', locker: reservation.locker, reservation: reservation.id };
  return { kind: 'granted', visit, facts: [] };
}

/** A parcel's label held before the scanner by an operator who has not signed in yet is a slip, not a guess. */
function isNoGuess(books: Books, scanned: string): boolean {
  return !isStrongEnough(scanned) || carrying(books, scanned).length > 0;
}

function troubleWithCode(reservation: Reservation | undefined, nowMs: number): string | null {
  if (!reservation) return 'wrong';
  switch (reservation.state) {
    case 'reserved':
      return 'nothing-in-yet';
    case 'collected':
      return isLive(reservation, nowMs) ? null : 'used';
    case 'occupied':
      return isOverdue(reservation, nowMs) ? 'expired' : null;
  }
}

export function isLocked(books: Books, kind: CredentialKind, nowMs: number): boolean {
  return nowMs < books.misses[kind].lockedUntilMs;
}

/** How long a kind of credential stays locked; 0 where it is not. */
export function lockedForMs(books: Books, kind: CredentialKind, nowMs: number): number {
  return Math.max(0, books.misses[kind].lockedUntilMs - nowMs);
}

function missed(books: Books, kind: CredentialKind, why: string, nowMs: number, session: string | null): readonly Fact[] {
  const refused = aboutBank('credential.refused', { kind, why }, { session });
  const misses = books.misses[kind];
  if (misses.inARow + 1 < missesMost) return [refused];
  const untilMs = nowMs + Math.min(lockMostMs, lockFirstMs * 2 ** recentLocks(misses, nowMs));
  const until = new Date(untilMs).toISOString();
  return [refused, aboutBank('credential.locked-out', { kind, until }, { session })];
}

/** What a person has earned who got it right: the misses of everybody before them are forgiven. */
export function forgiven(books: Books, kind: CredentialKind): readonly Fact[] {
  return books.misses[kind].inARow > 0 ? [{ type: 'note.misses-forgiven', kind }] : [];
}

export type StaffAnswer =
  | { readonly kind: 'granted'; readonly operator: OperatorEntry; readonly facts: readonly Fact[] }
  | { readonly kind: 'refused'; readonly why: StaffNotice; readonly facts: readonly Fact[] };

/** Who signs in. `hash` is scrypt of the typed password with the operator's salt, or with any salt for an unknown name. */
export function checkPassword(
  books: Books,
  keys: BankKeys,
  username: string,
  hash: Uint8Array,
  nowMs: number,
  session: string | null,
): StaffAnswer {
  if (isLocked(books, 'password', nowMs)) return { kind: 'refused', why: 'sign-in-locked', facts: [] };
  const operator = operatorOf(books, username);
  if (!operator || !verifies(keys, operator.verifier, hash)) {
    return { kind: 'refused', why: 'sign-in-refused', facts: missed(books, 'password', 'wrong', nowMs, session) };
  }
  if (!mayDropOff(books, operator.id)) return { kind: 'refused', why: 'not-allowed', facts: [] };
  const signedIn = aboutBank('staff.signed-in', { by: { role: 'operator', id: operator.id } }, { session });
  return { kind: 'granted', operator, facts: [...forgiven(books, 'password'), signedIn] };
}

export function operatorOf(books: Books, username: string): OperatorEntry | null {
  return own(books.directory.operators, username) ?? null;
}

/** Whether somebody may put parcels in, by the directory that is in force now: rights end when they are taken away. */
export function mayDropOff(books: Books, id: string): boolean {
  return Object.values(books.directory.operators).some((operator) => operator.id === id && operator.permissions.includes('drop-off'));
}

export type ParcelAnswer =
  | { readonly kind: 'found'; readonly visit: AskedVisit }
  | { readonly kind: 'refused'; readonly why: ParcelNotice };

/** Which locker waits for a parcel. Labels are compared without regard to case and spaces. */
export function findParcel(books: Books, tracking: string): ParcelAnswer {
  const found = carrying(books, tracking);
  const waiting = found.find((r) => r.state === 'reserved');
  if (waiting) return { kind: 'found', visit: { purpose: 'deposit', locker: waiting.locker, reservation: waiting.id } };
  return { kind: 'refused', why: found.some((r) => r.state === 'occupied') ? 'parcel-already-in' : 'parcel-unknown' };
}

function carrying(books: Books, tracking: string): readonly Reservation[] {
  const label = normalLabel(tracking);
  return Object.values(books.reservations).filter((r) => r.items.some((item) => normalLabel(item.id) === label));
}

function normalLabel(text: string): string {
  return text.toUpperCase().replaceAll(/\s/g, '');
}
