import { Low, type Adapter } from 'lowdb';
import type { Books } from '../bank/books.ts';
import { noDirectory } from '../bank/directory.ts';
import type { Disk } from '../ports/disk.ts';
import { crc32cHex } from './crc32c.ts';
import { dataFormat } from './data-format.ts';
import type { Place } from './segment-reading.ts';
import type { State } from './state.ts';

/** What the journal leads to at one of its places: only a shorter way to where the whole journal leads. */
export interface Snapshot {
  /** The id of the journal. */
  readonly journal: string;
  readonly place: Place;
  readonly state: State;
}

/** A snapshot as the text it will be on the disk: the books may change before it gets there. */
export interface CapturedSnapshot {
  readonly n: number;
  readonly text: string;
}

/** A snapshot without the place: it is known when the last entry is on the disk. */
export function capture(state: State): CapturedSnapshot {
  const { directory: _inFilesOfItsOwn, ...books } = state.books;
  return { n: state.n, text: JSON.stringify({ ...state, books }) };
}

export const snapshotPaths = ['snapshot.a.json', 'snapshot.b.json'] as const;
type Path = (typeof snapshotPaths)[number];

/** What is in a file: the text that was sealed. */
interface Sealed {
  readonly text: string | null;
}

const nothing: Sealed = { text: null };

/**
 * lowdb's own adapters neither sync file nor folder, and take a missing file for the default. This one replaces the
 * file whole and synced, and seals it by its CRC-32C: `{"format":2,"crc":"8 hex digits","snapshot":…}`.
 */
class SyncedAdapter implements Adapter<Sealed> {
  readonly #disk: Disk;
  readonly #path: Path;
  constructor(disk: Disk, path: Path) {
    this.#disk = disk;
    this.#path = path;
  }

  async read(): Promise<Sealed | null> {
    const bytes = await this.#disk.read(this.#path);
    if (bytes === null) return null;
    const body = bytes.subarray(head('').length + crcLength, -tail.length);
    const frame = [head(crc32cHex(body)), tail].join('');
    const found = Buffer.concat([bytes.subarray(0, head('').length + crcLength), bytes.subarray(-tail.length)]).toString('latin1');
    if (frame !== found) throw new SyntaxError('its checksum is wrong');
    return { text: Buffer.from(body).toString('utf8') };
  }

  async write({ text }: Sealed): Promise<void> {
    const body = Buffer.from(text ?? 'null');
    await this.#disk.replace(this.#path, Buffer.concat([Buffer.from(head(crc32cHex(body))), body, Buffer.from(tail)]));
  }
}

const crcLength = 8;
const head = (crc: string): string => `{"format":${String(dataFormat)},"crc":"${crc}","snapshot":`;
const tail = '}\n';

/** The first part of a snapshot says where it was taken: of the older one nobody needs to know more. */
const placePattern = /^\{"journal":("[^"]*"),"place":(\{[^}]*\}),"state":/;

/** Two snapshots, written in turn: while the one is being replaced, the other is there. */
export class SnapshotStore {
  readonly #disk: Disk;
  readonly #journal: string;
  /** What is known to be in each of the files. */
  readonly #places = new Map<Path, Place>();

  constructor(disk: Disk, journal: string) {
    this.#disk = disk;
    this.#journal = journal;
  }

  /** The newest whole snapshot; `null` where there is none, and the journal is folded from its beginning. */
  async load(): Promise<Snapshot | null> {
    const texts = new Map<Path, string>();
    for (const path of snapshotPaths) {
      const found = await this.#read(path);
      if (!found) continue;
      this.#places.set(path, found.place);
      texts.set(path, found.text);
    }
    const newest = texts.get(snapshotPaths.toSorted((one, other) => this.#nIn(other) - this.#nIn(one))[0] ?? snapshotPaths[0]);
    return newest === undefined ? null : withDirectory(JSON.parse(newest) as Snapshot);
  }

  /** Replaces the older of the two. Rejects with a `DiskError`. */
  async save(captured: CapturedSnapshot, place: Place): Promise<void> {
    const [path] = snapshotPaths.toSorted((one, other) => this.#nIn(one) - this.#nIn(other));
    if (path === undefined) return;
    const file = new Low(new SyncedAdapter(this.#disk, path), nothing);
    const text = `{"journal":${JSON.stringify(this.#journal)},"place":${JSON.stringify(place)},"state":${captured.text}}`;
    file.data = { text };
    await file.write();
    this.#places.set(path, place);
  }

  /** Places of the snapshots that are kept, the newer first. */
  get places(): readonly Place[] {
    return [...this.#places.values()].sort((one, other) => other.n - one.n);
  }

  #nIn(path: Path): number {
    return this.#places.get(path)?.n ?? -1;
  }

  async #read(path: Path): Promise<{ readonly place: Place; readonly text: string } | null> {
    try {
      const file = new Low(new SyncedAdapter(this.#disk, path), nothing);
      await file.read();
      const { text } = file.data;
      const [, journal, place] = placePattern.exec(text ?? '') ?? [];
      if (text === null || journal !== JSON.stringify(this.#journal) || place === undefined) return null;
      return { place: JSON.parse(place) as Place, text };
    } catch {
      return null; // A damaged snapshot is no loss: the other one, or the journal itself, leads to the same books.
    }
  }
}

function withDirectory(snapshot: Snapshot): Snapshot {
  const books: Books = { ...snapshot.state.books, directory: noDirectory };
  return { ...snapshot, state: { ...snapshot.state, books } };
}
