import * as v from 'valibot';
import { contrastLeast, contrastOf, contrastWords, legiblePairs } from '../contract/contrast.ts';
import { never } from '../../statecharts/never.ts';
import { brandingSchema, type ReadBranding } from '../contract/document-bodies.ts';
import { parseJson } from '../contract/json.ts';
import { builtInColours, type Branding, type Medium, type MediumType } from './branding.ts';
import { cutToWhy, documentTrouble } from '../contract/document-trouble.ts';

type BrandingReading =
  | { readonly kind: 'branding'; readonly branding: Branding }
  | { readonly kind: 'refused'; readonly why: string };

/** All pictures together, in bytes: each is sent to the page whole, and a bank has a gigabyte for everything. */
const mediaBytesMost = 2 * 1024 * 1024;

/** A bank has one logo and one background. */
const oncePerBank: readonly Medium['use'][] = ['logo', 'background'];

/**
 * Reads a branding document. `partOf` gives the text of a part by its hash, `undefined` where it is not here. Colours
 * that it does not name are the built-in ones, and are judged together with those that it names. Never throws.
 */
export function readBranding(body: string, partOf: (sha256: string) => string | undefined): BrandingReading {
  const read = readBrandingText(body);
  if (read.kind === 'refused') return read;
  const branding = brandingOf(read.document);
  const why = troubleWithColours(branding.colours) ?? troubleWithMedia(branding.media, partOf);
  return why === null ? { kind: 'branding', branding } : { kind: 'refused', why: cutToWhy(why) };
}

type BrandingText =
  | { readonly kind: 'text'; readonly document: ReadBranding }
  | { readonly kind: 'refused'; readonly why: string };

/** Reads the text alone, whatever its pictures may be. Never throws. */
export function readBrandingText(body: string): BrandingText {
  const parsed = parseJson(body);
  if (parsed === undefined) return { kind: 'refused', why: 'it is not JSON' };
  if (Array.isArray(parsed)) return { kind: 'refused', why: 'must be Object' };
  const read = v.safeParse(brandingSchema, parsed);
  return read.success ? { kind: 'text', document: read.output } : { kind: 'refused', why: documentTrouble(read.issues[0]) };
}

/** The bytes of a picture; `null` where one of its parts is not here, or is no base64. */
export function mediumBytes(medium: Medium, partOf: (sha256: string) => string | undefined): Uint8Array | null {
  const parts = medium.parts.map((sha256) => bytesOf(partOf(sha256)));
  return parts.every((part) => part !== null) ? Buffer.concat(parts) : null;
}

function brandingOf({ title, colours, texts, media }: ReadBranding): Branding {
  const named = Object.entries(colours).filter(([, colour]) => colour !== undefined);
  return {
    title: title ?? null,
    colours: Object.fromEntries(named),
    texts,
    media: media.map(({ use, type, parts, sha256 }) => ({ use, type, parts: parts ?? (sha256 === undefined ? [] : [sha256]) })),
  };
}

function troubleWithColours(named: Branding['colours']): string | null {
  const colours = { ...builtInColours, ...named };
  for (const [what, on] of legiblePairs) {
    const ratio = contrastOf(colours[what], colours[on]);
    if (ratio < contrastLeast) {
      return `${what} on ${on} has a contrast of ${contrastWords(ratio)}, and ${String(contrastLeast)}:1 is needed`;
    }
  }
  return null;
}

function troubleWithMedia(media: readonly Medium[], partOf: (sha256: string) => string | undefined): string | null {
  const once = oncePerBank.find((use) => media.filter((medium) => medium.use === use).length > 1);
  if (once !== undefined) return `media: there are two for ${once}`;
  let total = 0;
  for (const [index, medium] of media.entries()) {
    const bytes = mediumBytes(medium, partOf);
    if (bytes === null) return `media.${String(index)}: is not in base64, or not among the document's parts`;
    if (!isPicture(bytes, medium.type)) return `media.${String(index)}: is no ${medium.type}`;
    total += bytes.length;
  }
  return total > mediaBytesMost ? `media: is more than ${String(mediaBytesMost)} bytes` : null;
}

/** A picture that is none would be a hole in the page, at every bank, until somebody stands before one. */
function isPicture(bytes: Uint8Array, type: MediumType): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  switch (type) {
    case 'image/png':
      return head.startsWith('\x89PNG\r\n\x1a\n');
    case 'image/jpeg':
      return head.startsWith('\xff\xd8\xff');
    case 'image/webp':
      return head.startsWith('RIFF') && head.endsWith('WEBP');
    case 'image/svg+xml':
      return /^(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml)/.test(head);
    default:
      return never(type, 'type of picture');
  }
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function bytesOf(part: string | undefined): Uint8Array | null {
  return part !== undefined && part !== '' && base64.test(part) ? Buffer.from(part, 'base64') : null;
}
