import type { Disk } from '../ports/disk.ts';
import { DiskError } from '../ports/disk.ts';
import { dataFormat } from './data-format.ts';
import { eventsOf, hashOfRecord, type Entry } from './entry.ts';
import { EventShelf } from './event-shelf.ts';
import { heal } from './heal.ts';
import type { JournalReading } from './journal-reading.ts';
import { encodeLine } from './line.ts';
import { copies, encodeHeader, sparePath, journalFolder, type Segment, type StoredSegment } from './segment.ts';
import type { Place } from './segment-reading.ts';
import type { SegmentWriter } from './segment-writer.ts';
import { giveBack, openSegment, Spare } from './spare.ts';

export interface JournalLimits {
  /** Room that is made for a segment beforehand: two copies of it, and as much again for the next one. */
  readonly segmentBytes: number;
  /** Events kept in memory for resending; older ones are read from the disk again. */
  readonly cachedEventsMost: number;
}

export const usualJournalLimits: JournalLimits = { segmentBytes: 4 * 1024 * 1024, cachedEventsMost: 1_000 };

/** An entry before it is known with which others it goes to the disk. */
export type Draft = Omit<Entry, 'g' | 'prev'> & {
  /** It is to be the first record of a new segment. */
  readonly beginsSegment?: boolean;
};

interface JournalOptions {
  readonly disk: Disk;
  readonly id: string;
  readonly log: { readonly id: string; readonly number: number };
  /** Sequence number of the newest event. */
  readonly head: number;
  readonly limits: JournalLimits;
}

/** Who wants to know what the journal does by itself. */
interface JournalWatcher {
  /** A new segment has begun. */
  rotated(): void;
  /** Something has failed after which nothing is certain: the journal takes nothing more. */
  broken(error: Error): void;
  /** Whether there is room for a segment to come; told after each try to make it. */
  spare(isReady: boolean): void;
}

interface Waiting {
  readonly draft: Draft;
  readonly events: ReturnType<typeof eventsOf>;
  readonly done: (place: Place) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The append-only journal: the only thing that survives a power cut. An entry is durable when `append` resolves and
 * not before. Entries that wait at once share one write and one sync. A sync that failed is never tried again: what
 * the disk then holds is unknown, so everything after it fails.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #segments: StoredSegment[];
  readonly #spare: Spare;
  readonly #shelf: EventShelf;
  #writer: SegmentWriter;
  /** Behind the last record that is durable. */
  #place: Place;
  /** The first line of a segment that has only just begun: it goes to the disk with the first record. */
  #header: Uint8Array | null = null;
  #log: JournalOptions['log'];
  #head: number;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #finishing: Promise<void> = Promise.resolve();
  #broken: Error | null = null;
  #watcher: JournalWatcher | null = null;

  private constructor(options: JournalOptions, reading: JournalReading, writer: SegmentWriter, spare: Spare) {
    this.#options = options;
    this.#segments = [...reading.segments];
    this.#place = reading.last.to;
    this.#writer = writer;
    this.#spare = spare;
    this.#log = options.log;
    this.#head = options.head;
    this.#shelf = new EventShelf(options.disk, this.#segments, options.limits.cachedEventsMost);
  }

  /** Sets a journal that has been read in order, and goes on writing behind its last record. */
  static async start(options: JournalOptions, reading: JournalReading): Promise<Journal> {
    const { disk, limits } = options;
    const { begun, parts, last } = reading;
    if (begun) await giveBack(disk, begun, limits.segmentBytes);
    for (const part of parts) {
      const isHalf = part !== last && part.segment.copies.length < copies.length; // Nobody needs it any more: one copy is enough.
      if (!isHalf) await heal(disk, part);
    }
    const size = Math.max(...copies.map((copy) => last.bytes[copy]?.length ?? 0));
    const writer = await openSegment(disk, last.segment, size, last.to.offset);
    const names = new Set((await disk.list(journalFolder)).map((name) => `${journalFolder}/${name}`));
    const ready = copies.filter((copy) => names.delete(sparePath(limits.segmentBytes, copy)));
    for (const name of names) if (name.startsWith(`${journalFolder}/spare-`)) await disk.remove(name); // Of another length.
    return new Journal(options, reading, writer, new Spare(disk, limits.segmentBytes, ready));
  }

