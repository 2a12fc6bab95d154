import type { BoardSettings } from '../../board-profiles/board.schema.ts';
import type { BoardModel } from '../../board-profiles/board.schema.ts';
import type { Family, Request } from '../../firmware/hardware/bus/family.ts';
import { ms } from '../../statecharts/units.ts';

/**
 * How a board on a line may misbehave; several at once, if somebody likes.
 * `silent`: it does what it is told, and says nothing. `dead`: it does nothing either. `late`, `short`, `corrupt`: so are
 * its answers. `wrong-address`: another one stands in them. `twin`: a second board has its address, too. `stale`: before an
 * answer comes its last one again. `busy`: after a pulse it hears nothing for a while.
 */
export const boardManners = ['silent', 'dead', 'late', 'short', 'corrupt', 'wrong-address', 'twin', 'stale', 'busy'] as const;
export type BoardManner = (typeof boardManners)[number];

/** What a board's frame has become when it leaves the board. */
export function spoiled(frame: Uint8Array, manners: ReadonlySet<BoardManner>, lastFrame: Uint8Array | null): Uint8Array {
  let bytes = frame;
  if (manners.has('short')) bytes = bytes.subarray(0, -1);
  if (manners.has('corrupt')) bytes = bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 0x08 : byte));
  if (manners.has('stale') && lastFrame !== null) bytes = Uint8Array.of(...lastFrame, ...bytes);
  return bytes;
}

interface Place {
  readonly address: number;
  readonly model: BoardModel;
  readonly settings: BoardSettings;
}

const orderLengthStepMs = 100;
const orderLengthMostMs = 1000;

/** The same request to another address; `null` where the bytes are no whole request to this one. */
export function readdressed(bytes: Uint8Array, family: Family, place: Place, address: number): Uint8Array | null {
  for (const { mine, theirs } of pairsOf(family, place, { ...place, address })) {
    if (areEqual(mine.bytes, bytes)) return theirs.bytes;
  }
  return null;
}

/** Everything that a host may say to one board, beside the same to the other. */
function* pairsOf(family: Family, mine: Place, theirs: Place): Generator<{ readonly mine: Request; readonly theirs: Request }> {
  yield { mine: family.hello(mine.address), theirs: family.hello(theirs.address) };
  for (const asks of ['contacts', 'coupling', 'rest'] as const) {
    const [request, theirRequest] = [family[asks]?.(mine), family[asks]?.(theirs)];
    if (request && theirRequest) yield { mine: request, theirs: theirRequest };
  }
  const { locks } = mine.model;
  if (locks === undefined) return;
  for (let channel = locks.first; channel <= locks.last; channel++) {
    for (let lengthMs = orderLengthStepMs; lengthMs <= orderLengthMostMs; lengthMs += orderLengthStepMs) {
      yield { mine: family.open(mine, channel, ms(lengthMs)), theirs: family.open(theirs, channel, ms(lengthMs)) };
    }
  }
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
