import { hash } from 'node:crypto';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { EventFact, Fact, NoteFact } from '../bank/facts.ts';
import type { ClockQuality } from '../ports/clock.ts';
import { eventData, type EventType } from '../contract/events.ts';
import type { EventMessage } from '../contract/messages.ts';

/**
 * What one record of the journal says: the facts of one decision, together or not at all. An event is kept as the
 * very text that is sent upstream; what stays in the bank lies beside it.
 */
export interface Entry {
  /** Counts from 1 without a gap over all segments. */
  readonly n: number;
  /** `n` of the first record of its commit group: what was on its way to the disk together. */
  readonly g: number;
  readonly atMs: number;
  /** Up to where the clock was trusted then; absent where that is `atMs` itself. */
  readonly floorMs?: number;
  readonly ageMs: number;
  readonly monoMs: number;
  readonly clockq: ClockQuality;
  /** The hash of the record before. */
  readonly prev: string;
  /** A new log of events begins with this record, and why. */
  readonly log?: { readonly id: string; readonly number: number; readonly why: string };
  readonly facts: readonly JournaledFact[];
}

export type JournaledFact =
  | { readonly event: EventMessage; readonly kept?: unknown }
  | { readonly note: NoteFact };

/** A fact, with its event's sequence number and frozen text where it is one. */
export interface ReadFact {
  readonly fact: Fact;
  readonly sequence: number | null;
  readonly text: string | null;
}

const prefix = 'lockerbank.';
const suffix = '.v1';

const knownNotes: Readonly<Record<NoteFact['type'], true>> = {
  'note.intent': true, 'note.acknowledged': true, 'note.rewound': true, 'note.door-found': true, 'note.misses-forgiven': true,
  'note.visit-said': true, 'note.visit-ended': true,
};

export function wireType(type: EventType): string {
  return `${prefix}${type}${suffix}`;
}

/** What holds one record to the one before. 16 bytes: nobody makes a second record to the same hash by accident. */
export function hashOfRecord(text: string | Uint8Array): string {
  return hash('sha256', text, 'buffer').toString('base64url', 0, 16);
}

/** What holds one event to the one before. */
export function hashOfEvent(text: string): string {
  return hash('sha256', text, 'base64url');
}

/**
 * The facts of an entry as they were decided. `JSON.stringify` gives an event's text back byte for byte: it wrote it.
 * @throws LockerError `data.newer` for what only a newer version knows: to pass over it could give an occupied locker away
 */
export function factsOf(entry: Entry): readonly ReadFact[] {
  return entry.facts.map((journaled): ReadFact => {
    if ('note' in journaled) {
      if (!Object.hasOwn(knownNotes, journaled.note.type)) throw newer(entry, journaled.note.type);
      return { fact: journaled.note, sequence: null, text: null };
    }
    const { event, kept } = journaled;
    const type = event.type.slice(prefix.length, -suffix.length);
    if (!Object.hasOwn(eventData, type) || event.type !== wireType(type as EventType)) throw newer(entry, event.type);
    const fact = {
      type,
      subject: event.subject,
      data: event.data,
      ...(kept === undefined ? {} : { kept }),
      ...(event.causationid === undefined ? {} : { command: event.causationid }),
      ...(event.correlationid === undefined ? {} : { session: event.correlationid }),
    };
    return {
      fact: fact as unknown as EventFact,
      sequence: Number(event.sequence),
      get text() {
        return JSON.stringify(event); // Of the hundred thousand that a recovery folds it needs one.
      },
    };
  });
}

export interface EventText {
  readonly sequence: number;
  readonly text: string;
}

/** Sequence number and text of each event in an entry, whether this version knows it or not. */
export function eventsOf(entry: Pick<Entry, 'facts'>): readonly EventText[] {
  return entry.facts.flatMap((one) => ('event' in one ? { sequence: Number(one.event.sequence), text: JSON.stringify(one.event) } : []));
}

function newer(entry: Entry, type: string): LockerError {
  const what = `record ${String(entry.n)} says ${type}, which this version does not know. ` +
    'Cure: install the version that wrote it, or a newer one';
  return new LockerError('data.newer', 'journal', what);
}
