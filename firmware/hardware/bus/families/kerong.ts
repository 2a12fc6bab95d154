import type { LockBoardFamily } from '../../../../board-profiles/board.schema.ts';
import { sum } from '../checksums.ts';
import type { Decoding, Family, Request, Saying } from '../family.ts';
import { boardRequest, checkAddress, coilIndex, helloRequest, levelsOf, lowBitFirst, openRequest } from '../orders.ts';

/** The boards of Kerong: `02 place command … 03 sum`, the sum being the low byte of that of all before it. */

const head = 0x02;
const tail = 0x03;
const around = 3;

/** How one family of them speaks. */
interface Dialect {
  readonly name: LockBoardFamily;
  readonly addressMost: number;
  readonly locksOfBoard: number;
  /** Board and lock, both counted from 0, share one byte or have one each. */
  readonly placeBytes: 1 | 2;
  readonly command: { readonly status: number; readonly open: number; readonly answer: number };
  /** What else hosts say, and boards, for whoever listens. */
  readonly hostAlso: Readonly<Record<number, string>>;
  readonly boardAlso: Readonly<Record<number, string>>;
}

/**
 * CU16, NCU16L and CU12: `02 board·lock command 03 sum`. Contacts 1 to 16 are those of the locks; where a model has 32, the
 * others are the sensors inside the lockers. A cleared bit is `low`: which of the two is shut differs between boards, and is the
 * profile's to say. Only one kind of answer exists, so a board that answers an order to open does it with its status.
 */
export const kerongCu16 = kerong({
  name: 'kerong-cu16', addressMost: 15, locksOfBoard: 16, placeBytes: 1,
  command: { status: 0x30, open: 0x31, answer: 0x35 },
  hostAlso: { 0x32: 'a question', 0x33: 'an order to open all' },
  boardAlso: {},
});

/**
 * CU48 and its like: `02 board lock command 03 sum`. Contacts 1 to 48 are those of the locks; where a model has 96, the others
 * are the sensors inside the lockers. An order to open is answered, where the board does that, with its status. Of a frame that
 * some send unasked (0x77) nobody knows the meaning: it moves no reading. An RS-485 line carries 32 devices; what larger
 * addresses do nobody has told: one of them may be every board.
 */
export const kerongCu48 = kerong({
  name: 'kerong-cu48', addressMost: 31, locksOfBoard: 48, placeBytes: 2,
  command: { status: 0x60, open: 0x61, answer: 0x75 },
  hostAlso: {},
  boardAlso: { 0x77: 'an unasked status (0x77)' },
});

function kerong(dialect: Dialect): Family {
  const { name, addressMost, locksOfBoard, placeBytes, command } = dialect;
  const answerBody = placeBytes + 1 + locksOfBoard / 4; // One bit for each lock's contact, and one for the sensor behind it.
  const say = (address: number, lock: number, code: number): Uint8Array => {
    checkAddress(address, 0, addressMost);
    return withChecksum([head, ...(placeBytes === 1 ? [(address << 4) | lock] : [address, lock]), code, tail]);
  };
  const bodyLength = (code: number): number | null => {
    if (code === command.answer || code in dialect.boardAlso) return answerBody;
    return code === command.status || code === command.open || code in dialect.hostAlso ? placeBytes + 1 : null;
  };
  return {
    name,
    withChecksum,
    open: (board, channel) => openRequest(board, channel, say(board.address, coilIndex(board, channel, locksOfBoard), command.open)),
    contacts: (board) => {
      const question = boardRequest(board, 'contacts', say(board.address, 0, command.status));
      return board.model.contacts === undefined ? null : question;
    },
    contactsLength: () => answerBody + around,
    /** No order for it is known. */
    rest: () => null,
    hello: (address) => helloRequest(address, say(address, 0, command.status)),
    decode: (bytes, asked): Decoding => {
      const body = bodyOf(bytes, placeBytes, bodyLength);
      if (typeof body === 'string') return { kind: body };
      return { kind: 'frame', says: sayingOf(dialect, body, asked), length: body.length + around };
    },
  };
}

function withChecksum(bytes: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes, sum(bytes));
}

/** @param bodyLength of one with this command; `null` for a command that nobody knows */
function bodyOf(
  bytes: Uint8Array, commandAt: number, bodyLength: (command: number) => number | null,
): Uint8Array | 'need-more' | 'noise' {
  if (bytes.length === 0) return 'need-more';
  if (bytes[0] !== head) return 'noise';
  const command = bytes[1 + commandAt];
  if (command === undefined) return 'need-more';
  const length = bodyLength(command);
  if (length === null) return 'noise';
  const end = length + around;
  // What does not end as it should is noise as early as that can be seen: a real answer may follow right behind it.
  if (bytes.length >= end - 1 && bytes[end - 2] !== tail) return 'noise';
  if (bytes.length < end) return 'need-more';
  return sum(bytes.subarray(0, end - 1)) === bytes[end - 1] ? bytes.subarray(1, end - 2) : 'noise';
}

function placeOf({ placeBytes }: Dialect, [first = 0, second = 0]: Uint8Array): { readonly address: number; readonly lock: number } {
  return placeBytes === 1 ? { address: first >> 4, lock: first & 0x0f } : { address: first, lock: second };
}

function sayingOf(dialect: Dialect, body: Uint8Array, asked: Request | null): Saying {
  const { command, hostAlso, boardAlso, placeBytes } = dialect;
  const { address, lock } = placeOf(dialect, body);
  const code = body[placeBytes] ?? 0;
  if (code === command.answer) return answerOf(dialect, body, asked);
  const what = code === command.open ? `an order to open place ${String(lock)}` : hostAlso[code] ?? boardAlso[code] ?? 'a question';
  return { says: 'other', address, what };
}

function answerOf(dialect: Dialect, body: Uint8Array, asked: Request | null): Saying {
  const { address, lock } = placeOf(dialect, body);
  const own = asked?.address === address ? asked : null;
  if (own?.asks === 'hello') return { says: 'hello', address, what: '' };
  // Nobody has told whether such an answer names the lock: one that names another answers another order.
  const isOfOrder = own?.asks === 'open' && own.isAnswered && (lock === 0 || lock === placeOf(dialect, own.bytes.subarray(1)).lock);
  if (isOfOrder && own.channel !== null) return { says: 'opening', address, channel: own.channel };
  // Of a board that nobody has named all that its answers tell is told.
  const board = own?.board ?? { model: { contacts: { first: 1, last: 2 * dialect.locksOfBoard } } };
  return { says: 'contacts', address, levels: levelsOf(board, lowBitFirst(body.subarray(dialect.placeBytes + 1))) };
}
