import { createHash } from 'node:crypto';

/**
 * Reads a bank's journal off its disk without a line of the firmware: who examines the books must not read them with the
 * examinee's eyes. Written after the description of the format: a segment is `{ordinal}-n{n}-l{log}-e{event}-{a|b}.log`,
 * two copies of each; a record is a line of eight hex digits of CRC-32C, a space, a JSON text, a line feed; zeros follow.
 */
export interface JournalRecord {
  readonly n: number;
  readonly atMs: number;
  readonly floorMs?: number;
  readonly ageMs: number;
  readonly prev: string;
  readonly log?: { readonly id: string; readonly number: number };
  readonly facts: readonly RecordedFact[];
  /** The text itself, by which two readings of one record are compared. */
  readonly text: string;
}

type RecordedFact =
  | { readonly event: RecordedEvent; readonly kept?: Readonly<Record<string, unknown>> }
  | { readonly note: RecordedNote };

export interface RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly logid: string;
  readonly sequence: string;
  readonly prevhash: string;
  readonly causationid?: string;
  readonly correlationid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface RecordedNote {
  readonly type: string;
  readonly locker?: number;
  readonly visit?: RecordedVisit;
}

/** Of the intent what an examiner looks at. */
export interface RecordedVisit {
  readonly intent: string;
  readonly locker: number;
  readonly purpose: string;
  readonly again: boolean;
  readonly reservation: string | null;
  readonly command: string | null;
  readonly session: string | null;
  readonly token: { readonly id: string; readonly untilMs: number } | null;
}

/** Where files can be looked at without anybody noticing. */
export interface Files {
  readonly paths: readonly string[];
  /** What is in a file for sure, the same array as long as that is the same; `null` where there is none. */
  sure(path: string): Uint8Array | null;
}

const segmentPath = /^journal\/\d{6,}-n\d+-l\d+-e\d+-[ab]\.log$/;

/** Follows what becomes durable, from look to look; begins anew where the disk has been through a power cut. */
export class JournalOnDisk {
  readonly #files: Files;
  readonly #ends = new Map<string, number>();
  /** What each file was at the last look. */
  readonly #looked = new Map<string, Uint8Array>();
  readonly #records = new Map<number, JournalRecord>();
  #last = 0;

  constructor(files: Files) {
    this.#files = files;
  }

  /** The disk may hold something else than before: everything is to be read again. */
  forget(): void {
    this.#ends.clear();
    this.#looked.clear();
    this.#records.clear();
    this.#last = 0;
  }

  /** Records that have become durable since the last look, in order and without a gap. */
  newlyDurable(): readonly JournalRecord[] {
    for (const path of this.#files.paths) if (segmentPath.test(path)) this.#read(path);
    const found: JournalRecord[] = [];
    if (this.#last === 0 && this.#records.size > 0) this.#last = Math.min(...this.#records.keys()) - 1;
    for (let next = this.#records.get(this.#last + 1); next; next = this.#records.get(this.#last + 1)) {
      found.push(next);
      this.#last = next.n;
      this.#records.delete(next.n - 1);
    }
    return found;
  }

  #read(path: string): void {
    const bytes = this.#files.sure(path);
    if (bytes === null || bytes === this.#looked.get(path)) return;
    this.#looked.set(path, bytes);
    let at = this.#ends.get(path) ?? 0;
    for (let line = lineAt(bytes, at); line; line = lineAt(bytes, at)) {
      at = line.end;
      const parsed = JSON.parse(line.text) as Omit<JournalRecord, 'text'> & { readonly journal?: number };
      if (parsed.journal === undefined && parsed.n > this.#last) this.#records.set(parsed.n, { ...parsed, text: line.text });
    }
    this.#ends.set(path, at);
  }
}

/** How many files there are, and how long they are together. */
export function roomTaken(files: Files): { readonly files: number; readonly bytes: number } {
  const bytes = files.paths.reduce((sum, path) => sum + (files.sure(path)?.length ?? 0), 0);
  return { files: files.paths.length, bytes };
}

function lineAt(bytes: Uint8Array, at: number): { readonly text: string; readonly end: number } | null {
  if ((bytes[at] ?? 0) === 0) return null;
  const feed = bytes.indexOf(0x0a, at + 9);
  if (feed < 0) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, feed - at).toString('utf8');
  const [, crc, body] = /^([0-9a-f]{8}) (\{.*\})$/.exec(text) ?? [];
  if (crc === undefined || body === undefined || crc32c(Buffer.from(body)) !== Number.parseInt(crc, 16)) return null;
  return { text: body, end: feed + 1 };
}

/** What holds one record to the next. */
export function linkOf(record: Pick<JournalRecord, 'text'>): string {
  return createHash('sha256').update(record.text).digest().subarray(0, 16).toString('base64url');
}

/** What holds one event to the next. */
export function hashOf(eventText: string): string {
  return createHash('sha256').update(eventText).digest('base64url');
}

const castagnoli = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest >>> 0;
});

/** RFC 3720, appendix B.4, bit by bit. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (castagnoli[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
