import * as v from 'valibot';
import { id, isoTime, legNumber, lockerNumber } from '../contract/parts.ts';
import type { KeySet } from './keys.ts';
import { qrPurpose } from './purpose.ts';
import { verifySigned, type TokenRefusal } from './tokens.ts';

/** What a QR token says: which reservation it opens, and when. `jti` is its name, by which it is used up. */
export const qrClaims = v.object({
  jti: id,
  rid: id,
  leg: v.optional(legNumber),
  locker: v.optional(lockerNumber),
  nbf: isoTime,
  exp: isoTime,
});

/** What a QR token says, once its signature has been verified for this very bank. Times are milliseconds since 1970. */
export interface TokenClaims {
  /** Its name, by which it is used up. */
  readonly jti: string;
  readonly reservation: string;
  /** Which leg it opens for; `null`: the last one, as codes do that are named beside the legs. */
  readonly leg: number | null;
  /** Where the reservation has to lie; `null`: wherever it does. */
  readonly locker: number | null;
  /** From when on it is good, and until when. */
  readonly nbfMs: number;
  readonly expMs: number;
}

type QrReading =
  | { readonly kind: 'qr'; readonly token: TokenClaims }
  | { readonly kind: 'refused'; readonly why: TokenRefusal };

/**
 * Reads a QR token that was held before the scanner, and does nothing else: whether it is good now, and that it opens
 * once, is the books' business. `nowMs` is milliseconds since 1970, at which its key has to be in force.
 */
export async function readQrToken(scanned: string, keys: KeySet, tenant: string, bank: string, nowMs: number): Promise<QrReading> {
  const verified = await verifySigned(scanned, keys.verifying, qrPurpose({ tenant, bank }), nowMs);
  if (verified.kind === 'refused') return verified;
  const read = v.safeParse(qrClaims, verified.claims);
  if (!read.success) return { kind: 'refused', why: 'malformed' };
  const { jti, rid, leg, locker, nbf, exp } = read.output;
  const times = { nbfMs: Date.parse(nbf), expMs: Date.parse(exp) };
  return { kind: 'qr', token: { jti, reservation: rid, leg: leg ?? null, locker: locker ?? null, ...times } };
}
