import { never } from '../../statecharts/never.ts';
import { documentsBeyond, mayReplace, partsOf, type DocumentAddress, type Want } from '../contract/documents.ts';
import { isRecord, parseJson } from '../contract/json.ts';
import { readKeysDocument } from '../signed/keys.ts';
import type { Books, DocumentInForce } from './books.ts';
import { readBranding } from './branding-document.ts';
import type { BankKeys } from './codes.ts';
import { wordEndsMs } from './directory-age.ts';
import { DirectoryIndex, type DirectoryReading } from './directory-index.ts';
import { readDirectoryPart } from './directory-document.ts';
import type { Directory } from './directory.ts';
import { cutToWhy } from '../contract/document-trouble.ts';
import { aboutBank, type Fact, type KeptDocument } from './facts.ts';
import { sha256Of } from './hashes.ts';
import type { Moment } from './moment.ts';
import { readSettings } from './settings.ts';

/**
 * A document in parts. The directory's are merged already, because there may be hundreds of them; those of a branding
 * document are its text, first, and the pieces of its pictures.
 */
export type DocumentParts =
  | { readonly kind: 'directory'; readonly hashes: readonly string[]; readonly reading: DirectoryReading }
  | { readonly kind: 'branding'; readonly hashes: readonly string[]; readonly texts: ReadonlyMap<string, string> };

/** A document as it came; `parts` is `null` where its text names none. */
export interface DocumentContent {
  readonly body: string;
  readonly parts: DocumentParts | null;
}

export interface DocumentDecision {
  /** `passed-over`: it is in force already, or older than what is. */
  readonly kind: 'applied' | 'rejected' | 'passed-over';
  readonly facts: readonly Fact[];
  /** The directory that is in force once the facts are on the disk; `null` where it stays as it was. */
  readonly directory: Directory | null;
}

/**
 * Which declared documents the bank lacks: newer ones, lower ones that may replace what is in force, and those in force
 * whose word is to be renewed.
 */
export function missingDocuments(books: Books, want: Want, now: Moment): readonly DocumentAddress[] {
  return documentsBeyond({}, want).filter((wanted) => isDue(books, wanted, now));
}

/** Whether a document would change anything if it came now. */
export function isDue(books: Books, wanted: DocumentAddress, now: Moment): boolean {
  const inForce = books.documents[wanted.kind];
  return mayReplace(inForce, wanted) || (inForce !== undefined && isRenewal(books, inForce, wanted, now));
}

/**
 * The very document that is in force, once more: because the upstream lets it count for longer, because half of the time
 * is over after which a directory is too old for staff, or because the bank has lost its parts. A word that is over
 * itself renews nothing, however often it is repeated.
 */
function isRenewal(books: Books, inForce: DocumentInForce, wanted: DocumentAddress, now: Moment): boolean {
  if (wanted.version !== inForce.version || wanted.sha256 !== inForce.sha256) return false;
  if ((wanted.validUntilMs ?? Infinity) > (inForce.validUntilMs ?? Infinity)) return true;
  if (wanted.kind !== 'directory' || !isWordGood(books, wanted, now)) return false;
  const { directoryAgeMost } = books.settings;
  const isHalfOver = directoryAgeMost !== null && issued(wanted, now) - (inForce.sinceMs ?? 0) > directoryAgeMost / 2;
  return isHalfOver || books.degraded.includes('directory-outdated');
}

/**
 * Applies a fetched document whole, or not at all. `body` is its text, judged by the hash that was declared for it;
 * `parts` are what that text names, where it is a list of parts. The facts have to be on the disk before anybody looks
 * anything up in the new directory, and its parts before the facts.
 */
export function decideDocument(
  books: Books,
  keys: BankKeys,
  wanted: DocumentAddress,
  content: DocumentContent,
  now: Moment,
): DocumentDecision {
  if (!isDue(books, wanted, now)) return { kind: 'passed-over', facts: [], directory: null };
  const read = troubleWith(wanted, content.body, now) ?? readDocument(books, keys, wanted, content);
  return read.kind === 'refused' ? rejected(wanted, read.why) : applied(books, wanted, read, now);
}

export function rejected({ kind, version }: DocumentAddress, why: string): DocumentDecision {
  return { kind: 'rejected', facts: [aboutBank('document.rejected', { kind, version, why: cutToWhy(why) })], directory: null };
}

