import type { Disk } from '../ports/disk.ts';
import type { dataFormat } from './data-format.ts';
import { encodeLine } from './line.ts';

/**
 * The journal lies in segments, and each segment in two copies with the same content. A commit brings one of the two
 * up to date and the next commit the other, so that whatever a power cut does to the block that is being written, the
 * copy beside it holds everything that was ever said to be durable.
 */
export type Copy = 'a' | 'b';
export const copies: readonly Copy[] = ['a', 'b'];

/** What a segment's name says, so that nobody has to read it to know whether it is needed. */
export interface Segment {
  /** Counts from 1; a segment that is gone leaves a gap. */
  readonly ordinal: number;
  /** `n` of its first record. */
  readonly firstN: number;
  /** Which log its events belong to; all of them to the same. */
  readonly log: number;
  /** Sequence number of the first event that is in it, or would be. */
  readonly firstEvent: number;
}

export interface StoredSegment extends Segment {
  readonly copies: readonly Copy[];
}

/** The first line of a segment. */
export interface SegmentHeader {
  readonly journal: typeof dataFormat;
  /** Of the bank's journal as a whole; never changes. */
  readonly id: string;
  readonly segment: Segment;
  readonly logid: string;
  readonly atMs: number;
  /** The hash of the last record of the segment before. */
  readonly prev: string;
}

export const journalFolder = 'journal';
const quarantineFolder = 'quarantine';

function nameOf({ ordinal, firstN, log, firstEvent }: Segment, copy: Copy): string {
  return `${String(ordinal).padStart(6, '0')}-n${String(firstN)}-l${String(log)}-e${String(firstEvent)}-${copy}.log`;
}

export function pathOf(segment: Segment, copy: Copy): string {
  return `${journalFolder}/${nameOf(segment, copy)}`;
}

/** Where a segment lies that nobody can read, for whoever wants to look into it. */
export function quarantinePathOf(segment: Segment, copy: Copy): string {
  return `${quarantineFolder}/${nameOf(segment, copy)}`;
}

/** Room for a segment to come, already made. */
export function sparePath(bytes: number, copy: Copy): string {
  return `${journalFolder}/spare-${String(bytes)}-${copy}.log`;
}

/** The segments of a folder, the oldest first. Files that are none of the journal's are passed over. */
export function segmentsIn(names: readonly string[]): StoredSegment[] {
  const found = new Map<number, StoredSegment>();
  for (const name of [...names].sort()) {
    const match = /^(\d{6,})-n(\d+)-l(\d+)-e(\d+)-([ab])\.log$/.exec(name);
    if (!match) continue;
    const [ordinal = 0, firstN = 0, log = 0, firstEvent = 0] = match.slice(1, 5).map(Number);
    const before = found.get(ordinal)?.copies ?? [];
    found.set(ordinal, { ordinal, firstN, log, firstEvent, copies: [...before, match[5] as Copy] });
  }
  return [...found.values()].sort((one, other) => one.ordinal - other.ordinal);
}

/** The bytes of one copy; `null` where it is not there, or the card cannot read it any more: that is what the other one is for. */
export async function readCopy(disk: Disk, segment: StoredSegment, copy: Copy): Promise<Uint8Array | null> {
  return segment.copies.includes(copy) ? disk.read(pathOf(segment, copy)).catch(() => null) : null;
}

export function encodeHeader(header: SegmentHeader): Uint8Array {
  return encodeLine(JSON.stringify(header));
}
