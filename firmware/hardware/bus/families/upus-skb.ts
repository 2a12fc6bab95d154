import { xor } from '../checksums.ts';
import type { Family, Request, Saying } from '../family.ts';
import {
  boardRequest, channelAt, checkAddress, coilIndex, countOf, helloRequest, hex, highBitFirst, levelsOf, openRequest, otherFrame,
} from '../orders.ts';

/** Five switches, counted from 1. 0xFF would be whoever hears it. */
const addresses = { least: 1, most: 32 } as const;
/** The largest of these boards. Channel 0 would be all of them. */
const locksMost = 36;
const all = 0;

const [head, type] = [0x55, 0xa1];
/** Head, type, address, function, length; then the data and the checksum. */
const dataAt = 5;
/** The longest answer has ten bytes of data: more is no frame. */
const dataMost = 16;

const [serialNumber, contacts, open] = [0xdd, 0xd2, 0xe2];
/** In the place of a state. */
const noSuchChannel = 0xe5;

/**
 * The SKB18, SKB25 and SKB36 of UPUS, by their manual 3.1. The board itself ends the pulse. Its answer to an order to open
 * tells the contact as it is at that moment, before the door can have moved. Its bit 1, a contact that is not made, is `high`
 * here. Settings: `answersOpen` is true by the manual; `groupOrder` means nothing to it.
 */
export const upusSkb: Family = {
  name: 'upus-skb',
  withChecksum,
  open: (board, channel) => {
    const lock = coilIndex(board, channel, locksMost) + 1;
    return openRequest(board, channel, framed(checked(board.address), open, lock));
  },
  contacts: (board) => {
    const bytes = framed(checked(board.address), contacts, all);
    return board.model.contacts === undefined ? null : boardRequest(board, 'contacts', bytes);
  },
  contactsLength: ({ model }) => dataAt + 2 + Math.ceil(countOf(model.contacts) / 8),
  // It knows an order for one channel's supply. That is no order to rest: what it switches stays as it is.
  rest: () => null,
  hello: (address) => helloRequest(address, framed(checked(address), serialNumber)),
  decode: (bytes, asked) => {
    if (bytes.length > 0 && bytes[0] !== head) return { kind: 'noise' };
    if (bytes.length > 1 && bytes[1] !== type) return { kind: 'noise' };
    const dataLength = bytes[dataAt - 1];
    if (dataLength === undefined) return { kind: 'need-more' };
    if (dataLength > dataMost) return { kind: 'noise' };
    const length = dataAt + dataLength + 1;
    if (bytes.length < length) return { kind: 'need-more' };
    const frame = bytes.subarray(0, length);
    return xor(frame) === 0 ? { kind: 'frame', says: saying(frame, asked), length } : { kind: 'noise' };
  },
};

function checked(address: number): number {
  checkAddress(address, addresses.least, addresses.most);
  return address;
}

function framed(address: number, what: number, ...data: readonly number[]): Uint8Array {
  return withChecksum([head, type, address, what, data.length, ...data]);
}

function withChecksum(bytes: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes, xor(bytes));
}

function saying(frame: Uint8Array, asked: Request | null): Saying {
  const [, , address = 0, what] = frame;
  const data = frame.subarray(dataAt, -1);
  const other = otherFrame(address, frame);
  switch (what) {
    case open: return opening(address, data, asked) ?? other;
    case contacts: return levels(address, data, asked) ?? other;
    case serialNumber: return data.length === 0 ? other : { says: 'hello', address, what: hex(data).replaceAll(' ', '') };
    default: return other;
  }
}

/** The order itself has one byte of data, its answer two. */
function opening(address: number, data: Uint8Array, asked: Request | null): Saying | null {
  const [channel = all, state] = data;
  if (data.length !== 2 || channel === all) return null;
  if (state === noSuchChannel) return { says: 'refused', address, why: 'no-such-channel' };
  return state === 0 || state === 1 ? { says: 'opening', address, channel: channelAt(channel - 1, asked) } : null;
}

/** All contacts follow a 0; one contact follows its number, and was not asked for. */
function levels(address: number, data: Uint8Array, asked: Request | null): Saying | null {
  if (asked?.asks !== 'contacts' || asked.board === null || asked.address !== address) return null;
  if (data[0] !== all || data.length < 2) return null;
  return { says: 'contacts', address, levels: levelsOf(asked.board, highBitFirst(data.subarray(1))) };
}
