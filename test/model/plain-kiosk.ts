import type { Party } from '../../firmware/contract/parts.ts';
import { plainAllocate } from './plain-allocation.ts';
import {
  isBusyAt,
  isFreeFor,
  isOver,
  isSameParty,
  lockerOf,
  staffOf,
  thingsIn,
  visitAt,
  untouched,
  type PlainBank,
  type PlainClaim,
  type PlainLeg,
  type PlainLocker,
  type PlainThing,
  type Who,
} from './plain-bank.ts';
import { isAdministrator, isCarrier, isFor, isHouse, isInTime, isKnown, isWelcomeNow, mayAdd } from './plain-rights.ts';
import { canTakeIn } from './plain-visits.ts';

/** Things that somebody has brought to the bank without anybody having announced them. */
interface Brought {
  readonly kind: 'delivery' | 'asset';
  readonly party: Party | null;
  readonly size: string | undefined;
  readonly things: readonly string[];
  /** What the party has already would take more, and yet another locker is wanted. */
  readonly another: boolean;
}

type Placed = { readonly claim: PlainClaim; readonly isAdded: boolean } | string;

/** Where they go, or why nowhere. */
export function plainBring(bank: PlainBank, brought: Brought, who: Who): Placed {
  const { kind, party, things, another } = brought;
  const { mailroomDirectDropOff, carrierDirectDropOff, bankModes, reservationWithoutRecipient, oneCodePerRecipient } = bank.settings;
  const isAllowed = isCarrier(bank, who)
    ? mayCarry(bank, who) && carrierDirectDropOff && kind === 'delivery'
    : isHouse(bank, who, 'drop-off');
  if (!isAllowed || !mailroomDirectDropOff || !bankModes.includes(kind)) return 'not-allowed';
  if (!party && !reservationWithoutRecipient) return 'recipient-needed';
  if (party && !isKnown(bank, party)) return 'unknown-party';
  const [place] = party ? places(bank, party, who, brought) : [];
  const isTheirOwn = (number: number) => isSameParty(lockerOf(bank, number)?.dedicatedTo ?? null, party);
  // A locker of their own comes first, with something in it or without; then whatever they have already.
  const owned = bank.lockers.filter(
    (locker) => isTheirOwn(locker.number) && isLargeEnough(bank, locker, brought) && isWithinReach(bank, locker, party),
  );
  const hasFreeOwn = owned.some((locker) => isFreeFor(bank, locker));
  if (place && !another && (isTheirOwn(place.locker) || (oneCodePerRecipient && !hasFreeOwn))) {
    place.things.push(...things.map((id): PlainThing => ({ id, leg: 0, place: 'expected' })));
    return { claim: place, isAdded: true };
  }
  const whose = party ?? { type: 'recipient', id: '?' };
  const legs: PlainLeg[] = [
    { does: 'deposit', party: null, untilMs: null, codes: [] },
    { does: 'collect', party, untilMs: null, codes: [] },
  ];
  return made(bank, { kind, party, whose, legs, things, size: brought.size, only: staffOf(bank, who)?.sizes ?? null, isShared: false });
}

function isLargeEnough(bank: PlainBank, locker: PlainLocker, { size }: Pick<Brought, 'size'>): boolean {
  return size === undefined || bank.sizes.indexOf(locker.size) >= bank.sizes.indexOf(size);
}

function needsReach(bank: PlainBank, party: Party | null): boolean {
  return bank.people.recipients.some(({ id, accessible }) => accessible && party?.type === 'recipient' && id === party.id);
}

function isWithinReach(bank: PlainBank, locker: PlainLocker, party: Party | null): boolean {
  return locker.accessible || !needsReach(bank, party);
}

function mayCarry(bank: PlainBank, who: Who): boolean {
  return bank.ms < bank.directoryUntilMs && isWelcomeNow(bank, who) && (staffOf(bank, who)?.may.includes('carrier-drop-off') ?? false);
}

/** The party's lockers that take more, the best one first: its own, then the emptiest. */
function places(bank: PlainBank, party: Party, who: Who, { kind, things, size }: Brought): readonly PlainClaim[] {
  const fits = bank.claims.filter((claim) => {
    const locker = lockerOf(bank, claim.locker);
    if (!locker || claim.kind !== kind || claim.state !== 'occupied' || !isSameParty(claim.party, party)) return false;
    if (claim.legs[claim.leg]?.does !== 'collect' || visitAt(bank, claim.locker) || locker.door !== 'closed' || locker.doubt !== null)
      return false;
    if (!isLargeEnough(bank, locker, { size }) || !isWithinReach(bank, locker, party)) return false;
    return mayAdd(bank, who, claim) && canTakeIn(bank, who, claim) && !isOver(bank, claim) && claim.things.length + things.length <= 20;
  });
  const rank = (claim: PlainClaim) =>
    Number(!isSameParty(lockerOf(bank, claim.locker)?.dedicatedTo ?? null, party)) * 1000 + thingsIn(claim).length;
  return fits.toSorted((a, b) => rank(a) - rank(b) || a.locker - b.locker);
}

interface Own {
  readonly kind: PlainClaim['kind'];
  readonly party: Party | null;
  readonly whose: Party;
  readonly legs: PlainLeg[];
  readonly things: readonly string[];
  readonly size: string | undefined;
  readonly only: readonly string[] | null;
  readonly isShared: boolean;
}

