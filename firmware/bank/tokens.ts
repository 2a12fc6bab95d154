import { minutes } from '../../statecharts/units.ts';
import type { CredentialTrouble } from '../contract/events.ts';
import type { TokenClaims } from '../signed/qr.ts';
import { refused, type Granted, type Refused } from './answers.ts';
import type { Books } from './books.ts';
import type { Identity } from './identity.ts';
import { lockersOf, whyNot } from './lockers-of.ts';
import { notTaken } from './lockout.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';

/** What every QR token that the upstream signs begins with: PASETO, version 4, public. */
export const tokenPrefix = 'v4.public.';

/** A bank whose clock is behind still takes a token that begins to be good now. */
const earlyBy = minutes(5);

export type TokenAnswer = Granted | Refused<'code-refused'>;

/**
 * Whose locker a verified QR token opens. It opens once: the intent that it leads to uses it up. Nobody is locked out
 * for a token, because none can be made up; a keypad that is locked does not matter to it.
 */
export function checkToken(books: Books, claims: TokenClaims, now: Moment, session: string | null): TokenAnswer {
  const reservation = remembered(books, claims.reservation, now);
  const leg = claims.leg ?? (reservation?.legs.length ?? 0) - 1;
  const late = reservation?.legs[leg]?.does === 'collect' ? books.settings.tokenSkew : 0;
  const refuse = (why: CredentialTrouble) => refuseToken(books, why, now, session);
  if (!books.settings.loginMethods.includes('qr')) return refuse('not-here');
  if (now.ms < claims.nbfMs - earlyBy) return refuse('not-yet');
  const isGood = now.ms < claims.expMs + late; // Asked this way round, an end that is no number has passed.
  if (!isGood) return refuse('expired');
  if (own(books.burned, claims.jti) !== undefined) return refuse('used');
  if (!reservation || (claims.locker !== null && claims.locker !== reservation.locker)) return refuse('wrong');
  const token = { id: claims.jti, untilMs: claims.expMs + late };
  const identity: Identity = { kind: 'holder', reservation: reservation.id, leg, token };
  if (lockersOf(books, identity, now).length === 0) return refuse(whyNot(reservation, leg, now));
  return { kind: 'granted', identity, facts: [] };
}

/** A token that is refused, also one whose signature was not good for this bank: `wrong`. The person is told one thing. */
export function refuseToken(books: Books, why: CredentialTrouble, now: Moment, session: string | null): TokenAnswer {
  return refused('code-refused', notTaken(books, { kind: 'qr' }, why, now, session));
}
