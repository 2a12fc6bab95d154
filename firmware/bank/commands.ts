import { never } from '../../statecharts/never.ts';
import type { Command, CommandArgs } from '../upstream/contract/commands.ts';
import type { CommandRefusal } from '../upstream/contract/events.ts';
import { allocate } from './allocation.ts';
import type { Books, Reservation, Visit } from './books.ts';
import { codeTag, isStrongEnough, type BankKeys } from './codes.ts';
import { aboutBank, aboutLocker, type Fact } from './facts.ts';
import { own } from './own.ts';
import { openedRemotely, parcelOf } from './visits.ts';

/** What the decisions need to know of this very bank. */
export interface BankFrame {
  readonly keys: BankKeys;
  /** From the smallest to the largest. */
  readonly sizes: readonly string[];
}

type OpenCommand = Extract<Command, { cmd: 'locker.open' }>;

/** What a command leads to: facts that end it, or a door to release whose outcome will. */
export type CommandDecision =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'release'; readonly visit: Visit };

/**
 * Decides one command that has not had its terminal event yet. Expiry is judged by the later of clock and floor:
 * a clock that has fallen back must not bring a dead command to life.
 */
export function decideCommand(books: Books, frame: BankFrame, command: Command, nowMs: number, intent: string): CommandDecision {
  const isAlive = nowMs < command.expMs; // Asked this way round, an expiry that is no number has passed.
  if (!isAlive) {
    return facts(aboutBank('command.expired', { command: command.id, cmd: command.cmd }, { command: command.id }));
  }
  switch (command.cmd) {
    case 'reservation.put':
      return put(books, frame, command.id, command.args, nowMs);
    case 'reservation.cancel':
      return cancel(books, command.id, command.args);
    case 'reservation.extend':
      return extend(books, command.id, command.args);
    case 'locker.open':
      return openLocker(books, command, intent);
    case 'locker.service':
      return service(books, command.id, command.args);
    default:
      return never(command, 'command');
  }
}

function put(books: Books, frame: BankFrame, id: string, args: CommandArgs<'reservation.put'>, nowMs: number): CommandDecision {
  const cause = { command: id };
  const weak = args.codes.some((code) => !isStrongEnough(code));
  if (weak) return refused(id, 'reservation.put', 'code-too-short');
  const tags = args.codes.map((code) => codeTag(frame.keys, code));
  const taken = tags.some((tag) => (own(books.codeTags, tag) ?? args.reservation) !== args.reservation);
  if (taken) return refused(id, 'reservation.put', 'code-in-use');
  const until = args.window?.until ?? null;
  const before = own(books.reservations, args.reservation);
  if (before && before.state !== 'collected') {
    // The window is that of the claim. Once the parcel is in, only reservation.extend moves its end.
    const ends = before.state === 'occupied' ? null : until;
    const changed = { ...parcelOf({ ...before, items: args.items }), until: ends ?? isoOf(before.untilMs) };
    const kept = { tags: tags.length > 0 ? tags : before.tags };
    return facts(aboutLocker('reservation.changed', before.locker, changed, cause, kept));
  }
  if (!isKnown(books, args)) {
    return facts(aboutBank('reservation.refused', { reservation: args.reservation, why: 'unknown-party' }, cause));
  }
  const allocation = allocate(books, frame.sizes, needOf(books, args), nowMs);
  if (allocation.kind === 'refused') {
    return facts(aboutBank('reservation.refused', { reservation: args.reservation, why: allocation.why }, cause));
  }
  const { number: locker, size } = allocation.locker;
  const { reservation, kind, party, items } = args;
  const made = { reservation, kind, locker, items, party, size, accessible: args.accessible, until };
  return facts(aboutLocker('reservation.made', locker, made, cause, { tags }));
}

/** Before the first directory the bank knows nobody and has to believe; after it a name that is not in it is a mistake. */
function isKnown(books: Books, args: CommandArgs<'reservation.put'>): boolean {
  if (books.documents['directory'] === undefined || args.party.type === 'department') return true;
  return own(books.directory.recipients, args.party.id) !== undefined;
}

function needOf(books: Books, args: CommandArgs<'reservation.put'>) {
  const recipient = args.party.type === 'recipient' ? own(books.directory.recipients, args.party.id) : undefined;
  return { size: args.size, locker: args.locker, accessible: args.accessible || (recipient?.accessible ?? false) };
}

function cancel(books: Books, id: string, args: CommandArgs<'reservation.cancel'>): CommandDecision {
  const reservation = own(books.reservations, args.reservation);
  if (!reservation || reservation.state === 'collected') return refused(id, 'reservation.cancel', 'unknown-reservation');
  if (reservation.state === 'occupied' && !isTakenOut(books, reservation)) return refused(id, 'reservation.cancel', 'occupied');
  if (books.visits[reservation.locker]) return refused(id, 'reservation.cancel', 'busy');
  return facts(aboutLocker('reservation.cancelled', reservation.locker, parcelOf(reservation), { command: id }));
}

/** The upstream had the locker opened itself, and somebody shut it again: now it may say that the parcel is out. */
function isTakenOut(books: Books, reservation: Reservation): boolean {
  return books.lockers[reservation.locker]?.doubt === openedRemotely;
}

function extend(books: Books, id: string, args: CommandArgs<'reservation.extend'>): CommandDecision {
  const reservation = own(books.reservations, args.reservation);
  if (!reservation || reservation.state === 'collected') return refused(id, 'reservation.extend', 'unknown-reservation');
  const changed = { ...parcelOf(reservation), until: args.until };
  return facts(aboutLocker('reservation.changed', reservation.locker, changed, { command: id }));
}

function openLocker(books: Books, { id, args, by }: OpenCommand, intent: string): CommandDecision {
  const locker = books.lockers[args.locker];
  if (!locker) return refused(id, 'locker.open', 'unknown-locker');
  if (books.visits[args.locker]) return refused(id, 'locker.open', 'busy');
  const holding = Object.values(books.reservations).find((r) => r.locker === args.locker && r.state === 'occupied');
  const visit: Visit = {
    intent, locker: args.locker, purpose: 'remote', again: false, reservation: holding?.id ?? null,
    by: { role: 'upstream', id: by }, command: id, session: null, phase: 'intended',
  };
  return { kind: 'release', visit };
}

function service(books: Books, id: string, args: CommandArgs<'locker.service'>): CommandDecision {
  if (!books.lockers[args.locker]) return refused(id, 'locker.service', 'unknown-locker');
  const { locker } = args;
  const why = (args.reason ?? 'asked-by-upstream').slice(0, 80);
  return facts(
    args.to === 'in'
      ? aboutLocker('locker.in-service', locker, { locker }, { command: id })
      : aboutLocker('locker.out-of-service', locker, { locker, why }, { command: id }),
  );
}

/** Refuses a command that could not even be read. */
export function refuseUnread(id: string, cmd: string, why: 'malformed' | 'unsupported', place: string | undefined): Fact {
  const data = { command: id, cmd, why, ...(place === undefined ? {} : { place: place.slice(0, 120) }) };
  return aboutBank('command.refused', data, { command: id });
}

function refused(id: string, cmd: string, why: CommandRefusal): CommandDecision {
  return facts(aboutBank('command.refused', { command: id, cmd, why }, { command: id }));
}

function facts(...list: Fact[]): CommandDecision {
  return { kind: 'facts', facts: list };
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
