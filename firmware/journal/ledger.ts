import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { Books } from '../bank/books.ts';
import type { Directory } from '../bank/directory.ts';
import type { Draft as BooksDraft } from '../bank/draft.ts';
import { aboutBank, isNote, type EventFact, type Fact } from '../bank/facts.ts';
import type { Moment } from '../bank/moment.ts';
import type { Clock, ClockQuality } from '../ports/clock.ts';
import { DiskError, type Disk } from '../ports/disk.ts';
import { randomId, type Random } from '../ports/random.ts';
import type { EventMessage } from '../contract/messages.ts';
import { compact, quarantine, usualKeepLimits, type KeepLimits } from './compaction.ts';
import { hashOfEvent, wireType, type Entry, type EventText, type JournaledFact } from './entry.ts';
import { Journal, usualJournalLimits, type Draft, type JournalLimits } from './journal.ts';
import { openFolder, type Opened } from './opening.ts';
import { Room, usualRoomLimits, type RoomLimits } from './room.ts';
import type { StoredSegment } from './segment.ts';
import type { Place } from './segment-reading.ts';
import { capture, type SnapshotStore } from './snapshot.ts';
import { beginEntry, takeFact, type State } from './state.ts';
import { Timekeeper, usualTimeLimits, type TimeLimits } from './timekeeper.ts';

export interface LedgerLimits extends JournalLimits, KeepLimits, RoomLimits, TimeLimits {}

const usualLimits: LedgerLimits = { ...usualJournalLimits, ...usualKeepLimits, ...usualRoomLimits, ...usualTimeLimits };

export interface LedgerOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly profile: Profile;
  /** `lb://tenant/bank` */
  readonly source: string;
  readonly limits?: Partial<LedgerLimits>;
}

const idLength = 10;

/** The books and the journal under them: the one place where anything is ever decided to have happened. */
export class Ledger {
  readonly bootid: string;
  /** How much of a commit that the last power cut interrupted has been cut off. */
  readonly tornBytes: number;
  readonly #options: LedgerOptions;
  readonly #limits: LedgerLimits;
  readonly #state: State;
  readonly #snapshots: SnapshotStore;
  readonly #journal: Journal;
  readonly #time: Timekeeper;
  readonly #room: Room;
  readonly #committed = new Set<() => void>();
  readonly #brokenListeners = new Set<(error: Error) => void>();
  /** The newest event that is on the disk, its log, and up to where the disk knows that it is acknowledged. */
  #durable: { readonly log: number; readonly head: number; readonly acknowledged: number };
  /** Resolves when the newest entry is on the disk. */
  #newest: Promise<Place>;
  #broken: Error | null = null;
  /** Snapshots and what follows them, one after the other. */
  #housework: Promise<unknown> = Promise.resolve();

  private constructor(options: LedgerOptions, limits: LedgerLimits, opened: Opened, journal: Journal) {
    const { disk, clock, random } = options;
    const { state, reading } = opened;
    this.#options = options;
    this.#limits = limits;
    this.#state = state;
    this.#snapshots = opened.snapshots;
    this.#journal = journal;
    this.bootid = randomId(random, idLength);
    this.tornBytes = reading.tornBytes;
    this.#durable = { log: state.log.number, head: state.head, acknowledged: state.books.acknowledged };
    this.#newest = Promise.resolve(reading.last.to);
    const { floorMs, ageMs } = state.books;
    this.#time = new Timekeeper(clock, { floorMs, ageMs, atMs: state.atMs }, limits);
    this.#room = new Room({ disk, clock, limits, retry: () => this.#makeRoom() });
    journal.watch({
      rotated: () => void this.snapshot().catch(() => undefined),
      broken: (error) => this.#break(error),
      spare: (isReady) => this.#room.set('segment', !isReady),
    });
  }

