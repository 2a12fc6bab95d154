/** Bytes as several families of boards have them. Nothing of it is the driver's, which must not be its own witness. */

/** A row of bytes with a bit for each place, counted from 0: the lowest of the first byte comes first. */
export function lowBitFirst(bytes: number, isSet: (place: number) => boolean): readonly number[] {
  return Array.from({ length: bytes }, (_, at) => byteOf((bit) => isSet(at * 8 + bit)));
}

/** The highest of the first byte comes first. */
export function highBitFirst(bytes: number, isSet: (place: number) => boolean): readonly number[] {
  return Array.from({ length: bytes }, (_, at) => byteOf((bit) => isSet(at * 8 + 7 - bit)));
}

/** Reads what `lowBitFirst` writes. */
export function isBitSet(bytes: readonly number[], place: number): boolean {
  return (((bytes[place >> 3] ?? 0) >> (place & 7)) & 1) === 1;
}

/** All bytes exclusive-or'd. */
export function xorOf(bytes: readonly number[]): number {
  return bytes.reduce((all, byte) => all ^ byte, 0);
}

function byteOf(isSet: (bit: number) => boolean): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].reduce((byte, bit) => byte | (isSet(bit) ? 1 << bit : 0), 0);
}
