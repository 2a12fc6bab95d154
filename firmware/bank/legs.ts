import { never } from '../../statecharts/never.ts';
import type { Party, ReservationKind } from '../contract/parts.ts';
import type { Leg, Reservation } from './reservation.ts';

/** What is known of the legs where nobody has named them: the claim's window, and the codes for the last. */
interface LegFrame {
  readonly untilMs: number | null;
  readonly tags: readonly string[];
}

/** The legs of a reservation for which nobody has named any. */
export function usualLegs(kind: ReservationKind, party: Party, { untilMs, tags }: LegFrame): readonly Leg[] {
  switch (kind) {
    case 'delivery':
    case 'asset':
    case 'return':
    case 'exchange':
      return [
        { does: 'deposit', party: null, untilMs, tags: [] },
        { does: 'collect', party, untilMs: null, tags },
      ];
    case 'storage':
      return [{ does: 'keep', party, untilMs: null, tags }];
    default:
      return never(kind, 'kind of reservation');
  }
}

/** The leg that put in what lies in the locker now, as far as legs go: -1 where none has. */
export function puttingLeg({ legs, leg }: Reservation): number {
  return legs.findLastIndex(({ does }, index) => index < leg && (does === 'deposit' || does === 'swap'));
}

/**
 * Which leg an event is about, as it travels: left out where there is only one leg of this sort, and it is the one that
 * the fold takes it for.
 */
export function namedLeg({ legs }: Reservation, leg: number, sort: 'in' | 'out'): { readonly leg?: number } {
  const deed = sort === 'in' ? 'deposit' : 'collect';
  const usual = sort === 'in' ? 0 : legs.length - 1;
  const isOnly = legs.filter(({ does }) => does === deed || does === 'swap').length <= 1;
  return isOnly && leg === usual ? {} : { leg };
}
