import type { AllocationRefusal } from '../contract/events.ts';
import type { Party } from '../contract/parts.ts';
import type { Books, NewCode } from './books.ts';
import type { BankFrame } from './commands.ts';
import { aboutLocker, type Fact } from './facts.ts';
import { byOf, type Identity, type Visitor } from './identity.ts';
import { mayBeginStorage, mayDoLeg } from './leg-rights.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { nextOwnId } from './own-ids.ts';
import { own } from './own.ts';
import { claimAtKioskEndMs, reserveOwn } from './own-claims.ts';
import { knowsParty, needsReach } from './parties.ts';
import { storedBy } from './put.ts';
import { isOverdue, parcelOf, type Leg } from './reservation.ts';
import { choiceOfLaterEnds, choiceOfLengths, isOffered } from './storage.ts';
import type { WantedVisit } from './visits.ts';

/** Somebody at the kiosk wants a locker for belongings, now. */
export interface StoreRequest {
  /** Whose belongings they are; a visitor is somebody who is in no directory. */
  readonly whose: Party | 'visitor';
  /** As whom the person at the kiosk is known; `null` where they have shown nothing. */
  readonly identity: Identity | null;
  readonly session: string;
  readonly size?: string | undefined;
  readonly locker?: number | undefined;
  readonly accessible: boolean;
  /** One of those that `choiceOfLengths` offers; `null` where it offers none, or for the longest. */
  readonly lengthMs: number | null;
  /** Opens the locker again. Whoever has no credential of their own needs one. */
  readonly newCode: NewCode | null;
}

type StoreRefusal = AllocationRefusal | 'too-many' | 'not-offered' | 'no-code' | 'code-in-use' | 'offline' | 'bank-trouble';

/** `visitor`: as whom the door is to be released. */
export type StoreAnswer =
  | { readonly kind: 'taken'; readonly facts: readonly Fact[]; readonly wanted: WantedVisit; readonly visitor: Visitor }
  | { readonly kind: 'refused'; readonly why: StoreRefusal };

/**
 * Storage begun at the kiosk: by somebody of the directory for themselves, by a visitor where the settings let a locker
 * be had without a recipient, or by staff who may reserve. The claim lapses with the reopen window of a drop-off if the
 * door is never opened; storage itself begins as the door shuts. Its code, which is shown at the kiosk, is kept as a tag.
 */
export function decideStore(books: Books, frame: BankFrame, request: StoreRequest, now: Moment): StoreAnswer {
  const why = troubleWith(books, frame, request, now);
  if (why) return { kind: 'refused', why };
  const { whose, identity, session, size, locker, lengthMs, newCode } = request;
  const party = whose === 'visitor' ? visitorParty(nextOwnId(books, frame)) : whose;
  const shared = party.type === 'department';
  const tags = newCode ? [newCode.tag] : [];
  const endsMs = shared || lengthMs === null ? null : now.ms + lengthMs;
  const keep: Leg = { does: 'keep', party, untilMs: endsMs, tags };
  const accessible = request.accessible || needsReach(books, party);
  const by = identity && byOf(identity, undefined);
  const untilMs = claimAtKioskEndMs(books.settings, now);
  const claim = { kind: 'storage', party, legs: [keep], items: [], size, locker, accessible, shared, untilMs, by, session } as const;
  const answer = reserveOwn(books, frame, claim, now);
  if (answer.kind === 'refused') return answer;
  const holder: Identity = { kind: 'holder', reservation: answer.reservation, leg: 0, token: null };
  return {
    kind: 'taken', facts: answer.facts, wanted: { purpose: 'keep', locker: answer.locker, reservation: answer.reservation },
    visitor: { identity: identity ?? holder, session },
  };
}

/** Nobody's entry in any directory, and new each time: one visitor is not mistaken for another. */
function visitorParty(reservation: string): Party {
  return { type: 'recipient', id: `visitor-${reservation}` };
}

function troubleWith(books: Books, frame: BankFrame, request: StoreRequest, now: Moment): StoreRefusal | null {
  const { settings, codeTags } = books;
  const { whose, lengthMs, newCode } = request;
  if (!settings.bankModes.includes('storage') || !mayStore(books, request, now)) return 'not-allowed';
  if (whose !== 'visitor' && !knowsParty(books, whose)) return 'unknown-party';
  if (!frame.isOnline && !settings.offlineFlows.includes('storage')) return 'offline';
  if (books.degraded.includes('disk-full')) return 'bank-trouble';
  if (whose === 'visitor' && (!newCode || !settings.loginMethods.includes('code'))) return 'no-code';
  if (newCode && remembered(books, own(codeTags, newCode.tag), now)) return 'code-in-use';
  if (whose !== 'visitor' && whose.type === 'recipient' && storedBy(books, whose) >= settings.storagePerPerson) return 'too-many';
  const choice = choiceOfLengths(settings);
  const isOff = lengthMs !== null && !(choice && isOffered(choice, lengthMs));
  return isOff ? 'not-offered' : null;
}

/** A department's storage is begun by staff, as it is ended by them. A code opens what it was made for, and begins nothing. */
function mayStore(books: Books, { whose, identity }: StoreRequest, now: Moment): boolean {
  if (identity?.kind === 'staff') return mayBeginStorage(books, identity, now);
  if (whose === 'visitor') return identity === null && books.settings.reservationWithoutRecipient;
  const isOwn = identity?.kind === 'recipient' && whose.type === 'recipient' && whose.id === identity.id;
  return isOwn && own(books.directory.recipients, identity.id) !== undefined;
}

export type ExtendAnswer =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'refused'; readonly why: 'not-allowed' | 'window-over' | 'not-offered' };

/**
 * Storage is to end later: by its holder, or by staff who may reserve. Only where it has been begun and the settings let
 * people choose, never beyond the longest time from its beginning, never earlier than it ends now; once it is overdue,
 * only as long as its holder still gets at it.
 * @param untilMs one of the dates that `choiceOfLaterEnds` offers
 */
export function decideExtend(books: Books, reservation: string, untilMs: number, visitor: Visitor, now: Moment): ExtendAnswer {
  const before = own(books.reservations, reservation);
  if (!before || before.kind !== 'storage') return { kind: 'refused', why: 'not-allowed' };
  const isStaff = mayBeginStorage(books, visitor.identity, now);
  if (!isStaff && !mayDoLeg(books, visitor.identity, before, before.leg, now)) return { kind: 'refused', why: 'not-allowed' };
  const choice = choiceOfLaterEnds(books.settings, before, now);
  const isClosed = isOverdue(before, now) && books.settings.overdueStorage === 'staff-only' && !isStaff;
  if (!choice || isClosed) return { kind: 'refused', why: 'window-over' };
  if (!isOffered(choice, untilMs)) return { kind: 'refused', why: 'not-offered' };
  const by = byOf(visitor.identity, before);
  const extended = { ...parcelOf(before), by, until: new Date(untilMs).toISOString() };
  return { kind: 'facts', facts: [aboutLocker('storage.extended', before.locker, extended, { session: visitor.session })] };
}
