import * as v from 'valibot';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import { dataFormat } from './data-format.ts';

export const identityPath = 'bank.json';

const formatSchema = v.object({ format: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const identitySchema = v.object({ format: v.literal(dataFormat), journal: v.string(), source: v.string() });
/** Whose data a folder holds. `journal` is the id of its journal, and of its first log; it never changes. */
type Identity = v.InferOutput<typeof identitySchema>;

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

function parseIdentity<T>(schema: v.GenericSchema<unknown, T>, bytes: Uint8Array): T {
  try {
    return v.parse(schema, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new LockerError('journal.corrupt', identityPath, 'is damaged. Cure: restore the data folder from a backup', cause);
  }
}
