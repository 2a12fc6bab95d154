import type { BoardModel, BoardSettings } from '../../../board-profiles/board.schema.ts';
import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import type { Milliseconds } from '../../../statecharts/units.ts';

/**
 * What the driver of one family of lock boards is: pure functions between orders and bytes. It holds no state, knows no
 * port and no clock. There is no way to say "all doors" in it.
 */
export interface Family {
  readonly name: LockBoardFamily;
  /** A frame's bytes with the checksum that ends it. */
  withChecksum(body: readonly number[] | Uint8Array): Uint8Array;
  /**
   * One pulse of one coil.
   * @param length is ignored by boards that have one length for all pulses
   * @throws RangeError for a channel or an address that the board has not: 0 would be all doors for some
   */
  open(board: AddressedBoard, channel: number, length: Milliseconds): Request;
  /** The one question that tells of every contact. `null` for a board without contacts. */
  contacts(board: AddressedBoard): Request | null;
  /** How many bytes the answer to that is. */
  contactsLength(board: Pick<AddressedBoard, 'model'>): number;
  /** Asks whether the board's inputs switch its coils by themselves, of boards that can be set so: such a one must not be driven. */
  coupling?(board: AddressedBoard): Request | null;
  /** Every coil off, where the board knows such an order. */
  rest(board: AddressedBoard): Request | null;
  /** Something harmless that every board with this address answers, for a scan; its version, where it has one. */
  hello(address: number): Request;
  /**
   * Reads what begins with the first of these bytes. Never throws; looks at no more than {@link frameMost} bytes.
   * @param asked what is waited for: some answers cannot be told apart without it. `null`: somebody listens
   */
  decode(bytes: Uint8Array, asked: Request | null): Decoding;
}

/** A board as a driver needs it. */
export interface AddressedBoard {
  readonly address: number;
  readonly model: Pick<BoardModel, 'locks' | 'contacts'>;
  readonly settings: BoardSettings;
}

export interface Request {
  readonly bytes: Uint8Array;
  readonly asks: 'open' | 'contacts' | 'coupling' | 'rest' | 'hello';
  readonly address: number;
  /** `null` where it is not about one channel. */
  readonly channel: number | null;
  /** Whether an answer is to be waited for. */
  readonly isAnswered: boolean;
  readonly board: AddressedBoard | null;
}

/** Longer than any frame of any family. Whatever has not become a frame by then is noise. */
export const frameMost = 256;

/**
 * What the first bytes of a heap are. `noise`: no frame begins with the first byte, which is to be skipped.
 * `need-more`: they may become one.
 */
export type Decoding =
  | { readonly kind: 'frame'; readonly says: Saying; readonly length: number }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'noise' };

/** What a board has said. `address` is `null` where the family's frames carry none. */
export type Saying =
  /** It has taken the order to open this channel. */
  | { readonly says: 'opening'; readonly address: number; readonly channel: number }
  /** Levels of contacts by channel, as far as the frame tells. */
  | { readonly says: 'contacts'; readonly address: number; readonly levels: ReadonlyMap<number, 'low' | 'high'> }
  | { readonly says: 'coupling'; readonly address: number; readonly inputsSwitch: boolean }
  | { readonly says: 'resting'; readonly address: number }
  /** It has refused; `cooling`: the coil has not rested long enough for it. */
  | { readonly says: 'refused'; readonly address: number; readonly why: 'busy' | 'cooling' | 'no-such-channel' | 'failed' }
  /** It is there; `what` is its version, or empty. */
  | { readonly says: 'hello'; readonly address: number; readonly what: string }
  /** A good frame that answers nothing of ours: something it says unasked, or of which nobody knows the meaning. */
  | { readonly says: 'other'; readonly address: number; readonly what: string };
