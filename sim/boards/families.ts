import type { LockBoardFamily } from '../../board-profiles/board.schema.ts';
import type { MakeBoard } from './emulated-board.ts';
import { makeBcc8a } from './families/bcc-8a.ts';
import { makeKerongCu16, makeKerongCu48 } from './families/kerong.ts';
import { makeUpusSkb } from './families/upus-skb.ts';
import { makeWaveshareRelay } from './families/waveshare-relay.ts';
import { makeWkly } from './families/wkly.ts';

const boards: Readonly<Record<LockBoardFamily, MakeBoard>> = {
  'bcc-8a': makeBcc8a,
  'kerong-cu16': makeKerongCu16,
  'kerong-cu48': makeKerongCu48,
  'upus-skb': makeUpusSkb,
  'waveshare-relay': makeWaveshareRelay,
  wkly: makeWkly,
};

/** What makes emulated boards of this family. */
export function makeBoardOf(name: LockBoardFamily): MakeBoard {
  return boards[name];
}
