import { crc32cHex } from '../journal/crc32c.ts';
import { DiskError, type Disk } from '../ports/disk.ts';

/**
 * Parts of documents, each a file of its own, named by the hash of the text that came: `directory/<sha256>.json`. The
 * journal needs none of them, and none of them needs the journal: a document in force names its parts.
 *
 * A file is one line: eight hex digits of CRC-32C over the rest, a space, JSON, a line feed. It says itself which part it
 * is, so that a file under a wrong name is no part either.
 */
export interface PartStore {
  /** Whether a part is here and whole. Never rejects: a part that cannot be read is not here. */
  has(sha256: string): Promise<boolean>;
  /** What a part holds; `undefined` where it is missing, damaged or cannot be read. Never rejects. */
  load(sha256: string): Promise<unknown>;
  /**
   * Resolves when a part is on the disk itself, whole.
   * @throws DiskError `full` also where it would leave too little room for the journal
   */
  save(sha256: string, content: unknown): Promise<void>;
  /** Hashes of all parts that are here, whole or not, sorted. */
  names(): Promise<readonly string[]>;
  remove(sha256: string): Promise<void>;
}

/** Room that parts leave: the journal's two spare segments and both snapshots are worth more than a fresh directory. */
export const roomLeftBytes = 16 * 1024 * 1024;

const ending = '.json';
const sealBytes = 9;

export function partStore(disk: Disk, folder: string): PartStore {
  const pathOf = (sha256: string): string => `${folder}/${sha256}${ending}`;
  const load = async (sha256: string): Promise<unknown> => {
    try {
      const bytes = await disk.read(pathOf(sha256));
      return bytes === null ? undefined : unsealed(bytes, sha256);
    } catch {
      return undefined; // Whatever the reason is, the upstream has the part still.
    }
  };
  return {
    load,
    has: async (sha256) => (await load(sha256)) !== undefined,
    async save(sha256, content) {
      const bytes = sealed({ part: sha256, content });
      const free = await disk.freeBytes();
      if (free < roomLeftBytes + bytes.length) {
        throw new DiskError('full', pathOf(sha256), `${String(free)} bytes are left, and the journal needs ${String(roomLeftBytes)}`);
      }
      await disk.replace(pathOf(sha256), bytes);
    },
    async names() {
      const files = await disk.list(folder);
      return files.flatMap((file) => /^([0-9a-f]{64})\.json$/.exec(file)?.[1] ?? []);
    },
    remove: (sha256) => disk.remove(pathOf(sha256)),
  };
}

function sealed(part: { readonly part: string; readonly content: unknown }): Uint8Array {
  const text = Buffer.from(JSON.stringify(part));
  return Buffer.concat([Buffer.from(`${crc32cHex(text)} `), text, Buffer.from('\n')]);
}

/** `undefined` for every file that is not exactly what was written for this part. */
function unsealed(bytes: Uint8Array, sha256: string): unknown {
  const text = bytes.subarray(sealBytes, -1);
  const seal = Buffer.from(bytes.subarray(0, sealBytes)).toString('latin1');
  if (seal !== `${crc32cHex(text)} ` || bytes.at(-1) !== 0x0a) return undefined;
  const { part, content } = JSON.parse(Buffer.from(text).toString('utf8')) as { part: unknown; content: unknown };
  return part === sha256 ? content : undefined;
}