interface Read {
  readonly kind: 'read';
  readonly kept: KeptDocument;
  readonly parts: readonly string[];
  readonly directory: Directory | null;
}

type Refused = { readonly kind: 'refused'; readonly why: string };

function troubleWith({ sha256, validUntilMs }: DocumentAddress, body: string, now: Moment): Refused | null {
  if (sha256Of(body) !== sha256) return { kind: 'refused', why: 'its hash is not the declared one' };
  const isOver = validUntilMs !== undefined && validUntilMs <= now.ms;
  return isOver ? { kind: 'refused', why: 'the time for which it counts is over' } : null;
}

function readDocument(books: Books, keys: BankKeys, wanted: DocumentAddress, { body, parts }: DocumentContent): Read | Refused {
  const named = partsOf(body) ?? [];
  if (named.length > 0 && (parts?.kind !== wanted.kind || !isSameList(parts.hashes, named))) {
    return { kind: 'refused', why: parts === null ? 'it may not come in parts' : 'its parts are not those that it names' };
  }
  switch (wanted.kind) {
    case 'settings':
      return readSettingsBody(body);
    case 'keys': {
      const reading = readKeysDocument(body);
      return reading.kind === 'refused' ? reading : small({ keys: reading.document });
    }
    case 'branding': {
      const texts = parts?.kind === 'branding' ? parts.texts : new Map<string, string>();
      const reading = readBranding(named[0] === undefined ? body : (texts.get(named[0]) ?? ''), (part) => texts.get(part));
      return reading.kind === 'refused' ? reading : { ...small({ branding: reading.branding }), parts: named };
    }
    case 'directory': {
      const reading = parts?.kind === 'directory' ? parts.reading : readWhole(books, keys, body);
      const hashes = parts?.hashes ?? [wanted.sha256];
      return reading.kind === 'refused' ? reading : { kind: 'read', kept: {}, parts: hashes, directory: reading.directory };
    }
    default:
      return never(wanted.kind, 'kind of document');
  }
}

function readSettingsBody(body: string): Read | Refused {
  const parsed = parseJson(body);
  if (parsed === undefined) return { kind: 'refused', why: 'it is not JSON' };
  if (!isRecord(parsed) || Array.isArray(parsed)) return { kind: 'refused', why: 'must be Object' };
  const reading = readSettings(parsed);
  return reading.kind === 'refused' ? reading : small({ settings: reading.settings });
}

function readWhole(books: Books, keys: BankKeys, body: string): DirectoryReading {
  const reading = readDirectoryPart(body, keys);
  if (reading.kind === 'refused') return reading;
  const index = new DirectoryIndex(books.settings.badgeLeadingZeros);
  index.add(reading.part);
  return index.read();
}

/** What is small enough to lie in the journal. */
function small(kept: KeptDocument): Read {
  return { kind: 'read', kept, parts: [], directory: null };
}

function applied(books: Books, wanted: DocumentAddress, read: Read, now: Moment): DocumentDecision {
  const { kind, version, sha256, validUntilMs } = wanted;
  const before = books.documents[kind];
  const validity = validUntilMs === undefined ? {} : { validUntilMs };
  const inForce = { ...validity, sinceMs: issued(wanted, now), ...(read.parts.length > 0 ? { parts: read.parts } : {}) };
  const kept: KeptDocument = { ...read.kept, inForce };
  const data = { kind, version, sha256 };
  const isBack = before !== undefined && version < before.version;
  const fact = isBack
    ? aboutBank('document.rolled-back', { ...data, from: before.version }, {}, kept)
    : aboutBank('document.applied', data, {}, kept);
  const isMended = kind === 'directory' && books.degraded.includes('directory-outdated') && isWordGood(books, wanted, now);
  const mended = isMended ? [aboutBank('bank.recovered', { why: 'directory-outdated' })] : [];
  return { kind: 'applied', facts: [fact, ...mended], directory: read.directory };
}

/** Whether a directory is fresh enough for staff by this very declaration. */
function isWordGood(books: Books, wanted: DocumentAddress, now: Moment): boolean {
  return now.ms < wordEndsMs(books.settings, { validUntilMs: wanted.validUntilMs ?? null, sinceMs: issued(wanted, now) });
}

/** A token from the future makes nothing younger than it is. */
function issued({ issuedMs }: DocumentAddress, now: Moment): number {
  return Math.min(now.ms, issuedMs ?? now.ms);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((hash, index) => hash === other[index]);
}
