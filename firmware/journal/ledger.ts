import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { newBooks, type Books } from '../bank/books.ts';
import { isNote, type EventFact, type Fact } from '../bank/facts.ts';
import { fold } from '../bank/fold.ts';
import type { Clock } from '../ports/clock.ts';
import type { Disk } from '../ports/disk.ts';
import { randomId, type Random } from '../ports/random.ts';
import type { EventMessage } from '../upstream/contract/messages.ts';
import { factsOf, wireType, type Entry, type JournaledFact } from './entry.ts';
import { decodeLines } from './line.ts';
import { openJournal, usualJournalLimits, type Journal, type JournalLimits } from './journal.ts';
import { snapshotStore, type Snapshot, type SnapshotStore } from './snapshot.ts';

export interface LedgerLimits extends JournalLimits {
  /** Entries between two snapshots: folding so many takes milliseconds, writing the books takes about as long. */
  readonly entriesPerSnapshot: number;
}

const usualLimits: LedgerLimits = { ...usualJournalLimits, entriesPerSnapshot: 500 };

export interface LedgerOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly profile: Profile;
  /** `lb://tenant/bank` */
  readonly source: string;
  readonly limits?: Partial<LedgerLimits>;
}

const identitySchema = v.object({ format: v.literal(1), logid: v.string(), source: v.string() });
type Identity = v.InferOutput<typeof identitySchema>;

const identityPath = 'bank.json';

/** The books and the journal under them: the one place where anything is ever decided to have happened. */
export class Ledger {
  readonly logid: string;
  readonly bootid: string;
  readonly tornBytes: number;
  readonly #options: LedgerOptions;
  readonly #journal: Journal;
  readonly #snapshots: SnapshotStore;
  readonly #limits: LedgerLimits;
  readonly #listeners = new Set<() => void>();
  #books: Books;
  #n: number;
  #snapshotN: number;
  #head: number;
  #headHash: string;
  #durableHead: number;
  #broken: Error | null = null;
  #snapshotting: Promise<void> = Promise.resolve();

  private constructor(options: LedgerOptions, logid: string, opened: { journal: Journal; tornBytes: number }, at: Snapshot) {
    this.#options = options;
    this.logid = logid;
    this.bootid = randomId(options.random, 10);
    this.tornBytes = opened.tornBytes;
    this.#journal = opened.journal;
    this.#snapshots = snapshotStore(options.disk);
    this.#limits = { ...usualLimits, ...options.limits };
    this.#books = at.books;
    this.#n = at.n;
    this.#snapshotN = at.n;
    this.#head = at.head;
    this.#headHash = at.headHash;
    this.#durableHead = at.head;
  }

