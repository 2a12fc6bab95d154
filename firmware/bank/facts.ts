import type { EventData, EventType } from '../upstream/contract/events.ts';
import type { Directory, Visit } from './books.ts';
import type { Settings } from './settings.ts';

/** Something that has been decided or has happened. The journal keeps facts; the books are their fold. */
export type Fact = EventFact | NoteFact;

/** A fact that the upstream learns as an event. `kept` stays in the bank: keyed tags, documents in force. */
export type EventFact = {
  readonly [T in EventType]: {
    readonly type: T;
    readonly subject: string;
    readonly data: EventData<T>;
    readonly kept?: KeptWith<T>;
    /** The id of the command that caused it. */
    readonly command?: string;
    /** The id of the kiosk session it happened in. */
    readonly session?: string;
  };
}[EventType];

type KeptWith<T extends EventType> = T extends 'reservation.made' | 'reservation.changed'
  ? { readonly tags: readonly string[] }
  : T extends 'document.applied'
    ? KeptDocument
    : never;

/** What a document in force has become: checked values, and verifiers under the bank's own key. */
export type KeptDocument = { readonly settings: Settings } | { readonly directory: Directory };

/** A fact that concerns nobody but the bank itself. */
export type NoteFact =
  | { readonly type: 'note.intent'; readonly visit: Visit }
  | { readonly type: 'note.acknowledged'; readonly through: number }
  | { readonly type: 'note.door-found'; readonly locker: number; readonly door: 'closed' }
  | { readonly type: 'note.misses-forgiven'; readonly kind: 'code' | 'password' }
  | { readonly type: 'note.visit-ended'; readonly locker: number };

export function isNote(fact: Fact): fact is NoteFact {
  return fact.type.startsWith('note.');
}

/** What led to an event: the command, the kiosk session, or neither. */
export interface Cause {
  readonly command?: string | null | undefined;
  readonly session?: string | null | undefined;
}

/** Makes an event fact about one locker. */
export function aboutLocker<T extends EventType>(
  type: T,
  locker: number,
  data: EventData<T>,
  cause: Cause = {},
  kept?: KeptWith<T>,
): EventFact {
  return event(type, `locker/${String(locker)}`, data, cause, kept);
}

/** Makes an event fact about the bank itself. */
export function aboutBank<T extends EventType>(
  type: T,
  data: EventData<T>,
  cause: Cause = {},
  kept?: KeptWith<T>,
): EventFact {
  return event(type, 'bank', data, cause, kept);
}

function event<T extends EventType>(
  type: T,
  subject: string,
  data: EventData<T>,
  cause: Cause,
  kept: KeptWith<T> | undefined,
): EventFact {
  const command = cause.command ? { command: cause.command } : {};
  const session = cause.session ? { session: cause.session } : {};
  return { type, subject, data, ...(kept === undefined ? {} : { kept }), ...command, ...session } as EventFact;
}
