import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { crc16Modbus, xor } from '../../hardware/bus/checksums.ts';

/** What must not be said to boards of one family, wherever in some bytes it begins. */
type Rule = (bytes: Uint8Array) => boolean;

/**
 * By what makers write of their frames, not by what our drivers say: orders that move a coil, and whatever more than one
 * board or channel would take. Where a head tells a frame its checksum is not even looked at.
 */
const rules: Readonly<Record<LockBoardFamily, Rule>> = {
  'waveshare-relay': (bytes) => {
    const [address = -1, code = -1, where, , high, low] = bytes;
    const [writeCoil, writeRegister, writeCoils, writeRegisters] = [0x05, 0x06, 0x0f, 0x10];
    const couples = code === writeRegister && where === 0x10 && (high !== 0 || low !== 0); // An input would switch a coil.
    const isOrder = address === 0 || code === writeCoil || code === writeCoils || code === writeRegisters || couples;
    return isOrder && ends(bytes, 4, (frame) => crc16Modbus(frame) === 0);
  },
  'bcc-8a': ([head = 0, address = -1, ...rest]) => {
    const isOrder = head === 0x8a || head === 0x90 || head === 0x9a;
    const isForMany = head >= 0x80 && head <= 0x9f && (address === 0 || address > 32);
    return (isOrder || isForMany) && ends(Uint8Array.of(head, address, ...rest), 4, (frame) => xor(frame) === 0);
  },
  // Open, how is every board, open all, open later.
  'kerong-cu16': ([head, , code = 0]) => head === 0x02 && [0x31, 0x32, 0x33, 0x39].includes(code),
  'kerong-cu48': ([head, address = 0, , code = 0]) => head === 0x02 && ([0x61, 0x63].includes(code) || (code >> 4 === 6 && address > 31)),
  'upus-skb': ([head, type, address = 1, code = 0]) => head === 0x55 && type === 0xa1
    && (address === 0 || address > 32 || (code >= 0xe0 && code <= 0xe6)),
  wkly: ([w, k, l, y, , address = 0, code = 0]) => w === 0x57 && k === 0x4b && l === 0x4c && y === 0x59
    && (address > 31 || [0x80, 0x81, 0x82, 0x86, 0x87, 0x88, 0x89].includes(code)),
};

/** A board skips what is no frame, so an order may stand anywhere in some bytes. */
export function isForbidden(bytes: Uint8Array, family: LockBoardFamily): boolean {
  return bytes.some((_, start) => rules[family](bytes.subarray(start)));
}

/** Whether a good frame begins with the first byte, however long it is. */
function ends(bytes: Uint8Array, least: number, isGood: (frame: Uint8Array) => boolean): boolean {
  for (let length = least; length <= bytes.length; length++) if (isGood(bytes.subarray(0, length))) return true;
  return false;
}
