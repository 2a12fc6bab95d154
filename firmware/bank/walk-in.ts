import type { AllocationRefusal } from '../contract/events.ts';
import { idMost, itemsMost, type Party } from '../contract/parts.ts';
import type { Books, LockerBook } from './books.ts';
import { claimants } from './claimants.ts';
import { normalLabel } from './codes.ts';
import type { BankFrame } from './commands.ts';
import { aboutLocker, type Fact } from './facts.ts';
import { byOf, type Visitor } from './identity.ts';
import { findLabels } from './labels.ts';
import { isWithinHours, mayAddTo, mayDoLeg, staffInForce } from './leg-rights.ts';
import { puttingLeg } from './legs.ts';
import type { Moment } from './moment.ts';
import { claimAtKioskEndMs, reserveOwn, type OwnClaim } from './own-claims.ts';
import { ownIdPrefix } from './own-ids.ts';
import { own } from './own.ts';
import { isSameParty, knowsParty, needsReach, unknownRecipient } from './parties.ts';
import { isKindOn, keptOf } from './put.ts';
import { isoOf } from './times.ts';
import { isOverdue, itemsAt, nextLeg, parcelOf, type BookedItem, type Leg, type Reservation } from './reservation.ts';
import { isAtRest, isFree } from './status.ts';
import type { WantedVisit } from './visits.ts';

/** Things that somebody has brought to the bank, whether or not anybody has announced them. */
export interface WalkIn {
  readonly kind: 'delivery' | 'asset' | 'return';
  /** What is printed on them. */
  readonly items: readonly string[];
  /** Who collects. `null`: nobody could be found; of a return, whoever works there and may open. */
  readonly party: Party | null;
  readonly size?: string | undefined;
  readonly locker?: number | undefined;
  /** A locker within everybody's reach is needed, whatever the directory says. */
  readonly accessible?: boolean;
  /** What the party has already would take more, and yet another locker is wanted: there is no room. */
  readonly another?: boolean;
  readonly visitor: Visitor;
}

type WalkInRefusal =
  | AllocationRefusal
  | 'label-needed' | 'too-many-items' | 'recipient-needed'
  | 'parcel-already-in' | 'announced-apart' | 'announced-for-others' | 'nothing-to-add-to'
  | 'offline' | 'bank-trouble';

export type WalkInAnswer =
  | {
      readonly kind: 'taken';
      /** To be journaled before the door is released for what is wanted. */
      readonly facts: readonly Fact[];
      readonly wanted: WantedVisit;
      /** Which of the things the reservation has only just learnt of. */
      readonly added: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: WalkInRefusal };

export type TakenWalkIn = Extract<WalkInAnswer, { kind: 'taken' }>;

/**
 * Finds a place for things that somebody has brought. What has been announced goes where it was announced to. What comes
 * for somebody who has a locker of their own with something in it goes there too and, with one code for each recipient,
 * to whatever they have already. Everything else gets a locker for itself.
 */
export function decideWalkIn(books: Books, frame: BankFrame, request: WalkIn, now: Moment): WalkInAnswer {
  const asked = { ...request, items: labelsOf(request.items) };
  const answer = announced(books, frame, asked, now) ?? troubleWith(books, frame, asked, now);
  if (answer) return answer;
  const place = usualPlace(books, frame, asked, now);
  return place ? put(place, asked, asked.items) : reserve(books, frame, asked, now);
}

/** Puts things to what lies in one of the party's lockers already: in the one that is named, or in the best of them. */
export function decideAdd(books: Books, frame: BankFrame, request: WalkIn, now: Moment): WalkInAnswer {
  const asked = { ...request, items: labelsOf(request.items) };
  const answer = announced(books, frame, asked, now) ?? troubleWith(books, frame, asked, now);
  if (answer) return answer;
  if (asked.items.length === 0) return refused('label-needed');
  const place = addable(books, asked, now).find(({ kind, locker }) =>
    kind === asked.kind && (asked.locker === undefined || asked.locker === locker));
  return place ? put(place, asked, asked.items) : refused('nothing-to-add-to');
}

/** A locker that holds something for a party, and would take more. */
interface OccupiedLocker {
  readonly locker: number;
  readonly reservation: string;
  readonly size: string;
  /** How many things lie in it. */
  readonly items: number;
}

/** The lockers of a party to which this visitor may add something, the best one first: dedicated to it, then the emptiest. */
export function occupiedBy(books: Books, party: Party, visitor: Visitor, now: Moment): readonly OccupiedLocker[] {
  return addable(books, { party, visitor }, now).map((one) => ({
    locker: one.locker, reservation: one.id, size: one.size, items: itemsAt(one, 'in').length,
  }));
}

/**
 * What becomes of a walk-in whose door stays shut, or whose things were taken back: the claim that the bank has made for
 * it goes, and so do the things that a reservation has only learnt of through it. Nothing as long as somebody is there,
 * and nothing the second time.
 */
