import { verify } from 'node:crypto';
import { InspectFooter, PAE, PublicVerify } from 'paseto';
import * as v from 'valibot';
import type { VerifyingKey } from './keys.ts';
import type { Purpose } from './purpose.ts';

/** Longest token that is looked at. The longest command, twenty items and four codes in eight legs, needs half of it. */
export const tokenLettersMost = 16_384;

/** Why a token is not obeyed. `forged` covers whatever was signed for another purpose, bank or session too. */
export type TokenRefusal = 'too-long' | 'malformed' | 'unknown-key' | 'key-not-for-this' | 'key-not-in-force' | 'forged';

export type Claims = Readonly<Record<string, unknown>>;

type Verification =
  | { readonly kind: 'verified'; readonly claims: Claims }
  | { readonly kind: 'refused'; readonly why: TokenRefusal };

const footerSchema = v.object({ kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });

const text = new TextEncoder();
const header = text.encode('v4.public.');

/**
 * The library does the framing, Node's own Ed25519 the arithmetic: it answers at once, where Web Crypto would answer
 * from another thread, in no order that a simulation could repeat.
 */
export const { run: verifyToken } = PublicVerify<4, VerifyingKey>({
  version: 4,
  run: (key, message, signature, footer, assertion) =>
    Promise.resolve(verify(null, PAE([header, message, footer, assertion]), key.handle, signature)),
})();

/** Times in claims are judged by whoever obeys them: an expired command still has to be answered as expired. */
const noTimes = { allowNonExpiring: true, clockTolerance: Number.MAX_SAFE_INTEGER } as const;

/**
 * Verifies a PASETO `v4.public` token. The key is the one that the footer names (`{"kid":"…"}`), if it may sign for
 * this purpose and is in force at `nowMs` (milliseconds since 1970, or what the claims make of it). Never rejects; does
 * nothing but look.
 */
export async function verifySigned(
  token: unknown,
  keys: readonly VerifyingKey[],
  purpose: Purpose,
  nowMs: number | ((claims: Claims) => number),
): Promise<Verification> {
  if (typeof token !== 'string') return refused('malformed');
  if (token.length > tokenLettersMost) return refused('too-long');
  const kid = kidOf(token);
  if (kid === null) return refused('malformed');
  const key = keys.find((one) => one.kid === kid);
  if (!key) return refused('unknown-key');
  const span = key.good[purpose.signer];
  if (!span) return refused('key-not-for-this');
  try {
    const { claims } = await verifyToken(key, token, { implicitAssertion: text.encode(purpose.assertion), ...noTimes });
    const atMs = typeof nowMs === 'number' ? nowMs : nowMs(claims);
    return atMs >= span.fromMs && atMs < span.untilMs ? { kind: 'verified', claims } : refused('key-not-in-force');
  } catch {
    return refused('forged');
  }
}

function refused(why: TokenRefusal): Verification {
  return { kind: 'refused', why };
}

/** Which key the token says it was signed with; not to be believed before the signature has been. */
function kidOf(token: string): string | null {
  try {
    const footer = v.safeParse(footerSchema, JSON.parse(new TextDecoder().decode(InspectFooter(token))));
    return footer.success ? footer.output.kid : null;
  } catch {
    return null;
  }
}
