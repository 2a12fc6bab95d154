import type { AddressedBoard, Request, Saying } from './family.ts';

/** What the drivers of all families have in common: which orders there may be, and what bits mean. */

/**
 * Which of the board's coils this is, counted from 0.
 * @param most how many the family's frames can name. One more, cut to a byte, may name all of them
 * @throws RangeError for a channel that the board has not
 */
export function coilIndex({ model: { locks } }: AddressedBoard, channel: number, most: number): number {
  const index = locks === undefined || !(channel <= locks.last) ? -1 : channel - locks.first;
  if (!Number.isInteger(index) || index < 0 || index >= most) throw new RangeError(`the board has no lock ${String(channel)}`);
  return index;
}

/** The channel of a coil that an answer names, counted from 0. Who only listens knows no board, and counts from 1. */
export function channelAt(index: number, asked: Request | null): number {
  return index + (asked?.board?.model.locks?.first ?? 1);
}

/** @throws RangeError for an address that no board of the family can have: some of them would be all boards */
export function checkAddress(address: number, least: number, most: number): void {
  if (Number.isInteger(address) && address >= least && address <= most) return;
  throw new RangeError(`no board has the address ${String(address)}: from ${String(least)} to ${String(most)}`);
}

/** How many terminals there are. */
export function countOf(terminals: { readonly first: number; readonly last: number } | undefined): number {
  return terminals === undefined ? 0 : terminals.last - terminals.first + 1;
}

/** The levels of a board's contacts, of which each has one bit. What a frame tells beyond them is nothing of the board's. */
export function levelsOf(
  { model: { contacts } }: { readonly model: Pick<AddressedBoard['model'], 'contacts'> }, isHigh: (index: number) => boolean | undefined,
): Map<number, 'low' | 'high'> {
  const levels = new Map<number, 'low' | 'high'>();
  for (let index = 0; index < countOf(contacts); index++) {
    const bit = isHigh(index);
    if (bit !== undefined && contacts !== undefined) levels.set(contacts.first + index, bit ? 'high' : 'low');
  }
  return levels;
}

/** The bits of a row of bytes, the lowest of the first byte first. */
export function lowBitFirst(bytes: Uint8Array): (index: number) => boolean | undefined {
  return (index) => bitOf(bytes[index >> 3], index & 7);
}

/** The bits of a row of bytes, the highest of the first byte first. */
export function highBitFirst(bytes: Uint8Array): (index: number) => boolean | undefined {
  return (index) => bitOf(bytes[index >> 3], 7 - (index & 7));
}

function bitOf(byte: number | undefined, bit: number): boolean | undefined {
  return byte === undefined ? undefined : ((byte >> bit) & 1) === 1;
}

/** An order to open one channel. Whether it is answered is a setting: some firmware is silent. */
export function openRequest(board: AddressedBoard, channel: number, bytes: Uint8Array): Request {
  return { bytes, asks: 'open', address: board.address, channel, isAnswered: board.settings.answersOpen, board };
}

/** A question to a board, or an order that is about none of its channels. */
export function boardRequest(board: AddressedBoard, asks: 'contacts' | 'coupling' | 'rest', bytes: Uint8Array): Request {
  return { bytes, asks, address: board.address, channel: null, isAnswered: true, board };
}

export function helloRequest(address: number, bytes: Uint8Array): Request {
  return { bytes, asks: 'hello', address, channel: null, isAnswered: true, board: null };
}

/** A frame of which nobody needs to know more, as technicians read bytes: `8A 01`. */
export function otherFrame(address: number, frame: Uint8Array): Saying {
  return { says: 'other', address, what: hex(frame) };
}

/** Bytes as a technician reads them: `8A 01`. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
