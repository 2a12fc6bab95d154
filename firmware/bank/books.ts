import type { Profile } from '../../board-profiles/profile.schema.ts';
import { lockersOf } from '../../board-profiles/profile.ts';
import type { DocumentKind, KeysDocument } from '../contract/documents.ts';
import type { Degradation } from '../contract/events.ts';
import type { By, CredentialKind, Party } from '../contract/parts.ts';
import { noBranding, type Branding } from './branding.ts';
import { noDirectory, type Directory } from './directory.ts';
import type { UsedToken } from './identity.ts';
import type { Reservation } from './reservation.ts';
import { usualBankSettings, type Settings } from './settings.ts';

/**
 * The books: everything the bank knows, as plain data. They are the fold of the journal and nothing else changes
 * them; a snapshot of them is only a shorter way to the same place. `…Ms` are dates, milliseconds since 1970;
 * `…AgeMs` are ages of the bank.
 */
export interface Books {
  readonly lockers: Readonly<Record<number, LockerBook>>;
  readonly reservations: Readonly<Record<string, Reservation>>;
  /** Locker → ids of the reservations that were ever made for it and are still remembered. */
  readonly claims: Readonly<Record<number, readonly string[]>>;
  /** Keyed tag of a code → reservation. */
  readonly codeTags: Readonly<Record<string, string>>;
  /** At most one visit a locker: the intent to open it and, while the door is open, who for. */
  readonly visits: Readonly<Record<number, Visit>>;
  /** By kind of credential, and by kind and person: `password`, `password/mia`. */
  readonly misses: Readonly<Record<string, Misses>>;
  /** Ids of QR tokens that have been used, and when they expire: until then each is remembered. */
  readonly burned: Readonly<Record<string, number>>;
  /** Ids of commands that have had their terminal event, with its sequence number. */
  readonly commands: Readonly<Record<string, CommandOutcome>>;
  readonly documents: Readonly<Partial<Record<DocumentKind, DocumentInForce>>>;
  readonly settings: Settings;
  /** Not journaled, but kept in files of its own, which the document in force names. */
  readonly directory: Directory;
  /** By which the upstream's signatures are judged; `null` before the first keys document. */
  readonly keys: KeysDocument | null;
  readonly branding: Branding;
  readonly degraded: readonly Degradation[];
  /** Every event up to this sequence number is committed by the upstream application. */
  readonly acknowledged: number;
  /** How many reservations the bank has made by itself: the next one's name. */
  readonly ownReservations: number;
  /** The latest trusted time of any record: nothing is judged by an earlier one. */
  readonly floorMs: number;
  /** How long the bank had run in all at its last record. */
  readonly ageMs: number;
}

export interface LockerBook {
  readonly number: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly door: 'open' | 'closed' | 'unknown';
  /** Why a person must look before anything else goes in; `null` where nothing is in doubt. */
  readonly doubt: string | null;
  readonly outOfService: string | null;
  /** Whose standing claim it is. */
  readonly dedicatedTo: Party | null;
  readonly sinceMs: number;
  /** Missing where nothing was ever heard of its contact. */
  readonly last?: LastSaid;
  /** When it last held something: among equals the least recently used locker is given out. */
  readonly usedMs: number;
}

/** What the contact of a door said last, whether or not it is heard now. */
export interface LastSaid {
  readonly door: 'open' | 'closed';
  /** When the door came to stand so; `null` where nothing is known of that. */
  readonly moved: Movement | null;
}

/** After the one moment, as far as that is known, and by the other; where it was seen they are the same. */
export interface Movement {
  readonly afterMs: number | null;
  readonly byMs: number;
}

export interface Visit {
  readonly intent: string;
  readonly locker: number;
  readonly purpose: Purpose;
  /** True where what the visit is for has been done already, and the door is opened once more. */
  readonly again: boolean;
  readonly reservation: string | null;
  /** The leg that this visit carries out. */
  readonly leg: number;
  /** What is put in, or taken out; `null`: everything that is expected, or everything that is there. */
  readonly items: readonly string[] | null;
  /** What the person said stays in the locker. */
  readonly leaving: readonly string[];
  /** The person said that their storage ends with this visit. */
  readonly ends: boolean;
  readonly by: By | null;
  readonly command: string | null;
  readonly session: string | null;
  /** The QR token that this intent has used up. */
  readonly token: UsedToken | null;
  /** A pickup code that the bank has made for what is put in: its tag, and the code sealed for the upstream. */
  readonly newCode: NewCode | null;
  /** The door stood open for this very visit when it was released once more: its beginning has been told. */
  readonly hasBegun?: true;
  /** Whoever wants it has typed a code: going through with it forgives the misses at the keypad. */
  readonly isTyped?: true;
  readonly phase: 'intended' | 'open';
}

export interface NewCode {
  readonly tag: string;
  readonly sealed: string | null;
}

/**
 * What a door is opened for: to put in, to take out, to take out and put in, to come and go (storage), to empty the
 * locker for somebody else, only to look, or from afar.
 */
export type Purpose = 'deposit' | 'pickup' | 'swap' | 'keep' | 'empty' | 'look' | 'remote';

export interface Misses {
  /** Since the last lock, or since somebody got it right. */
  readonly inARow: number;
  /** It has been locked, and nobody has got it right since: the very next miss locks it again. */
  readonly isStrict: boolean;
  /** How often it has been locked without a day's pause: each lock is twice as long as the one before. */
  readonly locks: number;
  readonly lockedUntilAgeMs: number;
  /** Ages at which the misses of the last day came, the oldest first; bounded by the guesses that a day allows. */
  readonly atAgeMs: readonly number[];
}

export const noMisses: Misses = { inARow: 0, isStrict: false, locks: 0, lockedUntilAgeMs: 0, atAgeMs: [] };

/** Under which name misses are counted. */
export function missesKey(kind: CredentialKind, person?: string): string {
  return person === undefined ? kind : `${kind}/${person}`;
}

interface CommandOutcome {
  readonly sequence: number;
  readonly atMs: number;
}

export interface DocumentInForce {
  readonly version: number;
  readonly sha256: string;
  /** After this moment it is too old to be trusted with more than ordinary pickups. */
  readonly validUntilMs?: number | null;
  /** When the upstream last said that this is the one to have. */
  readonly sinceMs?: number;
  /** Hashes of the parts it lies in, where it lies in files of its own. */
  readonly parts?: readonly string[];
}

/** The books of a bank that has never been used. */
export function newBooks(profile: Profile): Books {
  const lockers = Object.fromEntries(
    lockersOf(profile).map((l): [number, LockerBook] => [
      l.number,
      {
        number: l.number, size: l.size, accessible: l.accessible,
        door: 'unknown', doubt: null, outOfService: null, dedicatedTo: null, sinceMs: 0, usedMs: 0,
      },
    ]),
  );
  return {
    lockers, reservations: {}, claims: {}, codeTags: {}, visits: {}, misses: {}, burned: {}, commands: {}, documents: {},
    settings: usualBankSettings, directory: noDirectory, keys: null, branding: noBranding, degraded: [],
    acknowledged: 0, ownReservations: 0, floorMs: 0, ageMs: 0,
  };
}
