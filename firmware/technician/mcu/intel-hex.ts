import { LockerError } from '../../../statecharts/locker-error.ts';

/** Intel's hexadecimal object file format, revision A: what a record says. */
const kinds = { data: 0x00, end: 0x01, segment: 0x02, startSegment: 0x03, linear: 0x04, startLinear: 0x05 } as const;
/** Length, two of the address, kind, checksum. */
const bytesBesideData = 5;

/** A program for a microcontroller, as compilers leave it in a `.hex` file. */
export interface HexProgram {
  readonly text: string;
  readonly bytes: number;
}

/**
 * Reads a whole `.hex` file before anything is touched: every checksum, and whether it has room.
 * @throws LockerError `firmware.malformed`, with the line
 */
export function readHex(text: string, where: string, mostBytes: number): HexProgram {
  let [base, bytes] = [0, 0];
  let [hasBeginning, isOver] = [false, false];
  for (const [index, raw] of text.split('\n').entries()) {
    const record = raw.trim();
    if (record === '') continue;
    const refuse = (what: string): LockerError => malformed(`${where}:${String(index + 1)}`, what);
    if (isOver) throw refuse('goes on behind its end');
    const { kind, address, data } = recordOf(record, refuse);
    switch (kind) {
      case kinds.data: {
        const from = base + address;
        hasBeginning ||= from === 0;
        bytes += data.length;
        const end = from + data.length;
        if (end > mostBytes) {
          throw refuse(`has no room: it reaches to ${String(end)} of ${String(mostBytes)} bytes, because the boot loader stays`);
        }
        break;
      }
      case kinds.end: isOver = true; break;
      case kinds.segment: base = numberIn(data, refuse) * 16; break;
      case kinds.linear: base = numberIn(data, refuse) * 0x1_0000; break;
      case kinds.startSegment: case kinds.startLinear: break; // Where another kind of processor would begin.
      default: throw refuse(`has a record of an unknown kind, ${String(kind)}`);
    }
  }
  if (!isOver) throw malformed(where, 'ends in the middle: its last record is missing');
  if (!hasBeginning) throw malformed(where, 'holds no program: nothing is for address 0');
  return { text, bytes };
}

function recordOf(record: string, refuse: (what: string) => LockerError) {
  if (!/^:(?:[0-9a-f]{2})+$/i.test(record)) throw refuse('is no record: a colon, then pairs of hexadecimal digits');
  const all = Buffer.from(record.slice(1), 'hex');
  const [length = 0, high = 0, low = 0, kind = 0] = all;
  if (all.length !== length + bytesBesideData) throw refuse('has another length than it says');
  if (all.reduce((sum, byte) => (sum + byte) & 0xff, 0) !== 0) throw refuse('has a wrong checksum');
  return { kind, address: (high << 8) | low, data: all.subarray(4, -1) };
}

function numberIn(data: Buffer, refuse: (what: string) => LockerError): number {
  if (data.length !== 2) throw refuse('should say an address in two bytes');
  return data.readUInt16BE();
}

function malformed(where: string, what: string): LockerError {
  return new LockerError('firmware.malformed', where, `${what}. Cure: take the file again from where it came; nothing was touched`);
}
