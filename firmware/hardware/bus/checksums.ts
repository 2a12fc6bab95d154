/** Checksums of lock boards, over all the bytes that are given. */

/** All bytes exclusive-or'd; some data sheets call it BCC. */
export function xor(bytes: Iterable<number>): number {
  let all = 0;
  for (const byte of bytes) all ^= byte;
  return all;
}

/** The low byte of the sum. */
export function sum(bytes: Iterable<number>): number {
  let all = 0;
  for (const byte of bytes) all = (all + byte) & 0xff;
  return all;
}

/** CRC-16 as Modbus has it: polynomial 0x8005 reflected, beginning with all ones. Goes over the wire low byte first. */
export function crc16Modbus(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
