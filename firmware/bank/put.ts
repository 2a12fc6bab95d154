import { never } from '../../statecharts/never.ts';
import type { Command } from '../contract/commands.ts';
import type { AllocationRefusal } from '../contract/events.ts';
import type { Party, ReservationKind } from '../contract/parts.ts';
import { allocate } from './allocation.ts';
import type { Books } from './books.ts';
import { claimants } from './claimants.ts';
import { carrierCodeTag, isStrongEnough, withCode } from './codes.ts';
import type { BankFrame } from './commands.ts';
import { aboutBank, aboutLocker, type Fact, type KeptReservation } from './facts.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { ownIdPrefix } from './own-ids.ts';
import { isSameParty, knowsParty, needsReach, unknownRecipient } from './parties.ts';
import { planChange, planNew, type LegPlan, type PutArgs } from './put-legs.ts';
import { refusedCommand } from './refused-command.ts';
import { parcelOf, type Leg, type Reservation } from './reservation.ts';
import { coreOfTag, tagsOfSameCode } from './same-code.ts';
import type { Settings } from './settings.ts';
import { storageEndMs } from './storage.ts';
import { isoOf } from './times.ts';

type PutCommand = Extract<Command, { cmd: 'reservation.put' }>;
type Plan = Extract<LegPlan, { kind: 'plan' }>;

/**
 * Makes a reservation, or changes a live one of the same id. What contradicts itself or could not be kept is
 * `command.refused`; what this bank cannot or may not give is `reservation.refused` with the reason.
 */
export function decidePut(books: Books, frame: BankFrame, command: PutCommand, now: Moment): readonly Fact[] {
  const { args } = command;
  const before = remembered(books, args.reservation, now);
  if (before?.state === 'collected') return [refusedCommand(command, 'already-collected')];
  const place = placeOfTrouble(args, before);
  if (place !== null) return [refusedCommand(command, 'malformed', place)];
  if (allCodes(args).some((code) => !isStrongEnough(code))) return [refusedCommand(command, 'code-too-short')];
  const reader = { keys: frame.keys, settings: books.settings, nowMs: now.ms };
  const plan = before ? planChange(before, args, reader) : planNew(args, reader);
  if (plan.kind === 'malformed') return [refusedCommand(command, 'malformed', plan.place)];
  const isKnown = (id: string) => remembered(books, id, now) !== undefined;
  if (isCodeInUse(books, frame, args, plan.legs, isKnown)) return [refusedCommand(command, 'code-in-use')];
  const end = before?.state === 'occupied' ? null : troubleWithEnd(books.settings, args, now);
  if (end) return [end === 'too-long' ? refusedCommand(command, end) : refusedCommand(command, 'malformed', 'data.args.ends')];
  const why = troubleWithPeople(books, args, before);
  if (why) return [refusedReservation(command, why)];
  return before ? [changed(before, plan, command)] : made(books, frame, plan, command, now);
}

/** Whether a bank is for reservations of this kind at all. */
export function isKindOn(settings: Settings, kind: ReservationKind): boolean {
  switch (kind) {
    case 'delivery':
    case 'storage':
    case 'asset':
      return settings.bankModes.includes(kind);
    case 'return':
    case 'exchange':
      return settings.returnsAndExchanges;
    default:
      return never(kind, 'kind of reservation');
  }
}

/** How many lockers somebody has for their belongings, those that are only reserved included. */
export function storedBy(books: Books, party: Party): number {
  return claimants(books).filter((one) => one.kind === 'storage' && !one.shared && isSameParty(one.party, party)).length;
}

function made(books: Books, frame: BankFrame, plan: Plan, command: PutCommand, now: Moment): readonly Fact[] {
  const { args } = command;
  if (!isAllowed(books, args)) return [refusedReservation(command, 'not-allowed')];
  const { reservation, kind, party, size, locker: exact } = args;
  const accessible = args.accessible || [party, ...plan.legs.map((leg) => leg.party)].some((one) => needsReach(books, one));
  const allocation = allocate(books, frame.sizes, { kind, party, size, locker: exact, accessible }, now);
  if (allocation.kind === 'refused') return [refusedReservation(command, allocation.why)];
  const { number: locker } = allocation.locker;
  const data = {
    reservation, kind, locker, items: plan.items.map(({ id }) => ({ id })), party, size: allocation.locker.size, accessible,
    until: isoOf(plan.untilMs), by: byOf(command), ...(args.shared ? { shared: true } : {}),
    ...(args.legs || args.ends !== undefined ? { legs: toldLegs(plan.legs) } : {}),
  };
  return [aboutLocker('reservation.made', locker, data, { command: command.id }, keptOf(plan))];
}