  /** Tells what happens from now on, and makes room for the segment to come. */
  watch(watcher: JournalWatcher): void {
    this.#watcher = watcher;
    if (!this.#spare.isReady) void this.makeSpare();
  }

  /** Its segments, the oldest first; the last of them is being written. */
  get segments(): readonly StoredSegment[] {
    return this.#segments;
  }

  get shelf(): EventShelf {
    return this.#shelf;
  }

  /**
   * Resolves when the entry is on the disk itself.
   * @param events those of the entry, for whoever has their texts already
   */
  append(draft: Draft, events = eventsOf(draft)): Promise<Place> {
    return new Promise<Place>((done, failed) => {
      this.#waiting.push({ draft, events, done, failed });
      this.#running ??= Promise.resolve().then(() => this.#drain());
    });
  }

  /** Resolves when nothing that has been appended so far is still on its way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
    await this.#finishing;
  }

  /** Makes room for the segment to come. Never rejects: it is told whether there is room. */
  async makeSpare(): Promise<void> {
    try {
      await this.#spare.make();
    } catch {
      // Whatever is wrong with it, what is being written has its room; it is tried again.
    }
    this.#watcher?.spare(this.#spare.isReady);
  }

  /** Makes both copies of the segment that is being written equal. Never rejects: where it fails the journal is broken. */
  async level(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#broken !== null) return;
    this.#running = this.#level();
    await this.#running;
  }

  /**
   * Makes both copies of every segment equal, and takes nothing more. Rejects with a `DiskError` where it cannot: then
   * nothing that was written last may be relied on.
   */
  async finish(): Promise<void> {
    await this.settled();
    if (this.#broken !== null) return;
    this.#broken = new Error('the journal is closed');
    await this.#writer.level();
  }

  /** Finishes, and lets go of the disk. */
  async close(): Promise<void> {
    try {
      await this.finish();
    } finally {
      await this.#spare.settled();
      await this.#writer.close();
    }
  }

  /** Files of a segment have gone; with `null` all of them. */
  replaceSegment(segment: StoredSegment, by: StoredSegment | null): void {
    const at = this.#segments.indexOf(segment);
    if (at >= 0) this.#segments.splice(at, 1, ...(by ? [by] : []));
  }

  async #level(): Promise<void> {
    await this.#writer.level().catch((error: unknown) => this.#break(asError(error)));
    await this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      let group: readonly Waiting[] = [];
      try {
        if (this.#broken !== null) throw this.#broken;
        const next = await this.#nextGroup();
        group = next.group;
        await this.#writer.append(next.bytes);
        this.#header = null;
        for (const [index, { events, done }] of group.entries()) {
          const place = next.places[index] ?? this.#place;
          this.#place = place;
          this.#shelf.keep(this.#log.number, events);
          done(place);
        }
      } catch (error) {
        this.#break(asError(error));
        for (const { failed } of [...group, ...this.#waiting.splice(0)]) failed(this.#broken);
      }
    }
    this.#running = null;
  }

  /** As many of those who wait as fit into the segment; a new one begins where not even the first of them does. */
  async #nextGroup(): Promise<{ readonly group: readonly Waiting[]; readonly bytes: Uint8Array; readonly places: readonly Place[] }> {
    const group: Waiting[] = [];
    const places: Place[] = [];
    const lines: Uint8Array[] = [];
    let room = 0;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const { beginsSegment, ...draft } = next.draft;
      if (group.length > 0 && beginsSegment) break;
      const before = places.at(-1) ?? this.#place;
      const text = JSON.stringify({ n: draft.n, g: group[0]?.draft.n ?? draft.n, ...withPrev(draft, before.hash) });
      const line = encodeLine(text);
      if (group.length > 0 && line.length > room) break;
      if (group.length === 0) {
        const isLong = this.#writer.end + line.length > this.#writer.size;
        if (this.#header === null && (beginsSegment || isLong)) await this.#rotate(draft);
        if (this.#header) lines.push(this.#header);
        room = this.#writer.size - this.#writer.end - (this.#header?.length ?? 0);
      }
      const offset = (group.length === 0 ? this.#writer.end + (this.#header?.length ?? 0) : before.offset) + line.length;
      places.push({ ordinal: this.#segments.at(-1)?.ordinal ?? 1, offset, n: draft.n, hash: hashOfRecord(text) });
      lines.push(line);
      room -= line.length;
      this.#head = next.events.at(-1)?.sequence ?? this.#head;
      group.push(next);
      this.#waiting.shift();
    }
    return { group, places, bytes: Buffer.concat(lines) };
  }

  async #rotate(first: Omit<Draft, 'beginsSegment'>): Promise<void> {
    const { id } = this.#options;
    if (first.log) {
      this.#log = first.log;
      this.#head = 0;
    }
    const ordinal = (this.#segments.at(-1)?.ordinal ?? 0) + 1;
    const segment: Segment = { ordinal, firstN: first.n, log: this.#log.number, firstEvent: this.#head + 1 };
    const writer = await this.#spare.take(segment);
    const old = this.#writer;
    const finish = async () => {
      await old.level();
      await old.close();
    };
    this.#finishing = this.#finishing.then(finish).catch((error: unknown) => this.#break(asError(error)));
    this.#writer = writer;
    this.#segments.push({ ...segment, copies });
    this.#header = encodeHeader({ journal: dataFormat, id, segment, logid: this.#log.id, atMs: first.atMs, prev: this.#place.hash });
    void this.makeSpare();
    this.#watcher?.rotated();
  }

  #break(error: Error): void {
    if (this.#broken !== null) return;
    this.#broken = error;
    this.#watcher?.broken(error);
  }
}

function withPrev(draft: Omit<Draft, 'beginsSegment'>, prev: string): Omit<Entry, 'n' | 'g'> {
  const { n: _n, facts, log, ...times } = draft;
  return { ...times, prev, ...(log ? { log } : {}), facts };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new DiskError('failed', journalFolder, thrown);
}
