import type { Party, ReservationKind } from '../../firmware/contract/parts.ts';
import { isFreeFor, isMember, isSameParty, lockerOf, type PlainBank, type PlainLocker } from './plain-bank.ts';

export interface PlainNeed {
  readonly kind: ReservationKind;
  readonly party: Party | null;
  readonly size?: string | undefined;
  readonly locker?: number | undefined;
  readonly accessible: boolean;
  /** The only sizes that whoever puts it in may use. */
  readonly only?: readonly string[] | null | undefined;
}

/** The number of a locker, or why there is none. */
export function plainAllocate(bank: PlainBank, need: PlainNeed): number | string {
  if (need.locker !== undefined) return thisOne(bank, need, need.locker);
  const free = bank.lockers.filter((locker) => isFreeFor(bank, locker));
  return pick(bank, need, isLastResort(bank, need) ? free : withoutOthers(bank, need, free));
}

/** What is dedicated to others is taken only where the settings let it be, and there is no other way at all. */
function isLastResort(bank: PlainBank, need: PlainNeed): boolean {
  const free = bank.lockers.filter((locker) => isFreeFor(bank, locker));
  return bank.settings.dedicatedTakeOthers && typeof pick(bank, need, withoutOthers(bank, need, free)) === 'string';
}

function withoutOthers(bank: PlainBank, need: PlainNeed, lockers: readonly PlainLocker[]): readonly PlainLocker[] {
  return lockers.filter((locker) => !isSomebodyElses(bank, locker, need.party));
}

function thisOne(bank: PlainBank, need: PlainNeed, number: number): number | string {
  const locker = lockerOf(bank, number);
  // What is wrong with the locker itself comes first, then what will not change by waiting.
  if (!locker || locker.isOut || locker.doubt !== null || locker.door === 'unknown') return 'locker-out-of-service';
  if (need.accessible && !locker.accessible) return 'no-accessible-locker';
  if (!isFreeFor(bank, locker)) return 'locker-occupied';
  if (need.only && !need.only.includes(locker.size)) return 'no-free-locker-of-size';
  if (isSomebodyElses(bank, locker, need.party) && !isLastResort(bank, need)) return 'locker-occupied';
  return isKeptForDeliveries(bank, need, locker) ? 'only-delivery-lockers-left' : number;
}

/** The best of some free lockers; the reasons in the order in which somebody could do something about them. */
function pick(bank: PlainBank, need: PlainNeed, free: readonly PlainLocker[]): number | string {
  if (free.length === 0) return 'no-free-locker';
  const fitting = free.filter((locker) => fits(bank, need, locker));
  if (fitting.length === 0) return 'no-free-locker-of-size';
  const reachable = fitting.filter((locker) => locker.accessible || !need.accessible);
  if (reachable.length === 0) return 'no-accessible-locker';
  const left = reachable.filter((locker) => !isKeptForDeliveries(bank, need, locker));
  let best: PlainLocker | undefined;
  for (const locker of left) if (!best || isBetter(bank, need, locker, best)) best = locker;
  return best?.number ?? 'only-delivery-lockers-left';
}

/** A larger locker will do where the settings say so, and always where it is dedicated to the party: nobody else wants that one. */
function fits(bank: PlainBank, need: PlainNeed, locker: PlainLocker): boolean {
  const { size } = locker;
  if (need.only && !need.only.includes(size)) return false;
  if (need.size === undefined) return true;
  if (!bank.sizes.includes(need.size)) return false;
  return bank.settings.sizeStepUp || nearness(bank, locker, need.party) < 2
    ? bank.sizes.indexOf(size) >= bank.sizes.indexOf(need.size)
    : size === need.size;
}

function isBetter(bank: PlainBank, need: PlainNeed, one: PlainLocker, other: PlainLocker): boolean {
  const whose = nearness(bank, one, need.party) - nearness(bank, other, need.party);
  if (whose !== 0) return whose < 0;
  if (one.accessible !== other.accessible && !need.accessible) return !one.accessible;
  const size = bank.sizes.indexOf(one.size) - bank.sizes.indexOf(other.size);
  if (size !== 0) return size < 0;
  if (one.usedMs !== other.usedMs) return one.usedMs < other.usedMs;
  return one.number < other.number;
}

/** 0: the party's own; 1: that of a department it is a member of; 2: nobody's; 3: somebody else's. */
function nearness(bank: PlainBank, { dedicatedTo }: PlainLocker, party: Party | null): number {
  if (dedicatedTo === null) return 2;
  if (isSameParty(dedicatedTo, party)) return 0;
  return party?.type === 'recipient' && dedicatedTo.type === 'department' && isMember(bank, party.id, dedicatedTo.id) ? 1 : 3;
}

function isSomebodyElses(bank: PlainBank, locker: PlainLocker, party: Party | null): boolean {
  return nearness(bank, locker, party) === 3;
}

/** Other things than deliveries leave so many lockers of each size to deliveries. A dedicated one is no loss to them. */
function isKeptForDeliveries(bank: PlainBank, need: PlainNeed, { size, dedicatedTo }: PlainLocker): boolean {
  if (need.kind === 'delivery' || dedicatedTo !== null) return false;
  const left = bank.lockers.filter((one) => one.size === size && one.dedicatedTo === null && isFreeFor(bank, one)).length - 1;
  return left < (bank.settings.deliveryOnlyMinimum[size] ?? 0);
}
