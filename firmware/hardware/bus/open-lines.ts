import { lockBoardFamily } from '../../../board-profiles/board.schema.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { allOpened } from '../all-opened.ts';
import type { Field, OnTrouble } from '../field.ts';
import type { MakePort } from '../serial/serial-line.ts';
import { familyOf } from './families.ts';
import { openLineField } from './line-field.ts';

interface LinesOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Makes the ports of lock buses; the simulator gives its own. */
  readonly makePort?: MakePort;
}

/**
 * Opens every line of a profile on which lock boards hang; those of one line are all of one family.
 * @throws what keeps one of them from being opened; none stays open then
 */
export function openLines({ profile, ...world }: LinesOptions): Promise<readonly Field[]> {
  return allOpened(profile.buses.flatMap((bus) => {
    const name = lockBoardFamily(profile.boards.find((board) => board.bus.id === bus.id)?.model.family);
    return bus.kind === 'serial' && name !== null ? [openLineField({ ...world, profile, bus, family: familyOf(name) })] : [];
  }));
}
