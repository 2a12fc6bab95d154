import * as v from 'valibot';
import { minutes, type Milliseconds } from '../../../statecharts/units.ts';
import { id, isoTime, legNumber, lockerNumber } from '../contract/parts.ts';
import type { KeySet } from './keys.ts';
import { qrPurpose } from './purpose.ts';
import { verifySigned, type TokenRefusal } from './tokens.ts';

/** A bank whose clock is behind still takes a token that begins to be good now. */
const earlyBy = minutes(5);

/** What a QR token says: which reservation it opens, and when. `jti` is its name, by which it is used up. */
export const qrClaims = v.object({
  jti: id,
  rid: id,
  leg: v.optional(legNumber),
  locker: v.optional(lockerNumber),
  nbf: isoTime,
  exp: isoTime,
});

export interface QrToken {
  readonly jti: string;
  readonly reservation: string;
  readonly leg: number | null;
  readonly locker: number | null;
  /** Milliseconds since 1970; until then its name has to be remembered as used. */
  readonly expMs: number;
}

export type QrReading =
  | { readonly kind: 'qr'; readonly token: QrToken }
  | { readonly kind: 'refused'; readonly why: TokenRefusal | 'not-yet' | 'expired' };

/**
 * Reads a QR token that was held before the scanner, and does nothing else: that it opens once is the books' business.
 * `nowMs` is milliseconds since 1970; `lateBy` is how long after its end a token is still taken.
 */
export async function readQrToken(
  scanned: string,
  keys: KeySet,
  tenant: string,
  bank: string,
  nowMs: number,
  lateBy: Milliseconds | 0 = 0,
): Promise<QrReading> {
  const verified = await verifySigned(scanned, keys.verifying, qrPurpose({ tenant, bank }), nowMs);
  if (verified.kind === 'refused') return verified;
  const read = v.safeParse(qrClaims, verified.claims);
  if (!read.success) return { kind: 'refused', why: 'malformed' };
  const { jti, rid, leg, locker, nbf, exp } = read.output;
  const expMs = Date.parse(exp);
  if (nowMs < Date.parse(nbf) - earlyBy) return { kind: 'refused', why: 'not-yet' };
  if (nowMs > expMs + lateBy) return { kind: 'refused', why: 'expired' };
  return { kind: 'qr', token: { jti, reservation: rid, leg: leg ?? null, locker: locker ?? null, expMs } };
}
