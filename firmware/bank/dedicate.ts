import type { By, Party } from '../contract/parts.ts';
import type { Books } from './books.ts';
import { aboutLocker, type Cause, type Fact } from './facts.ts';
import { byOf, type Visitor } from './identity.ts';
import { isStaffWith } from './leg-rights.ts';
import type { Moment } from './moment.ts';
import { isSameParty, knowsParty } from './parties.ts';
import type { StaffDecision } from './staff.ts';
import { claimOn } from './status.ts';

/** Gives a locker to a party for good; `null` takes it back from whoever has it. */
interface DedicateRequest {
  readonly locker: number;
  readonly party: Party | null;
}

/**
 * A locker dedicated at the kiosk, by staff with the permission. Where somebody else's things lie it waits until these
 * have been collected; a claim that is merely reserved is served and goes. Nothing is told where nothing changes.
 */
export function decideDedicate(books: Books, request: DedicateRequest, visitor: Visitor, now: Moment): StaffDecision {
  const { locker, party } = request;
  const { identity, session } = visitor;
  if (!isStaffWith(books, identity, 'dedicate', now)) return { kind: 'refused', why: 'not-allowed' };
  const before = books.lockers[locker];
  if (before && isSameParty(before.dedicatedTo, party)) return { kind: 'facts', facts: [] };
  const why = whyNotDedicate(books, request, now);
  if (why) return { kind: 'refused', why };
  return { kind: 'facts', facts: [dedicated(request, { by: byOf(identity, undefined) }, { session })] };
}

/** A standing claim does not throw anybody out: what lies in the locker must be the party's own. `null`: it may be given. */
export function whyNotDedicate(
  books: Books,
  { locker, party }: DedicateRequest,
  now: Moment,
): 'unknown-locker' | 'unknown-party' | 'occupied' | null {
  if (!books.lockers[locker]) return 'unknown-locker';
  if (party === null) return null;
  if (!knowsParty(books, party)) return 'unknown-party';
  const claim = claimOn(books, locker, now);
  return claim?.state === 'occupied' && !isSameParty(claim.party, party) ? 'occupied' : null;
}

export function dedicated({ locker, party }: DedicateRequest, who: { readonly by?: By | null }, cause: Cause): Fact {
  return party === null
    ? aboutLocker('locker.released', locker, { locker, ...who }, cause)
    : aboutLocker('locker.dedicated', locker, { locker, party, ...who }, cause);
}
