import { xor } from '../checksums.ts';
import type { Decoding, Family, Request, Saying } from '../family.ts';
import { boardRequest, channelAt, checkAddress, coilIndex, countOf, helloRequest, levelsOf, openRequest, otherFrame } from '../orders.ts';

const head = [0x57, 0x4b, 0x4c, 0x59] as const; // "WKLY"
const addressMost = 31;
/** A lock's number is one byte, and begins at 1. */
const locksOfBoard = 254;

/** Head, length, board, command; then data, then the checksum. */
const dataAt = 7;
const around = dataAt + 1;

/** Of a board that nobody has named: all that its answers may tell. */
const overheard = { model: { contacts: { first: 1, last: locksOfBoard } } };

const command = { open: 0x82, contact: 0x83, contacts: 0x84, report: 0x85 } as const;
const taken = 0x00;

/**
 * Boards whose frames begin with `WKLY`: `57 4B 4C 59 length board command data… xor`, the length being that of the whole
 * frame. State 0 is `low`, 1 is `high`; a contact of which the board itself says that it cannot tell is left out of an answer.
 * `answersOpen` is true for every one that has been described. The boards also report each change unasked; a report moves no
 * reading, since two boards may report at once and nobody repeats what collided. A coil cannot be held on by this driver.
 */
export const wkly: Family = {
  name: 'wkly',

  withChecksum,

  open(board, channel) {
    return openRequest(board, channel, wklyFrame(board.address, command.open, coilIndex(board, channel, locksOfBoard) + 1));
  },

  contacts(board) {
    const question = boardRequest(board, 'contacts', wklyFrame(board.address, command.contacts));
    return board.model.contacts ? question : null;
  },

  contactsLength: ({ model }) => around + 2 + countOf(model.contacts),

  /** There is an order that ends holding on, and holding on is never ordered. */
  rest: () => null,

  hello: (address) => helloRequest(address, wklyFrame(address, command.contacts)),

  decode(bytes, asked): Decoding {
    const length = frameLength(bytes);
    if (typeof length === 'string') return { kind: length };
    return { kind: 'frame', says: sayingOf(bytes.subarray(0, length), asked), length };
  },
};

function wklyFrame(address: number, code: number, ...data: readonly number[]): Uint8Array {
  checkAddress(address, 0, addressMost);
  return withChecksum([...head, around + data.length, address, code, ...data]);
}

function withChecksum(bytes: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes, xor(bytes));
}

/** Of the whole and good frame with which these bytes begin. */
function frameLength(bytes: Uint8Array): number | 'need-more' | 'noise' {
  if (head.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return 'noise';
  const length = bytes[head.length];
  if (length === undefined) return 'need-more';
  if (length < around || !isLikely(bytes, length)) return 'noise';
  if (bytes.length < length) return 'need-more';
  return xor(bytes.subarray(0, length - 1)) === bytes[length - 1] ? length : 'noise';
}

/** Whether a frame of this length may have the command and the count that it has: a wrong length would swallow what follows. */
function isLikely(bytes: Uint8Array, length: number): boolean {
  const code = bytes[dataAt - 1];
  const first = bytes[dataAt];
  const second = bytes[dataAt + 1];
  const data = length - around;
  switch (code) {
    case undefined:
      return true;
    case 0x80: // Several at once, and one after the other: a count and so many locks, or a status.
    case 0x87:
      return data === 1 || first === undefined || data === 1 + first;
    case 0x81: // The lamp, holding on and off: the lock, or status and lock.
    case 0x88:
    case 0x89:
      return data === 1 || data === 2;
    case command.open:
    case command.contact:
      return data === 1 || data === 3;
    case command.contacts:
      return data === 0 || (data >= 2 && (second === undefined || data === 2 + second));
    case command.report:
      return data === 2;
    case 0x86: // All: nothing, or a status.
      return data === 0 || data === 1;
    default:
      return false;
  }
}

function sayingOf(frame: Uint8Array, asked: Request | null): Saying {
  const address = frame[5] ?? 0;
  const code = frame[6] ?? 0;
  const data = frame.subarray(dataAt, frame.length - 1);
  const [first = 0, second = 0, third = 0] = data;
  if (code === command.open && data.length === 3) {
    return first === taken ? openingOf(address, second, asked) : { says: 'refused', address, why: 'failed' };
  }
  if (code === command.contacts && data.length >= 2) {
    if (asked?.asks === 'hello' && asked.address === address) return { says: 'hello', address, what: '' };
    return first === taken ? contactsOf(address, 1, data.subarray(2), asked) : { says: 'refused', address, why: 'failed' };
  }
  if (code === command.contact && data.length === 3) {
    return first === taken ? contactsOf(address, second, [third], asked) : { says: 'refused', address, why: 'failed' };
  }
  if (code === command.report) return { says: 'other', address, what: `lock ${String(first)} is ${second === 1 ? 'closed' : 'open'}` };
  return otherFrame(address, frame);
}

function openingOf(address: number, lock: number, asked: Request | null): Saying {
  if (lock === 0) return { says: 'other', address, what: 'an answer about no lock' };
  return { says: 'opening', address, channel: channelAt(lock - 1, asked) };
}

/** @param lock that of the first state */
function contactsOf(address: number, lock: number, states: ArrayLike<number>, asked: Request | null): Saying {
  const board = asked?.address === address && asked.board ? asked.board : overheard;
  const levels = levelsOf(board, (index) => {
    const state = states[index + 1 - lock];
    return state === 0 || state === 1 ? state === 1 : undefined;
  });
  return { says: 'contacts', address, levels };
}
