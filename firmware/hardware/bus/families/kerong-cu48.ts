import type { Decoding, Family, Request, Saying } from '../family.ts';
import { boardRequest, checkAddress, coilIndex, helloRequest, levelsOf, lowBitFirst, openRequest } from '../orders.ts';
import { kerongBody, kerongFrame, kerongLength } from './kerong-frame.ts';

/** An RS-485 line carries 32 devices. What larger addresses do nobody has told: one of them may be every board. */
const addressMost = 31;
const locksOfBoard = 48;

/** Of a board that nobody has named: all that its answers tell. */
const overheard = { model: { contacts: { first: 1, last: 96 } } };

const command = { status: 0x60, open: 0x61, answer: 0x75, unasked: 0x77 } as const;

/** Address, lock and command; what boards say has six bytes of lock contacts and six of sensors inside. */
function bodyLength(code: number): number | null {
  switch (code) {
    case command.status:
    case command.open:
      return 3;
    case command.answer:
    case command.unasked:
      return 15;
    default:
      return null;
  }
}

/**
 * Kerong CU48 and its like: `02 board lock command 03 sum`, locks counted from 0. Contacts 1 to 48 are those of the locks;
 * where a model has 96, the others are the sensors inside the lockers. A set bit is `high`. An order to open is answered, where
 * the board does that, with its status. Of a frame that some send unasked (0x77) nobody knows the meaning: it moves no reading.
 */
export const kerongCu48: Family = {
  name: 'kerong-cu48',

  open(board, channel) {
    checkAddress(board.address, 0, addressMost);
    return openRequest(board, channel, kerongFrame(board.address, coilIndex(board, channel, locksOfBoard), command.open));
  },

  contacts(board) {
    const question = boardRequest(board, 'contacts', statusFrame(board.address));
    return board.model.contacts ? [question] : [];
  },

  /** No order for it is known. */
  rest: () => null,

  hello: (address) => helloRequest(address, statusFrame(address)),

  decode(bytes, asked): Decoding {
    const body = kerongBody(bytes, 2, bodyLength);
    if (typeof body === 'string') return { kind: body };
    return { kind: 'frame', says: sayingOf(body, asked), length: kerongLength(body) };
  },
};

function statusFrame(address: number): Uint8Array {
  checkAddress(address, 0, addressMost);
  return kerongFrame(address, 0, command.status);
}

function sayingOf(body: Uint8Array, asked: Request | null): Saying {
  const [address = 0, lock = 0, code = 0] = body;
  switch (code) {
    case command.answer:
      return answerOf(address, lock, body.subarray(3), asked);
    case command.unasked:
      return { says: 'other', address, what: 'an unasked status (0x77)' };
    case command.open:
      return { says: 'other', address, what: `an order to open place ${String(lock)}` };
    default:
      return { says: 'other', address, what: 'a question' };
  }
}

function answerOf(address: number, lock: number, states: Uint8Array, asked: Request | null): Saying {
  const own = asked?.address === address ? asked : null;
  if (own?.asks === 'hello') return { says: 'hello', address, what: '' };
  // Nobody has told whether such an answer names the lock: one that names another answers another order.
  if (own?.asks === 'open' && own.isAnswered && own.channel !== null && (lock === 0 || lock === own.bytes[2])) {
    return { says: 'opening', address, channel: own.channel };
  }
  return { says: 'contacts', address, levels: levelsOf(own?.board ?? overheard, lowBitFirst(states)) };
}
