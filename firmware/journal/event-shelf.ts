import { DiskError, type Disk } from '../ports/disk.ts';
import { eventsOf } from './entry.ts';
import { pathOf, readCopy, type StoredSegment } from './segment.ts';
import { headerOf, readRecords, startOf, type CopyBytes, type Place } from './segment-reading.ts';

/** What the journal still has of the events that somebody asks for. */
type EventsReading =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  /** None up to this one is kept: their segments are gone. */
  | { readonly kind: 'gone'; readonly through: number }
  /** Neither copy of the segment can be read where the first of them should be. */
  | { readonly kind: 'damaged'; readonly segment: StoredSegment };

interface Kept {
  readonly log: number;
  readonly sequence: number;
  readonly text: string;
}

interface SegmentReading {
  readonly texts: readonly string[];
  /** Behind the last record that could be read; `null` where none could. */
  readonly end: Place | null;
  /** Why a copy could not be read at all, so that nobody can say what is in it. */
  readonly trouble: DiskError | null;
}

/** Where a later reading may begin: the record at `place` holds the event `sequence`, or a later one. */
interface Bookmark {
  readonly log: number;
  readonly sequence: number;
  readonly place: Place;
}

/** Old events, the texts that were sent: the newest from memory, the others from the segments that hold them. */
export class EventShelf {
  readonly #disk: Disk;
  /** The journal's own list. */
  readonly #segments: readonly StoredSegment[];
  readonly #most: number;
  readonly #kept: Kept[] = [];
  #bookmark: Bookmark | null = null;

  constructor(disk: Disk, segments: readonly StoredSegment[], most: number) {
    this.#disk = disk;
    this.#segments = segments;
    this.#most = most;
  }

  keep(log: number, events: readonly { readonly sequence: number; readonly text: string }[]): void {
    for (const { sequence, text } of events) this.#kept.push({ log, sequence, text });
    if (this.#kept.length > 2 * this.#most) this.#kept.splice(0, this.#kept.length - this.#most);
  }

  /** The first event of a log that a segment still holds, or the one that would be its first. */
  oldest(log: number): number {
    return this.#segments.find((segment) => segment.log === log)?.firstEvent ?? 1;
  }

  /**
   * Texts of events from a sequence number on, at most so many. All of them must be durable. Fewer than there are may
   * come, none only where there is none. Rejects with a `DiskError` where a copy that may have them cannot be read at all:
   * a disk that fails for a moment has lost nothing.
   */
  async read(log: number, from: number, most: number): Promise<EventsReading> {
    const inMemory = this.#kept.findIndex((one) => one.log === log && one.sequence === from);
    if (inMemory >= 0) {
      const texts = this.#kept.slice(inMemory, inMemory + most).filter((one) => one.log === log).map(({ text }) => text);
      return { kind: 'texts', texts };
    }
    const mine = this.#segments.filter((segment) => segment.log === log);
    const at = mine.findLastIndex(({ firstEvent }) => firstEvent <= from);
    const segment = mine[at];
    if (!segment) return { kind: 'gone', through: (mine[0]?.firstEvent ?? from + 1) - 1 };
    const { texts, end, trouble } = await this.#readSegment(segment, from, most);
    if (texts.length > 0) return { kind: 'texts', texts };
    if (!this.#segments.includes(segment)) return this.read(log, from, most); // It went while it was being read.
    const next = this.#segments[this.#segments.indexOf(segment) + 1];
    const isWhole = end !== null && next !== undefined && (next.ordinal !== segment.ordinal + 1 || end.n === next.firstN - 1);
    const after = mine[at + 1];
    if (isWhole && after) return { kind: 'gone', through: after.firstEvent - 1 };
    if (trouble) throw trouble;
    return { kind: 'damaged', segment };
  }

  /** Whether a copy of a segment holds all its records, up to those of the next segment. */
  async isWhole(segment: StoredSegment, copy: 'a' | 'b', next: StoredSegment): Promise<boolean> {
    const bytes: CopyBytes = { a: null, b: null, [copy]: await readCopy(this.#disk, segment, copy) };
    const start = startOf(segment, bytes);
    return start !== null && readRecords(bytes, start, () => undefined).n === next.firstN - 1;
  }

  /** When a segment began, by its header; `null` where neither copy says. */
  async beganMs(segment: StoredSegment): Promise<number | null> {
    for (const copy of segment.copies) {
      const head = headerOf({ a: await readCopy(this.#disk, segment, copy), b: null });
      if (head) return head.header.atMs;
    }
    return null;
  }

  /** The second copy is only read where the first has not got what is asked for. */
  async #readSegment(segment: StoredSegment, from: number, most: number): Promise<SegmentReading> {
    const bytes: { a: Uint8Array | null; b: Uint8Array | null } = { a: null, b: null };
    let texts: string[] = [];
    let end: Place | null = null;
    let trouble: DiskError | null = null;
    for (const copy of segment.copies) {
      bytes[copy] = await this.#disk.read(pathOf(segment, copy)).catch((error: unknown) => {
        trouble = error instanceof DiskError ? error : new DiskError('failed', pathOf(segment, copy), error);
        return null;
      });
      const start = this.#startFor(segment, from) ?? startOf(segment, bytes);
      if (start === null) continue;
      texts = [];
      end = readRecords(bytes, start, (entry, _, before) => {
        const events = eventsOf(entry);
        for (const { sequence, text } of events) if (sequence >= from && texts.length < most) texts.push(text);
        if (texts.length > 0 && events[0]) this.#bookmark = { log: segment.log, sequence: events[0].sequence, place: before };
        return texts.length < most;
      });
      if (texts.length > 0) break;
    }
    return { texts, end, trouble };
  }

  #startFor(segment: StoredSegment, from: number): Place | null {
    const mark = this.#bookmark;
    return mark && mark.log === segment.log && mark.place.ordinal === segment.ordinal && mark.sequence <= from ? mark.place : null;
  }
}
