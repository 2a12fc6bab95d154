import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commandPurpose, documentPurpose, keysPurpose, qrPurpose, timePurpose, type Purpose,
} from '../../../firmware/signed/purpose.ts';
import { tokenLettersMost, verifySigned } from '../../../firmware/signed/tokens.ts';
import { keyOf, keySetFor, testKey, testSigning } from '../../support/keys.ts';

const here = { tenant: 'demo', bank: 'bank-1' };
const purpose = commandPurpose(here, 'SESSION');
const signing = testSigning();
const keys = keySetFor(signing).verifying;
const claims = { id: 'c-1', cmd: 'locker.open', args: { locker: 3 }, exp: '2026-11-22T12:01:00.000Z' };
const token = signing.online.sign(claims, purpose.assertion);
const verified = (text: unknown, what: Purpose = purpose, atMs = 0) => verifySigned(text, keys, what, atMs);
const refused = (why: string) => ({ kind: 'refused', why });

/** The token with one letter changed. */
function altered(text: string, at: number): string {
  const letter = text.at(at) === 'A' ? 'B' : 'A';
  return `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
}

describe('what the upstream has signed is believed', () => {
  test('for the bank, the session and the purpose that it was signed for', async () => {
    expect(await verified(token)).toEqual({ kind: 'verified', claims });
  });

  test('though its time is over: whoever sent it is to be told that it came too late', async () => {
    const late = signing.online.sign({ ...claims, exp: '1999-01-01T00:00:00Z', iat: '2199-01-01T00:00:00Z' }, purpose.assertion);
    expect(await verified(late)).toMatchObject({ kind: 'verified' });
  });

  test('with either of two keys, while one takes over from the other', async () => {
    const [old, fresh] = [testKey(91, 'old'), testKey(92, 'fresh')];
    const both = [keyOf('old', old.paserk), keyOf('fresh', fresh.paserk)];
    for (const key of [old, fresh]) {
      expect(await verifySigned(key.sign(claims, purpose.assertion), both, purpose, 0)).toEqual({ kind: 'verified', claims });
    }
  });
});

describe('nothing else is believed', () => {
  test.each([
    ['for another session', commandPurpose(here, 'ANOTHER')],
    ['for another bank', commandPurpose({ ...here, bank: 'bank-2' }, 'SESSION')],
    ['for another tenant', commandPurpose({ ...here, tenant: 'other' }, 'SESSION')],
    ['as the time', timePurpose(here, 'SESSION')],
    ['as a document', documentPurpose(here)],
    ['as a QR token', qrPurpose(here)],
  ])('a command %s', async (_what, what) => {
    expect(await verified(token, what)).toEqual(refused('forged'));
  });

  test('a command that a root key has signed: root keys sign keys and nothing else', async () => {
    expect(await verified(signing.root.sign(claims, purpose.assertion))).toEqual(refused('key-not-for-this'));
  });

  test('keys that an online key has signed: it may not name its own successors', async () => {
    const own = signing.online.sign({}, keysPurpose(here).assertion);
    expect(await verified(own, keysPurpose(here))).toEqual(refused('key-not-for-this'));
  });

  test('a token of a key that nobody knows, or that has another name on it', async () => {
    const stranger = testKey(99, 'stranger');
    const swapped = testKey(99, signing.online.kid);
    expect(await verified(stranger.sign(claims, purpose.assertion))).toEqual(refused('unknown-key'));
    expect(await verified(swapped.sign(claims, purpose.assertion))).toEqual(refused('forged'));
  });

  test('a token whose footer names another key of the same document', async () => {
    const other = testKey(98, 'other');
    const [head = '', version = '', payload = ''] = token.split('.');
    const footer = Buffer.from(JSON.stringify({ kid: 'other' })).toString('base64url');
    const both = [...keys, keyOf('other', other.paserk)];
    expect(await verifySigned([head, version, payload, footer].join('.'), both, purpose, 0)).toEqual(refused('forged'));
  });

  test('a token with any one letter changed', async () => {
    for (let at = 0; at < token.length; at++) {
      expect(await verified(altered(token, at)), `letter ${String(at)}`).toMatchObject({ kind: 'refused' });
    }
  });

  test('a token that is cut off, wherever', async () => {
    for (let length = 0; length < token.length; length++) {
      expect(await verified(token.slice(0, length)), `${String(length)} letters`).toMatchObject({ kind: 'refused' });
    }
  });

  test('a token that is too long even to be looked at', async () => {
    const long = signing.online.sign({ ...claims, reason: 'x'.repeat(tokenLettersMost) }, purpose.assertion);
    expect(await verified(long)).toEqual(refused('too-long'));
  });

  test.each([
    ['nothing', undefined], ['null', null], ['a number', 7], ['an empty text', ''], ['a command', claims], ['dots', '...'],
    ['a JWT', 'eyJhbGciOiJub25lIn0.e30.'], ['a local token', token.replace('public', 'local')], ['version 3', token.replace('v4', 'v3')],
    ['a fifth part', `${token}.AAAA`], ['padding', `${token}=`],
  ])('what is no token at all [%s]', async (_what, text) => {
    expect(await verified(text)).toMatchObject({ kind: 'refused' });
  });

  test.each([
    ['is no JSON', 'online'], ['is a list', '["kid"]'], ['is null', 'null'], ['has no kid', '{}'], ['has a number for a kid', '{"kid":7}'],
    ['has a kid that is too long', JSON.stringify({ kid: 'k'.repeat(65) })], ['has an inherited kid', '{"__proto__":{"kid":"demo-1"}}'],
  ])('a token whose footer %s', async (_what, footer) => {
    const [head = '', version = '', payload = ''] = token.split('.');
    const text = [head, version, payload, Buffer.from(footer).toString('base64url')].join('.');
    expect(await verified(text)).toMatchObject({ kind: 'refused' });
  });

  test('signed text that says nothing: claims are an object, with times as the specification writes them', async () => {
    for (const odd of [[], 'text', { exp: 7 }, { nbf: 'tomorrow' }]) {
      expect(await verified(signing.online.sign(odd as object, purpose.assertion))).toEqual(refused('forged'));
    }
  });

  test('whatever anybody sends: the answer is a value, never an exception', async () => {
    const part = fc.oneof(fc.base64String(), fc.string(), fc.constantFrom(...token.split('.')));
    const tail = fc.string().map((more) => token + more);
    const text = fc.oneof(fc.anything(), fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')), tail);
    await fc.assert(fc.asyncProperty(text, async (what) => {
      const answer = await verified(what);
      return answer.kind === 'refused' || what === token;
    }));
  });
});