  /**
   * Reads a data folder back, or begins one.
   * @throws LockerError where the folder cannot be trusted; nothing in it has been changed then
   */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const { logid, isNew } = await identify(options);
    const snapshot = await snapshotStore(options.disk).load();
    if (isNew && snapshot) {
      const what = 'is gone, but a snapshot is here. Cure: restore the data folder as a whole; to begin anew on purpose, empty it';
      throw new LockerError('data.foreign', identityPath, what);
    }
    const start = snapshot?.logid === logid ? snapshot : { logid, n: 0, head: 0, headHash: '', books: newBooks(options.profile) };
    const opened = await openJournal(options.disk, logid, start.n, isNew, { ...usualLimits, ...options.limits });
    if (isNew) await writeIdentity(options, logid);
    return new Ledger(options, logid, opened, foldAll({ ...start, books: fitted(start.books, options.profile) }, opened.entries));
  }

  get books(): Books {
    return this.#books;
  }

  /** Sequence number of the newest event that is on the disk. */
  get head(): number {
    return this.#durableHead;
  }

  /** True once a commit has failed: what the disk holds beyond `head` is unknown, and nothing more is taken. */
  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** The wall clock, never earlier than anything that has been journaled. */
  nowMs(): number {
    return Math.max(this.#options.clock.wallMs(), this.#books.floorMs);
  }

  /**
   * Calls a listener after each commit has become durable.
   * @returns how to stop listening
   */
  onCommitted(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes facts into the books at once, and resolves when they are on the disk. Nothing physical may happen, and
   * nobody may be told, before that. Rejects with a `DiskError` after which the ledger takes nothing more. A snapshot
   * that cannot be written rejects nothing: the facts are durable, and after as many entries it is tried again.
   */
  async commit(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return;
    if (this.#broken !== null) throw this.#broken;
    const atMs = this.nowMs();
    const journaled = facts.map((fact) => this.#take(fact, atMs));
    const head = this.#head;
    try {
      await this.#journal.append({ n: ++this.#n, atMs, facts: journaled });
    } catch (error) {
      this.#broken = error as Error; // The journal rejects with nothing else.
      throw error;
    }
    this.#durableHead = Math.max(this.#durableHead, head);
    for (const listener of this.#listeners) listener();
    // Nobody waits for it: the next fact of a door, or the pulse of this very intent, would come late.
    if (this.#n - this.#snapshotN >= this.#limits.entriesPerSnapshot) void this.snapshot().catch(() => undefined);
  }

  /** Texts of durable events from a sequence number on, at most so many: what is sent, byte for byte. */
  events(from: number, most: number): Promise<readonly string[]> {
    const durable = this.#durableHead - from + 1; // The disk may hold more already, which a power cut would take back.
    return durable <= 0 ? Promise.resolve([]) : this.#journal.events(from, Math.min(most, durable));
  }

  /** Writes the books down, so that the next start folds less. */
  snapshot(): Promise<void> {
    const snapshot: Snapshot = { logid: this.logid, n: this.#n, head: this.#head, headHash: this.#headHash, books: this.#books };
    this.#snapshotN = snapshot.n;
    const before = this.#snapshotting.catch(() => undefined); // One at a time: both would replace the same file.
    this.#snapshotting = before.then(() => this.#save(snapshot));
    return this.#snapshotting;
  }

  async #save(snapshot: Snapshot): Promise<void> {
    if (!(await this.#journal.settled())) return; // A snapshot must never know more than the journal.
    await this.#snapshots.save(snapshot);
    this.#journal.rotate();
  }

  async close(): Promise<void> {
    await this.#journal.close();
  }

  #take(fact: Fact, atMs: number): JournaledFact {
    if (isNote(fact)) {
      this.#books = fold(this.#books, fact, { atMs, sequence: null });
      return { note: fact };
    }
    const event = this.#envelope(fact, atMs);
    this.#books = fold(this.#books, fact, { atMs, sequence: this.#head });
    return fact.kept === undefined ? { event } : { event, kept: fact.kept };
  }

  #envelope(fact: EventFact, atMs: number): EventMessage {
    const { clock, source } = this.#options;
    const sequence = String(++this.#head).padStart(20, '0');
    const event: EventMessage = {
      specversion: '1.0', id: `${this.logid}-${sequence}`, source, type: wireType(fact.type), subject: fact.subject,
      time: new Date(atMs).toISOString(), datacontenttype: 'application/json', logid: this.logid, sequence,
      prevhash: this.#headHash, bootid: this.bootid, monoms: String(Math.round(clock.monoMs())), clockq: clock.quality(),
      ...(fact.session === undefined ? {} : { correlationid: fact.session }),
      ...(fact.command === undefined ? {} : { causationid: fact.command }),
      data: fact.data,
    };
    this.#headHash = hashOf(JSON.stringify(event));
    return event;
  }
}

function foldAll(start: Snapshot, entries: readonly Entry[]): Snapshot {
  let { n, head, headHash, books } = start;
  for (const entry of entries) {
    n = entry.n;
    for (const { fact, sequence, text } of factsOf(entry)) {
      books = fold(books, fact, { atMs: entry.atMs, sequence });
      if (sequence !== null && text !== null) {
        head = sequence;
        headHash = hashOf(text);
      }
    }
  }
  return { logid: start.logid, n, head, headHash, books };
}

/** Lockers that the profile has now: new ones begin unused, those it has lost stay only in the journal. */
function fitted(books: Books, profile: Profile): Books {
  const fresh = newBooks(profile).lockers;
  const lockers = Object.fromEntries(
    Object.values(fresh).map((locker) => {
      const known = books.lockers[locker.number];
      return [locker.number, known ? { ...known, size: locker.size, accessible: locker.accessible } : locker] as const;
    }),
  );
  return { ...books, lockers };
}

async function identify(options: LedgerOptions): Promise<{ readonly logid: string; readonly isNew: boolean }> {
  const bytes = await options.disk.read(identityPath);
  if (bytes === null) {
    if (await forgetCutOffStart(options.disk)) return { logid: randomId(options.random, 10), isNew: true };
    throw new LockerError('data.foreign', identityPath, 'is gone, but a journal is here. Cure: restore the data folder as a whole');
  }
  const identity = readIdentity(bytes);
  if (identity.source !== options.source) {
    const what = `belongs to ${identity.source}, not to ${options.source}. ` +
      'Cure: set LOCKERBANK_TENANT, LOCKERBANK_BANK or LOCKERBANK_DATA';
    throw new LockerError('data.foreign', identityPath, what);
  }
  return { logid: identity.logid, isNew: false };
}

/** A first start that was cut off before its identity was written has left at most a journal without an entry. */
async function forgetCutOffStart(disk: Disk): Promise<boolean> {
  const [first, ...more] = await disk.list('journal');
  if (first === undefined) return true;
  const lines = decodeLines((await disk.read(`journal/${first}`)) ?? new Uint8Array());
  if (more.length > 0 || lines.kind !== 'whole' || lines.texts.length > 1) return false;
  await disk.remove(`journal/${first}`);
  return true;
}

function readIdentity(bytes: Uint8Array): Identity {
  try {
    return v.parse(identitySchema, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new LockerError('journal.corrupt', identityPath, 'is damaged. Cure: restore the data folder from a backup', cause);
  }
}

/** Written last: a first start that was cut off before it is a first start again. */
async function writeIdentity(options: LedgerOptions, logid: string): Promise<void> {
  const identity: Identity = { format: 1, logid, source: options.source };
  await options.disk.replace(identityPath, Buffer.from(`${JSON.stringify(identity)}\n`));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
