import { Low, type Adapter } from 'lowdb';
import type { Books } from '../bank/books.ts';
import type { Disk } from '../ports/disk.ts';
import { crc32c } from './crc32c.ts';

/** The books at one entry of the journal: only a shorter way to where the whole journal leads. */
export interface Snapshot {
  readonly logid: string;
  readonly n: number;
  readonly head: number;
  readonly headHash: string;
  readonly books: Books;
}

interface SealedSnapshot {
  readonly format: 1;
  readonly crc: number;
  readonly snapshot: Snapshot | null;
}

const present = 'snapshot.json';
const previous = 'snapshot.previous.json';
const nothing: SealedSnapshot = { format: 1, crc: 0, snapshot: null };

/**
 * lowdb's own adapters neither sync file nor folder, and take a missing file for the default. This one replaces the
 * file whole and synced, and keeps the generation before.
 */
class SyncedAdapter implements Adapter<SealedSnapshot> {
  readonly #disk: Disk;
  readonly #path: string;
  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  async read(): Promise<SealedSnapshot | null> {
    const bytes = await this.#disk.read(this.#path);
    if (bytes === null) return null;
    const sealed = JSON.parse(Buffer.from(bytes).toString('utf8')) as SealedSnapshot;
    if (seal(sealed.snapshot).crc !== sealed.crc) throw new SyntaxError('its checksum is wrong');
    return sealed;
  }

  async write(data: SealedSnapshot): Promise<void> {
    const before = await this.#disk.read(this.#path);
    if (before) await this.#disk.replace(previous, before);
    await this.#disk.replace(this.#path, Buffer.from(JSON.stringify(data)));
  }
}

function seal(snapshot: Snapshot | null): SealedSnapshot {
  return { format: 1, crc: crc32c(Buffer.from(JSON.stringify(snapshot))), snapshot };
}

export interface SnapshotStore {
  save(snapshot: Snapshot): Promise<void>;
  /** The newest whole snapshot; `null` where there is none, and the journal is folded from its beginning. */
  load(): Promise<Snapshot | null>;
}

export function snapshotStore(disk: Disk): SnapshotStore {
  const newest = new Low(new SyncedAdapter(disk, present), nothing);
  return {
    async save(snapshot) {
      newest.data = seal(snapshot);
      await newest.write();
    },
    async load() {
      for (const path of [present, previous]) {
        try {
          const stored = new Low(new SyncedAdapter(disk, path), nothing);
          await stored.read();
          if (stored.data.snapshot) return stored.data.snapshot;
        } catch {
          // A damaged snapshot is no loss: the generation before it, or the journal itself, leads to the same books.
        }
      }
      return null;
    },
  };
}
