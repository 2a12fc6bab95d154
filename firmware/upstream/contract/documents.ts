import * as v from 'valibot';
import { id, isoTime, sequence, sha256Hex } from './parts.ts';

/** What the upstream declares: which version of each kind of document the bank should have. */
export const wantSchema = v.record(
  v.pipe(v.string(), v.maxLength(24)),
  v.object({ version: sequence, sha256: sha256Hex, validUntil: v.optional(isoTime) }),
);
export type Want = v.InferOutput<typeof wantSchema>;

export const documentKinds = ['settings', 'directory'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Which document, in which version, with which hash. */
export interface DocumentAddress {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly sha256: string;
}

/** scrypt of RFC 7914, as `scrypt$N$r$p$salt$hash`, salt and hash in base64url; at most 32 MiB of memory. */
const passwordVerifier = v.pipe(v.string(), v.regex(/^scrypt\$\d{1,6}\$\d{1,2}\$\d{1,2}\$[\w-]{8,64}\$[\w-]{16,128}$/));

export const directorySchema = v.object({
  recipients: v.pipe(
    v.array(v.object({ id, name: v.pipe(v.string(), v.maxLength(80)), accessible: v.optional(v.boolean(), false) })),
    v.maxLength(10_000),
  ),
  operators: v.pipe(
    v.array(
      v.object({
        id,
        name: v.pipe(v.string(), v.maxLength(80)),
        username: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
        password: passwordVerifier,
        permissions: v.array(v.pipe(v.string(), v.maxLength(40))),
      }),
    ),
    v.maxLength(1_000),
  ),
});
export type DirectoryDocument = v.InferOutput<typeof directorySchema>;

/** Names out of the settings table; what is not named keeps its usual value. */
export const settingsSchema = v.record(v.pipe(v.string(), v.maxLength(60)), v.union([v.number(), v.boolean()]));
