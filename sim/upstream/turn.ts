import * as v from 'valibot';
import { eventData, type EventData } from '../../firmware/contract/events.ts';
import type { EventMessage } from '../../firmware/contract/messages.ts';

/**
 * Takes those of the held events whose turn has come: without a gap after `through` but for what the bank says is lost.
 * The others stay.
 */
export function takeInTurn(events: Map<number, EventMessage>, through: number): readonly EventMessage[] {
  const held = [...events].sort(([a], [b]) => a - b);
  const losses = held.flatMap(([, event]) => lostWith(event)).sort((a, b) => a.from - b.from);
  const inTurn: EventMessage[] = [];
  let last = through;
  for (const [sequence, event] of held) {
    const reach = losses.reduce((end, { from, to }) => (from <= end + 1 ? Math.max(end, to) : end), last);
    if (sequence > reach + 1) break;
    inTurn.push(event);
    events.delete(sequence);
    last = sequence;
  }
  return inTurn;
}

/** Which events a bank can no longer send, where an event says so. */
function lostWith({ type, data }: EventMessage): readonly EventData<'events.lost'>[] {
  return type === 'lockerbank.events.lost.v1' && v.is(eventData['events.lost'], data) ? [data] : [];
}
