import type { Books } from '../bank/books.ts';
import { mediumBytes } from '../bank/branding-document.ts';
import type { Medium } from '../bank/branding.ts';
import type { BankKeys } from '../bank/codes.ts';
import { DirectoryIndex, type DirectoryReading } from '../bank/directory-index.ts';
import type { Directory } from '../bank/directory.ts';
import {
  decideDocument, isDue, missingDocuments, rejected,
  type DocumentContent, type DocumentDecision, type DocumentParts,
} from '../bank/documents.ts';
import { aboutBank, type Fact } from '../bank/facts.ts';
import { sha256Of } from '../bank/hashes.ts';
import type { Moment } from '../bank/moment.ts';
import type { Disk } from '../ports/disk.ts';
import { InTurn } from '../ports/in-turn.ts';
import { documentsBeyond, partsMost, type DocumentAddress, type DocumentKind, type Want } from '../contract/documents.ts';
import { isDirectoryPart, readPart } from './found-part.ts';
import { partStore, type PartStore } from './part-store.ts';

/** Two documents of the most parts, and room for one that was given up: with more in a folder the unnamed ones go. */
const usualFilesMost = 2_500;

interface KeeperOptions {
  readonly disk: Disk;
  readonly keys: BankKeys;
  readonly books: () => Books;
  readonly now: () => Moment;
  /** Takes facts into the books, and resolves when they are on the disk. */
  readonly commit: (facts: readonly Fact[]) => Promise<void>;
  /** Puts a directory into the books, all at once: it is no fact, because the journal does not hold it. */
  readonly use: (directory: Directory) => void;
  /** Parts of documents on their way, which are nobody's yet. */
  readonly partsWanted: () => ReadonlySet<string>;
  /** Above so many parts in a folder those that nothing names are removed. */
  readonly filesMost?: number;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** So often a document may lose a part between its coming and its turn: a card that keeps nothing is not written to for ever. */
const incompleteMost = 3;

interface Refused {
  readonly why: string;
}

/**
 * Asking for it again would bring the same; but what came too late by the clock of now may be in time by the clock that
 * the upstream is about to set.
 */
interface Rejected {
  readonly name: string;
  readonly isLate: boolean;
}

/** `incomplete`: a part has gone since it came, so the document has to be fetched again; it is said a few times at most. */
export type TakenDocument = DocumentDecision['kind'] | 'incomplete';

/**
 * Keeps documents: parts in files, what is in force in the journal, the directory in memory.
 *
 *   parts stored and synced ──▶ `document.applied` on the disk ──▶ switch in memory ──▶ parts that nothing names removed
 *
 * The power may go between any two of these steps. Before the second the old version is whole, after it the new one is:
 * only the journal says which, and a part is removed only once the journal names it no more.
 */
export class DocumentKeeper {
  readonly #options: KeeperOptions;
  readonly #directory: PartStore;
  readonly #branding: PartStore;
  /** Parts that came and can be used for nothing, and why; bounded by what one document may have. */
  readonly #bad = new Map<string, string>();
  /** Of each kind the document that was rejected last, of which nothing more is told. */
  readonly #rejected = new Map<DocumentKind, Rejected>();
  /** The document that was incomplete last, and how often in a row. */
  #incomplete: { readonly name: string; readonly times: number } | null = null;
  /** A document in force whose parts are not all here. The directory's loss is told in the books. */
  #hasLostPictures = false;
  /** Parts of documents that have come and not had their turn: nothing on its way names them any more. */
  readonly #waiting = new Set<readonly string[]>();
  /** One at a time: of two documents of one kind the second is judged by what the first has left in force. */
  readonly #turns = new InTurn();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#directory = partStore(options.disk, 'directory');
    this.#branding = partStore(options.disk, 'branding');
  }

