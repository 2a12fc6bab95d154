import { createPublicKey, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { LockerError } from '../../statecharts/locker-error.ts';
import { documentTrouble } from '../contract/document-trouble.ts';
import { parseJson } from '../contract/json.ts';
import { keysSchema, type KeysDocument } from '../contract/documents.ts';
import type { Signer } from './purpose.ts';
import { sealingKeyOf, type SealingKey } from './seal.ts';

/** Two, so that one root key can take over from the other without a moment in which there is none. */
const rootKeysMost = 2;

/** From when and until when, in milliseconds since 1970; the end is not in it any more. */
interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A public key by which something is verified, and what it may have signed. */
export interface VerifyingKey {
  readonly kid: string;
  readonly good: Readonly<Partial<Record<Signer, Span>>>;
  readonly handle: KeyObject;
  readonly algorithm: { readonly name: 'Ed25519' };
  readonly extractable: false;
  readonly type: 'public';
}

/** Every key that the bank believes, and the one to which it encrypts. */
export interface KeySet {
  readonly verifying: readonly VerifyingKey[];
  readonly sealTo: SealingKey | null;
}

/** A keys document that has been taken, and until when its keys may give orders. */
interface KeysInForce {
  readonly document: KeysDocument;
  readonly validUntilMs: number | null;
}

export const noKeys: KeySet = { verifying: [], sealTo: null };

const always: Span = { fromMs: -Infinity, untilMs: Infinity };

/**
 * Reads the root keys that are pinned by configuration: one or two PASERK `k4.public.…`, with a comma between them.
 * @throws LockerError `configuration.malformed`, naming `where` (the variable)
 */
export function readRootKeys(text: string, where: string): readonly VerifyingKey[] {
  const names = text.split(',').map((name) => name.trim()).filter((name) => name !== '');
  const keys = names.map((paserk) => verifyingKey(paserk, paserk, { root: always }));
  const known = keys.filter((key) => key !== null);
  if (known.length < names.length || new Set(names).size < names.length || names.length > rootKeysMost) {
    const what = `takes one or two different root keys, each k4.public. and 43 letters, with a comma between them`;
    throw new LockerError('configuration.malformed', where, what);
  }
  return known;
}

type KeysReading =
  | { readonly kind: 'keys'; readonly document: KeysDocument }
  | { readonly kind: 'refused'; readonly why: string };

/** Reads the text of a keys document. Never throws: a document that cannot be used whole is refused whole. */
export function readKeysDocument(body: string): KeysReading {
  const parsed = parseJson(body);
  if (parsed === undefined) return { kind: 'refused', why: 'it is not JSON' };
  const read = v.safeParse(keysSchema, parsed);
  if (!read.success) return { kind: 'refused', why: documentTrouble(read.issues[0]) };
  const document = read.output;
  const trouble = troubleWith(document);
  return trouble === null ? { kind: 'keys', document } : { kind: 'refused', why: trouble };
}

function troubleWith({ keys, encryptTo }: KeysDocument): string | null {
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) return 'two keys have the same kid';
  for (const { kid, public: paserk, from, until } of keys) {
    if (verifyingKey(kid, paserk, {}) === null) return `the key ${kid} is no Ed25519 key`;
    if (kid.startsWith('k4.')) return `the kid ${kid} is a name that root keys have`;
    if (from !== undefined && until !== undefined && Date.parse(until) <= Date.parse(from)) return `the key ${kid} ends before it begins`;
  }
  return encryptTo !== undefined && sealingKeyOf(encryptTo) === null ? 'encryptTo is no key that can be encrypted to' : null;
}

/**
 * The keys that are believed now: those of the configuration and those of the keys document in force. After the
 * document's `validUntil` its keys order nothing more, but QR tokens stay good until each ends by itself: whoever stands
 * at a bank that has been offline for long must still get their parcel.
 */
export function keySetOf(roots: readonly VerifyingKey[], inForce: KeysInForce | null): KeySet {
  if (!inForce) return { verifying: roots, sealTo: null };
  const { document, validUntilMs } = inForce;
  const online = document.keys.flatMap(({ kid, public: paserk, uses, from, until }) => {
    const span: Span = {
      fromMs: from === undefined ? -Infinity : Date.parse(from),
      untilMs: until === undefined ? Infinity : Date.parse(until),
    };
    const orders: Span = { ...span, untilMs: Math.min(span.untilMs, validUntilMs ?? Infinity) };
    const good = Object.fromEntries(uses.map((use) => [use, use === 'qr' ? span : orders]));
    return verifyingKey(kid, paserk, good) ?? [];
  });
  return { verifying: [...roots, ...online], sealTo: document.encryptTo ? sealingKeyOf(document.encryptTo) : null };
}

/** `null` for what is no key: 32 bytes, written in the one way there is. */
function verifyingKey(kid: string, paserk: string, good: VerifyingKey['good']): VerifyingKey | null {
  const handle = publicKeyOf(paserk);
  return handle && { kid, good, handle, algorithm: { name: 'Ed25519' }, extractable: false, type: 'public' };
}

/** The Ed25519 key of a PASERK `k4.public.…`; `null` for what is none. */
export function publicKeyOf(paserk: string): KeyObject | null {
  const x = /^k4\.public\.([\w-]{43})$/.exec(paserk)?.[1];
  if (x === undefined || Buffer.from(x, 'base64url').toString('base64url') !== x) return null;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