  /**
   * Reads a data folder back, or begins one.
   * @throws LockerError where the folder cannot be trusted; nothing in it has been changed then
   */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const { disk, clock, random, profile, source } = options;
    const limits = { ...usualLimits, ...options.limits };
    const opened = await openFolder({ disk, random, profile, source, segmentBytes: limits.segmentBytes, nowMs: clock.wallMs() });
    const { id, state, reading } = opened;
    const journal = await Journal.start({ disk, id, log: state.log, head: state.head, limits }, reading);
    const ledger = new Ledger(options, limits, opened, journal);
    await ledger.#room.look();
    return ledger;
  }

  /** What the bank knows. Changes with every commit, and in no other way. */
  get books(): Books {
    return this.#state.books;
  }

  /** Whose events these are: `lb://tenant/bank`. */
  get source(): string {
    return this.#options.source;
  }

  /** The log that events belong to; another one after `beginNewLog`. */
  get logid(): string {
    return this.#state.log.id;
  }

  /** Sequence number of the newest event that is on the disk. */
  get head(): number {
    return this.#durable.log === this.#state.log.number ? this.#durable.head : 0;
  }

  /** Sequence number of the oldest event that can still be sent again; one beyond `head` where there is none. */
  get oldestEvent(): number {
    return this.#journal.shelf.oldest(this.#state.log.number);
  }

  /** True once a commit has failed: what the disk holds beyond `head` is unknown, and nothing more is taken. */
  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** True while room on the disk is short: pickups and exits go on, new deposits are not to be begun. */
  get isLow(): boolean {
    return this.#room.isLow;
  }

  /** Looks how much room is left on the disk. What has changed is told to those who listen by `onLow`. */
  checkRoom(): Promise<void> {
    return this.#room.look();
  }

  /** What time it is, as well as the bank knows it; never before the floor of the books. */
  now(): Moment {
    return this.#time.now();
  }

  /** How far `now` can be trusted. */
  clockQuality(): ClockQuality {
    return this.#time.stamp().clockq;
  }

  /** To be called each minute: what is to be committed about the clock, where it has stepped. Each step is told once. */
  checkClock(): readonly Fact[] {
    this.#time.now();
    return this.#clockFacts();
  }

  /** The upstream has said what time it is, in milliseconds since 1970, by a way that is trusted. */
  serverSaid(ms: number): void {
    this.#time.serverSaid(ms);
  }

  /** The directory lies in files of its own, and whoever has read them hands it over here. */
  useDirectory(directory: Directory): void {
    (this.#state.books as BooksDraft).directory = directory;
  }

  /**
   * Calls a listener after each commit has become durable.
   * @returns how to stop listening
   */
  onCommitted(listener: () => void): () => void {
    this.#committed.add(listener);
    return () => this.#committed.delete(listener);
  }

  /**
   * Calls a listener when room on the disk has become short, and when it is short no more.
   * @returns how to stop listening
   */
  onLow(listener: (isLow: boolean) => void): () => void {
    return this.#room.onLow(listener);
  }

  /**
   * Calls a listener once, when the ledger takes nothing more, be it at a commit or in between.
   * @returns how to stop listening
   */
  onBroken(listener: (error: Error) => void): () => void {
    this.#brokenListeners.add(listener);
    return () => this.#brokenListeners.delete(listener);
  }

  /**
   * Takes facts into the books at once, and resolves when they are on the disk. Nothing physical may happen, and
   * nobody may be told, before that. Rejects with a `DiskError` after which the ledger takes nothing more. What has
   * happened to the clock since the last commit is taken along.
   */
  async commit(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return;
    const stamp = this.#time.stamp();
    await this.#write([...this.#clockFacts(), ...facts], {}, stamp);
  }

  /**
   * Begins a new log of events, because the upstream knows more of the present one than the bank does: this disk has
   * been rolled back, or copied. Its first event says so; what was not sent of the old log is not sent any more.
   * @param facts what else the upstream must hear because of that: it is in the new log from its beginning, or there is
   * no new log. The record that holds them all fits into a segment of the usual length with an event for each command
   * that the books remember.
   */
  async beginNewLog(why: string, facts: readonly Fact[] = []): Promise<void> {
    const { log: { id: old, number }, head } = this.#state;
    const log = { id: randomId(this.#options.random, idLength), number: number + 1, why };
    await this.#write([aboutBank('log.rolled-back', { old, head }), ...facts], { log, beginsSegment: true });
  }

  /**
   * Texts of durable events from a sequence number on, at most so many: what is sent, byte for byte. What is not kept
   * any more is passed over; where events were lost, the event that says so stands in their place. Rejects with a
   * `DiskError` where they cannot be read just now.
   */
  async events(from: number, most: number): Promise<readonly string[]> {
    const log = this.#state.log.number;
    const texts: string[] = [];
    for (let next = Math.max(1, from); texts.length < most && next <= this.head && log === this.#state.log.number; ) {
      const lost = this.#state.lost.find((one) => one.from <= next && next <= one.to && one.sequence <= this.head);
      const untilLost = Math.min(...this.#state.lost.map((one) => (one.from > next ? one.from : Infinity)));
      const count = lost ? 1 : Math.min(most - texts.length, this.head - next + 1, untilLost - next);
      const found = await this.#journal.shelf.read(log, lost?.sequence ?? next, count);
      if (found.kind === 'texts') texts.push(...found.texts);
      if (found.kind === 'damaged') await this.#giveUp(found.segment);
      else if (lost) next = lost.to + 1;
      else next = found.kind === 'gone' ? await this.#passOver(next, found.through) : next + found.texts.length;
    }
    return texts;
  }

  /** Resolves when all that has been taken so far is on the disk; rejects where the ledger takes nothing more. */
  async settled(): Promise<void> {
    await this.#newest;
    if (this.#broken !== null) throw this.#broken;
  }

  /** Writes the books down, so that the next start folds less. Rejects with a `DiskError`; no harm is done then. */
  snapshot(): Promise<void> {
    return this.#afterwards(() => this.#save());
  }

  /** Makes both copies of the journal equal, writes the books down, and takes nothing more. */
  async close(): Promise<void> {
    this.#room.close();
    await this.#housework;
    try {
      await this.#journal.finish();
      if (this.#broken === null) await this.snapshot().catch(() => undefined);
    } finally {
      await this.#housework;
      await this.#journal.close();
    }
  }

  #clockFacts(): readonly Fact[] {
    return this.#time.takeSteps().map((step) => aboutBank('clock.stepped', step));
  }

  #write(
    facts: readonly Fact[],
    more: Pick<Draft, 'log' | 'beginsSegment'> = {},
    { at, floorMs, clockq } = this.#time.stamp(),
  ): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const state = this.#state;
    const entry = {
      n: state.n + 1, atMs: at.ms, ...(floorMs === at.ms ? {} : { floorMs }), ageMs: at.ageMs,
      monoMs: Math.round(this.#options.clock.monoMs()), clockq, ...more,
    };
    beginEntry(state, entry);
    const events: EventText[] = [];
    const journaled = facts.map((fact) => this.#take(fact, entry, events));
    const durable = { log: state.log.number, head: state.head, acknowledged: state.books.acknowledged };
    this.#newest = this.#journal.append({ ...entry, facts: journaled }, events);
    return this.#newest.then(() => {
      this.#durable = durable;
      for (const listener of this.#committed) listener();
    });
  }

  #take(fact: Fact, entry: Omit<Entry, 'g' | 'prev' | 'facts'>, events: EventText[]): JournaledFact {
    if (isNote(fact)) {
      takeFact(this.#state, entry, fact, null);
      return { note: fact };
    }
    const event = this.#envelope(fact, entry);
    takeFact(this.#state, entry, fact, this.#state.head + 1);
    const text = JSON.stringify(event);
    this.#state.headHash = hashOfEvent(text);
    events.push({ sequence: this.#state.head, text });
    return fact.kept === undefined ? { event } : { event, kept: fact.kept };
  }

  #envelope(fact: EventFact, { atMs, monoMs, clockq }: Pick<Entry, 'atMs' | 'monoMs' | 'clockq'>): EventMessage {
    const { log: { id: logid }, head, headHash } = this.#state;
    const sequence = String(head + 1).padStart(20, '0');
    return {
      specversion: '1.0', id: `${logid}-${sequence}`, source: this.#options.source, type: wireType(fact.type), subject: fact.subject,
      time: new Date(atMs).toISOString(), datacontenttype: 'application/json', logid, sequence,
      prevhash: headHash, bootid: this.bootid, monoms: String(monoMs), clockq,
      ...(fact.session === undefined ? {} : { correlationid: fact.session }),
      ...(fact.command === undefined ? {} : { causationid: fact.command }),
      data: fact.data,
    };
  }

  #break(error: Error): void {
    if (this.#broken !== null) return;
    this.#broken = error;
    this.#room.close();
    for (const listener of this.#brokenListeners) listener(error);
  }

  #afterwards<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#housework.then(work);
    this.#housework = done.catch(() => undefined);
    return done;
  }

  /**
   * A snapshot never knows more than the journal: it waits until all that is in it is on the disk, and in both copies.
   * It keeps the next start from reading what a sync that failed may have left in one copy alone, and from mending it.
   */
  async #save(isForced = false): Promise<void> {
    const captured = capture(this.#state);
    const isNew = isForced || this.#snapshots.places[0]?.n !== captured.n;
    const place = await this.#newest.catch(() => null);
    if (place === null || !isNew) return;
    await this.#journal.level();
    if (this.#broken !== null) return;
    try {
      await this.#snapshots.save(captured, place);
      this.#room.set('snapshot', false);
    } catch (error) {
      if (error instanceof DiskError && error.trouble === 'full') this.#room.set('snapshot', true);
      throw error;
    }
    await this.#compact();
  }

  /** By what the disk knows: an acknowledgement that a power cut takes back must not have cost any event. */
  async #compact(): Promise<void> {
    const [, older] = this.#snapshots.places;
    const { log } = this.#durable;
    const acknowledged = Math.min(this.#durable.acknowledged, this.books.acknowledged);
    const { segmentBytes } = this.#limits;
    const needs = { coveredTo: older?.ordinal ?? 0, log, acknowledged, nowMs: this.now().ms, isLow: this.isLow, segmentBytes };
    await compact(this.#options.disk, this.#journal, needs, this.#limits);
  }

  /** Each part may fail by itself; what the disk takes helps. */
  #makeRoom(): Promise<void> {
    return this.#afterwards(async () => {
      await this.#compact().catch(() => undefined);
      await this.#journal.makeSpare();
      await this.#save().catch(() => undefined);
      await this.#room.look();
    });
  }

  /**
   * A segment that cannot be read in either copy has done its work all the same: what it says is in the books. They
   * are written down before it is put aside; the events in it that the upstream has not got are lost, and said to be.
   */
  #giveUp({ ordinal, firstEvent }: StoredSegment): Promise<void> {
    const found = () => this.#journal.segments.find((segment) => segment.ordinal === ordinal);
    return this.#afterwards(async () => {
      const { segments } = this.#journal;
      const segment = found();
      if (!segment) return;
      const next = segments[segments.indexOf(segment) + 1];
      const from = Math.max(this.books.acknowledged + 1, firstEvent);
      const to = next ? next.firstEvent - 1 : this.#state.head;
      await this.#save();
      await this.#write(this.#sayLost(from, to), next ? {} : { beginsSegment: true });
      for (const place of this.#snapshots.places) if (place.ordinal <= ordinal) await this.#save(true);
      const left = found(); // Compaction may have come before.
      if (left) await quarantine(this.#options.disk, this.#journal, left);
    });
  }

  /** @returns from where to read on */
  async #passOver(from: number, through: number): Promise<number> {
    const { acknowledged } = this.books;
    if (from <= acknowledged) return Math.min(through, acknowledged) + 1;
    await this.#write(this.#sayLost(from, through));
    return from;
  }

  #sayLost(from: number, to: number): readonly Fact[] {
    const isSaid = from > to || this.#state.lost.some((lost) => lost.from <= from && to <= lost.to);
    return isSaid ? [] : [aboutBank('events.lost', { from, to })];
  }
}
