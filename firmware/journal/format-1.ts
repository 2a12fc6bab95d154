import * as v from 'valibot';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import type { EventMessage } from '../contract/messages.ts';
import { eventsOf, hashOfRecord, type Entry, type JournaledFact } from './entry.ts';
import { identityPath, writeIdentity } from './identity.ts';
import { decodeLines, encodeLine } from './line.ts';
import type { Migration } from './migrations.ts';
import { copies, encodeHeader, journalFolder, pathOf, segmentsIn, type Segment } from './segment.ts';

/** A line of the journal in data format 1. */
interface Entry1 {
  readonly n: number;
  readonly atMs: number;
  readonly facts: readonly JournaledFact[];
}

interface Header1 {
  readonly journal: 1;
  readonly logid: string;
  readonly first: number;
}

const identity1 = v.object({ format: v.literal(1), logid: v.string(), source: v.string() });
const snapshots1 = ['snapshot.json', 'snapshot.previous.json'] as const;
const backupFolder = 'backup-1';

/**
 * Format 1: one file a segment, lines of variable length without a chain, snapshots every 500 entries. Nothing was ever
 * removed from its journal, so the books are folded from the beginning, and its snapshots are not needed.
 */
export const fromFormat1: Migration = {
  from: 1,
  to: 2,
  note: 'the journal in two copies, each record chained to the one before; snapshots without the directory',
  async migrate(disk, segmentBytes) {
    const { logid, source } = v.parse(identity1, JSON.parse(textOf(await disk.read(identityPath))));
    const entries = await readEntries(disk, logid);
    for (const path of [identityPath, ...snapshots1, ...(await segments1(disk))]) {
      const bytes = await disk.read(path);
      if (bytes) await disk.replace(`${backupFolder}/${path}`, bytes);
    }
    await forgetEarlierTry(disk);
    for (const { segment, bytes } of packed(entries, logid, segmentBytes)) {
      for (const copy of copies) await disk.replace(pathOf(segment, copy), bytes);
    }
    await writeIdentity(disk, { format: 2, journal: logid, source });
  },
  async tidy(disk) {
    const inFolder = await disk.list('.');
    for (const path of snapshots1) if (inFolder.includes(path)) await disk.remove(path);
    for (const path of await segments1(disk)) await disk.remove(path);
  },
};

/** The files of a folder that are of this format, and of no other. */
export async function filesOfFormat1(disk: Disk): Promise<{ readonly segments: readonly string[]; readonly snapshots: readonly string[] }> {
  return { segments: await segments1(disk), snapshots: snapshots1 };
}

/** False where its journal has nothing but the first line of its first segment. */
export async function hasRecordsOfFormat1(disk: Disk): Promise<boolean> {
  const [first, ...more] = await segments1(disk);
  const lines = first === undefined ? null : decodeLines((await disk.read(first)) ?? new Uint8Array());
  return more.length > 0 || (lines !== null && (lines.kind !== 'whole' || lines.texts.length > 1));
}

async function segments1(disk: Disk): Promise<readonly string[]> {
  return (await disk.list(journalFolder)).filter((name) => /^\d{8}\.log$/.test(name)).map((name) => `${journalFolder}/${name}`);
}

/** The rest of a write that a power cut interrupted is passed over: nobody was told that it is durable. */
async function readEntries(disk: Disk, logid: string): Promise<readonly Entry1[]> {
  const entries: Entry1[] = [];
  const paths = await segments1(disk);
  for (const [index, path] of paths.entries()) {
    const lines = decodeLines((await disk.read(path)) ?? new Uint8Array());
    if (lines.kind === 'damaged') throw corrupt(path, lines.line);
    if (lines.kind === 'torn' && index < paths.length - 1) throw corrupt(path, lines.texts.length + 1);
    const [head, ...rest] = lines.texts;
    if (head === undefined || (JSON.parse(head) as Header1).logid !== logid) throw corrupt(path, 1);
    for (const [line, text] of rest.entries()) {
      const entry = JSON.parse(text) as Entry1;
      if (entry.n !== entries.length + 1) throw corrupt(path, line + 2);
      entries.push(entry);
    }
  }
  if (paths.length === 0) throw new LockerError('journal.missing', journalFolder, 'is gone. Cure: restore the data folder from a backup');
  return entries;
}

async function forgetEarlierTry(disk: Disk): Promise<void> {
  for (const segment of segmentsIn(await disk.list(journalFolder))) {
    for (const copy of segment.copies) await disk.remove(pathOf(segment, copy));
  }
}

/** The same entries as segments of format 2. The texts of events stay byte for byte what was sent. */
function* packed(entries: readonly Entry1[], logid: string, segmentBytes: number): Generator<{ segment: Segment; bytes: Uint8Array }> {
  let prev = '';
  let head = 0;
  let ordinal = 0;
  const age = new Age();
  for (let index = 0; index < entries.length || ordinal === 0; ) {
    const segment: Segment = { ordinal: ++ordinal, firstN: index + 1, log: 1, firstEvent: head + 1 };
    const lines = [encodeHeader({ journal: 2, id: logid, segment, logid, atMs: entries[index]?.atMs ?? 0, prev })];
    let room = segmentBytes - (lines[0]?.length ?? 0);
    for (let old = entries[index]; old; old = entries[++index]) {
      const text = JSON.stringify(withChain(old, age, prev));
      const line = encodeLine(text);
      if (line.length > room && lines.length > 1) break;
      age.take(old);
      lines.push(line);
      room -= line.length;
      prev = hashOfRecord(text);
      head = eventsOf(old).at(-1)?.sequence ?? head;
    }
    const bytes = new Uint8Array(segmentBytes + Math.max(0, -room));
    bytes.set(Buffer.concat(lines));
    yield { segment, bytes };
  }
}

function withChain({ n, atMs, facts }: Entry1, age: Age, prev: string): Entry {
  const event = firstEvent(facts);
  const { ageMs, monoMs } = age.at(event);
  return { n, g: n, atMs, ageMs, monoMs, clockq: event?.clockq ?? 'floor', prev, facts };
}

function firstEvent(facts: readonly JournaledFact[]): EventMessage | null {
  for (const one of facts) if ('event' in one) return one.event;
  return null;
}

/** How long the bank had run in all, by the boots that its events name and how long each had lasted. */
class Age {
  #bootid = '';
  #ageAtBootMs = 0;
  #monoMs = 0;

  at(event: EventMessage | null): { readonly ageMs: number; readonly monoMs: number } {
    if (!event) return { ageMs: this.#ageAtBootMs + this.#monoMs, monoMs: this.#monoMs };
    const before = event.bootid === this.#bootid ? this.#ageAtBootMs : this.#ageAtBootMs + this.#monoMs;
    return { ageMs: before + Number(event.monoms), monoMs: Number(event.monoms) };
  }

  take({ facts }: Entry1): void {
    const event = firstEvent(facts);
    if (!event) return;
    if (event.bootid !== this.#bootid) this.#ageAtBootMs += this.#monoMs;
    this.#bootid = event.bootid;
    this.#monoMs = Number(event.monoms);
  }
}

function corrupt(path: string, line: number): LockerError {
  const cure = 'Cure: restore the data folder from a backup; nothing in it has been changed';
  return new LockerError('journal.corrupt', `${path}:${String(line)}`, `the record cannot be read. ${cure}`);
}

function textOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
