import type { By } from '../contract/parts.ts';
import type { StaffRole } from './directory.ts';
import type { Reservation } from './reservation.ts';

/** As whom somebody in front of the bank is known, by what they presented. */
export type Identity =
  /**
   * Whoever holds a code, a one-time PIN or a QR token of one leg: nobody asks for their name. `token` is `null` for a
   * code, and `used` once an intent of this session has used the token up.
   */
  | { readonly kind: 'holder'; readonly reservation: string; readonly leg: number; readonly token: UsedToken | 'used' | null }
  | { readonly kind: 'recipient'; readonly id: string }
  | { readonly kind: 'staff'; readonly id: string; readonly role: StaffRole };

/** A QR token that opens once: its id, and when it expires. */
export interface UsedToken {
  readonly id: string;
  readonly untilMs: number;
}

/** Who stands in front of the door, and in which session. */
export interface Visitor {
  readonly identity: Identity;
  readonly session: string;
}

/** Who acted, as events tell it. A code names a recipient's reservation, but no member of a department. */
export function byOf(identity: Identity, reservation: Reservation | undefined): By | null {
  switch (identity.kind) {
    case 'staff':
      return { role: identity.role, id: identity.id };
    case 'recipient':
      return { role: 'recipient', id: identity.id };
    case 'holder': {
      const leg = reservation?.legs[identity.leg];
      const party = leg ? leg.party : reservation?.party;
      return party?.type === 'recipient' ? { role: 'recipient', id: party.id } : null;
    }
  }
}
