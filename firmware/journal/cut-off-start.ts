import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import { filesOfFormat1, hasRecordsOfFormat1 } from './format-1.ts';
import { identityPath } from './identity.ts';
import { readCopies } from './journal-reading.ts';
import { journalFolder, pathOf, segmentsIn, type StoredSegment } from './segment.ts';
import { headerOf, readRecords } from './segment-reading.ts';
import { snapshotPaths } from './snapshot.ts';

/**
 * Clears what a first start has left that was cut off before its identity was written: a segment without a record.
 * @throws LockerError `data.foreign` where there is more than that: the identity of a bank with a history is gone
 */
export async function forgetCutOffStart(disk: Disk): Promise<void> {
  const segments = segmentsIn(await disk.list(journalFolder));
  for (const segment of segments) if (segment.ordinal !== 1 || (await hasRecords(disk, segment))) throw gone('a journal');
  const older = await filesOfFormat1(disk);
  if (await hasRecordsOfFormat1(disk)) throw gone('a journal');
  for (const path of [...snapshotPaths, ...older.snapshots]) if ((await disk.read(path)) !== null) throw gone('a snapshot');
  for (const path of older.segments) await disk.remove(path);
  for (const segment of segments) for (const copy of segment.copies) await disk.remove(pathOf(segment, copy));
}

/** Without a header nobody can say that it has none. */
async function hasRecords(disk: Disk, segment: StoredSegment): Promise<boolean> {
  const bytes = await readCopies(disk, segment);
  const head = headerOf(bytes);
  const start = { ordinal: segment.ordinal, offset: head?.end ?? 0, n: 0, hash: '' };
  return !head || readRecords(bytes, start, () => false).n > 0;
}

function gone(what: string): LockerError {
  const cure = 'Cure: restore the data folder as a whole; to begin anew on purpose, empty it';
  return new LockerError('data.foreign', identityPath, `is gone, but ${what} is here. ${cure}`);
}
