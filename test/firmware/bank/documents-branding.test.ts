import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mediumBytes } from '../../../firmware/bank/branding-document.ts';
import { builtInColours, noBranding, type MediumType } from '../../../firmware/bank/branding.ts';
import type { BrandingDocument } from '../../../firmware/contract/document-bodies.ts';
import { DocumentBooks, sha256 } from '../../support/document-books.ts';

const heads: Readonly<Record<MediumType, string>> = {
  'image/png': '\x89PNG\r\n\x1a\n', 'image/jpeg': '\xff\xd8\xff\xe0', 'image/webp': 'RIFF\x10\x00\x00\x00WEBP',
  'image/svg+xml': '<svg xmlns="',
};

function picture(type: MediumType, bytes = 60): string {
  return Buffer.from(heads[type].padEnd(bytes, '.'), 'latin1').toString('base64');
}

/** A branding document with its pictures, as parts. */
function give(bank: DocumentBooks, document: BrandingDocument | object, pieces: readonly string[], version = 1) {
  const texts = [JSON.stringify(document), ...pieces];
  const hashes = texts.map(sha256);
  const body = JSON.stringify({ chunks: hashes });
  const parts = { kind: 'branding', hashes, texts: new Map(texts.map((text) => [sha256(text), text])) } as const;
  return bank.decide({ kind: 'branding', version, sha256: sha256(body) }, { body, parts });
}

const rejection = (why: string) => ({ kind: 'rejected', facts: [{ type: 'document.rejected', data: { kind: 'branding', why } }] });

describe('branding', () => {
  test('is the built-in look in a bank that has been told of none, and again after an empty one', () => {
    const bank = new DocumentBooks();
    expect(bank.books.branding).toEqual(noBranding);
    bank.give('branding', 1, { title: 'Acme' });
    expect(bank.books.branding.title).toBe('Acme');
    bank.give('branding', 2, {});
    expect(bank.books.branding).toEqual(noBranding);
  });

  test('brings a title, colours and texts, and ignores what it does not know', () => {
    const bank = new DocumentBooks();
    const texts = { de: { 'home.title': 'Paket abholen', help: 'Hilfe: Raum 12.' } };
    expect(bank.give('branding', 1, { title: 'Acme', colours: { accent: '#003366' }, texts, music: 'loud' }).kind).toBe('applied');
    expect(bank.books.branding).toEqual({ title: 'Acme', colours: { accent: '#003366' }, texts, media: [] });
  });

  test('knows the colours that the page is built with', () => {
    const css = readFileSync(join(import.meta.dirname, '../../../firmware/kiosk/page/page.css'), 'utf8');
    const value = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
    expect({ ...builtInColours }).toMatchObject({ background: value('paper'), text: value('ink'), accent: value('accent') });
    expect(new DocumentBooks().give('branding', 1, { colours: builtInColours }).kind).toBe('applied');
  });
});

describe('contrast', () => {
  test.each([
    [{ text: '#777777', background: '#ffffff' }, 'text on background has a contrast of 4.47:1, and 4.5:1 is needed'],
    [{ text: '#f4f5f1' }, 'text on background has a contrast of 1:1, and 4.5:1 is needed'],
    [{ accent: '#ffcc00' }, 'accent on background has a contrast of 1.38:1, and 4.5:1 is needed'],
    [{ accentText: '#00695a' }, 'accentText on accent has a contrast of 1:1, and 4.5:1 is needed'],
  ])('that somebody could not read is rejected, with the ratio, also against what is built in [%j]', (colours, why) => {
    const bank = new DocumentBooks();
    expect(bank.give('branding', 1, { title: 'Acme', colours })).toMatchObject(rejection(why));
    expect(bank.books.branding).toEqual(noBranding);
  });

  test('of dark pages is as good as that of light ones', () => {
    const colours = { background: '#101010', text: '#F0F0F0', accent: '#ffcc00', accentText: '#000000' };
    expect(new DocumentBooks().give('branding', 1, { colours }).kind).toBe('applied');
  });
});

