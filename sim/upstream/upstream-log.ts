import { LockerError } from '../../statecharts/locker-error.ts';
import { decodeLines, encodeLine } from '../../firmware/journal/line.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import { emptyBooks, foldRecord, type UpstreamBooks, type UpstreamRecord } from './upstream-books.ts';

/** The reference upstream's database: a file of records that is synced before anything is acknowledged. */
export interface UpstreamLog {
  readonly books: UpstreamBooks;
  /** Resolves when the records are on the disk; only then are they in the books. */
  write(records: readonly UpstreamRecord[]): Promise<void>;
  close(): Promise<void>;
}

const path = 'upstream.log';

/** @throws LockerError `journal.corrupt` where the file is damaged before its end */
export async function openUpstreamLog(disk: Disk): Promise<UpstreamLog> {
  const lines = decodeLines((await disk.read(path)) ?? new Uint8Array());
  if (lines.kind === 'damaged') {
    const what = 'the record is damaged. Cure: remove the folder to begin the simulation anew';
    throw new LockerError('journal.corrupt', `${path}:${String(lines.line)}`, what);
  }
  if (lines.kind === 'torn') await disk.truncate(path, lines.length);
  const file = await disk.append(path);
  let books = lines.texts.reduce((folded, text) => foldRecord(folded, JSON.parse(text) as UpstreamRecord), emptyBooks);
  let last: Promise<void> = Promise.resolve();

  async function writeNow(records: readonly UpstreamRecord[]): Promise<void> {
    await file.write(Buffer.concat(records.map((record) => encodeLine(JSON.stringify(record)))));
    await file.sync();
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
