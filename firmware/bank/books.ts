import type { Profile } from '../../board-profiles/profile.schema.ts';
import { lockersOf } from '../../board-profiles/profile.ts';
import type { By, Item, Party } from '../upstream/contract/parts.ts';
import { usualBankSettings, type Settings } from './settings.ts';

/**
 * The books: everything the bank knows, as plain data. They are the fold of the journal and nothing else changes
 * them; a snapshot of them is only a shorter way to the same place. Times are milliseconds since 1970.
 */
export interface Books {
  readonly lockers: Readonly<Record<number, LockerBook>>;
  readonly reservations: Readonly<Record<string, Reservation>>;
  /** Keyed tag of a pickup code → reservation. The codes themselves are kept nowhere. */
  readonly codeTags: Readonly<Record<string, string>>;
  /** At most one visit a locker: the intent to open it and, while the door is open, who for. */
  readonly visits: Readonly<Record<number, Visit>>;
  readonly misses: Readonly<Record<CredentialKind, Misses>>;
  /** Ids of commands that have had their terminal event, with its sequence number. */
  readonly commands: Readonly<Record<string, CommandOutcome>>;
  readonly documents: Readonly<Record<string, DocumentInForce>>;
  readonly settings: Settings;
  readonly directory: Directory;
  /** Every event up to this sequence number is committed by the upstream application. */
  readonly acknowledged: number;
  /** The latest wall time of any record: expiry is never judged by an earlier one. */
  readonly floorMs: number;
}

export interface LockerBook {
  readonly number: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly door: 'open' | 'closed' | 'unknown';
  /** Why a person must look before anything else goes in; `null` where nothing is in doubt. */
  readonly doubt: string | null;
  readonly outOfService: string | null;
  readonly sinceMs: number;
  /** When it last held something: among equals the least recently used locker is given out. */
  readonly usedMs: number;
}

export interface Reservation {
  readonly id: string;
  readonly kind: 'delivery';
  readonly party: Party;
  readonly items: readonly Item[];
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly state: 'reserved' | 'occupied' | 'collected';
  /** While reserved: when the claim lapses. While occupied: when the item expires. */
  readonly untilMs: number | null;
  readonly hasExpired: boolean;
  readonly tags: readonly string[];
  readonly depositedMs: number | null;
  readonly collectedMs: number | null;
  /** Until when its recipient may reopen the locker: as it was promised at the pickup, whatever the settings say later. */
  readonly accessUntilMs: number | null;
}

export interface Visit {
  readonly intent: string;
  readonly locker: number;
  readonly purpose: 'pickup' | 'deposit' | 'remote';
  /** True where the parcel had already been collected, or already been put in. */
  readonly again: boolean;
  readonly reservation: string | null;
  readonly by: By | null;
  readonly command: string | null;
  readonly session: string | null;
  readonly phase: 'intended' | 'open';
}

export type CredentialKind = 'code' | 'password';

export interface Misses {
  readonly inARow: number;
  /** How often this kind has been locked in the last day: each lock is twice as long. */
  readonly locks: number;
  readonly lockedUntilMs: number;
  readonly lastMs: number;
}

const dayMs = 86_400_000;

/** How often a kind of credential has been locked within a day of its last lock. */
export function recentLocks(misses: Misses, nowMs: number): number {
  return nowMs - misses.lockedUntilMs < dayMs ? misses.locks : 0;
}

export interface CommandOutcome {
  readonly sequence: number;
  readonly atMs: number;
}

export interface DocumentInForce {
  readonly version: number;
  readonly sha256: string;
}

export interface Directory {
  readonly recipients: Readonly<Record<string, RecipientEntry>>;
  /** By user name. */
  readonly operators: Readonly<Record<string, OperatorEntry>>;
}

export interface RecipientEntry {
  readonly name: string;
  readonly accessible: boolean;
}

export interface OperatorEntry {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly verifier: KeyedVerifier;
}

/** A scrypt hash under the bank's own key: a stolen card alone is of no use for guessing. */
export interface KeyedVerifier {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly tag: string;
}

const noMisses: Misses = { inARow: 0, locks: 0, lockedUntilMs: 0, lastMs: 0 };

/** The books of a bank that has never been used. */
export function newBooks(profile: Profile): Books {
  const lockers = Object.fromEntries(
    lockersOf(profile).map((l): [number, LockerBook] => [
      l.number,
      {
        number: l.number, size: l.size, accessible: l.accessible,
        door: 'unknown', doubt: null, outOfService: null, sinceMs: 0, usedMs: 0,
      },
    ]),
  );
  return {
    lockers,
    reservations: {},
    codeTags: {},
    visits: {},
    misses: { code: noMisses, password: noMisses },
    commands: {},
    documents: {},
    settings: usualBankSettings,
    directory: { recipients: {}, operators: {} },
    acknowledged: 0,
    floorMs: 0,
  };
}
