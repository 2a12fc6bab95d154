import type { By } from '../contract/parts.ts';
import type { Books, Visit } from './books.ts';
import { noDirectory } from './directory.ts';
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
  /** What the directory last said of this technician. */
  readonly lastWord: DirectoryWord | null;
  readonly reason: string;
  readonly session: string;
  readonly intent: string;
}

type TechnicianRefusal = 'not-allowed' | 'unknown-locker' | 'busy';

type TechnicianDecision =
  /** The facts are told first: who opens it, and why, must be on the disk whatever becomes of the door. */
  | { readonly kind: 'release'; readonly visit: Visit; readonly facts: readonly EventFact[] }
  | { readonly kind: 'refused'; readonly why: TechnicianRefusal };

/** What a directory says of somebody who has a technician's key. `gone`: it named them once, and does so no more. */
export type DirectoryWord = 'may' | 'may-not' | 'gone';

/**
 * What the directory says of a technician; `null`: it has never named them.
 * @param last what it said before: a directory that is lost says nothing new
 */
export function directoryWord(
  { directory }: Pick<Books, 'directory'>, technician: string, last: DirectoryWord | null,
): DirectoryWord | null {
  const entry = own(directory.staff, technician);
  if (entry) return entry.role === 'technician' && entry.permissions.includes('remote-open') ? 'may' : 'may-not';
  return directory === noDirectory || last === null ? last : 'gone';
}

/**
 * Whether a technician's own key may do anything at this bank. A bank that is just being set up knows nobody: there the
 * key alone counts. Once a directory has named its holder, the directory decides, and whoever it drops is out.
 */
export function mayWork(books: Pick<Books, 'directory'>, technician: string, last: DirectoryWord | null): boolean {
  const word = directoryWord(books, technician, last);
  return word === null || word === 'may';
}

/** Decides whether a door opens for a technician: the same visit as from afar, and never while somebody is at the locker. */
export function decideTechnicianOpen(books: Books, asked: TechnicianOpening, now: Moment): TechnicianDecision {
  const { locker, technician, lastWord, reason, session, intent } = asked;
  if (!books.lockers[locker]) return { kind: 'refused', why: 'unknown-locker' };
  if (!mayWork(books, technician, lastWord)) return { kind: 'refused', why: 'not-allowed' };
  if (isBusy(books, locker)) return { kind: 'refused', why: 'busy' };
  const by: By = { role: 'technician', id: technician };
  return {
    kind: 'release',
    visit: remoteVisit(books, { locker, intent, by, command: null, session }, now),
    facts: [aboutLocker('problem.reported', locker, { why: `opened by technician: ${reason}`, locker, by }, { session })],
  };
}
