import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import type { Entry } from './entry.ts';
import { copies, journalFolder, pathOf, readCopy, segmentsIn, type Segment, type StoredSegment } from './segment.ts';
import { headerOf, readRecords, tailBehind, type CopyBytes, type Place, type Tail } from './segment-reading.ts';

/** What a journal holds, as far as it had to be read. Nothing on the disk has been changed for it. */
export interface JournalReading {
  readonly segments: readonly StoredSegment[];
  /** A segment that a power cut interrupted before anything in it was durable. */
  readonly begun: StoredSegment | null;
  /** The segments that were read, at least the last. */
  readonly parts: readonly SegmentPart[];
  readonly last: SegmentPart;
  /** How much of a commit that never finished is to be cut off. */
  readonly tornBytes: number;
}

/** A segment, from where it was read, and behind its last record. */
export interface SegmentPart {
  readonly segment: StoredSegment;
  readonly bytes: CopyBytes;
  readonly from: Place;
  readonly to: Place;
  /**
   * Where its last two commit groups begin: so much the last write brought. The beginning of all where only one was read,
   * and the end where none was.
   */
  readonly lastWrite: number;
}

/** Before the first record of all. */
export const beginning: Place = { ordinal: 1, offset: 0, n: 0, hash: '' };

/**
 * Reads a journal from a place on: from where a snapshot was taken, or from its beginning.
 * @param each gets every entry behind that place, in order
 * @throws LockerError `journal.missing`, `journal.corrupt`, `data.foreign`, each with file and place
 */
export async function readJournal(disk: Disk, id: string, from: Place, each: (entry: Entry) => void): Promise<JournalReading> {
  const all = segmentsIn(await disk.list(journalFolder));
  if (all.length === 0) throw missing();
  const first = all.findIndex(({ ordinal }) => ordinal === from.ordinal);
  if (first < 0) throw corrupt(journalFolder, from.n, `segment ${String(from.ordinal)} is gone`);
  const parts: SegmentPart[] = [];
  let tail: Tail = { kind: 'clean' };
  let begun: StoredSegment | null = null;
  for (const [index, segment] of [...all.entries()].slice(first)) {
    const bytes = await readCopies(disk, segment);
    const last = parts.at(-1);
    const start: Place | null = last ? continuationOf(segment, bytes, id, last.to) : startIn(segment, bytes, id, from);
    let group = { g: 0, offset: 0, before: start?.offset ?? 0 };
    const to: Place | null = start && readRecords(bytes, start, (entry, _, before) => {
      if (entry.g !== group.g) group = { g: entry.g, offset: before.offset, before: group.offset };
      each(entry);
    });
    const before: Place = last?.to ?? from;
    tail = tailBehind(bytes, to ?? { ...before, offset: 0 });
    const next = all[index + 1];
    const isBegun = last !== undefined && !next && (to?.n ?? before.n) === before.n;
    // The newest record may be in one copy alone: one that is there but cannot be read, or has gone, may have been that one.
    const isUnsure = !next && copies.some((copy) => bytes[copy] === null && (!isBegun || segment.copies.includes(copy)));
    // Where the next segment begins says how many records there are; the last one has to be judged by what stands behind them.
    const isWhole = next ? to?.n === next.firstN - 1 : tail.kind !== 'damaged';
    if (isUnsure || !isWhole || (!isBegun && (!start || !to))) throw damaged(segment, to?.n ?? before.n);
    if (isBegun) begun = segment;
    else if (start && to) parts.push({ segment, bytes, from: start, to, lastWrite: group.before });
  }
  const last = parts.at(-1);
  if (!last) throw missing();
  const segments = begun ? all.slice(0, -1) : all;
  return { segments, begun, parts, last, tornBytes: tail.kind === 'torn' ? tail.bytes : 0 };
}

export async function readCopies(disk: Disk, segment: StoredSegment): Promise<CopyBytes> {
  return { a: await readCopy(disk, segment, 'a'), b: await readCopy(disk, segment, 'b') };
}

/** Where reading begins in the first segment that is needed. */
function startIn(segment: Segment, bytes: CopyBytes, id: string, from: Place): Place {
  const head = headerOf(bytes);
  if (head && head.header.id !== id) throw foreign(segment, head.header.id, id);
  if (from.offset === 0) {
    if (!head) throw damaged(segment, from.n);
    return { ...from, offset: head.end };
  }
  // A journal that is older than its snapshot has zeros there: what else it has lost nobody can tell.
  if (copies.every((copy) => (bytes[copy]?.[from.offset - 1] ?? 0) === 0)) throw damaged(segment, from.n - 1);
  return from;
}

/** Where reading goes on in a segment behind another; `null` where it has no whole header. */
function continuationOf(segment: Segment, bytes: CopyBytes, id: string, before: Place): Place | null {
  const head = headerOf(bytes);
  if (!head) return null;
  if (head.header.id !== id) throw foreign(segment, head.header.id, id);
  if (head.header.prev !== before.hash || segment.firstN !== before.n + 1) throw damaged(segment, before.n);
  return { ...before, ordinal: segment.ordinal, offset: head.end };
}

function foreign(segment: Segment, theirs: string, mine: string): LockerError {
  const what = `belongs to journal ${theirs}, not to ${mine}. Cure: restore the data folder as a whole`;
  return new LockerError('data.foreign', pathOf(segment, 'a'), what);
}

function damaged(segment: Segment, lastWholeN: number): LockerError {
  return corrupt(pathOf(segment, 'a'), lastWholeN, `record ${String(lastWholeN + 1)} cannot be read in either copy`);
}

/** @param lastWholeN the record up to which all is well */
function corrupt(path: string, lastWholeN: number, what: string): LockerError {
  const cure = 'Cure: restore the data folder from a backup; nothing in it has been changed';
  return new LockerError('journal.corrupt', `${path}:${String(lastWholeN + 1)}`, `${what}. ${cure}`);
}

function missing(): LockerError {
  const what = 'the bank has a history, but its journal is gone. ' +
    'Cure: restore the data folder from a backup; to begin anew on purpose, empty it';
  return new LockerError('journal.missing', journalFolder, what);
}
