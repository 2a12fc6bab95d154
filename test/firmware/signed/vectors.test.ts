import { describe, expect, test } from 'vitest';
import { verifySigned, verifyToken } from '../../../firmware/signed/tokens.ts';
import { signingKey } from '../../../sim/upstream/signing.ts';
import { keyOf } from '../../support/keys.ts';
import vectors from './v4.json' with { type: 'json' };

const kid = 'zVhMiPBP9fRf2snEcT7gFTioeA9COcNy9DfgL1W60haN';
const publicKey = '1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2';
const paserk = `k4.public.${Buffer.from(publicKey, 'hex').toString('base64url')}`;
const key = keyOf(kid, paserk);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const timeless = { allowNonExpiring: true, clockTolerance: Number.MAX_SAFE_INTEGER } as const;

const good = vectors.tests.filter((one) => !one['expect-fail']);
const bad = vectors.tests.filter((one) => one['expect-fail']);

/** The official vectors (paseto-standard/test-vectors, v4.json). */
describe('PASETO v4.public, as its authors test it', () => {
  test('has vectors to test with', () => {
    expect(good.map(({ name }) => name)).toEqual(['4-S-1', '4-S-2', '4-S-3']);
    expect(bad.map(({ name }) => name)).toEqual(['4-F-1', '4-F-2', '4-F-3', '4-F-4']);
  });

  test.each(good)('$name says what it says', async ({ token, payload, footer, 'implicit-assertion': assertion }) => {
    const verified = await verifyToken(key, token, { implicitAssertion: bytes(assertion), ...timeless });
    expect(verified.claims).toEqual(JSON.parse(payload ?? ''));
    expect(Buffer.from(verified.footer).toString()).toBe(footer);
  });

  test.each(good)('$name says nothing with another assertion', async ({ token }) => {
    await expect(verifyToken(key, token, { implicitAssertion: bytes('another'), ...timeless })).rejects.toThrow();
  });

  test.each(good.filter(({ footer }) => footer !== ''))('$name is believed by a bank that has its key', async (one) => {
    const purpose = { signer: 'command', assertion: one['implicit-assertion'] } as const;
    const claims = JSON.parse(one.payload ?? '') as object;
    expect(await verifySigned(one.token, [key], purpose, 0)).toEqual({ kind: 'verified', claims });
  });

  test.each(good.filter(({ footer }) => footer !== ''))('$name is signed alike by the reference upstream', (one) => {
    const signing = signingKey(Buffer.from(one['secret-key-seed'] ?? '', 'hex'), kid);
    expect(signing.paserk).toBe(paserk);
    expect(signing.sign(JSON.parse(one.payload ?? '') as object, one['implicit-assertion'])).toBe(one.token);
  });

  test.each(bad)('$name is refused', async ({ token, 'implicit-assertion': assertion }) => {
    await expect(verifyToken(key, token, { implicitAssertion: bytes(assertion), ...timeless })).rejects.toThrow();
    expect(await verifySigned(token, [key], { signer: 'command', assertion }, 0)).toMatchObject({ kind: 'refused' });
  });

  test('a token without the name of its key is refused, although its signature is right', async () => {
    const [first] = good;
    expect(await verifySigned(first?.token, [key], { signer: 'command', assertion: '' }, 0)).toEqual({ kind: 'refused', why: 'malformed' });
  });
});
