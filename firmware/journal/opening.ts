import type { Profile } from '../../board-profiles/profile.schema.ts';
import { newBooks } from '../bank/books.ts';
import type { Disk } from '../ports/disk.ts';
import { randomId, type Random } from '../ports/random.ts';
import { forgetCutOffStart } from './cut-off-start.ts';
import { dataFormat } from './data-format.ts';
import { readIdentity, writeIdentity } from './identity.ts';
import { beginning, readJournal, type JournalReading } from './journal-reading.ts';
import { migrate } from './migrations.ts';
import { copies, encodeHeader, pathOf, type Segment } from './segment.ts';
import { SnapshotStore } from './snapshot.ts';
import { fitTo, newState, recovery, type State } from './state.ts';

interface OpeningOptions {
  readonly disk: Disk;
  readonly random: Random;
  readonly profile: Profile;
  readonly source: string;
  readonly segmentBytes: number;
  /** For the first segment of all. */
  readonly nowMs: number;
}

/** A data folder as it was read back. But for a migration or a first start, nothing in it has been changed. */
export interface Opened {
  readonly id: string;
  readonly state: State;
  readonly reading: JournalReading;
  readonly snapshots: SnapshotStore;
}

/**
 * Reads a data folder back, or begins one: the newest snapshot that is whole, and the journal behind it.
 * @throws LockerError where the folder cannot be trusted
 */
export async function openFolder(options: OpeningOptions): Promise<Opened> {
  const { disk, profile, source } = options;
  await migrate(disk, options.segmentBytes);
  const { journal: id } = (await readIdentity(disk, source)) ?? (await beginFolder(options));
  const snapshots = new SnapshotStore(disk, id);
  const snapshot = await snapshots.load();
  const fresh = newBooks(profile);
  const { lockers } = fresh; // The fold will change the books, and gives them other lockers then.
  const state = snapshot?.state ?? newState(id, { ...fresh, lockers: { ...lockers } });
  const { take, end } = recovery(state);
  const reading = await readJournal(disk, id, snapshot?.place ?? beginning, take);
  end();
  fitTo(state, lockers);
  return { id, state, reading, snapshots };
}

async function beginFolder({ disk, random, source, segmentBytes, nowMs }: OpeningOptions) {
  await forgetCutOffStart(disk);
  const id = randomId(random, 10);
  const segment: Segment = { ordinal: 1, firstN: 1, log: 1, firstEvent: 1 };
  const bytes = new Uint8Array(segmentBytes);
  bytes.set(encodeHeader({ journal: dataFormat, id, segment, logid: id, atMs: nowMs, prev: '' }));
  for (const copy of copies) await disk.replace(pathOf(segment, copy), bytes);
  const identity = { format: dataFormat, journal: id, source } as const;
  await writeIdentity(disk, identity);
  return identity;
}
