import { constants } from 'node:fs';
import { chown, mkdir, open, readFile, readdir, rename, stat, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../ports/error-code.ts';
import { DiskError, type Disk, type OpenFile } from '../ports/disk.ts';

/** Readable by the controller's own user alone: the folder holds who fetched what, and the bank's key. */
const fileMode = 0o600;
const folderMode = 0o700;

/** What a file is called while it is being written. */
const draftSuffix = '.draft';

/** It follows no link: a superuser would write wherever the bank's own user wants. */
const draftFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/** `held`: no other process works on it. `visited`: the bank may be at work there, and has files of its own half written. */
type Hold = 'held' | 'visited';

/** A folder of the machine's disk. What a superuser writes there is given to whoever has the folder: they have to read it. */
export function realDisk(root: string, hold: Hold = 'visited'): Disk {
  const base = resolve(root);
  const at = (path: string) => join(base, path);
  /** Folders in which nothing is left any more of what an earlier process was writing when the power went. */
  const cleared = new Map<string, Promise<void>>();

  /** Before the first draft of our own in a folder: nobody may ever replace a file of those names again. */
  function clear(folder: string): Promise<void> {
    if (hold === 'visited') return Promise.resolve();
    const clearing = cleared.get(folder) ?? removeDrafts(folder);
    cleared.set(folder, clearing);
    return clearing;
  }

  async function replace(path: string, bytes: Uint8Array): Promise<void> {
    const draft = `${at(path)}${draftSuffix}`;
    await makeFolder(dirname(draft), await ownerOf(base));
    await clear(dirname(draft));
    try {
      await writeNew(draft, bytes, await ownerOf(base));
      await rename(draft, at(path));
    } catch (error) {
      await unlink(draft).catch(() => undefined); // On a full disk a draft would keep the very room that is missing.
      throw error;
    }
    await syncFolder(dirname(at(path)));
  }

  async function list(folder: string): Promise<readonly string[]> {
    await clear(at(folder));
    return ((await orNull(folder, readdir(at(folder)))) ?? []).filter((name) => !name.endsWith(draftSuffix)).sort();
  }

  async function move(from: string, to: string): Promise<void> {
    const folders = new Set([dirname(at(from)), dirname(at(to))]);
    for (const folder of folders) await makeFolder(folder, await ownerOf(base));
    await rename(at(from), at(to));
    for (const folder of folders) await syncFolder(folder);
  }

  async function free(): Promise<number> {
    await makeFolder(base, null);
    const { bavail, bsize } = await statfs(base);
    return bavail * bsize;
  }

  return {
    read: (path) => orNull(path, readFile(at(path))),
    list,
    replace: (path, bytes) => named(path, replace(path, bytes)),
    open: async (path) => openFile(path, await named(path, open(at(path), 'r+'))),
    rename: (from, to) => named(from, move(from, to)),
    remove: (path) => named(path, unlink(at(path)).then(() => syncFolder(dirname(at(path))))),
    freeBytes: () => named('.', free()),
  };
}

function openFile(path: string, file: FileHandle): OpenFile {
  return {
    write: (place, bytes) => named(path, writeAll(file, place, bytes)),
    sync: () => named(path, file.datasync()),
    close: () => named(path, file.close()),
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** `null`: nothing can be given to anybody, or there is nobody yet to give it to. */
async function ownerOf(folder: string): Promise<Owner | null> {
  return process.getuid?.() === 0 ? stat(folder).catch(() => null) : null;
}

async function writeNew(path: string, bytes: Uint8Array, owner: Owner | null): Promise<void> {
  const file = await open(path, draftFlags, fileMode);
  try {
    if (owner) await file.chown(owner.uid, owner.gid);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whatever stays is in no list. */
async function removeDrafts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith(draftSuffix)) await unlink(join(folder, name)).catch(() => undefined);
}

/** A new folder is on the disk only when the folder that names it has been synced. */
async function makeFolder(path: string, owner: Owner | null): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: folderMode });
  if (first === undefined) return;
  const outermost = dirname(first);
  for (let folder = path; owner && folder !== outermost; folder = dirname(folder)) await chown(folder, owner.uid, owner.gid);
  for (let folder = dirname(path); folder.startsWith(outermost); folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === outermost) return;
  }
}

/** The system may take less than it is given. */
async function writeAll(file: FileHandle, place: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, place + done);
    done += bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function orNull<T>(path: string, reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new DiskError('failed', path, error);
  }
}

async function named<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new DiskError(codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT' ? 'full' : 'failed', path, error);
  }
}
