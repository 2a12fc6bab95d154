import type { EventFact, Fact } from '../bank/facts.ts';
import type { EventMessage } from '../upstream/contract/messages.ts';

/**
 * What one line of the journal says: the facts of one decision, together or not at all. An event is kept as the
 * very text that is sent upstream; what stays in the bank lies beside it.
 */
export interface Entry {
  /** Counts from 1 without a gap over all segments. */
  readonly n: number;
  readonly atMs: number;
  readonly facts: readonly JournaledFact[];
}

export type JournaledFact =
  | { readonly event: EventMessage; readonly kept?: unknown }
  | { readonly note: Exclude<Fact, EventFact> };

/** A fact, with its event's sequence number and frozen text where it is one. */
export interface ReadFact {
  readonly fact: Fact;
  readonly sequence: number | null;
  readonly text: string | null;
}

const prefix = 'lockerbank.';
const suffix = '.v1';

export function wireType(type: EventFact['type']): string {
  return `${prefix}${type}${suffix}`;
}

/** The facts of an entry as they were decided. `JSON.stringify` gives an event's text back byte for byte: it wrote it. */
export function factsOf(entry: Entry): readonly ReadFact[] {
  return entry.facts.map((journaled): ReadFact => {
    if ('note' in journaled) return { fact: journaled.note, sequence: null, text: null };
    const { event, kept } = journaled;
    const fact = {
      type: event.type.slice(prefix.length, -suffix.length),
      subject: event.subject,
      data: event.data,
      ...(kept === undefined ? {} : { kept }),
      ...(event.causationid === undefined ? {} : { command: event.causationid }),
      ...(event.correlationid === undefined ? {} : { session: event.correlationid }),
    };
    return { fact: fact as unknown as EventFact, sequence: Number(event.sequence), text: JSON.stringify(event) };
  });
}
