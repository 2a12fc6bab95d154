import { never } from '../../../statecharts/never.ts';
import type { Screen } from '../screens.ts';

/**
 * What makes a screen another one. A screen with the same essence is the same to the person in front: what they have
 * typed stays, and so does the place they read. A new refusal is a new try, and starts with empty fields.
 */
export function essenceOf(screen: Screen): string {
  switch (screen.screen) {
    case 'starting':
    case 'out-of-order':
    case 'set-up':
    case 'one-moment':
    case 'ask-end':
    case 'problem':
    case 'longer':
    case 'choose':
    case 'store-size':
    case 'store-length':
    case 'party':
    case 'place':
    case 'reason':
    case 'confirm':
      return screen.screen;
    case 'home':
    case 'label':
      return `${screen.screen} ${String(screen.notice)}`;
    case 'sign-in':
      return `sign-in ${screen.way} ${String(screen.notice)}`;
    case 'pin':
      return `pin ${screen.why}`;
    case 'sign':
      return `sign ${screen.how} ${String(screen.notice)}`;
    case 'doors':
      return `doors ${screen.stage}`;
    case 'lockers':
      return `lockers ${screen.only}`;
    default:
      return never(screen, 'screen');
  }
}
