import * as v from 'valibot';
import { isRecord, parseJson } from './json.ts';
import { id, isoTime, sequence, sha256Hex } from './parts.ts';

/**
 * What the upstream declares of one document. `rollback` names the version in force that may be left for a lower one;
 * without it a version never goes back. Where the document is signed, both count only as its token says them.
 */
const wantedSchema = v.object({
  version: sequence,
  sha256: sha256Hex,
  validUntil: v.optional(isoTime),
  rollback: v.optional(sequence),
});

/** What the upstream declares: which version of each kind of document the bank should have. */
export const wantSchema = v.record(v.pipe(v.string(), v.maxLength(24)), wantedSchema);
export type Want = v.InferOutput<typeof wantSchema>;

/** The kinds of documents, keys first: the others are judged by them. */
export const documentKinds = ['keys', 'settings', 'directory', 'branding'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Which document, in which version, with which hash. */
export interface DocumentAddress {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly sha256: string;
  /** Milliseconds since 1970; after it the document is too old for anything but ordinary pickups. */
  readonly validUntilMs?: number;
  /** The version in force that this one, although lower, may replace. */
  readonly rollback?: number;
  /** When it was signed, by its token, in milliseconds since 1970; what nobody has signed is as new as its coming. */
  readonly issuedMs?: number;
}

/** Which declared documents may take the place of what is in force: newer ones, and lower ones that name what they replace. */
export function documentsBeyond(
  inForce: Readonly<Record<string, { readonly version: number } | undefined>>,
  want: Want,
): readonly DocumentAddress[] {
  return documentKinds.flatMap((kind) => {
    const wanted = Object.hasOwn(want, kind) ? want[kind] : undefined;
    if (!wanted || !mayReplace(inForce[kind], wanted)) return [];
    const { version, sha256, validUntil, rollback } = wanted;
    const validity = validUntil === undefined ? {} : { validUntilMs: Date.parse(validUntil) };
    return [{ kind, version, sha256, ...validity, ...(rollback === undefined ? {} : { rollback }) }];
  });
}

/** Whether one version of a document may take the place of another: a higher one, or one that names what it replaces. */
export function mayReplace(
  inForce: { readonly version: number } | undefined,
  wanted: { readonly version: number; readonly rollback?: number | undefined },
): boolean {
  if (!inForce || wanted.version > inForce.version) return true;
  return wanted.version < inForce.version && wanted.rollback === inForce.version;
}

/** Text of one part, in bytes: leaves room for the message around it, quotes of JSON counted twice. */
export const partBytesMost = 45 * 1024;

/** So many hashes, quoted and quoted again, still fit one message. */
export const partsMost = 900;

/** Parts that are asked for and not yet stored: what bounds memory while a document of many parts comes. */
export const partsInFlightMost = 4;

/** The body of a document that travels in parts: the hash of each, in order. Parts are found by their content. */
export const manifestSchema = v.strictObject({ chunks: v.pipe(v.array(sha256Hex), v.minLength(1), v.maxLength(partsMost)) });
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** The parts that a text names, in order: none for one that is a document itself, `null` for a list that is none. */
export function partsOf(body: string): readonly string[] | null {
  const parsed = parseJson(body);
  if (!isRecord(parsed) || !Object.hasOwn(parsed, 'chunks')) return [];
  const manifest = v.safeParse(manifestSchema, parsed);
  return manifest.success ? manifest.output.chunks : null;
}

/** What the token of a document says: exactly which text it stands for. */
export const documentClaims = v.object({
  kind: v.string(),
  version: sequence,
  sha256: sha256Hex,
  validUntil: v.optional(isoTime),
  rollback: v.optional(sequence),
  iat: v.optional(isoTime),
});

/** For what the upstream's keys may be used; each may have several uses. */
export const keyUses = ['command', 'document', 'qr'] as const;
export type KeyUse = (typeof keyUses)[number];

/** Base64url without padding of so many bytes: 32 bytes are 43 letters. */
const field32 = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

/** A public key of an elliptic curve, to which the bank encrypts the pickup codes that it makes. */
const encryptToSchema = v.variant('kty', [
  v.object({ kty: v.literal('EC'), crv: v.literal('P-256'), x: field32, y: field32, kid: v.optional(id) }),
  v.object({ kty: v.literal('OKP'), crv: v.literal('X25519'), x: field32, kid: v.optional(id) }),
]);
export type EncryptTo = v.InferOutput<typeof encryptToSchema>;

/** The keys of the upstream. Two of one use may overlap, so that one can take over from the other. */
export const keysSchema = v.object({
  keys: v.pipe(
    v.array(
      v.object({
        kid: id,
        /** PASERK. */
        public: v.pipe(v.string(), v.regex(/^k4\.public\.[\w-]{43}$/)),
        uses: v.pipe(v.array(v.picklist(keyUses)), v.minLength(1), v.maxLength(keyUses.length)),
        from: v.optional(isoTime),
        until: v.optional(isoTime),
      }),
    ),
    v.minLength(1),
    v.maxLength(8),
  ),
  encryptTo: v.optional(encryptToSchema),
});
export type KeysDocument = v.InferOutput<typeof keysSchema>;

/** Names out of the settings table; what is not named keeps its usual value. */
export const settingsSchema = v.record(v.pipe(v.string(), v.maxLength(60)), v.unknown());