/** A claim that the bank makes by itself, for somebody who stands there: it lapses soon if nothing comes of it. */
function made(bank: PlainBank, { kind, party, whose, legs, things, size, only, isShared }: Own): Placed {
  const found = plainAllocate(bank, { kind, party, size, accessible: needsReach(bank, party), only });
  if (typeof found === 'string') return found;
  const untilMs = bank.ms + Math.max(bank.settings.dropOffReopenWindow, 60_000);
  const first = legs[0];
  if (first && first.does !== 'keep') first.untilMs = untilMs;
  const claim: PlainClaim = {
    id: `bank-log-${String(++bank.ownClaims)}`,
    kind,
    party: whose,
    locker: found,
    isShared,
    legs,
    leg: 0,
    state: 'reserved',
    things: things.map((id): PlainThing => ({ id, leg: 0, place: 'expected' })),
    untilMs,
    ...untouched,
  };
  bank.claims.push(claim);
  return { claim, isAdded: false };
}

/** Belongings that somebody wants to store. */
interface Stored {
  readonly whose: Party | 'visitor';
  readonly size: string | undefined;
  readonly lengthMs: number | null;
}

export function plainStore(bank: PlainBank, { whose, size, lengthMs }: Stored, who: Who | null): Placed {
  const { bankModes, storagePerPerson, reservationWithoutRecipient } = bank.settings;
  const isStaff = who?.kind === 'staff';
  const isOwn =
    who?.kind === 'recipient' && whose !== 'visitor' && whose.type === 'recipient' && whose.id === who.id && isKnown(bank, whose);
  const isVisitor = who === null && whose === 'visitor' && reservationWithoutRecipient;
  const isAllowed = isStaff ? isHouse(bank, who, 'reserve') : isOwn || isVisitor;
  if (!bankModes.includes('storage') || !isAllowed) return 'not-allowed';
  if (whose !== 'visitor' && !isKnown(bank, whose)) return 'unknown-party';
  const theirs = bank.claims.filter(
    (c) => c.kind === 'storage' && !c.isShared && c.state !== 'collected' && whose !== 'visitor' && isSameParty(c.party, whose),
  );
  if (theirs.length >= storagePerPerson) return 'too-many';
  if (lengthMs !== null && !isOffered(bank, lengthMs)) return 'not-offered';
  const party: Party = whose === 'visitor' ? { type: 'recipient', id: `visitor-bank-log-${String(bank.ownClaims + 1)}` } : whose;
  const isShared = party.type === 'department';
  const legs: PlainLeg[] = [{ does: 'keep', party, untilMs: isShared || lengthMs === null ? null : bank.ms + lengthMs, codes: [] }];
  return made(bank, { kind: 'storage', party, whose: party, legs, things: [], size, only: null, isShared });
}

function isOffered({ settings }: PlainBank, lengthMs: number): boolean {
  const { storageDuration, storageLongest, storageStep } = settings;
  if (storageDuration !== 'flexible' || lengthMs > storageLongest || lengthMs < storageStep) return false;
  return lengthMs === storageLongest || lengthMs % storageStep === 0;
}

/** Storage is to end so many steps later than it does. */
export function plainLonger(bank: PlainBank, claim: PlainClaim, who: Who, untilMs: number): string {
  const leg = claim.legs[claim.leg];
  const isStaff = isHouse(bank, who, 'reserve');
  if (claim.kind !== 'storage' || !(isStaff || (leg && isFor(bank, who, claim, claim.leg) && isInTime(bank, who, leg))))
    return 'not-allowed';
  const { storageDuration, storageLongest, storageStep, overdueStorage } = bank.settings;
  if (storageDuration !== 'flexible' || claim.state !== 'occupied' || claim.untilMs === null || claim.startedMs === null)
    return 'window-over';
  if (isOver(bank, claim) && overdueStorage === 'staff-only' && !isStaff) return 'window-over';
  const last = claim.startedMs + storageLongest;
  if (last <= claim.untilMs || last <= bank.ms) return 'window-over';
  const isStep = (untilMs - claim.untilMs) % storageStep === 0;
  if (untilMs <= claim.untilMs || untilMs <= bank.ms || untilMs > last || !(isStep || untilMs === last)) return 'not-offered';
  claim.untilMs = untilMs;
  claim.isTold = false;
  return 'longer';
}

/** A reservation is ended by staff: at once where nothing lies there. */
export function plainEnd(bank: PlainBank, claim: PlainClaim, who: Who): string {
  if (!isHouse(bank, who, 'end-reservations') || (claim.isShared && !isAdministrator(bank, who))) return 'not-allowed';
  if (claim.state === 'collected') return 'nothing-there';
  if (isBusyAt(bank, claim.locker)) return 'locker-busy';
  if (claim.state === 'occupied') return 'visit';
  bank.claims = bank.claims.filter((one) => one !== claim);
  return 'ended';
}

/** In and out of service, at the kiosk. */
export function plainServiceAtKiosk(bank: PlainBank, number: number, to: 'in' | 'out', who: Who): string {
  if (!isHouse(bank, who, 'in-out-of-service')) return 'not-allowed';
  const locker = lockerOf(bank, number);
  if (!locker) return 'unknown-locker';
  locker.isOut = to === 'out';
  return 'done';
}
