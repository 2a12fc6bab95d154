import type { By } from '../contract/parts.ts';
import type { Books, Visit } from './books.ts';
import { aboutLocker, type EventFact } from './facts.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { claimOn, isBusy } from './status.ts';

interface AskedFromAfar {
  readonly locker: number;
  /** The name of this release, never used before. */
  readonly intent: string;
  readonly by: By;
  readonly command: string | null;
  readonly session: string | null;
}

/** Opened by somebody who has no part in what lies there: it completes nothing, and what lies there is in doubt afterwards. */
export function remoteVisit(books: Books, asked: AskedFromAfar, now: Moment): Visit {
  const claim = claimOn(books, asked.locker, now);
  const holding = claim?.state === 'occupied' ? claim : null;
  return {
    ...asked, purpose: 'remote', again: false, reservation: holding?.id ?? null, leg: holding?.leg ?? 0, items: null, leaving: [],
    ends: false, token: null, newCode: null, phase: 'intended',
  };
}

/** What a technician wants of one door, and why. */
interface TechnicianOpening {
  readonly locker: number;
  readonly technician: string;
  readonly reason: string;
  readonly session: string;
  readonly intent: string;
}

type TechnicianRefusal = 'not-allowed' | 'unknown-locker' | 'busy';

type TechnicianDecision =
  /** The facts are told first: who opens it, and why, must be on the disk whatever becomes of the door. */
  | { readonly kind: 'release'; readonly visit: Visit; readonly facts: readonly EventFact[] }
  | { readonly kind: 'refused'; readonly why: TechnicianRefusal };

/**
 * Whether a technician's own key may do anything at this bank. A bank that is just being set up knows nobody: there the
 * key alone counts. Once the directory names its holder, the directory decides.
 */
export function mayWork(books: Books, technician: string): boolean {
  const entry = own(books.directory.staff, technician);
  return !entry || (entry.role === 'technician' && entry.permissions.includes('remote-open'));
}

/** Decides whether a door opens for a technician: the same visit as from afar, and never while somebody is at the locker. */
export function decideTechnicianOpen(books: Books, asked: TechnicianOpening, now: Moment): TechnicianDecision {
  const { locker, technician, reason, session, intent } = asked;
  if (!books.lockers[locker]) return { kind: 'refused', why: 'unknown-locker' };
  if (!mayWork(books, technician)) return { kind: 'refused', why: 'not-allowed' };
  if (isBusy(books, locker)) return { kind: 'refused', why: 'busy' };
  const by: By = { role: 'technician', id: technician };
  return {
    kind: 'release',
    visit: remoteVisit(books, { locker, intent, by, command: null, session }, now),
    facts: [aboutLocker('problem.reported', locker, { why: `opened by technician: ${reason}`, locker, by }, { session })],
  };
}
