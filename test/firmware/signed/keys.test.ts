import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LockerError } from '../../../statecharts/locker-error.ts';
import type { KeysDocument } from '../../../firmware/contract/documents.ts';
import { keySetOf, noKeys, readKeysDocument, readRootKeys } from '../../../firmware/signed/keys.ts';
import { commandPurpose, documentPurpose, qrPurpose, type Purpose } from '../../../firmware/signed/purpose.ts';
import { verifySigned } from '../../../firmware/signed/tokens.ts';
import { testKey, testSigning } from '../../support/keys.ts';
import { noonMs } from '../../support/noon.ts';

const here = { tenant: 'demo', bank: 'bank-1' };
const purposes = { command: commandPurpose(here, 'S'), document: documentPurpose(here), qr: qrPurpose(here) };
const iso = (ms: number): string => new Date(ms).toISOString();
const key = testKey(95, 'k-1');
const entry = { kid: key.kid, public: key.paserk, uses: ['command', 'document', 'qr'] as KeysDocument['keys'][number]['uses'] };
const { encryptTo } = testSigning().keysDocument;

async function judged(document: KeysDocument, purpose: Purpose, atMs: number, validUntilMs: number | null = null): Promise<string> {
  const set = keySetOf([], { document, validUntilMs });
  const answer = await verifySigned(key.sign({}, purpose.assertion), set.verifying, purpose, atMs);
  return answer.kind === 'refused' ? answer.why : answer.kind;
}

describe('root keys', () => {
  const [one, two, three] = [testKey(1).paserk, testKey(2).paserk, testKey(3).paserk];

  test('are one or two, so that one can take over from the other', () => {
    expect(readRootKeys(one, 'HERE').map(({ kid }) => kid)).toEqual([one]);
    expect(readRootKeys(`${one}, ${two}`, 'HERE').map(({ kid }) => kid)).toEqual([one, two]);
    expect(readRootKeys('', 'HERE')).toEqual([]);
  });

  test.each([
    ['three of them', [one, two, three].join()], ['the same twice', [one, one].join()], ['a secret key', one.replace('public', 'secret')],
    ['a key of another version', one.replace('k4', 'k2')], ['a letter too few', one.slice(0, -1)], ['a letter too many', `${one}A`],
    ['another way to write the same bytes', `${one.slice(0, -1)}${one.endsWith('B') ? 'C' : 'B'}`], ['words', 'the usual one'],
  ])('stop the start where they are %s', (_what, text) => {
    const trouble = () => readRootKeys(text, 'LOCKERBANK_ROOT_KEYS');
    expect(trouble).toThrow(LockerError);
    expect(trouble).toThrow('LOCKERBANK_ROOT_KEYS: takes one or two');
  });
});

describe('a keys document', () => {
  test('is taken with its keys, their uses and the key to encrypt to', () => {
    const document = { keys: [entry], encryptTo };
    expect(readKeysDocument(JSON.stringify(document))).toEqual({ kind: 'keys', document });
    expect(keySetOf([], { document: { keys: [entry], encryptTo }, validUntilMs: null }).sealTo).not.toBeNull();
    expect(keySetOf([], { document: { keys: [entry] }, validUntilMs: null }).sealTo).toBeNull();
  });

  const flat = { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32).toString('base64url') };
  const offCurve = { kty: 'EC', crv: 'P-256', x: Buffer.alloc(32, 1).toString('base64url'), y: Buffer.alloc(32, 1).toString('base64url') };
  test.each<[string, unknown]>([
    ['no JSON', 'keys'], ['a list', []], ['without keys', {}], ['empty', { keys: [] }], ['nine keys', { keys: Array(9).fill(entry) }],
    ['two keys of one name', { keys: [entry, entry] }], ['no use', { keys: [{ ...entry, uses: [] }] }],
    ['a use that nobody knows', { keys: [{ ...entry, uses: ['root'] }] }],
    ['a secret key', { keys: [{ ...entry, public: 'k4.secret.AA' }] }],
    ['a key of too many bits', { keys: [{ ...entry, public: `k4.public.${'_'.repeat(43)}` }] }],
    ['the name of a root key', { keys: [{ ...entry, kid: key.paserk }] }], ['a time in words', { keys: [{ ...entry, until: 'soon' }] }],
    ['an end before its beginning', { keys: [{ ...entry, from: iso(noonMs), until: iso(noonMs) }] }],
    ['a point of small order to encrypt to', { keys: [entry], encryptTo: flat }],
    ['a point that is not on its curve', { keys: [entry], encryptTo: offCurve }],
    ['a curve that nobody knows', { keys: [entry], encryptTo: { ...offCurve, crv: 'P-521' } }],
  ])('is refused whole, with the reason [%s]', (_what, document) => {
    expect(readKeysDocument(typeof document === 'string' ? document : JSON.stringify(document))).toEqual({
      kind: 'refused', why: expect.stringMatching(/\w/) as string,
    });
  });

  test('of any text is taken or refused, never thrown at', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => ['keys', 'refused'].includes(readKeysDocument(text).kind)));
  });
});

describe('a key', () => {
  test.each(['command', 'document', 'qr'] as const)('may do what it is for, and nothing else [%s]', async (use) => {
    const document: KeysDocument = { keys: [{ ...entry, uses: [use] }] };
    for (const name of ['command', 'document', 'qr'] as const) {
      expect(await judged(document, purposes[name], noonMs)).toBe(name === use ? 'verified' : 'key-not-for-this');
    }
  });

  test('is good from its beginning until its end', async () => {
    const document: KeysDocument = { keys: [{ ...entry, from: iso(noonMs), until: iso(noonMs + 1_000) }] };
    const at = (ms: number) => judged(document, purposes.command, ms);
    expect(await Promise.all([noonMs - 1, noonMs, noonMs + 999, noonMs + 1_000].map(at))).toEqual([
      'key-not-in-force', 'verified', 'verified', 'key-not-in-force',
    ]);
  });

  test('orders nothing any more when its document is outdated, but still lets people in who hold a QR token', async () => {
    const document: KeysDocument = { keys: [entry] };
    const at = (purpose: Purpose) => judged(document, purpose, noonMs, noonMs);
    expect(await at(purposes.command)).toBe('key-not-in-force');
    expect(await at(purposes.document)).toBe('key-not-in-force');
    expect(await at(purposes.qr)).toBe('verified');
    expect(await judged({ keys: [{ ...entry, until: iso(noonMs) }] }, purposes.qr, noonMs, noonMs)).toBe('key-not-in-force');
  });

  test('is gone with the document that no longer names it', async () => {
    const other = testKey(96, 'k-2');
    expect(await judged({ keys: [{ ...entry, kid: 'k-2', public: other.paserk }] }, purposes.command, noonMs)).toBe('unknown-key');
    expect(noKeys.verifying).toEqual([]);
  });
});
