import { dayMs } from '../../statecharts/units.ts';
import type { AllocationRefusal } from '../contract/events.ts';
import { idMost, itemsMost, type Party } from '../contract/parts.ts';
import type { Books, NewCode } from './books.ts';
import type { BankFrame } from './commands.ts';
import type { Fact } from './facts.ts';
import { byOf, type Visitor } from './identity.ts';
import { findLabels } from './labels.ts';
import { isStaffWith } from './leg-rights.ts';
import { usualLegs } from './legs.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { reserveOwn } from './own-claims.ts';
import { own } from './own.ts';
import { knowsParty, needsReach } from './parties.ts';
import { isKindOn, storedBy } from './put.ts';
import type { BookedItem } from './reservation.ts';

/** Staff keep a locker for something that is still to come. Returns and exchanges need an upstream that sends their PINs. */
export interface ReserveRequest {
  readonly kind: 'delivery' | 'asset' | 'storage';
  readonly party: Party;
  /** What is printed on it; of belongings, nothing. */
  readonly items: readonly string[];
  readonly size?: string | undefined;
  readonly locker?: number | undefined;
  readonly accessible: boolean;
  /** Until when it is kept: a date, 60 days ahead at most. */
  readonly untilMs: number;
  /** Opens storage for whoever has no credential of their own. */
  readonly newCode: NewCode | null;
}

type ReserveRefusal =
  | AllocationRefusal | 'too-many' | 'label-needed' | 'label-known' | 'code-in-use' | 'not-offered' | 'bank-trouble';

export type ReserveAnswer =
  | { readonly kind: 'reserved'; readonly facts: readonly Fact[]; readonly locker: number; readonly reservation: string }
  | { readonly kind: 'refused'; readonly why: ReserveRefusal };

/** As long as an item may lie in a locker: longer than that nobody remembers what it is kept for. */
const keptMostMs = 60 * dayMs;

/** A locker reserved at the kiosk by staff with the permission, for a party of the directory and never without an end. */
export function decideReserve(books: Books, frame: BankFrame, request: ReserveRequest, visitor: Visitor, now: Moment): ReserveAnswer {
  const why = troubleWith(books, request, visitor, now);
  if (why) return { kind: 'refused', why };
  const { kind, party, size, locker, untilMs, newCode } = request;
  const { identity, session } = visitor;
  const shared = kind === 'storage' && party.type === 'department';
  const legs = usualLegs(kind, party, { untilMs, tags: newCode ? [newCode.tag] : [] });
  const items = [...new Set(request.items)].map((id): BookedItem => ({ id, leg: 0, place: 'expected' }));
  const accessible = request.accessible || needsReach(books, party);
  const by = byOf(identity, undefined);
  const answer = reserveOwn(books, frame, { kind, party, legs, items, size, locker, accessible, shared, untilMs, by, session }, now);
  return answer.kind === 'made' ? { ...answer, kind: 'reserved' } : answer;
}

function troubleWith(books: Books, request: ReserveRequest, { identity }: Visitor, now: Moment): ReserveRefusal | null {
  const { kind, party, items, untilMs, newCode } = request;
  if (!isStaffWith(books, identity, 'reserve', now) || !isKindOn(books.settings, kind)) return 'not-allowed';
  if (!knowsParty(books, party)) return 'unknown-party';
  if (books.degraded.includes('disk-full')) return 'bank-trouble';
  // Asked this way round, what is no date is not offered either.
  const isOffered = untilMs > now.ms && untilMs <= now.ms + keptMostMs;
  if (!isOffered) return 'not-offered';
  if (newCode && remembered(books, own(books.codeTags, newCode.tag), now)) return 'code-in-use';
  if (kind !== 'storage') return troubleWithLabels(books, items);
  const hasEnough = party.type === 'recipient' && storedBy(books, party) >= books.settings.storagePerPerson;
  return hasEnough ? 'too-many' : null;
}

/** Without a label nobody would find the locker again that waits for it; with one that is known, two would. */
function troubleWithLabels(books: Books, items: readonly string[]): ReserveRefusal | null {
  const isNone = (label: string) => label.trim() === '' || label.length > idMost;
  if (items.length === 0 || items.length > itemsMost || items.some(isNone)) return 'label-needed';
  const { awaited, isAnyIn } = findLabels(books, items);
  return isAnyIn || awaited.size > 0 ? 'label-known' : null;
}