export function decideWalkInOver(books: Books, { wanted, added }: Pick<TakenWalkIn, 'wanted' | 'added'>): readonly Fact[] {
  const reservation = own(books.reservations, wanted.reservation);
  if (!reservation || reservation.state === 'collected' || books.visits[reservation.locker]) return [];
  const { id, state, leg, locker } = reservation;
  if (id.startsWith(ownIdPrefix) && state === 'reserved' && leg === 0) {
    return [aboutLocker('reservation.cancelled', locker, { ...parcelOf(reservation), by: null })];
  }
  const items = reservation.items.filter((item) => item.place !== 'expected' || !added.includes(item.id));
  return items.length === reservation.items.length ? [] : [changed(reservation, items, null)];
}

/** A label that is awaited somewhere decides where the things go, whatever else is asked for. */
function announced(books: Books, frame: BankFrame, asked: WalkIn, now: Moment): WalkInAnswer | null {
  const { awaited, isAnyIn } = findLabels(books, asked.items);
  if (isAnyIn) return refused('parcel-already-in');
  const [first, ...others] = [...awaited.values()];
  if (!first) return null;
  const { reservation, item: { leg } } = first;
  if (others.some((one) => one.reservation.id !== reservation.id || one.item.leg !== leg)) return refused('announced-apart');
  if (asked.party && !isSameParty(asked.party, reservation.party)) return refused('announced-for-others');
  const rest = asked.items.filter((label) => !awaited.has(label));
  if (rest.length > 0) {
    const trouble = troubleWith(books, frame, { ...asked, party: reservation.party }, now);
    if (trouble) return trouble;
    const { identity } = asked.visitor;
    const isNext = leg === reservation.leg;
    const mayPut = isNext ? mayDoLeg(books, identity, reservation, leg, now) : mayAddTo(books, identity, reservation, now);
    if (!mayPut) return refused('not-allowed');
  }
  const known = [...awaited.values()].map(({ item }) => item.id);
  return put(reservation, asked, rest, { leg, known });
}

/** The things are announced to a reservation that is there, and the door of its locker is wanted for them. */
function put(
  reservation: Reservation,
  asked: WalkIn,
  added: readonly string[],
  { leg, known }: { readonly leg: number; readonly known: readonly string[] } = { leg: Math.max(0, puttingLeg(reservation)), known: [] },
): WalkInAnswer {
  const { id, locker, legs } = reservation;
  const does = legs[leg]?.does;
  const purpose = does === 'swap' && leg === reservation.leg ? 'swap' : 'deposit';
  const items = [
    ...reservation.items.filter((item) => !added.includes(item.id)),
    ...added.map((label): BookedItem => ({ id: label, leg, place: 'expected' })),
  ];
  if (items.length > itemsMost) return refused('too-many-items');
  return {
    kind: 'taken', added,
    facts: added.length > 0 ? [changed(reservation, items, asked.visitor)] : [],
    wanted: { purpose, locker, reservation: id, items: [...known, ...added] },
  };
}

function changed(reservation: Reservation, items: readonly BookedItem[], visitor: Visitor | null): Fact {
  const by = visitor && byOf(visitor.identity, reservation);
  const data = { ...parcelOf(reservation, items), until: isoOf(reservation.untilMs), by };
  return aboutLocker('reservation.changed', reservation.locker, data, { session: visitor?.session }, keptOf({ ...reservation, items }));
}

function reserve(books: Books, frame: BankFrame, asked: WalkIn, now: Moment): WalkInAnswer {
  const { kind, visitor, size, locker } = asked;
  const right = rightOf(books, asked, now);
  const by = byOf(visitor.identity, undefined);
  const bringer: Party | null = visitor.identity.kind === 'recipient' ? { type: 'recipient', id: visitor.identity.id } : null;
  const untilMs = claimAtKioskEndMs(books.settings, now);
  const legs: readonly Leg[] = [
    { does: 'deposit', party: bringer, untilMs, tags: [] },
    { does: 'collect', party: asked.party, untilMs: null, tags: [] },
  ];
  const claim: OwnClaim = {
    kind, party: asked.party ?? bringer ?? unknownRecipient, legs, size, locker, untilMs, by, shared: false, only: right?.only ?? null,
    items: asked.items.map((id): BookedItem => ({ id, leg: 0, place: 'expected' })),
    accessible: isReachNeeded(books, asked) || needsReach(books, bringer),
    session: visitor.session,
  };
  const answer = reserveOwn(books, frame, claim, now);
  if (answer.kind === 'refused') return answer;
  const wanted = { purpose: 'deposit', locker: answer.locker, reservation: answer.reservation } as const;
  return { kind: 'taken', facts: answer.facts, wanted, added: asked.items };
}

/**
 * Where things for a party go that has a locker already, without anybody choosing; `null`: into one for themselves. A
 * locker of the party's own that is free comes before any other that holds something. What has no label goes alone: put
 * to something else, it could not be told from it.
 */
