import { lockBoardFamily } from '../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard, ProfileBus } from '../../board-profiles/profile.schema.ts';
import { familyOf } from '../../firmware/hardware/bus/families.ts';
import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import type { EmulatedBus } from './emulated-buses.ts';
import { FirmataCable } from './firmata-cable.ts';
import { FirmataLine } from './firmata-line.ts';
import { firmataWords } from './firmata-words.ts';
import { LineWords } from './line-words.ts';
import { boardManners } from './manners.ts';
import { firmataManners, UnrulyFirmata } from './unruly-firmata.ts';
import type { LineHands } from './watched-line.ts';

/** Hands on a line of lock boards. */
export function handsOnBus({ boards: all }: Profile, { id }: ProfileBus, { line, plug }: EmulatedBus): LineHands {
  const boards = all.filter((board) => board.bus.id === id);
  const name = lockBoardFamily(boards[0]?.model.family);
  if (name === null) throw new RangeError(`no lock board hangs on bus ${id}`);
  const words = new LineWords(name, boards);
  const family = familyOf(name);
  const coupled = new Set(boards.filter((board) => family.coupling?.(board)).map((board) => board.id));
  return {
    id, boards, manners: boardManners,
    setEcho: (is) => line.setEcho(is),
    setManner: (board, manner, is) => line.setManner(board, manner, is),
    setAdapter: (to) => {
      if (to === 'in') plug.plugIn();
      else plug.unplug();
    },
    brownOut: (board) => line.brownOut(board),
    canCouple: (board) => coupled.has(board),
    coupleInputs: (board, is) => void line.coupleInputs(board, is),
    overhear: (listener) => void line.overhear(listener),
    inWords: (asked, said) => {
      words.ofHost(asked); // An answer cannot be understood without its question.
      return words.wordsOfBoard(said);
    },
  };
}

/** A microcontroller on its cable: hands on it, and the end that the bank opens. */
export interface CabledFirmata {
  readonly hands: LineHands;
  readonly makeTransport: () => FirmataTransport;
  stop(): void;
}

/**
 * A microcontroller with StandardFirmata in a cabinet. No guardian stands between it and the bank, as it does in front of
 * a real one: the bank cannot die here without its boards, and the coils of this cabinet do not burn.
 */
export function cabledFirmata(profile: Profile, board: ProfileBoard, cabinet: Cabinet, clock: Clock): CabledFirmata {
  const unruly = new UnrulyFirmata(new FirmataLine({ profile, board, cabinet }), clock);
  const cable = new FirmataCable(unruly, clock);
  return {
    makeTransport: cable.makeTransport,
    hands: {
      id: board.bus.id, boards: [board], manners: firmataManners,
      setEcho: null,
      setManner: (_, manner, is) => unruly.setManner(manner, is),
      setAdapter: (to) => {
        if (to === 'in') cable.plugIn();
        else cable.pullOut();
        unruly.setPower(to === 'in' ? 'on' : 'off');
      },
      brownOut: () => unruly.brownOut(),
      canCouple: () => false,
      coupleInputs: () => undefined,
      overhear: (listener) => cable.overhear((from, bytes) => listener(from === 'host' ? from : board.id, bytes)),
      inWords: (_, said) => firmataWords(said),
    },
    stop: () => unruly.stop(),
  };
}
