import type { CommandArgs } from '../../firmware/contract/command-args.ts';
import type { Party } from '../../firmware/contract/parts.ts';
import { plainAllocate } from './plain-allocation.ts';
import {
  claimAt,
  claimOf,
  isBusyAt,
  isSameParty,
  lockerOf,
  visitAt,
  untouched,
  type PlainBank,
  type PlainClaim,
  type PlainLeg,
  type PlainThing,
} from './plain-bank.ts';
import { doubt } from './plain-doors.ts';
import { latestEnd } from './plain-time.ts';
import { puttingLeg } from './plain-visits.ts';
import { isKnown } from './plain-rights.ts';

type PutArgs = CommandArgs<'reservation.put'>;

/** The word that ends a command, and why where it is a refusal. */
export function plainPut(bank: PlainBank, args: PutArgs): string {
  const before = claimOf(bank, args.reservation);
  if (before?.state === 'collected') return 'command.refused already-collected';
  // The bank itself gives such names, each of them once.
  if (!before && args.reservation.startsWith('bank-')) return 'command.refused malformed';
  if (allCodes(args).some((code) => !isLongEnough(code))) return 'command.refused code-too-short';
  if (!before && !args.legs && (args.kind === 'return' || args.kind === 'exchange')) return 'command.refused malformed';
  const isTwice = new Set(allCodes(args)).size < allCodes(args).length;
  if (isTwice || allCodes(args).some((code) => bank.claims.some((c) => c.id !== args.reservation && codesOf(c).includes(code)))) {
    return 'command.refused code-in-use';
  }
  if (before) return change(before, args);
  if (args.shared && args.ends) return 'command.refused malformed';
  const { bankModes, returnsAndExchanges, storagePerPerson } = bank.settings;
  const isOn = args.kind === 'return' || args.kind === 'exchange' ? returnsAndExchanges : bankModes.includes(args.kind);
  if (args.ends && Date.parse(args.ends) > (latestEnd(bank.settings, bank.ms) ?? Infinity)) return 'command.refused too-long';
  if (!args.visitor && !isKnown(bank, args.party)) return 'reservation.refused unknown-party';
  if (!isOn) return 'reservation.refused not-allowed';
  const stored = bank.claims.filter(
    (c) => c.kind === 'storage' && !c.isShared && c.state !== 'collected' && isSameParty(c.party, args.party),
  );
  if (args.kind === 'storage' && !args.shared && args.party.type === 'department') return 'reservation.refused not-allowed';
  if (args.kind === 'storage' && !args.shared && stored.length >= storagePerPerson) return 'reservation.refused not-allowed';
  const parties = [args.party, ...(args.legs ?? []).map(({ party }) => party)];
  const needsReach = parties.some((party) => party !== null && isInNeedOfReach(bank, party));
  const found = plainAllocate(bank, { ...args, accessible: args.accessible || needsReach });
  if (typeof found === 'string') return `reservation.refused ${found}`;
  bank.claims.push(claimFrom(bank, args, found));
  return `reservation.made ${String(found)}`;
}

function isInNeedOfReach(bank: PlainBank, party: Party): boolean {
  return party.type === 'recipient' && bank.people.recipients.some(({ id, accessible }) => accessible && id === party.id);
}

function change(claim: PlainClaim, args: PutArgs): string {
  if (claim.kind !== args.kind) return 'command.refused malformed';
  const names = args.items.map(({ id }) => id);
  const next = claim.legs.findIndex(({ does }, index) => index >= claim.leg && (does === 'deposit' || does === 'swap'));
  const putting = claim.state === 'occupied' ? puttingLeg(claim) : Math.max(0, next);
  const kept = claim.things.filter((thing) => thing.place !== 'expected' || names.includes(thing.id));
  const added = names.filter((id) => !claim.things.some((thing) => thing.id === id));
  claim.things = [...kept, ...added.map((id): PlainThing => ({ id, leg: putting, place: 'expected' }))];
  if (claim.state === 'reserved' && args.window) setWindow(claim, Date.parse(args.window.until));
  return 'reservation.changed';
}

/** The window is that of the deposit for which a claim waits. */
function setWindow(claim: PlainClaim, untilMs: number): void {
  claim.untilMs = untilMs;
  const leg = claim.legs[claim.leg];
  if (leg && leg.does !== 'keep') leg.untilMs = untilMs;
}

function claimFrom(bank: PlainBank, args: PutArgs, locker: number): PlainClaim {
  const windowMs = args.window ? Date.parse(args.window.until) : null;
  const legs = legsFrom(bank, args, windowMs);
  const own = args.legs?.flatMap(({ items }, leg) => (items ?? []).map(({ id }): PlainThing => ({ id, leg, place: 'expected' }))) ?? [];
  const first = Math.max(
    0,
    legs.findIndex(({ does }) => does === 'deposit'),
  );
  const rest = args.items.filter(({ id }) => own.every((thing) => thing.id !== id));
  // A claim lapses with its window, with the PIN that it waits for, or when the storage would be over that never began.
  const ends = [windowMs, legs[0]?.untilMs ?? null].filter((ms) => ms !== null);
  return {
    id: args.reservation,
    kind: args.kind,
    party: args.party,
    locker,
    isShared: args.shared,
    legs,
    leg: 0,
    state: 'reserved',
    things: [...rest.map(({ id }): PlainThing => ({ id, leg: first, place: 'expected' })), ...own],
    untilMs: ends.length > 0 ? Math.min(...ends) : null,
    ...untouched,
  };
}

