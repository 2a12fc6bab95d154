/**
 * A folder that survives a power cut, as far as it is told to. Paths are relative to the data folder, `/` between
 * the parts. Reads of what is not there answer `null`; every other failure rejects with a `DiskError`.
 */
export interface Disk {
  read(path: string): Promise<Uint8Array | null>;
  /** Names in a folder, sorted; none if there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Replaces a file as a whole: new file, sync, rename, sync of the folder. Old or new survives, never a mix. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** Opens a file that is there, for writing in place. One that is not there is trouble. */
  open(path: string): Promise<OpenFile>;
  /** Gives a file another name in the same data folder, over whatever has that name, and syncs both folders. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Bytes that can still be written, by this program and all others. */
  freeBytes(): Promise<number>;
}

/** A file whose room was made beforehand: writing inside it needs no space and changes no length. */
export interface OpenFile {
  /** Writes at a place; bytes beyond the present end make the file longer. */
  write(at: number, bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written is on the disk itself. After a rejection nothing about the file is certain. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

type DiskTrouble = 'full' | 'failed';

export class DiskError extends Error {
  readonly trouble: DiskTrouble;
  readonly path: string;
  constructor(trouble: DiskTrouble, path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'DiskError';
    this.trouble = trouble;
    this.path = path;
  }
}
