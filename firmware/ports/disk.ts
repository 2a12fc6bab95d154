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
  /** Opens for appending; creates the file, and syncs its folder, where it is missing. */
  append(path: string): Promise<AppendFile>;
  /** Cuts a file to a length, and syncs. */
  truncate(path: string, length: number): Promise<void>;
  remove(path: string): Promise<void>;
}

export interface AppendFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written is on the disk itself. After a rejection nothing about the file is certain. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type DiskTrouble = 'full' | 'failed';

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
