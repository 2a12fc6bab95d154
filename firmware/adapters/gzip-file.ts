import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { LockerError } from '../../statecharts/locker-error.ts';
import { isSystemError } from './files.ts';

/** Packs pieces as they come. */
export function packed(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(pieces);
  const packing = createGzip();
  source.once('error', (error) => packing.destroy(error));
  return source.pipe(packing) as AsyncIterable<Uint8Array>;
}

/**
 * What is packed in a file, piece by piece.
 * @throws LockerError `archive.malformed` where it cannot be read to its end
 */
export async function* unpackedFile(path: string): AsyncIterable<Uint8Array> {
  const source = createReadStream(path);
  const unpacking = createGunzip();
  source.once('error', (error) => unpacking.destroy(error));
  try {
    for await (const piece of source.pipe(unpacking)) yield piece as Uint8Array;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    // What the system says of a path says nothing of what is in the file.
    const [code, cure] = isSystemError(cause)
      ? ['file.unusable', 'name a file that you may read'] as const : ['archive.malformed', 'take another copy of it'] as const;
    throw new LockerError(code, path, `cannot be read (${why}). Cure: ${cure}`, cause);
  } finally {
    source.destroy();
  }
}
