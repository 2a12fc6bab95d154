import type { Entry } from '../../../firmware/journal/entry.ts';
import { Journal, type Draft, type JournalLimits } from '../../../firmware/journal/journal.ts';
import { beginning, readJournal, type JournalReading } from '../../../firmware/journal/journal-reading.ts';
import { copies, encodeHeader, journalFolder, pathOf, type Segment } from '../../../firmware/journal/segment.ts';
import type { Place } from '../../../firmware/journal/segment-reading.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';

const journalId = 'JOURNAL';
const log = { id: journalId, number: 1 };
/** Four records to a segment. */
export const smallJournal: JournalLimits = { segmentBytes: 2_600, cachedEventsMost: 2 };

const firstSegment: Segment = { ordinal: 1, firstN: 1, log: 1, firstEvent: 1 };
export const firstPath = (copy: 'a' | 'b' = 'a'): string => pathOf(firstSegment, copy);

/** An entry of one event, whose sequence number is its own, and a note. */
export function draft(n: number): Draft {
  const sequence = String(n).padStart(20, '0');
  const event: EventMessage = {
    specversion: '1.0', id: `${journalId}-${sequence}`, source: 'lb://demo/bank-1', type: 'lockerbank.door.held-open.v1',
    subject: 'locker/1', time: '2026-11-22T12:00:00.000Z', datacontenttype: 'application/json', logid: journalId, sequence, prevhash: '',
    bootid: 'BOOT', monoms: '0', clockq: 'ntp', data: { locker: 1 },
  };
  const facts = [{ event }, { note: { type: 'note.acknowledged', through: 0 } as const }];
  return { n, atMs: n, ageMs: n, monoMs: n, clockq: 'ntp', facts };
}

/** A journal without a record. */
export async function beginJournal(disk: MemoryDisk, { segmentBytes } = smallJournal): Promise<void> {
  const bytes = new Uint8Array(segmentBytes);
  bytes.set(encodeHeader({ journal: 2, id: journalId, segment: firstSegment, logid: journalId, atMs: 0, prev: '' }));
  for (const copy of copies) await disk.replace(pathOf(firstSegment, copy), bytes);
}

interface OpenedJournal {
  readonly journal: Journal;
  readonly entries: readonly Entry[];
  readonly reading: JournalReading;
}

export async function openJournal(disk: MemoryDisk, from: Place = beginning, limits = smallJournal): Promise<OpenedJournal> {
  const entries: Entry[] = [];
  const reading = await readJournal(disk, journalId, from, (entry) => void entries.push(entry));
  const journal = await Journal.start({ disk, id: journalId, log, head: reading.last.to.n, limits }, reading);
  return { journal, entries, reading };
}

export const nobody = { rotated: () => undefined, broken: () => undefined, spare: () => undefined };

/** @returns behind the last of them */
export async function appendAll(journal: Journal, from: number, to: number): Promise<Place> {
  let place: Place = beginning;
  for (let n = from; n <= to; n++) place = await journal.append(draft(n));
  return place;
}

export const numbers = (opened: { readonly entries: readonly Entry[] }): readonly number[] => opened.entries.map((one) => one.n);

/** Names and contents of everything in the journal's folder. */
export async function folderOf(disk: MemoryDisk): Promise<readonly (readonly [string, string])[]> {
  const names = await disk.list(journalFolder);
  return Promise.all(
    names.map(async (name) => [name, Buffer.from((await disk.read(`${journalFolder}/${name}`)) ?? []).toString('latin1')] as const),
  );
}

/** Changes what a file says; its length stays. */
async function change(disk: MemoryDisk, path: string, by: (text: string) => string): Promise<void> {
  const before = Buffer.from((await disk.read(path)) ?? []);
  const after = Buffer.alloc(before.length);
  after.write(by(before.toString('latin1')), 'latin1');
  await disk.replace(path, after);
}

/** Damages a record in one copy of the first segment, or in both. */
export async function damage(disk: MemoryDisk, n: number, inCopies: readonly ('a' | 'b')[] = copies, path = firstPath): Promise<void> {
  for (const copy of inCopies) await change(disk, path(copy), (text) => text.replace(`{"n":${String(n)},`, '{"n":0,'));
}