function usualPlace(books: Books, { sizes }: BankFrame, asked: WalkIn, now: Moment): Reservation | null {
  const { kind, party, size, locker, items } = asked;
  if (items.length === 0) return null;
  const places = addable(books, asked, now).filter((one) => one.kind === kind);
  if (locker !== undefined) return places.find((one) => one.locker === locker) ?? null;
  if (asked.another) return null;
  const fits = (one: { readonly size: string }) => size === undefined || sizes.indexOf(one.size) >= sizes.indexOf(size);
  const owned = Object.values(books.lockers).filter(({ dedicatedTo }) => dedicatedTo && isSameParty(dedicatedTo, party));
  const isReached = (one: LockerBook) => one.accessible || !isReachNeeded(books, asked);
  const isOwnFree = owned.some((one) => fits(one) && isReached(one) && isFree(books, one, now));
  const isUsual = (one: Reservation) => isDedicated(books, one) || (books.settings.oneCodePerRecipient && !isOwnFree);
  return places.find((one) => fits(one) && isUsual(one)) ?? null;
}

/** For whom things are brought, by whom, and whether they have to be within everybody's reach. */
type Bringing = Pick<WalkIn, 'party' | 'visitor' | 'accessible'>;

function isReachNeeded(books: Books, { party, accessible }: Bringing): boolean {
  return (accessible ?? false) || needsReach(books, party);
}

/** Reservations of a party to which somebody may add, the best first. Whatever is expired has to be taken out, not added to. */
function addable(books: Books, bringing: Bringing, now: Moment): readonly Reservation[] {
  const { party, visitor: { identity } } = bringing;
  if (party === null) return [];
  const isReached = ({ locker }: Reservation) => books.lockers[locker]?.accessible || !isReachNeeded(books, bringing);
  return claimants(books)
    .filter((one) => one.state === 'occupied' && isSameParty(one.party, party) && isReached(one) && takesMore(books, one, now))
    .filter((one) => mayAddTo(books, identity, one, now))
    .toSorted((a, b) =>
      Number(isDedicated(books, b)) - Number(isDedicated(books, a)) ||
      itemsAt(a, 'in').length - itemsAt(b, 'in').length ||
      a.locker - b.locker);
}

/** A delivery or an asset that only waits to be collected, in a locker about which there is no question. */
function takesMore(books: Books, reservation: Reservation, now: Moment): boolean {
  const locker = books.lockers[reservation.locker];
  const isSimple = reservation.kind === 'delivery' || reservation.kind === 'asset';
  const isLast = nextLeg(reservation)?.does === 'collect' && reservation.leg === reservation.legs.length - 1;
  // Where no label says what lies there, nobody could say what is left once something else is taken back.
  const isSure = locker !== undefined && isAtRest(books, locker);
  return isSure && isSimple && isLast && !isOverdue(reservation, now) && itemsAt(reservation, 'in').length > 0;
}

function isDedicated(books: Books, reservation: Reservation): boolean {
  return isSameParty(books.lockers[reservation.locker]?.dedicatedTo ?? null, reservation.party);
}

/** Why nobody may put in what nobody has announced; `null` where they may. */
function troubleWith(books: Books, frame: BankFrame, asked: WalkIn, now: Moment): WalkInAnswer | null {
  const { settings } = books;
  const { kind, party, items } = asked;
  if (!isKindOn(settings, kind) || !rightOf(books, asked, now)) return refused('not-allowed');
  const isUnlabelled = items.length === 0 && !settings.photoWithoutBarcode && kind !== 'return';
  if (isUnlabelled || items.some((label) => label === '' || label.length > idMost)) return refused('label-needed');
  if (items.length > itemsMost) return refused('too-many-items');
  if (party === null && kind !== 'return' && !settings.reservationWithoutRecipient) return refused('recipient-needed');
  if (party !== null && !isSameParty(party, unknownRecipient) && !knowsParty(books, party)) return refused('unknown-party');
  if (!frame.isOnline && !settings.offlineFlows.includes(kind === 'return' ? 'return' : 'deposit')) return refused('offline');
  return books.degraded.includes('disk-full') ? refused('bank-trouble') : null;
}

/**
 * Whether somebody may put in what nobody has announced, and into which sizes only. People bring back what is theirs;
 * everything else is for staff, and for carriers who deliver, where the settings let them do it directly.
 */
function rightOf(books: Books, { kind, visitor: { identity } }: WalkIn, now: Moment): { readonly only: readonly string[] | null } | null {
  if (identity.kind === 'recipient') {
    return kind === 'return' && own(books.directory.recipients, identity.id) !== undefined ? { only: null } : null;
  }
  const entry = staffInForce(books, identity, now);
  const { mailroomDirectDropOff, carrierDirectDropOff } = books.settings;
  if (!entry || !mailroomDirectDropOff || !isWithinHours(books, entry, now)) return null;
  const isCarrier = entry.role === 'carrier';
  if (isCarrier && !(carrierDirectDropOff && kind === 'delivery')) return null;
  return entry.permissions.includes(isCarrier ? 'carrier-drop-off' : 'drop-off') ? { only: entry.sizes } : null;
}

/** Each label once, as it was first given. */
function labelsOf(items: readonly string[]): readonly string[] {
  const labels = new Map<string, string>();
  for (const item of items) if (!labels.has(normalLabel(item))) labels.set(normalLabel(item), item.trim());
  return [...labels.values()];
}

function refused(why: WalkInRefusal): WalkInAnswer {
  return { kind: 'refused', why };
}
