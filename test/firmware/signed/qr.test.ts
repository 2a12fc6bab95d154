import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQrToken } from '../../../firmware/signed/qr.ts';
import { keySetFor, testSigning } from '../../support/keys.ts';
import { noonMs } from '../../support/noon.ts';

const signing = testSigning();
const keys = keySetFor(signing);
const iso = (ms: number): string => new Date(ms).toISOString();
const claims = { jti: 't-1', rid: 'r-1', nbf: iso(noonMs), exp: iso(noonMs + 3_600_000) };
const signed = (change: object = {}, assertion = 'lb1|qr|demo/bank-1') => signing.online.sign({ ...claims, ...change }, assertion);
const read = (text: string, atMs = noonMs + 1) => readQrToken(text, keys, 'demo', 'bank-1', atMs);
const refused = (why: string) => ({ kind: 'refused', why });

describe('a QR token held before the scanner', () => {
  test('names a reservation, and itself, so that it can be used up', async () => {
    expect(await read(signed())).toEqual({
      kind: 'qr', token: { jti: 't-1', reservation: 'r-1', leg: null, locker: null, nbfMs: noonMs, expMs: noonMs + 3_600_000 },
    });
  });

  test('may name a leg and a locker too', async () => {
    expect(await read(signed({ leg: 1, locker: 12 }))).toMatchObject({ token: { leg: 1, locker: 12 } });
  });

  test('fits what a scanner hands on', () => {
    const long = { jti: 'j'.repeat(26), rid: 'r'.repeat(26), leg: 7, locker: 9999 };
    expect(signed(long).length).toBeLessThanOrEqual(512);
  });

  test('of another bank, or forged, is not taken', async () => {
    expect(await read(signed({}, 'lb1|qr|demo/bank-2'))).toEqual(refused('forged'));
    expect(await read(testSigning(2).online.sign(claims, 'lb1|qr|demo/bank-1'))).toEqual(refused('forged'));
    expect(await read(signing.root.sign(claims, 'lb1|qr|demo/bank-1'))).toEqual(refused('key-not-for-this'));
  });

  test('says from when until when it is good, and is read before and after too: the books judge', async () => {
    for (const atMs of [noonMs - 86_400_000, noonMs + 86_400_000]) {
      expect(await readQrToken(signed(), keys, 'demo', 'bank-1', atMs)).toEqual(await read(signed()));
    }
  });

  test.each([
    ['no reservation', { rid: undefined }], ['no name', { jti: undefined }],
    ['no end', { exp: undefined }], ['no beginning', { nbf: undefined }],
    ['a locker in words', { locker: 'three' }], ['a name that is too long', { jti: 'x'.repeat(65) }], ['a ninth leg', { leg: 8 }],
  ])('that is signed but says too little is not taken [%s]', async (_what, change) => {
    expect(await read(signed(change))).toEqual(refused('malformed'));
  });

  test('that is anything at all is answered with a value', async () => {
    const text = fc.oneof(fc.string(), fc.string().map((tail) => `v4.public.${tail}`));
    await fc.assert(fc.asyncProperty(text, async (what) => (await read(what)).kind === 'refused'));
  });
});
