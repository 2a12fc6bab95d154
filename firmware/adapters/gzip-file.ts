import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { LockerError } from '../../statecharts/locker-error.ts';

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
    throw new LockerError('archive.malformed', path, `cannot be read (${why}). Cure: take another copy of it`, cause);
  } finally {
    source.destroy();
  }
}
