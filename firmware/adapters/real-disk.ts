import { mkdir, open, readFile, readdir, rename, truncate, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DiskError, type AppendFile, type Disk } from '../ports/disk.ts';

/** Readable by the controller's own user alone: the folder holds who fetched what, and the bank's key. */
const fileMode = 0o600;
const folderMode = 0o700;

/** A folder of the machine's disk. */
export function realDisk(root: string): Disk {
  const at = (path: string) => join(root, path);

  async function syncFolder(path: string): Promise<void> {
    const folder = await open(dirname(at(path)), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async function replace(path: string, bytes: Uint8Array): Promise<void> {
    const draft = `${at(path)}.draft`;
    await mkdir(dirname(draft), { recursive: true, mode: folderMode });
    const file = await open(draft, 'w', fileMode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, at(path));
    await syncFolder(path);
  }

  return {
    read: (path) => orNull(path, readFile(at(path))),
    list: async (folder) => ((await orNull(folder, readdir(at(folder)))) ?? []).filter((name) => !name.endsWith('.draft')).sort(),
    replace: (path, bytes) => named(path, replace(path, bytes)),
    append: (path) => named(path, openForAppending(path)),
    truncate: (path, length) => named(path, cut(path, length)),
    remove: (path) => named(path, unlink(at(path)).then(() => syncFolder(path))),
  };

  async function openForAppending(path: string): Promise<AppendFile> {
    await mkdir(dirname(at(path)), { recursive: true, mode: folderMode });
    const file = await open(at(path), 'a', fileMode);
    await syncFolder(path);
    return appendFile(path, file);
  }

  async function cut(path: string, length: number): Promise<void> {
    await truncate(at(path), length);
    const file = await open(at(path), 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function appendFile(path: string, file: FileHandle): AppendFile {
  return {
    write: (bytes) => named(path, file.appendFile(bytes)),
    sync: () => named(path, file.datasync()),
    close: () => named(path, file.close()),
  };
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

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
