/** CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds every burst of up to 32 damaged bits. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** What a byte does to the checksum that is followed by one, two and three more: four bytes at a time are twice as fast. */
const [table1, table2, table3] = [1, 2, 3].map((more) =>
  table.map((value) => {
    let crc = value;
    for (let count = 0; count < more; count++) crc = (crc >>> 8) ^ (table[crc & 0xff] ?? 0);
    return crc;
  })) as [Uint32Array, Uint32Array, Uint32Array];

const start = 0xffffffff;

export function crc32c(bytes: Uint8Array): number {
  let crc = start;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    crc = (table3[crc & 0xff] ?? 0) ^ (table2[(crc >>> 8) & 0xff] ?? 0) ^ (table1[(crc >>> 16) & 0xff] ?? 0) ^ (table[crc >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) crc = after(crc, bytes[at] ?? 0);
  return finished(crc);
}

/** As eight hex digits. */
export function crc32cHex(bytes: Uint8Array): string {
  return crc32c(bytes).toString(16).padStart(8, '0');
}

/** How many bytes from the front have a checksum; `null` where no such part has it. */
export function lengthWith(checksum: number, bytes: Uint8Array): number | null {
  let crc = start;
  for (const [index, byte] of bytes.entries()) {
    if (finished(crc) === checksum) return index;
    crc = after(crc, byte);
  }
  return finished(crc) === checksum ? bytes.length : null;
}

function after(crc: number, byte: number): number {
  return (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
}

function finished(crc: number): number {
  return (crc ^ start) >>> 0;
}
