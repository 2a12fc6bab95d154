import fc from 'fast-check';
import { compactDecrypt, CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import type { EncryptTo } from '../../../firmware/contract/documents.ts';
import { sealCode, sealingKeyOf, type SealingKey } from '../../../firmware/signed/seal.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { unsealingKey } from '../../../sim/upstream/unsealing.ts';

const code = '47110815';

/** A key pair of the other implementation. */
async function recipient(crv: 'P-256' | 'X25519') {
  const pair = await generateKeyPair('ECDH-ES', { crv, extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'seal-1' } as EncryptTo;
  const key = sealingKeyOf(jwk);
  if (!key) throw new Error('the key was not taken');
  return { pair, key };
}

const opened = async (jwe: string, key: Parameters<typeof compactDecrypt>[1]) => {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, { keyManagementAlgorithms: ['ECDH-ES'] });
  return { text: new TextDecoder().decode(plaintext), header: protectedHeader };
};

describe.each(['P-256', 'X25519'] as const)('a code that the bank has made and sealed, over %s', (crv) => {
  test('is read by the upstream with another implementation (jose)', async () => {
    const { pair, key } = await recipient(crv);
    const { text, header } = await opened(sealCode(key, code, new SeededRandom(1)), pair.privateKey);
    expect(text).toBe(code);
    expect(header).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'seal-1', epk: { crv } });
  });

  test('is read whatever the dice say', async () => {
    const { pair, key } = await recipient(crv);
    for (const face of [0, 1, 0x7f, 0x80, 0xff]) {
      const jwe = sealCode(key, code, { bytes: (length) => new Uint8Array(length).fill(face) });
      expect((await opened(jwe, pair.privateKey)).text).toBe(code);
    }
  });

  test('is another text each time, and the same for the same dice', async () => {
    const { key } = await recipient(crv);
    const dice = new SeededRandom(5);
    expect(new Set(Array.from({ length: 20 }, () => sealCode(key, code, dice))).size).toBe(20);
    expect(sealCode(key, code, new SeededRandom(5))).toBe(sealCode(key, code, new SeededRandom(5)));
  });

  test('is read by nobody else, and not once a letter of it has changed', async () => {
    const { pair, key } = await recipient(crv);
    const other = await recipient(crv);
    const jwe = sealCode(key, code, new SeededRandom(1));
    expect(jwe).not.toContain(Buffer.from(code).toString('base64url'));
    await expect(opened(jwe, other.pair.privateKey)).rejects.toThrow();
    for (const at of [0, 40, jwe.indexOf('..') + 3, jwe.length - 30, jwe.length - 2]) {
      const changed = `${jwe.slice(0, at)}${jwe[at] === 'A' ? 'B' : 'A'}${jwe.slice(at + 1)}`;
      await expect(opened(changed, pair.privateKey), String(at)).rejects.toThrow();
    }
  });

  test('has room in the event that carries it', async () => {
    const { key } = await recipient(crv);
    expect(sealCode(key, '123456789012', new SeededRandom(1)).length).toBeLessThanOrEqual(1_000);
  });
});

describe('the reference upstream', () => {
  const unsealing = unsealingKey(new SeededRandom(9).bytes(32), 'seal-1');

  test('reads what the bank seals for it', () => {
    const key = sealingKeyOf(unsealing.encryptTo) as SealingKey;
    fc.assert(fc.property(fc.string(), fc.integer(), (text, seed) => (
      unsealing.unseal(sealCode(key, text, new SeededRandom(seed))) === text
    )));
  });

  test('reads what jose seals for it', async () => {
    const jwe = await new CompactEncrypt(Buffer.from(code)).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(await importJWK(unsealing.encryptTo as JWK, 'ECDH-ES'));
    expect(unsealing.unseal(jwe)).toBe(code);
  });

  test('reads nothing else', () => {
    fc.assert(fc.property(fc.string(), (text) => unsealing.unseal(text) === null));
    const other = unsealingKey(new SeededRandom(10).bytes(32), 'seal-1');
    expect(other.unseal(sealCode(sealingKeyOf(unsealing.encryptTo) as SealingKey, code, new SeededRandom(1)))).toBeNull();
  });
});
