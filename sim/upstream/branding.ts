import { sha256Of } from '../../firmware/bank/hashes.ts';
import type { BrandingDocument } from '../../firmware/contract/document-bodies.ts';
import { partBytesMost } from '../../firmware/contract/documents.ts';
import type { Cut } from './chunks.ts';
import { demoLookNames, demoLooks, type BrandWish, type DemoLookName } from './demo-looks.ts';

/** A branding document as the upstream keeps it: its text, and the pieces of base64 in which its pictures travel. */
interface WrittenBranding {
  readonly text: string;
  readonly pieces: readonly string[];
}

type Medium = NonNullable<BrandingDocument['media']>[number];

/** Writes down what somebody wishes. */
export function writeBranding({ title, colours, texts, pictures }: BrandWish): WrittenBranding {
  const drawn = pictures === null ? [] : picturesOf(pictures);
  const media = drawn.map(({ medium }) => medium);
  const document: BrandingDocument = {
    ...(title === null ? {} : { title }), ...named('colours', colours), ...named('texts', texts), ...(media.length === 0 ? {} : { media }),
  };
  return { text: JSON.stringify(document), pieces: [...new Set(drawn.flatMap(({ pieces }) => pieces))] };
}

/** What nobody wishes is not named: it stays as it is built in. */
function named<Name extends string, Value extends object>(name: Name, value: Value): { readonly [Key in Name]?: Value } {
  return (Object.keys(value).length === 0 ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}

/** What was wished, by what was written down. */
export function wishIn(text: string): BrandWish {
  const { title = null, colours = {}, texts = {}, media = [] } = JSON.parse(text) as BrandingDocument;
  const pictures = demoLookNames.find((name) => JSON.stringify(picturesOf(name).map(({ medium }) => medium)) === JSON.stringify(media));
  return { title, colours: colours as BrandWish['colours'], texts, pictures: pictures ?? null };
}

/** As it is sent. Pictures make it a list of parts, of which the first is the text. */
export function cutBranding({ text, pieces }: WrittenBranding): Cut {
  if (pieces.length === 0) return { body: text, parts: new Map() };
  const parts = [text, ...pieces];
  return { body: JSON.stringify({ chunks: parts.map(sha256Of) }), parts: new Map(parts.map((part) => [sha256Of(part), part])) };
}

function picturesOf(look: DemoLookName): readonly { readonly medium: Medium; readonly pieces: readonly string[] }[] {
  return demoLooks[look].pictures.map(({ use, svg }) => {
    const pieces = piecesOf(Buffer.from(svg).toString('base64'));
    return { medium: { use, type: 'image/svg+xml', parts: pieces.map((piece) => sha256Of(piece)) }, pieces };
  });
}

/** Each piece is base64 of its own: the length of all but the last is a multiple of four. */
function piecesOf(base64: string): readonly string[] {
  const length = partBytesMost - (partBytesMost % 4);
  return Array.from({ length: Math.ceil(base64.length / length) }, (_, n) => base64.slice(n * length, (n + 1) * length));
}
