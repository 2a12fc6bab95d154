import { never } from '../../statecharts/never.ts';
import type { PlaceNotice, SayingNotice } from '../../statecharts/session/session.events.ts';
import type { StaffDecision } from '../bank/staff.ts';
import type { ExtendAnswer, StoreAnswer } from '../bank/store.ts';
import type { WalkInAnswer } from '../bank/walk-in.ts';

/** The words of the books for why something is not so, in the fewer words that are said to people. */

type WhyOf<Answer extends { readonly kind: string }> = Extract<Answer, { readonly kind: 'refused' }> extends { readonly why: infer Why }
  ? Why
  : never;

/** Why there is no place for what somebody has brought, or for their belongings. */
export function placeNotice(why: WhyOf<WalkInAnswer> | WhyOf<StoreAnswer>): PlaceNotice {
  switch (why) {
    case 'no-free-locker':
    case 'no-accessible-locker':
    case 'not-allowed':
    case 'parcel-already-in':
    case 'announced-for-others':
    case 'too-many':
    case 'offline':
    case 'bank-trouble':
      return why;
    case 'no-free-locker-of-size':
    case 'nothing-to-add-to': // What lay there has been fetched meanwhile, or is full.
      return 'no-locker-of-this-size';
    case 'only-delivery-lockers-left':
      return 'kept-for-deliveries';
    case 'locker-occupied':
    case 'locker-out-of-service':
      return 'locker-busy';
    case 'announced-apart':
      return 'announced-for-others';
    case 'too-many-items':
      return 'too-many';
    case 'unknown-party':
    case 'recipient-needed':
    case 'label-needed':
    case 'not-offered':
      return 'not-allowed';
    case 'no-code':
    case 'code-in-use':
      return 'bank-trouble';
    default:
      return never(why, 'reason for no place');
  }
}

/** Why staff cannot do that to a locker. */
export function deedNotice(why: WhyOf<StaffDecision>): SayingNotice {
  switch (why) {
    case 'not-allowed':
    case 'nothing-there':
    case 'locker-busy':
      return why;
    case 'occupied':
      return 'locker-busy';
    case 'unknown-locker':
    case 'unknown-party':
    case 'reason-needed':
      return 'nothing-there';
    default:
      return never(why, 'reason for no deed');
  }
}

/** Why storage does not last longer. */
export function extensionNotice(why: WhyOf<ExtendAnswer>): SayingNotice {
  switch (why) {
    case 'not-allowed':
    case 'window-over':
      return why;
    case 'not-offered':
      return 'window-over';
    default:
      return never(why, 'reason for no longer storage');
  }
}
