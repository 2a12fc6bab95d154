import { LockerError } from '../../statecharts/locker-error.ts';
import type { AppendFile, Disk } from '../ports/disk.ts';
import type { Entry } from './entry.ts';
import { factsOf } from './entry.ts';
import { decodeLines, encodeLine } from './line.ts';

/**
 * The append-only journal: the only thing that survives a power cut. It lies in segments, each of which opens with
 * a header; an entry is durable when `append` resolves and not before. Many entries that wait at once share one
 * sync. A sync that failed is never tried again: what the disk then holds is unknown, so everything after it fails.
 */
export interface Journal {
  append(entry: Entry): Promise<void>;
  /** Texts of durable events from a sequence number on, at most so many. */
  events(from: number, most: number): Promise<readonly string[]>;
  /** Resolves when nothing that has been appended so far is still on its way: true where all of it is on the disk. */
  settled(): Promise<boolean>;
  /** Has the next append begin a new segment, if the present one has grown beyond its limit. */
  rotate(): void;
  close(): Promise<void>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Entries with `n` above the one asked for, in order. */
  readonly entries: readonly Entry[];
  /** How many bytes of a write that never finished were cut off. */
  readonly tornBytes: number;
}

export interface JournalLimits {
  /** A segment that has grown beyond this is followed by a new one. */
  readonly segmentBytes: number;
  /** Events kept in memory for resending; older ones are read from the disk again. */
  readonly cachedEventsMost: number;
}

export const usualJournalLimits: JournalLimits = { segmentBytes: 4 * 1024 * 1024, cachedEventsMost: 1_000 };

const folder = 'journal';

interface Header {
  readonly journal: 1;
  readonly logid: string;
  readonly first: number;
}

interface Segment {
  readonly path: string;
  readonly first: number;
  /** Sequence number of its first event, once it has one: reading a backlog begins where it is. */
  firstEvent: number | null;
}

/**
 * Opens the journal of a data folder, or begins one.
 * @param after entries up to this number are in the snapshot already
 * @throws LockerError `journal.missing`, `journal.corrupt`, `data.foreign`, each with file and place
 */
export async function openJournal(
  disk: Disk,
  logid: string,
  after: number,
  isNew: boolean,
  limits = usualJournalLimits,
): Promise<OpenedJournal> {
  const names = (await disk.list(folder)).filter((name) => /^\d{8}\.log$/.test(name));
  if (names.length === 0) {
    if (!isNew) throw missing();
    const first = await beginSegment(disk, logid, 1);
    return { journal: journalOver(disk, logid, [first.segment], first.file, 0, 0, limits), entries: [], tornBytes: 0 };
  }
  const segments: SegmentReading[] = [];
  let lastN = 0;
  for (const [index, name] of names.entries()) {
    const read = await readSegment(disk, `${folder}/${name}`, logid, index === names.length - 1);
    const isInOrder = index === 0 ? read.first <= after + 1 : read.first === lastN + 1;
    if (!isInOrder) throw corrupt(read.path, 1, `entry ${String((index === 0 ? after : lastN) + 1)} should come first`);
    lastN = read.entries.at(-1)?.n ?? read.first - 1;
    // What the snapshot knows is let go at once: 50 MB of history would be 250 MB of objects.
    segments.push({ ...read, entries: read.entries.filter((entry) => entry.n > after) });
  }
  if (lastN < after) throw corrupt(folder, lastN, `the journal ends at entry ${String(lastN)}, the snapshot at ${String(after)}`);
  const last = segments.at(-1) as SegmentReading;
  if (last.tornBytes > 0) await disk.truncate(last.path, last.bytes);
  const entries = segments.flatMap((segment) => segment.entries);
  const known = segments.map(({ path, first, firstEvent }): Segment => ({ path, first, firstEvent }));
  const journal = journalOver(disk, logid, known, await disk.append(last.path), lastN, last.bytes, limits);
  return { journal, entries, tornBytes: last.tornBytes };
}

interface SegmentReading extends Segment {
  readonly entries: readonly Entry[];
  /** Its length as far as it is whole. */
  readonly bytes: number;
  readonly tornBytes: number;
}

async function readSegment(disk: Disk, path: string, logid: string, isLast: boolean): Promise<SegmentReading> {
  const bytes = (await disk.read(path)) ?? new Uint8Array();
  const lines = decodeLines(bytes);
  if (lines.kind === 'damaged') throw corrupt(path, lines.line, 'the record is damaged, with whole ones behind it');
  if (lines.kind === 'torn' && !isLast) throw corrupt(path, lines.texts.length + 1, 'the segment breaks off, with another behind it');
  const [head, ...rest] = lines.texts;
  if (head === undefined) throw corrupt(path, 1, 'the header is missing');
  const header = JSON.parse(head) as Header;
  if (header.logid !== logid) {
    const what = `belongs to log ${header.logid}, not to ${logid}. Cure: restore the data folder as a whole`;
    throw new LockerError('data.foreign', path, what);
  }
  const entries = rest.map((text) => JSON.parse(text) as Entry);
  for (const [index, entry] of entries.entries()) {
    if (entry.n !== header.first + index) throw corrupt(path, index + 2, `entry ${String(header.first + index)} is missing`);
  }
  const whole = lines.kind === 'torn' ? lines.length : bytes.length;
  return { path, first: header.first, firstEvent: firstEventOf(entries), entries, bytes: whole, tornBytes: bytes.length - whole };
}

