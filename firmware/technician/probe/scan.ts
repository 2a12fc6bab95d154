import type { BoardModel, LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import { BusMaster } from '../../hardware/bus/bus-master.ts';
import { familyOf } from '../../hardware/bus/families.ts';
import type { Request } from '../../hardware/bus/family.ts';
import type { MakePort } from '../../hardware/serial/serial-line.ts';
import type { Clock } from '../../ports/clock.ts';
import { portError } from './line.ts';

/** One way to speak on a line: to whom, how fast, and which addresses. */
interface ScanRound {
  readonly family: LockBoardFamily;
  readonly baud: number;
  readonly pause: Milliseconds;
  readonly answerWithin: Milliseconds;
  readonly hellos: readonly Request[];
}

export interface ScanFind {
  readonly family: LockBoardFamily;
  readonly baud: number;
  readonly address: number;
  /** `hello`: a board. `garbled`: something that makes no sense. */
  readonly answer: 'hello' | 'garbled';
  readonly what: string;
}

interface ScanOptions {
  readonly port: string;
  readonly rounds: readonly ScanRound[];
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
  readonly onRound: (round: ScanRound) => void;
  readonly onFind: (find: ScanFind) => void;
  readonly makePort?: MakePort;
}

/** Speeds that somebody may have set a board to. */
const usualBauds = [9600, 19_200, 38_400, 115_200] as const;
/** Nobody is asked to wait longer for a board that is there: the slowest of the manuals say 150 ms. */
const answerMost = ms(200);

/** @param addressMost where to stop, because each address that nobody has takes as long as a board may take to answer */
export function roundsOf(
  models: ReadonlyMap<LockBoardFamily, readonly BoardModel[]>,
  only: LockBoardFamily | null, bauds: readonly number[] | null, addressMost: number,
): readonly ScanRound[] {
  const families = [...models].filter(([family]) => only === null || family === only);
  const all = families.flatMap(([family, ofFamily]): ScanRound[] => {
    const serials = ofFamily.flatMap(({ serial }) => serial ?? []);
    const factory = [...new Set(serials.map(({ baud }) => baud))];
    const answerWithin = ms(Math.min(answerMost, Math.max(100, ...serials.map((serial) => serial.answerWithinMs))));
    const pause = ms(Math.max(5, ...serials.map(({ pauseMs }) => pauseMs)));
    const hellos = hellosOf(family, addressMost);
    return [...new Set(bauds ?? [...factory, ...usualBauds])].map((baud) => ({ family, baud, pause, answerWithin, hellos }));
  });
  // As boards leave the factory first: most scans end there.
  const isFactory = ({ family, baud }: ScanRound) => models.get(family)?.some(({ serial }) => serial?.baud === baud) === true;
  return [...all.filter(isFactory), ...all.filter((round) => !isFactory(round))];
}

function hellosOf(family: LockBoardFamily, addressMost: number): readonly Request[] {
  return Array.from({ length: addressMost + 1 }, (_, address) => address).flatMap((address) => {
    try {
      return [familyOf(family).hello(address)];
    } catch (error) {
      if (error instanceof RangeError) return []; // No board can have it; some of these would be all boards.
      throw error;
    }
  });
}

/**
 * Asks every address in every way whether somebody is there. Nothing of it moves a coil.
 * @throws LockerError `hardware.not-ready` where the port cannot be opened, or goes
 */
export async function scan({ port, rounds, clock, interrupted, onRound, onFind, makePort }: ScanOptions): Promise<void> {
  for (const round of rounds) {
    if (interrupted.aborted) return;
    onRound(round);
    const { family, baud, pause, answerWithin, hellos } = round;
    let trouble: unknown = null;
    const master = new BusMaster({
      port, baud, clock, family: familyOf(family), pause, answerWithin, probe: null, ...(makePort && { makePort }),
      onOpen: () => undefined, onLost: (_, error) => void (trouble ??= error),
    });
    try {
      await master.tried();
      for (const hello of hellos) {
        if (interrupted.aborted) break;
        const answer = await master.exchange(hello, 'poll');
        if (trouble !== null || !master.isOpen) throw portError(port, trouble);
        const { address } = hello;
        if (answer.kind === 'said' && answer.says.says === 'hello') {
          onFind({ family, baud, address, answer: 'hello', what: answer.says.what });
        } else if (answer.kind === 'said' || (answer.kind === 'failed' && answer.why === 'garbled')) {
          onFind({ family, baud, address, answer: 'garbled', what: '' });
        }
      }
    } finally {
      await master.close();
    }
  }
}
