import type { Books } from './books.ts';
import { aboutLocker, type Fact } from './facts.ts';

/**
 * Why a person must look into a locker. The first three come from a visit to the locker itself: a door that did not do
 * what it was told, or was not seen to. The others say that somebody else may have been inside.
 */
type Doubt =
  | 'interrupted' | 'did-not-open' | 'unconfirmed'
  | 'forced' | 'found-open' | 'sensor-fault' | 'opened-remotely' | 'not-emptied' | 'inside-release';

const ofVisit: ReadonlySet<string> = new Set<Doubt>(['interrupted', 'did-not-open', 'unconfirmed']);

/** Whether nobody can have been inside but those who are entitled to the locker: they may try again. */
export function isOfVisit(doubt: string): boolean {
  return ofVisit.has(doubt);
}

/**
 * Puts a locker in doubt, and tells it once. A doubt that says more takes the place of one that says less: whoever was
 * inside counts more than a door that stuck, that the upstream itself had it opened still more, and most of all that
 * something is known to lie there.
 */
export function doubted(books: Books, locker: number, why: Doubt): readonly Fact[] {
  const before = books.lockers[locker]?.doubt ?? null;
  return before !== null && weight(why) <= weight(before) ? [] : [aboutLocker('locker.check', locker, { locker, why })];
}

function weight(doubt: string): number {
  if (doubt === 'not-emptied') return 3;
  if (doubt === 'opened-remotely') return 2;
  return isOfVisit(doubt) ? 0 : 1;
}