function changed(before: Reservation, plan: Plan, command: PutCommand): Fact {
  // A parcel that was put in for nobody known gets its recipient now; nothing else changes hands.
  const isNamed = isSameParty(before.party, unknownRecipient);
  const party = isNamed ? command.args.party : before.party;
  const last = plan.legs.length - 1;
  const isTheirs = (leg: Leg, index: number) => isNamed && !command.args.legs && index === last && leg.does === 'collect';
  const legs = plan.legs.map((leg, index) => (isTheirs(leg, index) ? { ...leg, party } : leg));
  const data = { ...parcelOf({ ...before, party }, plan.items), until: isoOf(plan.untilMs), by: byOf(command) };
  return aboutLocker('reservation.changed', before.locker, data, { command: command.id }, keptOf({ ...plan, legs }));
}

/** What `reservation.made` says of legs: everything but what opens them. */
export function toldLegs(legs: readonly Leg[]) {
  return legs.map(({ does, party, untilMs }) => ({ does, party, until: isoOf(untilMs) }));
}

export function keptOf({ legs, items }: Pick<Reservation, 'legs' | 'items'>): KeptReservation {
  return { tags: legs.at(-1)?.tags ?? [], legs, items };
}

/** The argument that contradicts itself or the bank; `null` where none does. */
function placeOfTrouble(args: PutArgs, before: Reservation | undefined): string | null {
  if (before && before.kind !== args.kind) return 'data.args.kind';
  // The bank gives such names to what it reserves by itself.
  return !before && args.reservation.startsWith(ownIdPrefix) ? 'data.args.reservation' : null;
}

function allCodes(args: PutArgs): readonly string[] {
  return [...args.codes, ...(args.legs ?? []).flatMap((leg) => leg.codes)];
}

/** A code opens for one leg of one reservation, or for a carrier: one that could mean two things is not taken. */
function isCodeInUse(
  books: Books, { keys }: BankFrame, args: PutArgs, legs: readonly Leg[], isKnown: (reservation: string) => boolean,
): boolean {
  const tags = legs.flatMap((leg) => leg.tags);
  if (new Set(tags.map(coreOfTag)).size < tags.length) return true;
  const isOthers = (owner: string | undefined) => owner !== undefined && owner !== args.reservation && isKnown(owner);
  return tags.some((tag) => tagsOfSameCode(tag).some((one) => isOthers(own(books.codeTags, one))))
    || allCodes(args).some((code) => isOthers(withCode(books, keys, code)?.reservation))
    || allCodes(args).some((code) => own(books.directory.carrierCodes, carrierCodeTag(keys, code)) !== undefined);
}

/** Storage must end after now, and no later than the settings allow were it begun at the end of its window. */
function troubleWithEnd(settings: Settings, args: PutArgs, now: Moment): 'too-long' | 'malformed' | null {
  if (args.kind !== 'storage' || args.ends === undefined) return null;
  if (args.shared) return 'malformed'; // An administrator ends it, and no clock.
  const startMs = args.window === undefined ? now.ms : Math.max(now.ms, Date.parse(args.window.until));
  const endMs = storageEndMs(settings, Date.parse(args.ends), now.ms, startMs);
  if (endMs === 'too-short') return 'malformed';
  return endMs === 'too-long' ? endMs : null;
}

/** Who is in the reservation already may stay in it, also after having left the directory. */
function troubleWithPeople(books: Books, args: PutArgs, before: Reservation | undefined): AllocationRefusal | null {
  const known = before ? [before.party, ...before.legs.map((leg) => leg.party)] : [];
  const parties = [args.party, ...(args.legs ?? []).map((leg) => leg.party)].filter((party) => party !== null);
  const isBelieved = (party: Party) => (args.visitor && party.type === 'recipient') || known.some((one) => isSameParty(one, party));
  return parties.every((party) => isBelieved(party) || knowsParty(books, party)) ? null : 'unknown-party';
}

/**
 * Belongings are one person's, and so many lockers are enough for them; or a department shares them, and then nobody
 * ends that at the kiosk.
 */
function isAllowed(books: Books, args: PutArgs): boolean {
  if (!isKindOn(books.settings, args.kind)) return false;
  if (args.kind !== 'storage') return !args.shared;
  if (args.shared !== (args.party.type === 'department')) return false;
  return args.shared || storedBy(books, args.party) < books.settings.storagePerPerson;
}

function refusedReservation({ id, args }: PutCommand, why: AllocationRefusal): Fact {
  return aboutBank('reservation.refused', { reservation: args.reservation, why }, { command: id });
}

function byOf({ by }: PutCommand) {
  return { role: 'upstream', id: by } as const;
}
