import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { bcc8a } from './families/bcc-8a.ts';
import { kerongCu16, kerongCu48 } from './families/kerong.ts';
import { upusSkb } from './families/upus-skb.ts';
import { waveshareRelay } from './families/waveshare-relay.ts';
import { wkly } from './families/wkly.ts';
import type { Family } from './family.ts';

const families: Readonly<Record<LockBoardFamily, Family>> = {
  'bcc-8a': bcc8a,
  'kerong-cu16': kerongCu16,
  'kerong-cu48': kerongCu48,
  'upus-skb': upusSkb,
  'waveshare-relay': waveshareRelay,
  wkly,
};

/** The driver of the boards of this name. */
export function familyOf(name: LockBoardFamily): Family {
  return families[name];
}
