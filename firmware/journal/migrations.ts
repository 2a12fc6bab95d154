import { LockerError } from '../../statecharts/locker-error.ts';
import type { Disk } from '../ports/disk.ts';
import { dataFormat } from './data-format.ts';
import { fromFormat1 } from './format-1.ts';
import { formatOf, identityPath } from './identity.ts';

/** One step from a data format to the next. */
export interface Migration {
  readonly from: number;
  readonly to: number;
  /** What changes, for whoever reads the log. */
  readonly note: string;
  /**
   * Copies what is there to `backup-{from}/`, and changes the folder. Safe against a power cut at any call: until the
   * last of them the folder has its old format, and is migrated once more. What is in the backup stays there.
   */
  readonly migrate: (disk: Disk, segmentBytes: number) => Promise<void>;
  /** Removes what the old format has left over, after a power cut in the middle of it too. */
  readonly tidy: (disk: Disk) => Promise<void>;
}

export const migrations: readonly Migration[] = [fromFormat1];

/**
 * Brings a data folder to the format of this version, one version at a time. A folder without a format is left alone.
 * @throws LockerError `data.newer` for a folder that a newer version has written; nothing in it has been changed
 */
export async function migrate(disk: Disk, segmentBytes: number, rows = migrations): Promise<void> {
  const format = await formatOf(disk);
  if (format === null) return;
  if (format === dataFormat) {
    for (const { tidy } of rows) await tidy(disk);
    return;
  }
  const row = rows.find(({ from }) => from === format);
  if (!row) {
    const what = `has data format ${String(format)}, and this version knows up to ${String(dataFormat)}. ` +
      'Cure: install the version that wrote it, or a newer one';
    throw new LockerError('data.newer', identityPath, what);
  }
  await row.migrate(disk, segmentBytes);
  return migrate(disk, segmentBytes, rows);
}
