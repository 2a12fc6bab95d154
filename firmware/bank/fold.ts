import { never } from '../../statecharts/never.ts';
import { terminalEvents } from '../contract/events.ts';
import type { Books } from './books.ts';
import { changeLocker, type Draft } from './draft.ts';
import { isNote, type EventFact, type Fact, type NoteFact } from './facts.ts';
import { foldDocument } from './fold-documents.ts';
import { forgive, foldCredential } from './fold-credentials.ts';
import { foldLocker, said } from './fold-lockers.ts';
import { endKeeping, foldReservation } from './fold-reservations.ts';
import { forget } from './memory.ts';
import type { Moment } from './moment.ts';
import { setOwn } from './own.ts';

/** When a fact was journaled and, for an event, its sequence number. */
export interface Stamp {
  readonly at: Moment;
  /** Up to where the clock was trusted then; the floor of the books never falls below it. */
  readonly floorMs: number;
  readonly sequence: number | null;
}

/**
 * Takes one more fact into the books, in place: a recovery folds 100,000 of them. Total over every fact that this
 * version knows, in whatever order they come.
 */
export function fold(books: Books, fact: Fact, stamp: Stamp): void {
  const draft = books as Draft;
  const beforeAgeMs = draft.ageMs;
  draft.floorMs = Math.max(draft.floorMs, stamp.floorMs);
  draft.ageMs = Math.max(draft.ageMs, stamp.at.ageMs);
  if (isNote(fact)) foldNote(draft, fact, stamp.at);
  else {
    rememberCommand(draft, fact, stamp);
    foldEvent(draft, fact, stamp.at);
  }
  forget(draft, stamp, beforeAgeMs);
}

function foldNote(books: Draft, note: NoteFact, at: Moment): void {
  switch (note.type) {
    case 'note.intent':
      books.visits[note.visit.locker] = note.visit;
      if (note.visit.token) setOwn(books.burned, note.visit.token.id, note.visit.token.untilMs);
      return;
    case 'note.acknowledged':
      books.acknowledged = Math.max(books.acknowledged, note.through);
      return;
    case 'note.rewound':
      books.acknowledged = Math.min(books.acknowledged, note.through);
      return;
    case 'note.door-found':
      return changeLocker(books, note.locker, said(books, note.locker, note.door, at, false));
    case 'note.misses-forgiven':
      return forgive(books, note.kind);
    case 'note.visit-said': {
      const visit = books.visits[note.locker];
      if (visit) books.visits[note.locker] = { ...visit, leaving: note.leaving, ends: note.ends };
      return;
    }
    case 'note.visit-ended':
      if (books.visits[note.locker]?.phase === 'open') endKeeping(books, books.visits[note.locker], at);
      delete books.visits[note.locker];
      return;
    default:
      return never(note, 'note');
  }
}

function foldEvent(books: Draft, fact: EventFact, at: Moment): void {
  switch (fact.type) {
    case 'reservation.made':
    case 'reservation.changed':
    case 'reservation.cancelled':
    case 'reservation.expired':
    case 'deposit.completed':
    case 'deposit.abandoned':
    case 'pickup.completed':
    case 'pickup.partial':
    case 'pickup.unconfirmed':
    case 'storage.started':
    case 'storage.extended':
    case 'storage.ended':
    case 'storage.overdue':
      return foldReservation(books, fact, at);
    case 'door.opened':
    case 'door.closed':
    case 'door.forced':
    case 'door.did-not-open':
    case 'door.sensor-fault':
    case 'locker.check':
    case 'locker.checked':
    case 'locker.in-service':
    case 'locker.out-of-service':
    case 'locker.dedicated':
    case 'locker.released':
      return foldLocker(books, fact, at);
    case 'credential.refused':
    case 'credential.locked-out':
      return foldCredential(books, fact, at);
    case 'document.applied':
    case 'document.rolled-back':
      return foldDocument(books, fact);
    case 'bank.degraded':
    case 'bank.recovered':
      return foldHealth(books, fact);
    case 'log.rolled-back':
      books.acknowledged = 0;
      return;
    case 'command.interrupted':
    case 'command.done':
    case 'command.refused':
    case 'command.expired':
    case 'reservation.refused':
    case 'deposit.started':
    case 'deposit.reopened':
    case 'pickup.started':
    case 'pickup.reopened':
    case 'storage.opened':
    case 'signature.captured':
    case 'door.released':
    case 'door.held-open':
    case 'staff.signed-in':
    case 'staff.signed-out':
    case 'problem.reported':
    case 'document.rejected':
    case 'bank.booted':
    case 'clock.stepped':
    case 'link.lost':
    case 'link.restored':
    case 'storage.failed':
    case 'events.lost':
      return;
    default:
      return never(fact, 'event');
  }
}

function foldHealth(books: Draft, { type, data }: Extract<EventFact, { type: 'bank.degraded' | 'bank.recovered' }>): void {
  const others = books.degraded.filter((why) => why !== data.why);
  books.degraded = type === 'bank.degraded' ? [...others, data.why] : others;
}

function rememberCommand(books: Draft, fact: EventFact, { at, sequence }: Stamp): void {
  if (fact.command === undefined || sequence === null || !terminalEvents.has(fact.type)) return;
  setOwn(books.commands, fact.command, { sequence, atMs: at.ms });
}
