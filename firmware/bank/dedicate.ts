import type { Party } from '../upstream/contract/parts.ts';
import type { Books } from './books.ts';
import { aboutLocker } from './facts.ts';
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
export function decideDedicate(books: Books, { locker, party }: DedicateRequest, visitor: Visitor, now: Moment): StaffDecision {
  const { identity, session } = visitor;
  if (!isStaffWith(books, identity, 'dedicate', now)) return { kind: 'refused', why: 'not-allowed' };
  const before = books.lockers[locker];
  if (!before) return { kind: 'refused', why: 'unknown-locker' };
  if (isSameParty(before.dedicatedTo, party)) return { kind: 'facts', facts: [] };
  const by = byOf(identity, undefined);
  if (party === null) return { kind: 'facts', facts: [aboutLocker('locker.released', locker, { locker, by }, { session })] };
  if (!knowsParty(books, party)) return { kind: 'refused', why: 'unknown-party' };
  const claim = claimOn(books, locker, now);
  if (claim?.state === 'occupied' && !isSameParty(claim.party, party)) return { kind: 'refused', why: 'occupied' };
  return { kind: 'facts', facts: [aboutLocker('locker.dedicated', locker, { locker, party, by }, { session })] };
}
