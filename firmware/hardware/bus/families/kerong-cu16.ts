import type { Decoding, Family, Request, Saying } from '../family.ts';
import { boardRequest, checkAddress, coilIndex, helloRequest, levelsOf, lowBitFirst, openRequest } from '../orders.ts';
import { kerongBody, kerongFrame, kerongLength } from './kerong-frame.ts';

/** Board and lock share one byte: four bits each, both counted from 0. */
const addressMost = 15;
const locksOfBoard = 16;

/** Of a board that nobody has named: all that its answers tell. */
const overheard = { model: { contacts: { first: 1, last: 32 } } };

const command = { status: 0x30, open: 0x31, statusOfEvery: 0x32, openAll: 0x33, answer: 0x35 } as const;

/** Address and command; the answer has two bytes of lock contacts and two of sensors inside. */
function bodyLength(code: number): number | null {
  switch (code) {
    case command.status:
    case command.open:
    case command.statusOfEvery:
    case command.openAll:
      return 2;
    case command.answer:
      return 6;
    default:
      return null;
  }
}

/**
 * Kerong CU16, NCU16L and CU12: `02 board·lock command 03 sum`. Contacts 1 to 16 are those of the locks; where a model has 32,
 * the others are the sensors inside the lockers. A cleared bit is `low`: which of the two is shut differs between boards,
 * and is the profile's to say. Only one kind of answer exists, so a board that answers an order to open does it with its status.
 */
export const kerongCu16: Family = {
  name: 'kerong-cu16',

  open(board, channel) {
    checkAddress(board.address, 0, addressMost);
    return openRequest(board, channel, kerongFrame((board.address << 4) | coilIndex(board, channel, locksOfBoard), command.open));
  },

  contacts(board) {
    const question = boardRequest(board, 'contacts', statusFrame(board.address));
    return board.model.contacts ? [question] : [];
  },

  /** No order for it is known. */
  rest: () => null,

  hello: (address) => helloRequest(address, statusFrame(address)),

  decode(bytes, asked): Decoding {
    const body = kerongBody(bytes, 1, bodyLength);
    if (typeof body === 'string') return { kind: body };
    return { kind: 'frame', says: sayingOf(body, asked), length: kerongLength(body) };
  },
};

function statusFrame(address: number): Uint8Array {
  checkAddress(address, 0, addressMost);
  return kerongFrame(address << 4, command.status);
}

function sayingOf(body: Uint8Array, asked: Request | null): Saying {
  const [place = 0, code = 0] = body;
  const address = place >> 4;
  const lock = place & 0x0f;
  switch (code) {
    case command.answer:
      return answerOf(address, lock, body.subarray(2), asked);
    case command.open:
      return { says: 'other', address, what: `an order to open place ${String(lock)}` };
    case command.openAll:
      return { says: 'other', address, what: 'an order to open all' };
    default:
      return { says: 'other', address, what: 'a question' };
  }
}

function answerOf(address: number, lock: number, states: Uint8Array, asked: Request | null): Saying {
  const own = asked?.address === address ? asked : null;
  if (own?.asks === 'hello') return { says: 'hello', address, what: '' };
  // Nobody has told whether such an answer names the lock: one that names another answers another order.
  if (own?.asks === 'open' && own.isAnswered && own.channel !== null && (lock === 0 || lock === lockIn(own))) {
    return { says: 'opening', address, channel: own.channel };
  }
  return { says: 'contacts', address, levels: levelsOf(own?.board ?? overheard, lowBitFirst(states)) };
}

function lockIn(order: Request): number | undefined {
  const place = order.bytes[1];
  return place === undefined ? undefined : place & 0x0f;
}
