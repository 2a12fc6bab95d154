import type { Profile, ProfileBoard, ProfileBus } from '../../../board-profiles/profile.schema.ts';
import { lockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import { bitsOfCharacter } from './bus-master.ts';
import { pollsApart } from './contact-levels.ts';
import { familyOf } from './families.ts';
import { figuresOf } from './line-field.ts';

/** Whoever has moved a door looks at the screen after about so long. */
const knownWithinMost = ms(250);

/** A line that is too long for that. */
interface SlowLine {
  readonly bus: string;
  /** How long a movement stays unknown at most on the wire alone: boards and adapters take some time of their own. */
  readonly knownWithin: Milliseconds;
  /** With so many boards of this kind it would be known in time. */
  readonly boardsMost: number;
}

/** Which lines of a profile tell of a movement later than the screen should. */
export function slowLinesOf({ buses, boards }: Pick<Profile, 'buses' | 'boards'>): readonly SlowLine[] {
  return buses.flatMap((bus) => {
    const polls = bus.kind === 'serial' ? pollsOf(bus, boards.filter((board) => board.bus.id === bus.id)) : [];
    const longest = Math.max(0, ...polls);
    const known = knownWithin(polls);
    if (known <= knownWithinMost) return [];
    const pollsMost = Math.floor((knownWithinMost - pollsApart) / longest);
    return [{ bus: bus.id, knownWithin: ms(Math.ceil(known)), boardsMost: Math.max(1, pollsMost - 2) }];
  });
}

/**
 * A door that moves just behind its poll is seen by the next one, a round later; that one lasts, and so does a second, which
 * confirms it. Where polls are short another board is asked between the two. That is the wire
 * alone: what a board takes before it answers, and an adapter that keeps bytes back for 16 ms, come on top of each poll.
 */
function knownWithin(polls: readonly number[]): number {
  return polls.reduce((round, poll) => round + poll, 0) + 2 * Math.max(0, ...polls) + pollsApart;
}

/** How long the question to each board and its answer take on the wire, with the silence behind it. */
function pollsOf(bus: Extract<ProfileBus, { kind: 'serial' }>, boards: readonly ProfileBoard[]): readonly number[] {
  const { baud, pause } = figuresOf(bus, boards);
  return boards.flatMap((board) => {
    const name = lockBoardFamily(board.model.family);
    const question = name === null ? null : familyOf(name).contacts(board);
    if (name === null || question === null) return [];
    const length = question.bytes.length + familyOf(name).contactsLength(board);
    return [(length * bitsOfCharacter * 1000) / baud + pause];
  });
}