  /**
   * Loads the directory in force. One that is not whole counts as none: nobody signs in by half a directory, and
   * pickups by code go on without it. That is told, and it is fetched again.
   */
  start(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#loadDirectory();
      this.#hasLostPictures = !(await all(this.#partsInForce('branding'), (part) => this.#branding.has(part)));
    });
  }

  /** Which declared documents are to be fetched. */
  missing(want: Want): readonly DocumentAddress[] {
    const { books, now } = this.#options;
    const isLost = (wanted: DocumentAddress) => this.#hasLostPictures && wanted.kind === 'branding' && this.#isInForce(wanted);
    const lost = documentsBeyond({}, want).filter(isLost);
    const isHopeless = (wanted: DocumentAddress) => this.#wasRejected(wanted, false);
    return [...missingDocuments(books(), want, now()), ...lost].filter((wanted) => !isHopeless(wanted));
  }

  /** Whether a part is here already, in a form that this program can use. */
  async hasPart(sha256: string): Promise<boolean> {
    return isDirectoryPart(await this.#directory.load(sha256)) || (await this.#branding.has(sha256));
  }

  /**
   * Takes a part as it comes, and resolves when it is on the disk. What a part is, is seen from what is in it. One of a
   * directory is kept in the bank's own form; what is of no use is not kept at all, and refuses its document later.
   * @throws DiskError where it cannot be stored: it is to be fetched again
   */
  async takePart(sha256: string, body: string): Promise<void> {
    const found = readPart(body, sha256, this.#options.keys);
    if (found.kind === 'bad') return this.#remember(sha256, found.why);
    this.#bad.delete(sha256);
    const store = this.#storeOf(found.kind);
    if ((await store.names()).length >= (this.#options.filesMost ?? usualFilesMost)) await this.#clear(found.kind);
    await store.save(sha256, found.content);
  }

  /**
   * Applies a fetched document: its text, and the hashes of the parts that it names, all of which have come.
   * @throws what `commit` throws: nothing has changed then
   */
  take(wanted: DocumentAddress, body: string, parts: readonly string[]): Promise<TakenDocument> {
    const waiting = [wanted.sha256, ...parts];
    this.#waiting.add(waiting);
    return this.#turns.take(() => this.#take(wanted, body, parts)).finally(() => this.#waiting.delete(waiting));
  }

  /** The bytes of a picture of the branding in force; `null` where they are not here, and the built-in one serves. */
  async medium(medium: Medium): Promise<Uint8Array | null> {
    const texts = await this.#textsOf(medium.parts);
    return texts && mediumBytes(medium, (part) => texts.get(part));
  }

  async #take(wanted: DocumentAddress, body: string, parts: readonly string[]): Promise<TakenDocument> {
    const { books, keys, now, commit, use } = this.#options;
    if (wanted.kind === 'branding' && this.#isInForce(wanted)) this.#hasLostPictures = false;
    if (!isDue(books(), wanted, now())) return 'passed-over';
    const content = (await this.#contentOf(wanted, body, parts)) ?? this.#tooOften(wanted);
    if (content === null) return 'incomplete';
    const zerosBefore = books().settings.badgeLeadingZeros;
    const decision = 'why' in content ? rejected(wanted, content.why) : decideDocument(books(), keys, wanted, content, now());
    const isTold = decision.kind === 'rejected' && this.#wasRejected(wanted, this.#isLate(wanted));
    await commit(isTold ? [] : decision.facts);
    this.#incomplete = null;
    if (decision.kind === 'rejected') this.#giveUp(wanted, body);
    if (decision.directory) use(decision.directory);
    if (books().settings.badgeLeadingZeros !== zerosBefore) await this.#loadDirectory();
    if (decision.kind === 'applied') await this.#clear(wanted.kind);
    return decision.kind;
  }

  /** What the parts of a document have become; `null` where one is not here. */
  async #contentOf({ kind, sha256 }: DocumentAddress, body: string, parts: readonly string[]): Promise<DocumentContent | Refused | null> {
    const isWhole = parts.length === 0;
    if (kind !== 'directory' && (kind !== 'branding' || isWhole)) return { body, parts: null };
    if (isWhole && !(await this.hasPart(sha256))) await this.takePart(sha256, body);
    const hashes = isWhole ? [sha256] : parts;
    const refused = (part: string, why: string): Refused => ({ why: isWhole ? why : `part ${part.slice(0, 8)}: ${why}` });
    for (const part of hashes) {
      const why = this.#bad.get(part);
      if (why !== undefined) return refused(part, why);
    }
    const found = await this.#found(kind, hashes);
    if (found) return { body, parts: found };
    // A part that is something else is here, and would be for ever.
    const other = this.#storeOf(kind === 'directory' ? 'branding' : 'directory');
    for (const part of hashes) if (await other.has(part)) return refused(part, `it is nothing that belongs to a ${kind}`);
    return null;
  }

  async #found(kind: 'directory' | 'branding', hashes: readonly string[]): Promise<DocumentParts | null> {
    if (kind === 'directory') {
      const reading = await this.#merge(hashes);
      return reading && { kind, hashes, reading };
    }
    const texts = await this.#textsOf(hashes);
    return texts && { kind, hashes, texts };
  }

  async #loadDirectory(): Promise<void> {
    const { books, commit, use } = this.#options;
    if (!books().documents.directory) return;
    const reading = await this.#merge(this.#partsInForce('directory'));
    if (reading?.kind === 'directory') return use(reading.directory);
    if (!books().degraded.includes('directory-outdated')) await commit([aboutBank('bank.degraded', { why: 'directory-outdated' })]);
  }

  /** Reads part after part, so that the doors are served in between; `null` where one is not here. */
  async #merge(parts: readonly string[]): Promise<DirectoryReading | null> {
    const index = new DirectoryIndex(this.#options.books().settings.badgeLeadingZeros);
    for (const sha256 of new Set(parts)) {
      const part = await this.#directory.load(sha256);
      if (!isDirectoryPart(part)) return null;
      index.add(part);
    }
    return index.read();
  }

  async #textsOf(parts: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
    const texts = new Map<string, string>();
    for (const part of parts) {
      const text = await this.#branding.load(part);
      if (typeof text !== 'string') return null;
      texts.set(part, text);
    }
    return texts;
  }

  /** Removes what neither a document in force nor one on its way names. A file that stays is only room lost. */
  async #clear(kind: DocumentKind): Promise<void> {
    if (kind !== 'directory' && kind !== 'branding') return;
    const named = new Set([...this.#partsInForce(kind), ...this.#options.partsWanted(), ...[...this.#waiting].flat()]);
    try {
      const store = this.#storeOf(kind);
      for (const part of await store.names()) if (!named.has(part)) await store.remove(part);
    } catch (error) {
      this.#options.onTrouble(`parts of ${kind}`, error);
    }
  }

  #storeOf(kind: 'directory' | 'branding'): PartStore {
    return kind === 'directory' ? this.#directory : this.#branding;
  }

  #partsInForce(kind: DocumentKind): readonly string[] {
    return this.#options.books().documents[kind]?.parts ?? [];
  }

  #isInForce({ kind, version, sha256 }: DocumentAddress): boolean {
    const inForce = this.#options.books().documents[kind];
    return inForce?.version === version && inForce.sha256 === sha256;
  }

  #giveUp(wanted: DocumentAddress, body: string): void {
    if (sha256Of(body) === wanted.sha256) this.#rejected.set(wanted.kind, { name: nameOf(wanted), isLate: this.#isLate(wanted) });
  }

  #wasRejected(wanted: DocumentAddress, isLate: boolean): boolean {
    const last = this.#rejected.get(wanted.kind);
    return last?.name === nameOf(wanted) && last.isLate === isLate;
  }

  #isLate({ validUntilMs }: DocumentAddress): boolean {
    return (validUntilMs ?? Infinity) <= this.#options.now().ms;
  }

  #tooOften(wanted: DocumentAddress): Refused | null {
    const name = `${wanted.kind}/${nameOf(wanted)}`;
    const times = this.#incomplete?.name === name ? this.#incomplete.times + 1 : 1;
    this.#incomplete = { name, times };
    return times < incompleteMost ? null : { why: 'its parts cannot be kept here' };
  }

  #remember(sha256: string, why: string): void {
    if (this.#bad.size >= partsMost) this.#bad.delete(this.#bad.keys().next().value ?? '');
    this.#bad.set(sha256, why);
  }
}

function nameOf({ version, sha256 }: DocumentAddress): string {
  return `${String(version)}/${sha256}`;
}

async function all<T>(list: readonly T[], holds: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of list) if (!(await holds(one))) return false;
  return true;
}
