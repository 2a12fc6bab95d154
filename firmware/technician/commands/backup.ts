import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { dataFiles, NewDataFolder, readDataFile, type DataFile } from '../../adapters/data-folder.ts';
import { lockDataFolder } from '../../adapters/data-lock.ts';
import { isPrivate, writePrivateFile } from '../../adapters/files.ts';
import { packed, unpackedFile } from '../../adapters/gzip-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { parseJson } from '../../contract/json.ts';
import { sequence, sha256Hex } from '../../contract/parts.ts';
import { dataFormat } from '../../journal/data-format.ts';
import { identityPath } from '../../journal/identity.ts';
import { version } from '../../version.ts';
import type { Call, ExitCode } from '../cli/command.ts';
import { filesIn, hasRoomFor, tarOf, type ArchivedFile } from './tar.ts';
import { meantBank } from './bank.ts';

/** Of the archive itself. */
const backupFormat = 1;
const manifestName = 'lockerbank-backup.json';
const dataPrefix = 'data/';

/** A bank that works changes its files: so often they are copied anew until none has changed meanwhile. */
const triesMost = 5;

const manifestSchema = v.object({
  format: v.number(),
  dataFormat: v.number(),
  source: v.string(),
  firmware: v.string(),
  made: v.string(),
  files: v.array(v.object({ path: v.string(), size: sequence, sha256: sha256Hex })),
});
type Manifest = v.InferOutput<typeof manifestSchema>;

const identitySchema = v.object({ format: v.number(), source: v.string() });

/** The whole data folder as one file, with checksums. The bank may go on working. */
export async function backup(call: Call): Promise<ExitCode> {
  const file = resolve(call.folder, call.operands[0] ?? '');
  const { dataFolder } = meantBank(call);
  const identity = v.safeParse(identitySchema, parseJson(textOf(await readDataFile(dataFolder, identityPath))));
  if (!identity.success) {
    throw new LockerError('file.unusable', dataFolder, 'no bank has its data there. Cure: set LOCKERBANK_DATA as the bank has it');
  }
  const { copied, leftOut } = await copyStill(dataFolder);
  const madeMs = new RealClock().wallMs();
  const { format, source } = identity.output;
  const manifest: Manifest = {
    format: backupFormat, dataFormat: format, source, firmware: version, made: new Date(madeMs).toISOString(),
    files: copied.map(({ name, bytes }) => ({ path: name, size: bytes.length, sha256: hashOf(bytes) })),
  };
  await writePrivateFile(file, packed(tarOf(entriesOf(manifest, copied), madeMs)));
  const size = copied.reduce((sum, { bytes }) => sum + bytes.length, 0);
  for (const path of leftOut) call.note(`Left out: ${path} is no file of the bank.`);
  call.answer({ file, ...manifest, files: copied.length, bytes: size, leftOut }, [
    `${file} holds the data of ${source}: ${String(copied.length)} files, ${(size / 1024 / 1024).toFixed(1)} MiB before packing.`,
    `The bank's key is in it, and who fetched what: keep it as you would keep the bank itself. ${await isPrivate(file)
      ? 'Only you can read it now.' : 'The disk that it is on knows no rights: whoever has that disk can read it.'}`,
  ].join('\n'));
  return 0;
}

