import { never } from '../../statecharts/never.ts';
import type { Command } from '../contract/commands.ts';
import { whyMost } from '../contract/events.ts';
import type { Books, Visit } from './books.ts';
import type { BankKeys } from './codes.ts';
import { dedicated, whyNotDedicate } from './dedicate.ts';
import { findingsIn, type Findings } from './diagnosis.ts';
import { doubted } from './doubt.ts';
import { aboutBank, aboutLocker, type Fact } from './facts.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { decidePut, keptOf } from './put.ts';
import { refusedCommand } from './refused-command.ts';
import { remoteVisit } from './remote.ts';
import { parcelOf, type Leg, type Reservation } from './reservation.ts';
import { isBusy } from './status.ts';
import { storageEndMs } from './storage.ts';

/** What the decisions need to know of this very bank, and cannot learn from its books. */
export interface BankFrame {
  readonly keys: BankKeys;
  /** From the smallest to the largest. */
  readonly sizes: readonly string[];
  /** The id of the log, after which the reservations are named that the bank makes by itself. */
  readonly ownPrefix: string;
  /** Whether the upstream can be reached now. */
  readonly isOnline: boolean;
  /** What `bank.diagnose` tells beside the books: the quality of the clock, the temperature, the space left. */
  readonly health: Findings;
}

type CommandOf<N extends Command['cmd']> = Extract<Command, { cmd: N }>;

/** What a command leads to: facts that end it, and something to do with them, or a door to release whose outcome will end it. */
export type CommandDecision =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'release'; readonly visit: Visit }
  /** Events from this sequence number on are to be sent again. */
  | { readonly kind: 'replay'; readonly from: number; readonly facts: readonly Fact[] }
  /** The program ends once its facts are durable, and is started again. */
  | { readonly kind: 'restart'; readonly facts: readonly Fact[] };

/** An opening from afar lives so long, and a clock may be wrong by so much. */
const openLifeMostMs = 60_000;
const clockDifferenceMs = 30_000;

/**
 * Decides one command that has not had its terminal event yet. Expiry is judged by a clock that never falls below its
 * floor: one that has fallen back must not bring a dead command to life. Of the facts exactly one ends the command,
 * and only that one carries its id.
 */
export function decideCommand(books: Books, frame: BankFrame, command: Command, now: Moment, intent: string): CommandDecision {
  const isAlive = now.ms < command.expMs; // Asked this way round, an expiry that is no number has passed.
  if (!isAlive) {
    return facts(aboutBank('command.expired', { command: command.id, cmd: command.cmd }, { command: command.id }));
  }
  switch (command.cmd) {
    case 'reservation.put':
      return facts(...decidePut(books, frame, command, now));
    case 'reservation.cancel':
      return facts(...cancel(books, command, now));
    case 'reservation.extend':
      return facts(...extend(books, command, now));
    case 'locker.open':
      return openLocker(books, command, now, intent);
    case 'locker.service':
      return facts(service(books, command));
    case 'locker.dedicate':
      return facts(dedicate(books, command, now));
    case 'events.replay':
      return { kind: 'replay', from: command.args.from, facts: [done(command)] };
    case 'bank.diagnose':
      return facts(done(command, { ...findingsIn(books, now), ...frame.health }));
    case 'bank.restart':
      return { kind: 'restart', facts: [done(command)] };
    default:
      return never(command, 'command');
  }
}

/** Refuses a command that could not even be read. */
export function refuseUnread(id: string, cmd: string, why: 'malformed' | 'unsupported', place: string | undefined): Fact {
  return refusedCommand({ id, cmd }, why, place);
}

/**
 * Calls a reservation off. One whose locker holds something is only called off by an administrator who says so, and
 * the locker has to be emptied then before anybody else gets it.
 */
function cancel(books: Books, command: CommandOf<'reservation.cancel'>, now: Moment): readonly Fact[] {
  const { args, id, by } = command;
  const reservation = remembered(books, args.reservation, now);
  if (!reservation) return [refusedCommand(command, 'unknown-reservation')];
  if (reservation.state === 'collected') return [refusedCommand(command, 'already-collected')];
  const isFull = reservation.state === 'occupied' && !isTakenOut(books, reservation);
  if (isFull && !args.end) return [refusedCommand(command, 'occupied')];
  const { locker } = reservation;
  if (books.visits[locker]) return [refusedCommand(command, 'busy')];
  const who = { role: 'upstream', id: by } as const;
  const ended = reservation.kind === 'storage' && reservation.state === 'occupied'
    ? [aboutLocker('storage.ended', locker, { ...parcelOf(reservation), by: who })]
    : [];
  const cancelled = aboutLocker('reservation.cancelled', locker, { ...parcelOf(reservation), by: who }, { command: id });
  return [...ended, cancelled, ...(isFull ? doubted(books, locker, 'not-emptied') : [])];
}

