import * as v from 'valibot';
import { scryptBytesMost } from '../ports/hasher.ts';
import { id, isoTime, sha256Hex, sizeName } from './parts.ts';

/**
 * What stands in the documents `directory` and `branding`. Unknown fields are ignored; one bad record refuses the whole
 * document. No message of these schemas repeats what was written: it may be a badge number, and rejections are journaled.
 */

/** What the bank makes of what is typed: 32 bytes in base64url. A hash of another length would be nobody's. */
const hashLetters = 43;

/** scrypt of RFC 7914, as `scrypt$N$r$p$salt$hash`, salt and hash in base64url; at most 32 MiB of memory. */
const verifier = v.pipe(
  v.string(),
  v.regex(/^scrypt\$\d{1,6}\$\d{1,2}\$\d{1,2}\$[\w-]{8,64}\$[\w-]{16,128}$/, 'must be scrypt$N$r$p$salt$hash'),
  v.check(isAffordable, 'must be scrypt of at most 32 MiB'),
  v.check((text) => text.split('$').at(-1)?.length === hashLetters, 'must have a hash of 32 bytes'),
);

/** As it may be shown at the kiosk: an upstream that wants less shown sends less. */
const name = v.pipe(v.string(), v.maxLength(80));

/** A badge number as the personnel file has it, or a barcode as it is printed. */
const printed = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

/** Under the bank's badge key, from an upstream that has it: 128 bits in base64url. */
const tag = v.pipe(v.string(), v.regex(/^[\w-]{22}$/, 'must be 128 bits in base64url'));

const credentialsMost = 8;

/** What one person may show to be known. */
const shown = {
  badges: v.optional(v.pipe(v.array(printed), v.maxLength(credentialsMost)), []),
  badgeTags: v.optional(v.pipe(v.array(tag), v.maxLength(credentialsMost)), []),
  barcodes: v.optional(v.pipe(v.array(printed), v.maxLength(credentialsMost)), []),
  barcodeTags: v.optional(v.pipe(v.array(tag), v.maxLength(credentialsMost)), []),
  pin: v.optional(verifier),
};

const recipient = v.object({
  id,
  name,
  accessible: v.optional(v.boolean(), false),
  departments: v.optional(v.pipe(v.array(id), v.maxLength(50)), []),
  ...shown,
});

const department = v.object({
  id,
  name,
  keyContacts: v.optional(v.pipe(v.array(id), v.maxLength(100)), []),
  /** Where the recipients do not say it themselves. */
  members: v.optional(v.pipe(v.array(id), v.maxLength(2_000)), []),
});

const operator = v.pipe(
  v.object({
    id,
    name,
    role: v.optional(v.picklist(['operator', 'administrator', 'technician']), 'operator'),
    username: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
    password: v.optional(verifier),
    permissions: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(40)),
    ...shown,
  }),
  v.check(({ username, password }) => password === undefined || username !== undefined, 'has a password and no username'),
);

const carrierCode = v.pipe(
  v.object({
    /** Typed at the kiosk; or its tag, and how many digits it has. */
    code: v.optional(v.pipe(v.string(), v.regex(/^\d{6,10}$/, 'must be 6 to 10 digits'))),
    tag: v.optional(tag),
    digits: v.optional(v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(10))),
    from: v.optional(isoTime),
    until: v.optional(isoTime),
  }),
  v.check(({ code, tag: keyed, digits }) => {
    const isKeyed = keyed !== undefined && digits !== undefined;
    return code === undefined ? isKeyed : keyed === undefined && digits === undefined;
  }, 'must be a code, or a tag with its number of digits'),
  v.check(({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until), 'ends before it begins'),
);

/** Hours that go past midnight belong to the day on which they begin. */
const hours = v.pipe(
  v.object({
    /** 0 is Sunday. */
    days: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))), v.minLength(1), v.maxLength(7)),
    from: v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM')),
    until: v.pipe(v.string(), v.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM')),
  }),
  v.check(({ from, until }) => from !== until, 'is no time at all: a whole day is 00:00 until 24:00'),
);

const carrier = v.object({
  id,
  name,
  codes: v.pipe(v.array(carrierCode), v.maxLength(40)),
  hours: v.optional(v.pipe(v.array(hours), v.minLength(1), v.maxLength(14))),
  sizes: v.optional(v.pipe(v.array(sizeName), v.minLength(1), v.maxLength(12))),
});

/** A directory, or one part of it: the directory is what all of its parts say together. */
export const directorySchema = v.object({
  recipients: v.optional(v.pipe(v.array(recipient), v.maxLength(10_000)), []),
  departments: v.optional(v.pipe(v.array(department), v.maxLength(5_000)), []),
  operators: v.optional(v.pipe(v.array(operator), v.maxLength(2_000)), []),
  carriers: v.optional(v.pipe(v.array(carrier), v.maxLength(1_000)), []),
});
/** As an upstream writes it. */
export type DirectoryDocument = v.InferInput<typeof directorySchema>;
/** As it is read, with what was left out. */
export type ReadDirectory = v.InferOutput<typeof directorySchema>;

export const colourNames = ['background', 'text', 'accent', 'accentText'] as const;
export const mediumUses = ['logo', 'background', 'idle'] as const;
export const mediumTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const;

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'must be #rrggbb'));

/** Names of texts as the page has them: `home.title`. */
const textName = v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,39}(?:\.[a-z][A-Za-z]{0,39}){0,3}$/, 'must be words with dots between them'));
const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/, 'must be a language of two or three letters'));

const medium = v.pipe(
  v.object({
    use: v.picklist(mediumUses),
    type: v.picklist(mediumTypes),
    /** Base64 in so many parts, in order; or in one. */
    parts: v.optional(v.pipe(v.array(sha256Hex), v.minLength(1), v.maxLength(100))),
    sha256: v.optional(sha256Hex),
  }),
  v.check(({ parts, sha256 }) => (parts === undefined) !== (sha256 === undefined), 'must have either parts or sha256'),
);

/** How the bank looks. What is left out stays as it is built in. */
export const brandingSchema = v.object({
  title: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
  colours: v.optional(v.object(v.entriesFromList(colourNames, v.optional(colour))), {}),
  texts: v.optional(v.record(language, v.record(textName, v.pipe(v.string(), v.minLength(1), v.maxLength(300)))), {}),
  media: v.optional(v.pipe(v.array(medium), v.maxLength(8)), []),
});
export type BrandingDocument = v.InferInput<typeof brandingSchema>;
export type ReadBranding = v.InferOutput<typeof brandingSchema>;

function isAffordable(text: string): boolean {
  const [, n, r, p] = text.split('$').map(Number);
  if (!n || !r || !p) return false;
  return n >= 2 && Number.isInteger(Math.log2(n)) && 128 * n * r <= scryptBytesMost && p <= 8;
}
