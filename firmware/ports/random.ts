/** Unpredictable bytes on the Pi, reproducible ones in a simulation. */
export interface Random {
  bytes(length: number): Uint8Array;
}

/** A number in [0, 1), with 32 bits of it. */
export function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}

/** 80 bits: no two intents of a bank ever share a name. */
export const intentLength = 16;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id of `length` characters of Crockford's base 32: 5 bits each, no letters that look like digits. */
export function randomId(random: Random, length: number): string {
  return Array.from(random.bytes(length), (byte) => crockford[byte & 31]).join('');
}
