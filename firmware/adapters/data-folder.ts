import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';
import { exchangeNames } from './exchange-names.ts';
import { realPath } from './files.ts';

/** One file of a data folder, by its path in it, and by what tells whether it has changed. */
export interface DataFile {
  readonly path: string;
  readonly size: number;
  readonly changedMs: number;
}

/** Every ordinary file of a data folder, sorted. What is only being written, and the sockets in it, are not the bank's data. */
export async function dataFiles(folder: string): Promise<readonly DataFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    const what = 'cannot be read. Cure: use sudo, or set LOCKERBANK_DATA to the data folder of the bank';
    throw new LockerError('file.unusable', folder, what, cause);
  });
  const files: DataFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.draft')) continue;
    const whole = join(entry.parentPath, entry.name);
    const found = await stat(whole).catch(() => null); // It went meanwhile: whoever compares two lists sees that.
    if (found) files.push({ path: whole.slice(folder.length + 1), size: found.size, changedMs: found.mtimeMs });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @returns `null` where it has gone meanwhile */
export function readDataFile(folder: string, path: string): Promise<Uint8Array | null> {
  return readFile(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    const what = `cannot be read (${error.message}). Cure: use sudo`;
    throw new LockerError('file.unusable', join(folder, path), what, error);
  });
}

/** A data folder that is being made beside the one that it is to replace. */
export class NewDataFolder {
  readonly #folder: string;
  readonly #draft: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#draft = `${folder}.restoring`;
  }

  static async begin(folder: string): Promise<NewDataFolder> {
    // A link stays, and the data stay on the disk that it leads to.
    const made = new NewDataFolder(realPath(folder) ?? folder);
    try {
      await rm(made.#draft, { recursive: true, force: true });
      await mkdir(made.#draft, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw unwritable(made.#draft, cause);
    }
    return made;
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const whole = join(this.#draft, path);
    try {
      await mkdir(dirname(whole), { recursive: true, mode: 0o700 });
      const file = await open(whole, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw unwritable(whole, cause);
    }
  }

  /**
   * Takes the place of the old folder, which keeps its content under another name. Whenever the power goes, there is the old
   * folder or the new one: a bank that finds none would begin as if it had never been one.
   * @param ending of that name
   * @returns that name; `null` where there was nothing
   */
  async settle(ending: string): Promise<string | null> {
    const aside = `${this.#folder}.${ending}`;
    for (const entry of await readdir(this.#draft, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
    }
    await syncFolder(this.#draft);
    const had = await stat(this.#folder).catch(() => null);
    await this.#giveTo(had ?? (await stat(dirname(this.#folder))));
    const isEmpty = had === null || (await readdir(this.#folder)).length === 0;
    await chmod(this.#draft, had === null ? 0o700 : had.mode & 0o777);
    try {
      if (isEmpty) await rename(this.#draft, this.#folder); // An empty folder gives way.
      else await this.#exchange(aside);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const what = `cannot be replaced (${why}). Cure: use sudo; where it is a disk of its own, set LOCKERBANK_DATA to a folder on it`;
      throw new LockerError('file.unusable', this.#folder, what, cause);
    }
    await syncFolder(dirname(this.#folder));
    return isEmpty ? null : aside;
  }

  async #exchange(aside: string): Promise<void> {
    // Under the name at once that the old data are to have: from the exchange on nothing is left to be done.
    await rename(this.#draft, aside);
    try {
      await exchangeNames(aside, this.#folder);
    } catch (error) {
      await rename(aside, this.#draft);
      throw error;
    }
  }

  /** A superuser's files would be no use to the bank's own user. Anybody else can give nothing away. */
  async #giveTo({ uid, gid }: { readonly uid: number; readonly gid: number }): Promise<void> {
    if (process.getuid?.() !== 0) return;
    const entries = await readdir(this.#draft, { recursive: true, withFileTypes: true });
    for (const path of [this.#draft, ...entries.map((entry) => join(entry.parentPath, entry.name))]) await chown(path, uid, gid);
  }

  /** Nothing came of it. */
  drop(): Promise<void> {
    return rm(this.#draft, { recursive: true, force: true });
  }
}

function unwritable(path: string, cause: unknown): LockerError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LockerError('file.unusable', path, `cannot be written (${why}). Cure: use sudo, and make room`, cause);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