describe('a branding document with a bad row is rejected', () => {
  test.each<[object, string]>([
    [{ title: '' }, 'title: is shorter than 1'],
    [{ colours: { text: 'black' } }, 'colours.text: must be #rrggbb'],
    [{ texts: { german: {} } }, 'texts.german: must be a language of two or three letters'],
    [{ texts: { de: { 'Home Title': 'x' } } }, 'texts.de.Home Title: must be words with dots between them'],
    [{ texts: { de: { help: 7 } } }, 'texts.de.help: must be string'],
    [{ media: [{ use: 'logo', type: 'image/png' }] }, 'media.0: must have either parts or sha256'],
    [
      { media: [{ use: 'logo', type: 'video/mp4', sha256: sha256('') }] },
      'media.0.type: must be ("image/png" | "image/jpeg" | "image/webp" | "image/svg+xml")',
    ],
    [{ media: [{ use: 'logo', type: 'image/png', sha256: sha256('x') }] }, 'media.0: is not in base64, or not among the document\'s parts'],
  ])('[%j → %s]', (document, why) => {
    expect(new DocumentBooks().give('branding', 1, document)).toMatchObject(rejection(why.slice(0, 80)));
  });
});

describe('pictures', () => {
  test.each(Object.keys(heads) as MediumType[])('come in parts and are put together again [%s]', (type) => {
    const whole = picture(type, 90);
    const pieces = [whole.slice(0, 40), whole.slice(40)];
    const bank = new DocumentBooks();
    const idle = { use: 'idle', type, sha256: sha256(whole) };
    expect(give(bank, { media: [{ use: 'logo', type, parts: pieces.map(sha256) }, idle] }, [...pieces, whole]).kind).toBe('applied');
    const { media } = bank.books.branding;
    expect(media).toEqual([{ use: 'logo', type, parts: pieces.map(sha256) }, { use: 'idle', type, parts: [sha256(whole)] }]);
    expect(bank.books.documents['branding']?.parts).toHaveLength(4);
    const texts = new Map([...pieces, whole].map((text) => [sha256(text), text]));
    for (const medium of media) {
      expect(Buffer.from(mediumBytes(medium, (part) => texts.get(part)) ?? []).toString('base64')).toBe(whole);
      expect(mediumBytes(medium, () => undefined)).toBeNull();
    }
  });

  test('that are not what they are called are rejected', () => {
    const piece = picture('image/jpeg');
    const document = { media: [{ use: 'logo', type: 'image/png', sha256: sha256(piece) }] };
    expect(give(new DocumentBooks(), document, [piece])).toMatchObject(rejection('media.0: is no image/png'));
  });

  test.each(['', 'not base64!', 'YWJj=', 'YW=='])('that are not in base64 are rejected [%j]', (piece) => {
    const document = { media: [{ use: 'logo', type: 'image/png', sha256: sha256(piece) }] };
    expect(give(new DocumentBooks(), document, [piece])).toMatchObject({ kind: 'rejected' });
  });

  test('are at most one logo, and at most 2 MiB in all', () => {
    const piece = picture('image/png');
    const logo = { use: 'logo', type: 'image/png', sha256: sha256(piece) };
    expect(give(new DocumentBooks(), { media: [logo, logo] }, [piece])).toMatchObject(rejection('media: there are two for logo'));
    const large = picture('image/png', 400_000);
    const idle = { use: 'idle', type: 'image/png', sha256: sha256(large) };
    expect(give(new DocumentBooks(), { media: Array.from({ length: 5 }, () => idle) }, [large]).kind).toBe('applied');
    expect(give(new DocumentBooks(), { media: Array.from({ length: 6 }, () => idle) }, [large])).toMatchObject(
      rejection('media: is more than 2097152 bytes'),
    );
  });
});
