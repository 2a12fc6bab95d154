import type { BoardSettings } from '../../../../board-profiles/board.schema.ts';
import { xor } from '../checksums.ts';
import type { AddressedBoard, Decoding, Family, Request, Saying } from '../family.ts';
import {
  boardRequest, channelAt, checkAddress, coilIndex, countOf, helloRequest, levelsOf, lowBitFirst, openRequest, otherFrame,
} from '../orders.ts';

/** The address switches have five places. */
const addresses = { least: 1, most: 32 } as const;
/** The largest of these boards. Lock 0 would be all of them. */
const locksMost = 50;
/** Also boards of eight answer about 24. */
const groupsLeast = 3;

const [openHead, queryHead, versionHead, severalHead, holdHead, letGoHead] = [0x8a, 0x80, 0x82, 0x90, 0x9a, 0x9b];
const [open, query, contactMade, contactOpen] = [0x11, 0x33, 0x11, 0x00];
const all = 0;

const needMore: Decoding = { kind: 'need-more' };
const noise: Decoding = { kind: 'noise' };

/**
 * The lock boards of many sellers whose orders begin with 8A and end with the exclusive-or of all bytes before. The board
 * itself ends the pulse. An order to open and the answer to it are the same bytes while the contact is made: an adapter that
 * echoes looks like a board. Settings: `groupOrder` is the order of the bytes about all contacts, in which sources differ;
 * `answersOpen` is true for all that were captured. A contact that is made, state 0x11, is `high`.
 */
export const bcc8a: Family = {
  name: 'bcc-8a',
  withChecksum,
  open: (board, channel) => {
    const lock = coilIndex(board, channel, locksMost) + 1;
    return openRequest(board, channel, withChecksum([openHead, checked(board.address), lock, open]));
  },
  contacts: (board) => {
    const bytes = withChecksum([queryHead, checked(board.address), all, query]);
    return board.model.contacts === undefined ? null : boardRequest(board, 'contacts', bytes);
  },
  contactsLength: ({ model }) => groupsOf(model) + 4,
  /** No order for it is known. */
  rest: () => null,
  // What they answer when asked for their version is nowhere written; what they answer about lock 1 is.
  hello: (address) => helloRequest(address, withChecksum([queryHead, checked(address), 1, query])),
  decode: (bytes, asked) => {
    switch (bytes[0]) {
      case undefined: return needMore;
      case openHead: return fixed(bytes, 5, opening, asked);
      case queryHead: return readQuery(bytes, asked);
      case versionHead: case holdHead: case letGoHead: return fixed(bytes, 5, told);
      case severalHead: return fixed(bytes, 6, told);
      default: return noise;
    }
  },
};

function checked(address: number): number {
  checkAddress(address, addresses.least, addresses.most);
  return address;
}

function withChecksum(bytes: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes, xor(bytes));
}

/** A frame of this length, if its last byte is the exclusive-or of the others. */
function fixed(
  bytes: Uint8Array, length: number, says: (frame: Uint8Array, asked: Request | null) => Saying, asked: Request | null = null,
): Decoding {
  if (bytes.length < length) return needMore;
  const frame = bytes.subarray(0, length);
  return xor(frame) === 0 ? { kind: 'frame', says: says(frame, asked), length } : noise;
}

function told(frame: Uint8Array): Saying {
  return otherFrame(frame[1] ?? 0, frame);
}

/** The state is the contact's at that moment, and says nothing of the door: it has had no time to move. */
function opening(frame: Uint8Array, asked: Request | null): Saying {
  const [, address = 0, lock = all, state = -1] = frame;
  const isState = state === contactMade || state === contactOpen;
  return lock === all || !isState ? told(frame) : { says: 'opening', address, channel: channelAt(lock - 1, asked) };
}

/** Answers about one lock and about all have the same head and no length: what was asked tells them apart. */
function readQuery(bytes: Uint8Array, asked: Request | null): Decoding {
  if (asked === null) return overheard(bytes);
  if (asked.asks !== 'contacts' || asked.board === null) return fixed(bytes, 5, aboutOne, asked);
  const { board } = asked;
  return fixed(bytes, groupsOf(board.model) + 4, (frame) => aboutAll(frame, board), asked);
}

function groupsOf({ contacts }: AddressedBoard['model']): number {
  return Math.max(groupsLeast, Math.ceil(countOf(contacts) / 8));
}

/** Who only listens knows no question: the longer form is believed first, by its query byte. */
function overheard(bytes: Uint8Array): Decoding {
  const long = groupsLeast + 4;
  if (bytes.length >= long && bytes[long - 2] === query && xor(bytes.subarray(0, long)) === 0) return fixed(bytes, long, told);
  const short = fixed(bytes, 5, told);
  return short.kind === 'noise' && bytes.length < long ? needMore : short;
}

function aboutOne(frame: Uint8Array, asked: Request | null): Saying {
  const [, address = 0, lock, state] = frame;
  const isHello = asked?.asks === 'hello' && asked.address === address && lock === 1 && (state === contactMade || state === contactOpen);
  return isHello ? { says: 'hello', address, what: '' } : told(frame);
}

function aboutAll(frame: Uint8Array, board: AddressedBoard): Saying {
  const groups = frame.subarray(2, frame.length - 2);
  if (frame[1] !== board.address || frame[frame.length - 2] !== query) return told(frame);
  return { says: 'contacts', address: board.address, levels: levelsOf(board, lowBitFirst(inOrder(groups, board.settings))) };
}

/** The groups with the lowest contacts first: boards differ. */
function inOrder(groups: Uint8Array, { groupOrder }: BoardSettings): Uint8Array {
  return groupOrder === 'lowest-first' ? groups : groups.toReversed();
}
