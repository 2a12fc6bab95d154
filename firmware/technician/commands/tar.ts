import { LockerError } from '../../../statecharts/locker-error.ts';

/** One file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files as the tar archive of POSIX (ustar): what every system can look into without this program. */
const block = 512;
const nameMost = 100;
/** A longer file is none of ours. */
const sizeMost = 256 * 1024 * 1024;

/** Whether this archive has room for a file, so that whoever reads it takes it: what is written can be read again. */
export function hasRoomFor(name: string, size: number): boolean {
  return isSafe(name) && Buffer.byteLength(name) <= nameMost && size <= sizeMost;
}

/** The bytes of an archive, piece by piece. */
export async function* tarOf(files: AsyncIterable<ArchivedFile>, madeMs: number): AsyncIterable<Uint8Array> {
  for await (const { name, bytes } of files) {
    yield headerOf(name, bytes.length, madeMs);
    yield bytes;
    yield new Uint8Array((block - (bytes.length % block)) % block);
  }
  yield new Uint8Array(2 * block);
}

function headerOf(name: string, size: number, madeMs: number): Uint8Array {
  const header = Buffer.alloc(block);
  if (Buffer.byteLength(name) > nameMost) throw new RangeError(`${name} is too long for an archive`);
  header.write(name, 0);
  header.write('0000600\0', 100); // mode
  header.write('0000000\0', 108); // owner
  header.write('0000000\0', 116); // group
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${Math.floor(madeMs / 1000).toString(8).padStart(11, '0')}\0`, 136);
  header.write('        ', 148); // the sum is reckoned with spaces in its place
  header.write('0', 156); // an ordinary file
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/**
 * The files of an archive, one after the other, with one in memory at a time.
 * @throws LockerError `archive.malformed` where a byte of its frame is wrong, or anything but ordinary files is in it
 */
export async function* filesIn(pieces: AsyncIterable<Uint8Array>, where: string): AsyncIterable<ArchivedFile> {
  const reader = new Reader(pieces, where);
  try {
    for (;;) {
      const file = await nextFile(reader);
      if (file === null) return;
      yield file;
    }
  } finally {
    await reader.close();
  }
}

async function nextFile(reader: Reader): Promise<ArchivedFile | null> {
  const header = await reader.take(block);
  if (header.every((byte) => byte === 0)) return null;
  const field = (from: number, length: number) => /^[^\0]*/.exec(header.toString('utf8', from, from + length))?.[0] ?? '';
  const octal = (from: number, length: number) => (/^[0-7]+ *$/.test(field(from, length)) ? parseInt(field(from, length), 8) : NaN);
  const size = octal(124, 12);
  const name = field(0, nameMost);
  const isOrdinary = field(257, 6) === 'ustar' && field(156, 1) === '0' && field(345, 155) === '';
  const isOurs = isOrdinary && octal(148, 8) === sumOf(header);
  if (!isOurs || !hasRoomFor(name, size)) throw reader.malformed();
  const bytes = await reader.take(size);
  await reader.take((block - (size % block)) % block);
  return { name, bytes };
}

/** Names that stay inside the folder that they are written into. */
function isSafe(name: string): boolean {
  return !/\p{Cc}|\\/u.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part));
}

/** As many bytes as are asked for, whatever the pieces they come in. */
class Reader {
  readonly #pieces: AsyncIterator<Uint8Array, undefined>;
  readonly #where: string;
  #held: Uint8Array[] = [];
  #length = 0;

  constructor(pieces: AsyncIterable<Uint8Array>, where: string) {
    this.#pieces = pieces[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    this.#where = where;
  }

  async take(length: number): Promise<Buffer> {
    while (this.#length < length) {
      const next = await this.#pieces.next();
      if (next.done === true) throw this.malformed();
      this.#held.push(next.value);
      this.#length += next.value.length;
    }
    const all = Buffer.concat(this.#held);
    this.#held = [all.subarray(length)];
    this.#length = all.length - length;
    return all.subarray(0, length);
  }

  /** Whoever brought the pieces may let go of them. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  malformed(): LockerError {
    return new LockerError('archive.malformed', this.#where, 'is no archive of lockerbank, or damaged. Cure: take another copy of it');
  }
}
