import { codeOf } from '../../ports/error-code.ts';

/** A board on a bus, which is looked at round after round. */
interface BusBoard {
  /** Rejects where it cannot be reached. */
  visit(): Promise<void>;
  /** It could not be reached. */
  fail(error: unknown): void;
}

/**
 * Looks at all boards of a bus, one after the other. Where the bus itself stands still, the others are not asked: each would
 * take a second.
 */
export async function visitAll(boards: readonly BusBoard[]): Promise<void> {
  let stuck: unknown = null;
  for (const board of boards) {
    if (stuck === null) stuck = await stuckAt(board);
    else board.fail(stuck);
  }
}

/** What the bus itself fails with; `null` where it works, whatever becomes of the board. */
async function stuckAt(board: BusBoard): Promise<unknown> {
  try {
    await board.visit();
    return null;
  } catch (error) {
    board.fail(error);
    return codeOf(error) === 'ETIMEDOUT' ? error : null;
  }
}
