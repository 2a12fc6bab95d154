import type { By } from '../contract/parts.ts';
import type { Books, Visit } from './books.ts';
import { noDirectory } from './directory.ts';
import { aboutLocker, type EventFact } from './facts.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { claimOn, isBusy, isEmptyInBooks, isOccupied } from './status.ts';

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

/** What a technician says of one locker. */
interface TechnicianLook {
  readonly locker: number;
  readonly technician: string;
  /** What the directory last said of this technician. */
  readonly lastWord: DirectoryWord | null;
  readonly session: string;
}

/** What a technician wants of one door, and why. */
interface TechnicianOpening extends TechnicianLook {
  readonly reason: string;
  readonly intent: string;
  /** Not where the books know that something lies there. */
  readonly unlessOccupied: boolean;
}

type TechnicianRefusal = 'not-allowed' | 'unknown-locker' | 'busy' | 'still-open' | 'occupied';

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
  const { locker, technician, lastWord, reason, session, intent, unlessOccupied } = asked;
  const book = books.lockers[locker];
  if (!book) return { kind: 'refused', why: 'unknown-locker' };
  if (!mayWork(books, technician, lastWord)) return { kind: 'refused', why: 'not-allowed' };
  if (unlessOccupied && isOccupied(books, book, now)) return { kind: 'refused', why: 'occupied' };
  if (isBusy(books, locker)) return { kind: 'refused', why: isLeftOpen(books.visits[locker]) ? 'still-open' : 'busy' };
  const by: By = { role: 'technician', id: technician };
  return {
    kind: 'release',
    visit: remoteVisit(books, { locker, intent, by, command: null, session }, now),
    facts: [aboutLocker('problem.reported', locker, { why: `opened by technician: ${reason}`, locker, by }, { session })],
  };
}

/** Opened from afar, and not shut yet: nobody has to be there. */
function isLeftOpen(visit: Visit | undefined): boolean {
  return visit?.purpose === 'remote' && visit.phase === 'open';
}

type LookDecision =
  | { readonly kind: 'facts'; readonly facts: readonly EventFact[] }
  | { readonly kind: 'refused'; readonly why: 'not-allowed' | 'unknown-locker' | 'busy' | 'occupied' | 'not-looked' };

/**
 * Decides whether a technician's word that a locker is empty ends the doubt about it, as a look by staff does. A new bank
 * may have no staff yet, and whoever has built it has moved its doors by hand. Of a locker where the books know of
 * something, or which they keep for somebody, only those who may look into any locker can say what is in there.
 * @param hasLooked whether this technician has had it opened in this session, and nothing but its shutting was heard of it since
 */
export function decideTechnicianLook(books: Books, asked: TechnicianLook, hasLooked: boolean, now: Moment): LookDecision {
  const { locker, technician, lastWord, session } = asked;
  const book = books.lockers[locker];
  if (!book) return { kind: 'refused', why: 'unknown-locker' };
  if (!mayWork(books, technician, lastWord)) return { kind: 'refused', why: 'not-allowed' };
  if (!isEmptyInBooks(books, book, now)) return { kind: 'refused', why: 'occupied' };
  if (isBusy(books, locker)) return { kind: 'refused', why: 'busy' };
  if (book.doubt === null) return { kind: 'facts', facts: [] };
  if (!hasLooked || book.door !== 'closed') return { kind: 'refused', why: 'not-looked' };
  const by: By = { role: 'technician', id: technician };
  return { kind: 'facts', facts: [aboutLocker('locker.checked', locker, { locker, by }, { session })] };
}