/** The upstream had the locker opened itself, and somebody shut it again: now it may say that the parcel is out. */
function isTakenOut(books: Books, reservation: Reservation): boolean {
  return books.lockers[reservation.locker]?.doubt === 'opened-remotely';
}

/** Storage may end as late as the settings allow, measured from its beginning; a claim and its parcel whenever the upstream says. */
function extend(books: Books, command: CommandOf<'reservation.extend'>, now: Moment): readonly Fact[] {
  const { args, id, by } = command;
  const reservation = remembered(books, args.reservation, now);
  const untilMs = Date.parse(args.until);
  if (!reservation) return [refusedCommand(command, 'unknown-reservation')];
  if (reservation.state === 'collected') return [refusedCommand(command, 'already-collected')];
  const { locker, legs, leg } = reservation;
  const who = { role: 'upstream', id: by } as const;
  const until = new Date(untilMs).toISOString();
  const isStored = reservation.kind === 'storage' && reservation.state === 'occupied';
  if (isStored && reservation.shared) return [refusedCommand(command, 'not-allowed')];
  if (isStored && storageEndMs(books.settings, untilMs, now.ms, reservation.depositedMs ?? now.ms) === 'too-long') {
    return [refusedCommand(command, 'too-long')];
  }
  const extended = legs.map((one, index) => (index === leg && endsWith(reservation, one, untilMs) ? { ...one, untilMs } : one));
  const kept = keptOf({ ...reservation, legs: extended });
  return [
    ...(isStored ? [aboutLocker('storage.extended', locker, { ...parcelOf(reservation), by: who, until })] : []),
    aboutLocker('reservation.changed', locker, { ...parcelOf(reservation), until, by: who }, { command: id }, kept),
  ];
}

/**
 * A claim ends with the leg that it waits for, but for storage, whose leg says when that ends: never before its claim.
 * Once something lies there the next leg may have an end of its own, such as a one-time PIN's, and it is that one which
 * keeps somebody out.
 */
function endsWith({ state }: Reservation, leg: Leg, untilMs: number): boolean {
  if (state === 'occupied') return leg.untilMs !== null;
  return leg.does !== 'keep' || (leg.untilMs !== null && leg.untilMs < untilMs);
}

function openLocker(books: Books, command: CommandOf<'locker.open'>, now: Moment, intent: string): CommandDecision {
  const { id, args: { locker }, by, expMs } = command;
  if (expMs - now.ms > openLifeMostMs + clockDifferenceMs) return facts(refusedCommand(command, 'lives-too-long'));
  if (!books.lockers[locker]) return facts(refusedCommand(command, 'unknown-locker'));
  const staff = own(books.directory.staff, by);
  if (staff && !staff.permissions.includes('remote-open')) return facts(refusedCommand(command, 'not-allowed'));
  if (isBusy(books, locker)) return facts(refusedCommand(command, 'busy'));
  const asked = { locker, intent, by: { role: 'upstream', id: by }, command: id, session: null } as const;
  return { kind: 'release', visit: remoteVisit(books, asked, now) };
}

/** In and out of service has nothing to do with doubt: only a look ends that. */
function service(books: Books, command: CommandOf<'locker.service'>): Fact {
  const { args: { locker, to, reason }, id } = command;
  if (!books.lockers[locker]) return refusedCommand(command, 'unknown-locker');
  const by = { role: 'upstream', id: command.by } as const;
  if (to === 'in') return aboutLocker('locker.in-service', locker, { locker, by }, { command: id });
  const why = (reason ?? 'asked-by-upstream').slice(0, whyMost);
  return aboutLocker('locker.out-of-service', locker, { locker, why, by }, { command: id });
}

function dedicate(books: Books, command: CommandOf<'locker.dedicate'>, now: Moment): Fact {
  const why = whyNotDedicate(books, command.args, now);
  return why ? refusedCommand(command, why) : dedicated(command.args, {}, { command: command.id });
}

function done({ id, cmd }: Command, found?: Findings): Fact {
  const data = { command: id, cmd, ...(found ? { found: { ...found } } : {}) };
  return aboutBank('command.done', data, { command: id });
}

function facts(...list: readonly Fact[]): CommandDecision {
  return { kind: 'facts', facts: list };
}
