import * as v from 'valibot';
import { documentClaims, type DocumentAddress } from '../contract/documents.ts';
import { isRecord } from '../contract/json.ts';
import { id, isoTime } from '../contract/parts.ts';
import type { KeySet } from './keys.ts';
import { commandPurpose, documentPurpose, keysPurpose, timePurpose, type BankName, type Purpose } from './purpose.ts';
import { verifySigned, type Claims, type TokenRefusal } from './tokens.ts';

/** Whose word is obeyed: only what is signed, or whatever comes over a private broker with access control. */
export type TrustMode = 'signed' | 'broker';

/** What a message is judged by, at the moment when it comes. */
export interface Frame extends BankName {
  readonly trust: TrustMode;
  readonly keys: KeySet;
  readonly nowMs: number;
}

export type Unfounded = TokenRefusal | 'unsigned' | 'says-something-else';

type Opened =
  | { readonly kind: 'opened'; readonly message: unknown }
  | { readonly kind: 'refused'; readonly why: Unfounded };

/** The token of a message on `dn/cmd`, in its envelope or without one; `undefined` for a plain command. */
export function tokenOf(message: unknown): unknown {
  const data = isRecord(message) && isRecord(message['data']) ? message['data'] : message;
  return isRecord(data) && Object.hasOwn(data, 'tok') ? data['tok'] : undefined;
}

/**
 * The command inside a message on `dn/cmd`. A plain one counts only where the broker is trusted; a token is verified
 * in either mode, for this bank and this session. Never rejects.
 */
export async function openCommand(message: unknown, frame: Frame, session: string): Promise<Opened> {
  const token = tokenOf(message);
  if (token === undefined) return frame.trust === 'broker' ? { kind: 'opened', message } : { kind: 'refused', why: 'unsigned' };
  const verified = await verifySigned(token, frame.keys.verifying, commandPurpose(frame, session), frame.nowMs);
  return verified.kind === 'refused' ? verified : { kind: 'opened', message: { data: verified.claims } };
}

/** What the token in the answer to a `hello` says. */
export const timeClaims = v.object({ time: isoTime, session: id, correlationid: id });

/**
 * The upstream's time out of the answer to a `hello`, in milliseconds since 1970. In signed mode only the token's word
 * counts, and only for the very question that was asked. Its key has to be in force at the time that it tells, too: a
 * bank that wakes before the key began learns so late it is by that very key. Never rejects.
 */
export async function openTime(
  answer: { readonly time?: string | undefined; readonly tok?: string | undefined },
  frame: Frame,
  session: string,
  correlationid: string,
): Promise<number | null> {
  if (frame.trust === 'broker' && answer.time !== undefined) return Date.parse(answer.time);
  const laterMs = (claims: Claims) => Math.max(frame.nowMs, toldMs(claims) ?? frame.nowMs);
  const verified = await verifySigned(answer.tok, frame.keys.verifying, timePurpose(frame, session), laterMs);
  if (verified.kind === 'refused') return null;
  const { claims } = verified;
  return claims['session'] === session && claims['correlationid'] === correlationid ? toldMs(claims) : null;
}

function toldMs(claims: Claims): number | null {
  const read = v.safeParse(timeClaims, claims);
  return read.success ? Date.parse(read.output.time) : null;
}

export type Founded =
  | { readonly kind: 'founded'; readonly wanted: DocumentAddress }
  | { readonly kind: 'refused'; readonly why: Unfounded };

/**
 * Whether a document whose text has the declared hash is the upstream's own word. A keys document always needs a root
 * key's signature where one is pinned; the others need an online key's in signed mode. What is signed is taken with the
 * token's validity and rollback, not with those of `dn/want`, which anybody may have written. Never rejects.
 */
export async function foundDocument(wanted: DocumentAddress, tok: string | undefined, frame: Frame): Promise<Founded> {
  const purpose = wanted.kind === 'keys' ? keysPurpose(frame) : documentPurpose(frame);
  const canCheck = frame.keys.verifying.some((key) => key.good[purpose.signer] !== undefined);
  const mustCheck = frame.trust === 'signed' || (wanted.kind === 'keys' && canCheck);
  if (!mustCheck && (tok === undefined || !canCheck)) return { kind: 'founded', wanted };
  return tok === undefined ? { kind: 'refused', why: 'unsigned' } : checkClaims(wanted, tok, frame, purpose);
}

async function checkClaims(wanted: DocumentAddress, tok: string, frame: Frame, purpose: Purpose): Promise<Founded> {
  const verified = await verifySigned(tok, frame.keys.verifying, purpose, frame.nowMs);
  if (verified.kind === 'refused') return verified;
  const read = v.safeParse(documentClaims, verified.claims);
  if (!read.success) return { kind: 'refused', why: 'malformed' };
  const { kind, version, sha256, validUntil, rollback, iat } = read.output;
  const isMeant = kind === wanted.kind && version === wanted.version && sha256 === wanted.sha256 && rollback === wanted.rollback;
  if (!isMeant) return { kind: 'refused', why: 'says-something-else' };
  const signed: DocumentAddress = {
    kind: wanted.kind,
    version,
    sha256,
    ...(validUntil === undefined ? {} : { validUntilMs: Date.parse(validUntil) }),
    ...(rollback === undefined ? {} : { rollback }),
    ...(iat === undefined ? {} : { issuedMs: Date.parse(iat) }),
  };
  return { kind: 'founded', wanted: signed };
}