/** The list comes first, so that whoever reads on knows what is to come. */
async function* entriesOf(manifest: Manifest, copied: readonly ArchivedFile[]): AsyncIterable<ArchivedFile> {
  yield { name: manifestName, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
  for (const { name, bytes } of copied) yield { name: `${dataPrefix}${name}`, bytes };
}

/**
 * All files of a folder, as they were at one moment. Segments of the journal come last: what grows in them meanwhile is
 * read at the next start as the end of a journal is after a power cut. All else must not have changed while it was copied.
 */
async function copyStill(folder: string): Promise<{ readonly copied: readonly ArchivedFile[]; readonly leftOut: readonly string[] }> {
  for (let tries = 0; tries < triesMost; tries++) {
    const before = await dataFiles(folder);
    const fitting = before.filter(({ path, size }) => hasRoomFor(`${dataPrefix}${path}`, size));
    const inOrder = [...fitting.filter((file) => !isSegment(file)), ...fitting.filter(isSegment)];
    const copied: ArchivedFile[] = [];
    for (const { path } of inOrder) {
      const bytes = await readDataFile(folder, path);
      if (bytes) copied.push({ name: path, bytes });
    }
    if (isSame(before, await dataFiles(folder))) {
      return { copied, leftOut: before.filter((file) => !fitting.includes(file)).map(({ path }) => path) };
    }
  }
  throw new LockerError('file.unusable', folder, 'changes faster than it can be copied. Cure: try again, or stop the bank for it');
}

function isSegment({ path }: DataFile): boolean {
  return path.startsWith('journal/');
}

function isSame(before: readonly DataFile[], after: readonly DataFile[]): boolean {
  return before.length === after.length && before.every((file, at) => {
    const other = after[at];
    return other?.path === file.path && (isSegment(file) || (other.size === file.size && other.changedMs === file.changedMs));
  });
}

/** Puts a backup in the place of the data folder. The bank must be stopped; what was there is kept beside it. */
export async function restore(call: Call): Promise<ExitCode> {
  const file = resolve(call.folder, call.operands[0] ?? '');
  const { configuration, dataFolder } = meantBank(call);
  const lock = await lockDataFolder(dataFolder);
  try {
    const made = await NewDataFolder.begin(dataFolder);
    try {
      const manifest = await unpackInto(made, file);
      const source = `lb://${configuration.tenant}/${configuration.bank}`;
      if (manifest.source !== source) {
        const what = `is of ${manifest.source}, not of ${source}. Cure: set LOCKERBANK_TENANT and LOCKERBANK_BANK as that bank has them`;
        throw new LockerError('data.foreign', file, what);
      }
      const kept = await made.settle(`before-${new Date(new RealClock().wallMs()).toISOString().replaceAll(/[:.]/g, '-')}`);
      call.answer({ dataFolder, kept, made: manifest.made, files: manifest.files.length }, [
        `The data of ${manifest.source} are as they were on ${manifest.made}.`,
        ...(kept === null ? [] : [`What was there before is in ${kept}.`]),
        'What has happened since then the bank does not know: let somebody look into the lockers that were in use.',
      ].join('\n'));
      return 0;
    } catch (error) {
      await made.drop();
      throw error;
    }
  } finally {
    await lock.release();
  }
}

async function unpackInto(made: NewDataFolder, file: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const left = new Map<string, Manifest['files'][number]>();
  for await (const { name, bytes } of filesIn(unpackedFile(file), file)) {
    if (manifest === null) {
      manifest = readManifest(file, name, bytes);
      for (const entry of manifest.files) left.set(`${dataPrefix}${entry.path}`, entry);
      continue;
    }
    const entry = left.get(name);
    if (!entry || entry.size !== bytes.length || entry.sha256 !== hashOf(bytes)) throw damaged(file, name);
    left.delete(name);
    await made.write(entry.path, bytes);
  }
  const [missing] = left.keys();
  if (manifest === null || missing !== undefined) throw damaged(file, missing ?? manifestName);
  return manifest;
}

function readManifest(file: string, name: string, bytes: Uint8Array): Manifest {
  if (name !== manifestName) {
    const what = 'is an archive, but none that lockerbank backup has written. Cure: name one that it has';
    throw new LockerError('archive.malformed', file, what);
  }
  const parsed = parseJson(textOf(bytes));
  const head = v.safeParse(v.object({ format: v.number(), dataFormat: v.number(), firmware: v.string() }), parsed);
  if (head.success && (head.output.format > backupFormat || head.output.dataFormat > dataFormat)) {
    const what = `was made by lockerbank ${head.output.firmware}, in a newer format. Cure: restore it with that version, or a later one`;
    throw new LockerError('data.newer', file, what);
  }
  const manifest = v.safeParse(manifestSchema, parsed);
  if (!manifest.success) throw damaged(file, manifestName);
  return manifest.output;
}

function damaged(file: string, name: string): LockerError {
  return new LockerError('archive.malformed', file, `${name} is not what the backup says of it. Cure: take another copy of the backup`);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function textOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
