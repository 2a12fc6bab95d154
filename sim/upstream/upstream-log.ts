import { LockerError } from '../../statecharts/locker-error.ts';
import { decodeLines, encodeLine } from '../../firmware/journal/line.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import { emptyBooks, foldRecord, type UpstreamBooks, type UpstreamRecord } from './upstream-books.ts';

/**
 * The reference upstream's database: a file of lines that is synced before anything is acknowledged. A line is what was
 * written at once, one record or a list of them: a power cut leaves it whole, or torn at the end of the file.
 */
export interface UpstreamLog {
  readonly books: UpstreamBooks;
  /** Resolves when the records are on the disk; only then are they in the books. */
  write(records: readonly UpstreamRecord[]): Promise<void>;
  close(): Promise<void>;
}

const path = 'upstream.log';

/** @throws LockerError `journal.corrupt` where the file is damaged before its end */
export async function openUpstreamLog(disk: Disk): Promise<UpstreamLog> {
  const stored = await disk.read(path);
  const lines = decodeLines(stored ?? new Uint8Array());
  if (lines.kind === 'damaged') {
    const what = 'the record is damaged. Cure: remove the folder to begin the simulation anew';
    throw new LockerError('journal.corrupt', `${path}:${String(lines.line)}`, what);
  }
  const whole = (stored ?? new Uint8Array()).subarray(0, lines.kind === 'torn' ? lines.length : undefined);
  if (stored?.length !== whole.length) await disk.replace(path, whole);
  const file = await disk.open(path);
  let end = whole.length;
  let books = lines.texts.flatMap((text) => JSON.parse(text) as UpstreamRecord | UpstreamRecord[]).reduce(foldRecord, emptyBooks);
  let last: Promise<void> = Promise.resolve();

  async function writeNow(records: readonly UpstreamRecord[]): Promise<void> {
    if (records.length === 0) return;
    const bytes = encodeLine(JSON.stringify(records.length === 1 ? records[0] : records));
    await file.write(end, bytes);
    await file.sync();
    end += bytes.length;
    books = records.reduce(foldRecord, books);
  }

  return {
    get books() {
      return books;
    },
    write(records) {
      last = last.then(() => writeNow(records));
      return last;
    },
    async close() {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}
