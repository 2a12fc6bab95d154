import type { AllocationRefusal } from '../contract/events.ts';
import type { Party, ReservationKind } from '../contract/parts.ts';
import type { Books, LockerBook } from './books.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { isFree } from './status.ts';

/** What somebody needs a locker for. */
export interface Need {
  readonly kind: ReservationKind;
  /** For whom; `null` where nobody is named. */
  readonly party: Party | null;
  /** The smallest size that will do. */
  readonly size?: string | undefined;
  /** This very locker, whatever its size. */
  readonly locker?: number | undefined;
  readonly accessible: boolean;
  /** The only sizes that whoever puts it in may use. */
  readonly only?: readonly string[] | null | undefined;
}

export type Allocation =
  | { readonly kind: 'locker'; readonly locker: LockerBook }
  | { readonly kind: 'refused'; readonly why: AllocationRefusal };

/** Whose a locker is, as seen by a party: the lower, the sooner it is given out. */
const ranks = { own: 0, department: 1, anybody: 2, other: 3 } as const;
type Rank = (typeof ranks)[keyof typeof ranks];

interface Candidate {
  readonly locker: LockerBook;
  readonly rank: Rank;
}

/**
 * Chooses a locker: an exact one wins over a size. Else one that is dedicated to the party comes first, then its
 * department's, then anybody's; of these the ones not within everybody's reach, unless that is needed; then the
 * smallest that fits, stepping up in size where the settings allow; among equals the least recently used. Where there
 * is none, the reason that tells the upstream what to change.
 * @param sizes the profile's sizes, from the smallest to the largest
 */
export function allocate(books: Books, sizes: readonly string[], need: Need, now: Moment): Allocation {
  const free = Object.values(books.lockers)
    .filter((locker) => isFree(books, locker, now))
    .map((locker): Candidate => ({ locker, rank: rankOf(books, locker, need.party) }));
  if (need.locker !== undefined) return exactly(books, sizes, { ...need, locker: need.locker }, free);
  return fromAll(books, sizes, need, books.settings.dedicatedTakeOthers ? free : freeToAll(free));
}

function fromAll(books: Books, sizes: readonly string[], need: Need, open: readonly Candidate[]): Allocation {
  if (open.length === 0) return refused('no-free-locker');
  const fitting = open.filter((candidate) => fits(books, sizes, need, candidate));
  if (fitting.length === 0) return refused('no-free-locker-of-size');
  const reached = need.accessible ? fitting.filter(({ locker }) => locker.accessible) : fitting;
  if (reached.length === 0) return refused('no-accessible-locker');
  const counts = countFree(open);
  const allowed = reached.filter((candidate) => !isKeptForDeliveries(books, need, candidate, counts));
  const [best] = allowed.toSorted((a, b) => inOrder(sizes, a, b));
  return best ? { kind: 'locker', locker: best.locker } : refused('only-delivery-lockers-left');
}

function exactly(
  books: Books,
  sizes: readonly string[],
  need: Need & { readonly locker: number },
  free: readonly Candidate[],
): Allocation {
  const locker = books.lockers[need.locker];
  if (!locker || isOut(locker)) return refused('locker-out-of-service');
  if (need.accessible && !locker.accessible) return refused('no-accessible-locker');
  const candidate = free.find((one) => one.locker.number === locker.number);
  if (!candidate) return refused('locker-occupied');
  if (!mayUse(need, locker)) return refused('no-free-locker-of-size');
  if (candidate.rank === ranks.other) {
    const isNothingElse = fromAll(books, sizes, { ...need, locker: undefined }, freeToAll(free)).kind === 'refused';
    if (!books.settings.dedicatedTakeOthers || !isNothingElse) return refused('locker-occupied');
  }
  const isKept = isKeptForDeliveries(books, need, candidate, countFree(free));
  return isKept ? refused('only-delivery-lockers-left') : { kind: 'locker', locker };
}

/** Nobody's fault but the locker's: taken out of service, in doubt, or with a door of which nobody knows whether it is shut. */
function isOut(locker: LockerBook): boolean {
  return locker.outOfService !== null || locker.doubt !== null || locker.door === 'unknown';
}

function freeToAll(free: readonly Candidate[]): readonly Candidate[] {
  return free.filter(({ rank }) => rank !== ranks.other);
}

function rankOf(books: Books, { dedicatedTo }: LockerBook, party: Party | null): Rank {
  if (dedicatedTo === null) return ranks.anybody;
  if (party === null) return ranks.other;
  if (dedicatedTo.type === party.type) return dedicatedTo.id === party.id ? ranks.own : ranks.other;
  const isMember = party.type === 'recipient' && own(books.directory.recipients, party.id)?.departments.includes(dedicatedTo.id);
  return isMember ? ranks.department : ranks.other;
}

/** A locker of one's own is never too large: it is in nobody else's way. */
function fits(books: Books, sizes: readonly string[], need: Need, { locker, rank }: Candidate): boolean {
  if (!mayUse(need, locker)) return false;
  if (need.size === undefined) return true;
  const [wanted, has] = [sizes.indexOf(need.size), sizes.indexOf(locker.size)];
  if (wanted < 0) return false;
  return books.settings.sizeStepUp || rank < ranks.anybody ? has >= wanted : has === wanted;
}

function mayUse(need: Need, locker: LockerBook): boolean {
  return !need.only || need.only.includes(locker.size);
}

/** Whether anything but a delivery would leave fewer free lockers of its size than are kept for deliveries. */
function isKeptForDeliveries(books: Books, need: Need, { locker, rank }: Candidate, counts: ReadonlyMap<string, number>): boolean {
  if (need.kind === 'delivery' || rank !== ranks.anybody) return false;
  return (counts.get(locker.size) ?? 0) <= (own(books.settings.deliveryOnlyMinimum, locker.size) ?? 0);
}

/** How many of each size are free to anybody. */
function countFree(free: readonly Candidate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { locker, rank } of free) if (rank === ranks.anybody) counts.set(locker.size, (counts.get(locker.size) ?? 0) + 1);
  return counts;
}

function inOrder(sizes: readonly string[], a: Candidate, b: Candidate): number {
  return (
    a.rank - b.rank ||
    Number(a.locker.accessible) - Number(b.locker.accessible) ||
    sizes.indexOf(a.locker.size) - sizes.indexOf(b.locker.size) ||
    a.locker.usedMs - b.locker.usedMs ||
    a.locker.number - b.locker.number
  );
}

function refused(why: AllocationRefusal): Allocation {
  return { kind: 'refused', why };
}
