import * as v from 'valibot';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import { decodeLines } from './line.ts';
import { journalFolder, pathOf, segmentsIn } from './segment.ts';
import { readCopies } from './journal-reading.ts';
import { headerOf, readRecords } from './segment-reading.ts';

export const identityPath = 'bank.json';
export const dataFormat = 2;

const formatSchema = v.object({ format: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const identitySchema = v.object({ format: v.literal(dataFormat), journal: v.string(), source: v.string() });
/** Whose data a folder holds. `journal` is the id of its journal, and of its first log; it never changes. */
export type Identity = v.InferOutput<typeof identitySchema>;

/** Which data format a folder has; `null` where there is none yet. @throws LockerError where it cannot be read */
export async function formatOf(disk: Disk): Promise<number | null> {
  const bytes = await disk.read(identityPath);
  return bytes === null ? null : parseIdentity(formatSchema, bytes).format;
}

/** @throws LockerError `data.foreign` where it belongs to another bank */
export async function readIdentity(disk: Disk, source: string): Promise<Identity | null> {
  const bytes = await disk.read(identityPath);
  if (bytes === null) return null;
  const identity = parseIdentity(identitySchema, bytes);
  if (identity.source !== source) {
    const what = `belongs to ${identity.source}, not to ${source}. Cure: set LOCKERBANK_TENANT, LOCKERBANK_BANK or LOCKERBANK_DATA`;
    throw new LockerError('data.foreign', identityPath, what);
  }
  return identity;
}

/** Written last: a first start that was cut off before it is a first start again. */
export async function writeIdentity(disk: Disk, identity: Identity): Promise<void> {
  await disk.replace(identityPath, Buffer.from(`${JSON.stringify(identity)}\n`));
}

/**
 * Clears what a first start has left that was cut off before its identity was written: a segment without a record.
 * @throws LockerError `data.foreign` where there is more than that: the identity of a bank with a history is gone
 */
export async function forgetCutOffStart(disk: Disk): Promise<void> {
  const names = await disk.list(journalFolder);
  const segments = segmentsIn(names);
  for (const segment of segments) {
    const bytes = await readCopies(disk, segment);
    const head = headerOf(bytes);
    const start = { ordinal: segment.ordinal, offset: head?.end ?? 0, n: 0, hash: '' };
    const hasRecord = readRecords(bytes, start, () => false).n > 0;
    if (segment.ordinal !== 1 || !head || hasRecord) throw gone('a journal');
  }
  const older = names.filter((name) => /^\d{8}\.log$/.test(name)).map((name) => `${journalFolder}/${name}`);
  for (const path of older) {
    const lines = decodeLines((await disk.read(path)) ?? new Uint8Array());
    if (older.length > 1 || lines.kind !== 'whole' || lines.texts.length > 1) throw gone('a journal');
  }
  for (const path of ['snapshot.a.json', 'snapshot.b.json', 'snapshot.json']) {
    if ((await disk.read(path)) !== null) throw gone('a snapshot');
  }
  for (const path of older) await disk.remove(path);
  for (const segment of segments) for (const copy of segment.copies) await disk.remove(pathOf(segment, copy));
}

function gone(what: string): LockerError {
  const cure = 'Cure: restore the data folder as a whole; to begin anew on purpose, empty it';
  return new LockerError('data.foreign', identityPath, `is gone, but ${what} is here. ${cure}`);
}

function parseIdentity<T>(schema: v.GenericSchema<unknown, T>, bytes: Uint8Array): T {
  try {
    return v.parse(schema, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new LockerError('journal.corrupt', identityPath, 'is damaged. Cure: restore the data folder from a backup', cause);
  }
}
