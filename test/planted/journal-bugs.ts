import type * as Compaction from '../../firmware/journal/compaction.ts';
import type * as Heal from '../../firmware/journal/heal.ts';
import type * as Reading from '../../firmware/journal/segment-reading.ts';
import type * as Writer from '../../firmware/journal/segment-writer.ts';
import type * as Snapshots from '../../firmware/journal/snapshot.ts';
import type * as Time from '../../firmware/journal/timekeeper.ts';
import { DiskError, type Disk, type OpenFile } from '../../firmware/ports/disk.ts';

/**
 * Bugs that a journal must not have, each named by what it does wrong. They lie around the product, never in it; whoever
 * sweeps the journal has to find every one of them.
 */
export type JournalBug =
  | 'a sync does nothing'
  | 'a sync is said to be done while it is on its way'
  | 'only the first copy is ever synced'
  | 'a sync that failed is tried again as if nothing were'
  | 'old segments go before they are acknowledged'
  | 'old segments go when one snapshot knows them'
  | 'both copies are written at once'
  | 'an interrupted commit is not cut off'
  | 'a copy is mended in place although the other may have nothing'
  | 'a record too many is cut off'
  | 'damage is taken for an interrupted commit'
  | 'a snapshot says less than its place'
  | 'the floor falls'
  | 'the age starts again with each boot';

/** Which bug is planted now. */
export const planted: { bug: JournalBug | null } = { bug: null };

const is = (bug: JournalBug): boolean => planted.bug === bug;

/** A disk with whatever bug is planted at the moment of each call. */
export function buggyDisk(disk: Disk): Disk {
  return {
    read: (path) => disk.read(path), list: (folder) => disk.list(folder), freeBytes: () => disk.freeBytes(),
    replace: (path, bytes) => disk.replace(path, bytes), rename: (from, to) => disk.rename(from, to), remove: (path) => disk.remove(path),
    open: async (path) => buggyFile(path, await disk.open(path)),
  };
}

function buggyFile(path: string, file: OpenFile): OpenFile {
  return {
    write: (at, bytes) => file.write(at, bytes),
    close: () => file.close(),
    async sync() {
      if (is('a sync does nothing')) return;
      if (is('a sync is said to be done while it is on its way')) return void file.sync().catch(() => undefined);
      if (is('only the first copy is ever synced') && path.endsWith('-b.log')) return;
      try {
        await file.sync();
      } catch (error) {
        if (!is('a sync that failed is tried again as if nothing were')) throw error;
        await file.sync().catch(() => undefined);
      }
    },
  };
}

export function buggyCompaction(real: typeof Compaction): typeof Compaction {
  return {
    ...real,
    compact(disk, journal, needs, limits) {
      const acknowledged = is('old segments go before they are acknowledged') ? Infinity : needs.acknowledged;
      const coveredTo = is('old segments go when one snapshot knows them') ? Infinity : needs.coveredTo;
      return real.compact(disk, journal, { ...needs, acknowledged, coveredTo }, limits);
    },
  };
}

export function buggyHeal(real: typeof Heal): typeof Heal {
  return {
    ...real,
    heal(disk, part) {
      if (is('an interrupted commit is not cut off')) return Promise.resolve();
      if (is('a copy is mended in place although the other may have nothing')) return real.heal(withoutRoom(disk), part);
      return real.heal(disk, is('a record too many is cut off') ? { ...part, to: part.from } : part);
    },
  };
}

/** A disk that takes nothing but what is written in place. */
function withoutRoom(disk: Disk): Disk {
  const full = (path: string) => Promise.reject(new DiskError('full', path, 'no space left on device'));
  return { ...buggyDisk(disk), replace: full };
}

export function buggyReading(real: typeof Reading): typeof Reading {
  return {
    ...real,
    tailBehind(bytes, place) {
      const tail = real.tailBehind(bytes, place);
      return tail.kind === 'damaged' && is('damage is taken for an interrupted commit') ? { kind: 'torn', bytes: 1 } : tail;
    },
  };
}

type Files = ConstructorParameters<typeof Writer.SegmentWriter>[0];

export function buggyWriter(real: typeof Writer): typeof Writer {
  return {
    ...real,
    SegmentWriter: class extends real.SegmentWriter {
      readonly #both: Files;
      constructor(files: Files, size: number, end: number) {
        super(files, size, end);
        this.#both = files;
      }
      override async append(bytes: Uint8Array): Promise<void> {
        if (is('both copies are written at once')) for (const file of [this.#both.a, this.#both.b]) await file.write(this.end, bytes);
        await super.append(bytes);
      }
    },
  };
}

export function buggySnapshots(real: typeof Snapshots): typeof Snapshots {
  return {
    ...real,
    SnapshotStore: class extends real.SnapshotStore {
      #before: Snapshots.CapturedSnapshot | null = null;
      override async save(captured: Snapshots.CapturedSnapshot, place: Parameters<Snapshots.SnapshotStore['save']>[1]): Promise<void> {
        await super.save(is('a snapshot says less than its place') ? (this.#before ?? captured) : captured, place);
        this.#before = captured;
      }
    },
  };
}

export function buggyTime(real: typeof Time): typeof Time {
  return {
    ...real,
    Timekeeper: class extends real.Timekeeper {
      #stamps = 0;
      override stamp(): ReturnType<Time.Timekeeper['stamp']> {
        const { at, floorMs, clockq } = super.stamp();
        const backMs = is('the floor falls') && ++this.#stamps % 2 === 0 ? 3_600_000 : 0;
        const ageMs = is('the age starts again with each boot') ? at.ageMs % 3_000 : at.ageMs;
        return { at: { ms: at.ms - backMs, ageMs }, floorMs: floorMs - backMs, clockq };
      }
    },
  };
}
