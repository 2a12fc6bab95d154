import { lockBoardFamilies, type BoardModel, type LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { usualSettings } from '../../../board-profiles/profile.ts';
import { ms } from '../../../statecharts/units.ts';
import { familyOf } from '../../hardware/bus/families.ts';
import type { AddressedBoard, Request } from '../../hardware/bus/family.ts';

/** What may be done with a frame that somebody has typed. */
export type Judgement =
  /** One of the program's own: a question, every coil off, or one pulse of one coil. */
  | { readonly kind: 'own'; readonly request: Request }
  /** Nobody here knows what a board does with it. */
  | { readonly kind: 'foreign' }
  /** An order to coils that the program never gives: to all, to several, without an end. */
  | { readonly kind: 'forbidden'; readonly family: LockBoardFamily };

interface CoilOrders {
  /** What the family's frames begin with, where that is always the same. */
  readonly head: readonly number[];
  /** Where they say what is ordered. */
  readonly at: number;
  /** Which orders move coils, or may. */
  readonly codes: readonly number[];
}

const coilOrders: Readonly<Record<LockBoardFamily, CoilOrders>> = {
  'waveshare-relay': { head: [], at: 1, codes: [0x05, 0x0f] },
  'bcc-8a': { head: [], at: 0, codes: [0x8a, 0x90, 0x9a] },
  'kerong-cu16': { head: [0x02], at: 2, codes: [0x31, 0x33] },
  'kerong-cu48': { head: [0x02], at: 3, codes: [0x61, 0x63] },
  'upus-skb': { head: [0x55, 0xa1], at: 3, codes: [0xe0, 0xe1, 0xe2, 0xe3, 0xe4] },
  wkly: { head: [0x57, 0x4b, 0x4c, 0x59], at: 6, codes: [0x80, 0x81, 0x82, 0x86, 0x87, 0x88, 0x89] },
};

/** A coil is never ordered on for longer. */
const pulseMostMs = 1000;
const pulseStepMs = 100;

/** Looks for this frame among all that the program itself would send to boards of a family; else for orders hidden in it. */
export function judge(bytes: Uint8Array, family: LockBoardFamily, models: readonly BoardModel[]): Judgement {
  for (const request of ownRequests(family, models, bytes)) if (areSame(request.bytes, bytes)) return { kind: 'own', request };
  for (const other of lockBoardFamilies) if (hasCoilOrder(bytes, other)) return { kind: 'forbidden', family: other };
  return { kind: 'foreign' };
}

/** @param bytes only what concerns an address or a channel that may stand in them is made */
function* ownRequests(name: LockBoardFamily, models: readonly BoardModel[], bytes: Uint8Array): Generator<Request> {
  const family = familyOf(name);
  for (let address = 0; address < 256; address++) {
    if (!isPossible(() => family.hello(address))) continue;
    // Some families ask all contacts and whether somebody is there in the same words: the answer tells more to the first.
    const boards = bytes.includes(address) || bytes.some((byte) => byte >> 4 === address) ? models : [];
    for (const model of boards) {
      const board = { address, model, settings: { ...usualSettings, ...model.settings } };
      yield* family.contacts(board);
      const rest = family.rest(board);
      if (rest !== null) yield rest;
      yield* ownOpens(name, board, model);
    }
    yield family.hello(address);
  }
}

function* ownOpens(name: LockBoardFamily, board: AddressedBoard, { locks, pulse }: BoardModel): Generator<Request> {
  if (locks === undefined) return;
  const mostMs = pulse?.timedBy === 'order' ? pulseMostMs : pulseStepMs;
  for (let channel = locks.first; channel <= locks.last; channel++) {
    for (let length = pulseStepMs; length <= mostMs; length += pulseStepMs) yield familyOf(name).open(board, channel, ms(length));
  }
}

function isPossible(what: () => unknown): boolean {
  try {
    what();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A board skips what is no frame, so an order may stand anywhere in it; and the board may be of another family. */
function hasCoilOrder(bytes: Uint8Array, family: LockBoardFamily): boolean {
  const { head, at, codes } = coilOrders[family];
  return bytes.some((_, start) => {
    const rest = bytes.subarray(start);
    const code = rest[at];
    if (code === undefined || !codes.includes(code)) return false;
    const hasHead = head.length > 0 && head.every((byte, index) => rest[index] === byte);
    return hasHead || familyOf(family).decode(rest, null).kind === 'frame';
  });
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Bytes as somebody types them: `8A 01 03 11 99`, with or without spaces; `null` for what is none. */
export function bytesOf(text: string): Uint8Array | null {
  const digits = text.replaceAll(/[\s:,]|0x/gi, '');
  if (!/^(?:[0-9a-f]{2}){1,256}$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
