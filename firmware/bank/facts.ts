import type { KeysDocument } from '../contract/documents.ts';
import type { EventData, EventType } from '../contract/events.ts';
import type { DocumentInForce, Visit } from './books.ts';
import type { Branding } from './branding.ts';
import type { BookedItem, Leg } from './reservation.ts';
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
  ? KeptReservation
  : T extends 'deposit.completed'
    ? { readonly tags: readonly string[] }
    : T extends 'document.applied' | 'document.rolled-back'
      ? KeptDocument
      : never;

/** What of a reservation does not travel upstream. `tags` alone: those of the last leg. */
export interface KeptReservation {
  readonly tags: readonly string[];
  readonly legs?: readonly Leg[];
  readonly items?: readonly BookedItem[];
}

/** What a document in force has become. A directory lies in files of its own, named by their parts. */
export interface KeptDocument {
  readonly settings?: Settings;
  readonly keys?: KeysDocument;
  readonly branding?: Branding;
  readonly inForce?: Pick<DocumentInForce, 'validUntilMs' | 'sinceMs' | 'parts'>;
}

/** A fact that concerns nobody but the bank itself. */
export type NoteFact =
  | { readonly type: 'note.intent'; readonly visit: Visit }
  | { readonly type: 'note.acknowledged'; readonly through: number }
  /** The upstream has been restored to an older state: what it had acknowledged beyond is to be told again. */
  | { readonly type: 'note.rewound'; readonly through: number }
  | { readonly type: 'note.door-found'; readonly locker: number; readonly door: 'closed' }
  | { readonly type: 'note.misses-forgiven'; readonly kind: string }
  | { readonly type: 'note.visit-said'; readonly locker: number; readonly leaving: readonly string[]; readonly ends: boolean }
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
