import { readBrandingText } from '../bank/branding-document.ts';
import type { BankKeys } from '../bank/codes.ts';
import { partFormat, readDirectoryPart, type DirectoryPart } from '../bank/directory-document.ts';
import { sha256Of } from '../bank/hashes.ts';
import { isRecord, parseJson } from '../contract/json.ts';

/** What a part is, and what is kept of it. */
type FoundPart =
  | { readonly kind: 'directory'; readonly content: DirectoryPart }
  | { readonly kind: 'branding'; readonly content: string }
  | { readonly kind: 'bad'; readonly why: string };

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A part of a directory is converted before it touches the disk, and of a branding text only its own fields are kept:
 * badge numbers are to lie nowhere in the clear, not even by an upstream's mistake.
 */
export function readPart(body: string, sha256: string, keys: BankKeys): FoundPart {
  if (sha256Of(body) !== sha256) return { kind: 'bad', why: 'its hash is not the declared one' };
  if (base64.test(body)) return { kind: 'branding', content: body };
  const directory = readDirectoryPart(body, keys);
  if (directory.kind === 'part') return { kind: 'directory', content: directory.part };
  if (!looksLikeBranding(body)) return { kind: 'bad', why: directory.why };
  const branding = readBrandingText(body);
  return branding.kind === 'text'
    ? { kind: 'branding', content: JSON.stringify(branding.document) }
    : { kind: 'bad', why: branding.why };
}

const brandingFields = ['title', 'colours', 'texts', 'media'] as const;

function looksLikeBranding(body: string): boolean {
  const parsed = parseJson(body);
  return isRecord(parsed) && brandingFields.some((field) => Object.hasOwn(parsed, field));
}

export function isDirectoryPart(content: unknown): content is DirectoryPart {
  return isRecord(content) && content['format'] === partFormat;
}
