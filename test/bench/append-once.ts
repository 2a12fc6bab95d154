import type { FileHandle } from 'node:fs/promises';

/** One record of the journal is about as long. */
const recordBytes = 400;

/** How long one append + fdatasync takes, in milliseconds: the yardstick of what waits for the disk. */
export async function appendOnce(file: FileHandle): Promise<number> {
  const bytes = Buffer.alloc(recordBytes, 'x');
  const began = performance.now();
  await file.appendFile(bytes);
  await file.datasync();
  return performance.now() - began;
}
