import type { CommandRefusal } from '../contract/events.ts';
import { aboutBank, type Fact } from './facts.ts';

/** A place in a message may be as long as whoever wrote it likes; an event is not. */
const placeMost = 120;

/** Ends a command without anything having happened. `place`: where reading stopped. */
export function refusedCommand(
  { id, cmd }: { readonly id: string; readonly cmd: string },
  why: CommandRefusal,
  place?: string,
): Fact {
  const data = { command: id, cmd, why, ...(place === undefined ? {} : { place: place.slice(0, placeMost) }) };
  return aboutBank('command.refused', data, { command: id });
}
