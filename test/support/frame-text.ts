import { crc16Modbus } from '../../firmware/hardware/bus/checksums.ts';

/** Frames as data sheets print them: `8A 01 01 11 9B`. */

export const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.split(' ').filter((byte) => byte !== ''), (byte) => parseInt(byte, 16));
export const textOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** A frame with the checksum of Modbus behind it. */
export const modbus = (text: string): string => {
  const crc = crc16Modbus(bytesOf(text));
  return `${text} ${textOf(Uint8Array.of(crc & 0xff, crc >> 8))}`;
};
