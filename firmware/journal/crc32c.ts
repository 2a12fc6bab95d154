/** CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds every burst of up to 32 damaged bits. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

const start = 0xffffffff;

export function crc32c(bytes: Uint8Array): number {
  let crc = start;
  for (const byte of bytes) crc = after(crc, byte);
  return finished(crc);
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
