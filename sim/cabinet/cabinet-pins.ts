import { lockBoardFamily } from '../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard, Terminal } from '../../board-profiles/profile.schema.ts';

/** No board has a terminal with a higher number, by the schema. */
const pinsOfBoard = 4096;

/** Boards that the bank reaches over a serial line; of all others the simulator has the pins alone. */
export function isOnLine({ model: { family } }: ProfileBoard): boolean {
  return family === 'firmata' || lockBoardFamily(family) !== null;
}

/**
 * One number for each terminal of the boards that hang on no line, whatever they are: those of the first one keep the
 * numbers that are printed on it. `null` for boards on a line.
 */
export function pinNumbering({ boards }: Pick<Profile, 'boards'>): (terminal: Terminal) => number | null {
  const places = boards.filter((board) => !isOnLine(board)).map(({ id }) => id);
  return ({ board, channel }) => {
    const place = places.indexOf(board);
    return place === -1 ? null : place * pinsOfBoard + channel;
  };
}
