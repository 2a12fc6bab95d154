import { lockBoardFamilies, type BoardModel, type LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { usualSettings } from '../../../board-profiles/profile.ts';
import { ms } from '../../../statecharts/units.ts';
import { familyOf } from '../../hardware/bus/families.ts';
import type { AddressedBoard, Request } from '../../hardware/bus/family.ts';
import { isForbidden } from './forbidden.ts';

/** What may be done with a frame that somebody has typed. */
export type Judgement =
  /** One of the program's own: a question, every coil off, or one pulse of one coil. */
  | { readonly kind: 'own'; readonly request: Request }
  /** Nobody here knows what a board does with it. */
  | { readonly kind: 'foreign' }
  /** What no board may hear: an order to coils that the program never gives, or anything that is for several boards or channels. */
  | { readonly kind: 'forbidden'; readonly family: LockBoardFamily };

/** A coil is never ordered on for longer. */
const pulseMostMs = 1000;
const pulseStepMs = 100;

/** Looks for this frame among all that the program itself would send to boards of a family; else for orders hidden in it. */
export function judge(bytes: Uint8Array, family: LockBoardFamily, models: readonly BoardModel[]): Judgement {
  for (const request of ownRequests(family, models, bytes)) if (areSame(request.bytes, bytes)) return { kind: 'own', request };
  for (const other of lockBoardFamilies) if (isForbidden(bytes, other)) return { kind: 'forbidden', family: other };
  return { kind: 'foreign' };
}

/** The same frame with the checksum that its family has; `null` where it has it, or is too short for one. */
export function withRightChecksum(bytes: Uint8Array, family: LockBoardFamily): Uint8Array | null {
  const { withChecksum } = familyOf(family);
  const length = withChecksum([]).length;
  if (bytes.length <= length) return null;
  const right = withChecksum(bytes.subarray(0, -length));
  return areSame(right, bytes) ? null : right;
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
      yield* [family.contacts(board), family.coupling?.(board), family.rest(board)].filter((request) => !!request);
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

function areSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Bytes as somebody types them: `8A 01 03 11 99`, with or without spaces; `null` for what is none. */
export function bytesOf(text: string): Uint8Array | null {
  const digits = text.replaceAll(/[\s:,]|0x/gi, '');
  if (!/^(?:[0-9a-f]{2}){1,256}$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