function firstEventOf(entries: readonly Entry[]): number | null {
  for (const entry of entries) {
    for (const { sequence } of factsOf(entry)) if (sequence !== null) return sequence;
  }
  return null;
}

async function beginSegment(disk: Disk, logid: string, first: number): Promise<{ segment: Segment; file: AppendFile }> {
  const path = `${folder}/${String(first).padStart(8, '0')}.log`;
  const header: Header = { journal: 1, logid, first };
  await disk.replace(path, encodeLine(JSON.stringify(header)));
  return { segment: { path, first, firstEvent: null }, file: await disk.append(path) };
}

function journalOver(
  disk: Disk,
  logid: string,
  segments: Segment[],
  opened: AppendFile,
  lastN: number,
  size: number,
  limits: JournalLimits,
): Journal {
  let file = opened;
  let bytesInSegment = size;
  let lastWritten = lastN;
  let waiting: { bytes: Uint8Array; entry: Entry; done: () => void; failed: (error: unknown) => void }[] = [];
  let running: Promise<void> | null = null;
  let broken: Error | null = null;
  let wantsRotation = false;
  let cache: { sequence: number; text: string }[] = [];

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken !== null) throw broken;
        if (wantsRotation) await beginNext();
        const bytes = Buffer.concat(group.map((one) => one.bytes));
        await file.write(bytes);
        await file.sync();
        bytesInSegment += bytes.length;
        for (const one of group) keep(one.entry);
        for (const one of group) one.done();
      } catch (error) {
        broken = asError(error);
        for (const one of group) one.failed(broken);
      }
    }
    running = null;
  }

  async function beginNext(): Promise<void> {
    wantsRotation = false;
    const next = await beginSegment(disk, logid, lastWritten + 1);
    await file.close();
    file = next.file;
    segments.push(next.segment);
    bytesInSegment = 0;
  }

  function keep(entry: Entry): void {
    lastWritten = entry.n;
    const present = segments.at(-1);
    if (present) present.firstEvent ??= firstEventOf([entry]);
    for (const { sequence, text } of factsOf(entry)) {
      if (sequence !== null && text !== null) cache.push({ sequence, text });
    }
    if (cache.length > 2 * limits.cachedEventsMost) cache = cache.slice(-limits.cachedEventsMost);
  }

  return {
    append(entry) {
      return new Promise<void>((done, failed) => {
        waiting.push({ bytes: encodeLine(JSON.stringify(entry)), entry, done, failed });
        running ??= Promise.resolve().then(drain);
      });
    },
    async events(from, most) {
      const oldest = cache[0]?.sequence;
      if (oldest !== undefined && oldest <= from) {
        return cache.filter((one) => one.sequence >= from).slice(0, most).map((one) => one.text);
      }
      return readEvents(disk, segments, from, most);
    },
    async settled() {
      while (running !== null) await running;
      return broken === null;
    },
    rotate() {
      wantsRotation = bytesInSegment >= limits.segmentBytes;
    },
    async close() {
      while (running !== null) await running;
      broken ??= new Error('the journal is closed');
      await file.close();
    },
  };
}

async function readEvents(disk: Disk, segments: readonly Segment[], from: number, most: number): Promise<readonly string[]> {
  const texts: string[] = [];
  const begins = segments.findLastIndex(({ firstEvent }) => firstEvent !== null && firstEvent <= from);
  for (const { path } of segments.slice(Math.max(0, begins))) {
    const lines = decodeLines((await disk.read(path)) ?? new Uint8Array());
    if (lines.kind === 'damaged') throw corrupt(path, lines.line, 'the record is damaged');
    for (const line of lines.texts.slice(1)) {
      for (const { sequence, text } of factsOf(JSON.parse(line) as Entry)) {
        if (sequence !== null && text !== null && sequence >= from) texts.push(text);
        if (texts.length === most) return texts;
      }
    }
  }
  return texts;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function missing(): LockerError {
  const what = 'the bank has a history, but its journal is gone. ' +
    'Cure: restore the data folder from a backup; to begin anew on purpose, empty it';
  return new LockerError('journal.missing', folder, what);
}

function corrupt(path: string, line: number, what: string): LockerError {
  const cure = 'Cure: restore the data folder from a backup; nothing in it has been changed';
  return new LockerError('journal.corrupt', `${path}:${String(line)}`, `${what}. ${cure}`);
}