function legsFrom(bank: PlainBank, args: PutArgs, windowMs: number | null): PlainLeg[] {
  const last = args.codes;
  if (!args.legs && args.kind === 'storage') {
    return [{ does: 'keep', party: args.party, untilMs: args.ends ? Date.parse(args.ends) : null, codes: last }];
  }
  if (!args.legs)
    return [
      { does: 'deposit', party: null, untilMs: windowMs, codes: [] },
      { does: 'collect', party: args.party, untilMs: null, codes: last },
    ];
  return args.legs.map(
    ({ does, party, codes, oneTime, until }, index, all): PlainLeg => ({
      does,
      party,
      codes: index === all.length - 1 ? [...codes, ...last] : codes,
      untilMs: earlier(until ? Date.parse(until) : oneTime ? bank.ms + bank.settings.oneTimePinLife : null, index === 0 ? windowMs : null),
    }),
  );
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function allCodes(args: PutArgs): readonly string[] {
  return [...args.codes, ...(args.legs ?? []).flatMap(({ codes }) => codes)];
}

export function codesOf(claim: PlainClaim): readonly string[] {
  return claim.legs.flatMap(({ codes }) => codes);
}

function isLongEnough(code: string): boolean {
  return /^\d+$/.test(code) ? code.length >= 8 : code.length >= 6;
}

export function plainCancel(bank: PlainBank, id: string, end: boolean): string {
  const claim = claimOf(bank, id);
  if (!claim) return 'command.refused unknown-reservation';
  if (claim.state === 'collected') return 'command.refused already-collected';
  const isTakenOut = lockerOf(bank, claim.locker)?.doubt === 'opened-remotely';
  if (visitAt(bank, claim.locker))
    return claim.state === 'occupied' && !end && !isTakenOut ? 'command.refused occupied' : 'command.refused busy';
  if (claim.state === 'occupied' && !end && !isTakenOut) return 'command.refused occupied';
  if (claim.state === 'occupied' && !isTakenOut) doubt(bank, claim.locker, 'not-emptied');
  bank.claims = bank.claims.filter((one) => one !== claim);
  return 'reservation.cancelled';
}

export function plainExtend(bank: PlainBank, id: string, untilMs: number): string {
  const claim = claimOf(bank, id);
  if (!claim) return 'command.refused unknown-reservation';
  if (claim.state === 'collected') return 'command.refused already-collected';
  const isStored = claim.kind === 'storage' && claim.state === 'occupied';
  if (isStored && claim.isShared) return 'command.refused not-allowed';
  if (isStored && untilMs > (latestEnd(bank.settings, claim.startedMs ?? bank.ms) ?? Infinity)) return 'command.refused too-long';
  if (claim.untilMs !== untilMs) claim.isTold = false;
  extendLeg(claim, untilMs);
  claim.untilMs = untilMs;
  return 'reservation.changed';
}

/** What the next leg waits for must not be over before the claim, or before what lies there. */
function extendLeg(claim: PlainClaim, untilMs: number): void {
  const leg = claim.legs[claim.leg];
  if (!leg) return;
  if (claim.state === 'occupied') leg.untilMs = leg.untilMs === null ? null : untilMs;
  else if (leg.does !== 'keep') leg.untilMs = untilMs;
  else if (leg.untilMs !== null) leg.untilMs = Math.max(leg.untilMs, untilMs);
}

export function plainService(bank: PlainBank, number: number, to: 'in' | 'out'): string {
  const locker = lockerOf(bank, number);
  if (!locker) return 'command.refused unknown-locker';
  locker.isOut = to === 'out';
  return to === 'out' ? 'locker.out-of-service' : 'locker.in-service';
}

export function plainDedicate(bank: PlainBank, { locker: number, party }: CommandArgs<'locker.dedicate'>): string {
  const locker = lockerOf(bank, number);
  if (!locker) return 'command.refused unknown-locker';
  if (party && !isKnown(bank, party)) return 'command.refused unknown-party';
  const claim = claimAt(bank, number);
  if (party && claim?.state === 'occupied' && !isSameParty(claim.party, party)) return 'command.refused occupied';
  locker.dedicatedTo = party;
  return party ? 'locker.dedicated' : 'locker.released';
}

/** `null`: the door is released, and its outcome ends the command. */
export function plainOpen(bank: PlainBank, number: number, expMs: number, by: string): string | null {
  if (bank.ms >= expMs) return 'command.expired';
  if (expMs > bank.ms + 90_000) return 'command.refused lives-too-long';
  if (!lockerOf(bank, number)) return 'command.refused unknown-locker';
  const named = bank.people.staff.find(({ id }) => id === by);
  if (named && !named.may.includes('remote-open')) return 'command.refused not-allowed';
  return isBusyAt(bank, number) ? 'command.refused busy' : null;
}
