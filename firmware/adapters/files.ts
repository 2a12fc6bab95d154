import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';

const privateMode = 0o600;

/** @throws LockerError `file.unusable` */
export async function readTextFile(path: string, cure: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unusable(path, `cannot be read (${whyOf(cause)})`, cure, cause);
  }
}

/** What a path leads to; `null` where nothing is there. */
export function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Whether nobody but its owner can read a file. */
export async function isPrivate(path: string): Promise<boolean> {
  return ((await stat(path)).mode & 0o077) === 0;
}

/**
 * Makes the folder of a file, for its owner alone. For files whose place nobody has typed: a folder that somebody has mistyped, or a
 * stick that is not there, is not made up.
 * @throws LockerError `file.unusable`
 */
export async function makeFolderFor(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw unusable(dirname(path), `cannot be made (${whyOf(cause)})`, 'say with --key where yours is to be', cause);
  });
}

/**
 * Whether a new file can be written there: asked before work of which it is the end.
 * @throws LockerError `file.unusable`
 */
export async function checkNewFile(path: string): Promise<void> {
  await whileDrafted(path, async () => undefined);
}

/**
 * Writes a new file that its owner alone can read, whole or not at all, and never over another one.
 * @throws LockerError `file.unusable`
 */
export async function writePrivateFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await whileDrafted(path, async (file, draft) => {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
    await name(draft, path);
  });
}

/**
 * Writes what long work has come to, and where that is not possible any more, into the home folder or the one for passing things.
 * @returns where it is now
 * @throws LockerError `file.unusable` where none of them takes it
 */
export async function saveSomewhere(path: string, text: string, others: readonly string[] = [homedir(), tmpdir()]): Promise<string> {
  let first: unknown = null;
  for (const place of [path, ...others.map((folder) => join(folder, basename(path)))]) {
    try {
      await writePrivateFile(place, (async function* () { yield Buffer.from(text); })());
      return place;
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

async function whileDrafted(path: string, work: (file: FileHandle, draft: string) => Promise<void>): Promise<void> {
  if (await exists(path)) throw taken(path);
  // A name that nobody else has: what ends in .draft may be somebody's, too.
  const draft = `${path}.${randomUUID().slice(0, 8)}.draft`;
  try {
    const file = await open(draft, 'wx', privateMode);
    try {
      await file.chmod(privateMode);
      const typist = sudoTypist();
      if (typist) await file.chown(typist.uid, typist.gid);
      await work(file, draft);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof LockerError) throw cause;
    if (isTaken(cause)) throw taken(path);
    const cure = 'choose a folder that is there, that you may write to, with room in it';
    throw unusable(path, `cannot be written (${whyOf(cause)})`, cure, cause);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** Gives a whole draft its name, unless somebody has taken that meanwhile. */
async function name(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (cause) {
    if (isTaken(cause)) throw cause;
    // A stick as cameras and Windows have them knows no links: there the name is taken first, with nothing in it.
    await (await open(path, 'wx', privateMode)).close();
    await rename(draft, path);
  }
}

/** What the system itself says, of a path, a disk or a right: nothing that is in the file. */
export function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'syscall' in cause;
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
}

function taken(path: string): LockerError {
  return unusable(path, 'is there already', 'choose another name, or remove it');
}

/** Whoever has typed sudo is to have the file, or they could not even copy it. */
function sudoTypist(): { readonly uid: number; readonly gid: number } | null {
  const { SUDO_UID, SUDO_GID } = process.env;
  const isSudo = process.getuid?.() === 0 && /^\d+$/.test(SUDO_UID ?? '') && /^\d+$/.test(SUDO_GID ?? '');
  return isSudo ? { uid: Number(SUDO_UID), gid: Number(SUDO_GID) } : null;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function whyOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function unusable(path: string, what: string, cure: string, cause?: unknown): LockerError {
  return new LockerError('file.unusable', path, `${what}. Cure: ${cure}`, cause);
}
