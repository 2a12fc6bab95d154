import { dataFormat } from './data-format.ts';
import type { Entry } from './entry.ts';
import { hashOfRecord } from './entry.ts';
import { wholeLineAt } from './line.ts';
import { copies, type Copy, type Segment, type SegmentHeader } from './segment.ts';

/** Between two records: behind record `n`, whose hash is `hash`. */
export interface Place {
  readonly ordinal: number;
  readonly offset: number;
  readonly n: number;
  readonly hash: string;
}

/** The bytes of a segment's two copies; `null` where one is not there. */
export type CopyBytes = Readonly<Record<Copy, Uint8Array | null>>;

/** What stands behind the last whole record of a segment. */
export type Tail =
  | { readonly kind: 'clean' }
  /** The rest of a commit that a power cut interrupted; nobody was ever told that it is durable. */
  | { readonly kind: 'torn'; readonly bytes: number }
  /** Something that was durable cannot be read: no power cut does that. */
  | { readonly kind: 'damaged' };

/** How a record in a segment begins. A quote inside a JSON text has a backslash before it, so nothing else looks like it. */
const recordStart = Buffer.from(' {"n":');
const checksumLength = 8;

export interface Head {
  readonly header: SegmentHeader;
  readonly line: Uint8Array;
  /** Where the first record begins. */
  readonly end: number;
}

export function headerOf(bytes: CopyBytes): Head | null {
  for (const copy of copies) {
    const all = bytes[copy] ?? new Uint8Array();
    const line = wholeLineAt(all, 0);
    const header = line ? (JSON.parse(textOf(line.body)) as SegmentHeader) : null;
    if (line && header?.journal === dataFormat) return { header, line: all.subarray(0, line.end), end: line.end };
  }
  return null;
}

/** Before the first record of a segment; `null` where neither copy has a header. */
export function startOf({ ordinal, firstN }: Segment, bytes: CopyBytes): Place | null {
  const head = headerOf(bytes);
  return head && { ordinal, offset: head.end, n: firstN - 1, hash: head.header.prev };
}

/**
 * Reads records from a place on, each from whichever copy has it whole, and hands them over in order. A record counts
 * only if it continues the chain.
 * @param each gets the record, its bytes, and the place before it; false stops the reading
 * @returns behind the last record that was handed over
 */
export function readRecords(bytes: CopyBytes, from: Place, each: TakeRecord): Place {
  let place = from;
  for (;;) {
    const found = recordAt(bytes.a, place) ?? recordAt(bytes.b, place);
    if (!found) return place;
    const before = place;
    place = found.behind;
    if (each(found.entry, found.line, before) === false) return place;
  }
}

type TakeRecord = (entry: Entry, line: Uint8Array, before: Place) => boolean | void;

interface Found {
  readonly entry: Entry;
  readonly line: Uint8Array;
  readonly behind: Place;
}

function recordAt(bytes: Uint8Array | null, { ordinal, offset, n, hash }: Place): Found | null {
  const line = bytes && wholeLineAt(bytes, offset);
  if (!line) return null;
  const entry = JSON.parse(textOf(line.body)) as Entry;
  if (entry.n !== n + 1 || entry.prev !== hash) return null;
  const behind = { ordinal, offset: line.end, n: entry.n, hash: hashOfRecord(line.body) };
  return { entry, line: bytes.subarray(offset, line.end), behind };
}

/**
 * Tells a commit that was interrupted from damage. At most one commit group was on its way, to one of the two copies;
 * so whole records behind the first missing one may only be of its own group, and only one copy may have anything there.
 */
export function tailBehind(bytes: CopyBytes, { offset, n }: Place): Tail {
  const rests = copies.map((copy) => (bytes[copy] ?? new Uint8Array()).subarray(offset)).filter((rest) => !isZero(rest));
  if (rests.length === 0) return { kind: 'clean' };
  const isOneGroup = (entry: Entry): boolean => entry.n > n + 1 && entry.g <= n + 1;
  const [rest] = rests;
  if (rests.length > 1 || !rest || !wholeRecordsIn(rest).every(isOneGroup)) return { kind: 'damaged' };
  return { kind: 'torn', bytes: lengthWithoutZeros(rest) };
}

function wholeRecordsIn(bytes: Uint8Array): readonly Entry[] {
  const found: Entry[] = [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let hit = buffer.indexOf(recordStart); hit >= 0; hit = buffer.indexOf(recordStart, hit + 1)) {
    const line = hit >= checksumLength ? wholeLineAt(bytes, hit - checksumLength) : null;
    if (line) found.push(JSON.parse(textOf(line.body)) as Entry);
  }
  return found;
}

export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (Buffer.compare(part, zeros.subarray(0, part.length)) !== 0) return false;
  }
  return true;
}

const zeros = new Uint8Array(65_536);

function lengthWithoutZeros(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return length;
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
