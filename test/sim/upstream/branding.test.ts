import { describe, expect, test } from 'vitest';
import { readBranding } from '../../../firmware/bank/branding-document.ts';
import { payloadBytesMost } from '../../../firmware/contract/limits.ts';
import { cutBranding, wishIn, writeBranding } from '../../../sim/upstream/branding.ts';
import { coloursIn, demoLookNames, demoLooks, plainWish, wishFor, type BrandWish } from '../../../sim/upstream/demo-looks.ts';
import { viewOf } from '../../../sim/upstream/upstream-view.ts';
import { sha256 } from '../../support/hand-upstream.ts';
import { event, UpstreamRig } from '../../support/upstream-rig.ts';

describe.each(demoLookNames)('the ready-made look %s', (name) => {
  const written = writeBranding(wishFor(name));

  test('is one that a bank takes, with all its pictures', () => {
    const pieces = new Map(written.pieces.map((piece) => [sha256(piece), piece]));
    const reading = readBranding(written.text, (hash) => pieces.get(hash));
    if (reading.kind === 'refused') throw new Error(reading.why);
    expect(reading.branding.media.map(({ use }) => use)).toEqual(['logo', 'background', 'idle', 'idle']);
    expect(reading.branding.title).toBe(demoLooks[name].wish.title);
  });

  test('is known again by what was written down', () => {
    expect(wishIn(written.text)).toEqual(wishFor(name));
  });

  test('goes in parts, of which the first is its text and each fits a message', () => {
    const { body, parts } = cutBranding(written);
    const { chunks } = JSON.parse(body) as { readonly chunks: readonly string[] };
    expect(chunks.map((hash) => parts.get(hash))).toEqual([written.text, ...written.pieces]);
    for (const [hash, text] of parts) expect(sha256(text)).toBe(hash);
    for (const text of [body, ...parts.values()]) expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(payloadBytesMost);
  });

  test('draws nothing that fetches or runs anything, and nothing that somebody else owns', () => {
    for (const { svg } of demoLooks[name].pictures) {
      expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/script|href|https?:|@import|\son\w+=|NaN|undefined/);
    }
  });
});

describe('a wish', () => {
  const accent: BrandWish = { ...plainWish, colours: { accent: '#003366' } };

  test('without pictures goes whole, and names nothing that nobody wished', () => {
    expect(cutBranding(writeBranding(accent))).toEqual({ body: '{"colours":{"accent":"#003366"}}', parts: new Map() });
    expect(writeBranding(plainWish).text).toBe('{}');
    expect(wishIn('{}')).toEqual(plainWish);
  });

  test('for pictures that are none of the ready-made is one for none', () => {
    expect(wishIn('{"media":[{"use":"logo","type":"image/png","sha256":""}]}').pictures).toBeNull();
  });

  test('for some colours is shown with those that are built in', () => {
    expect(coloursIn(accent)).toEqual({ background: '#f4f5f1', text: '#13211d', accent: '#003366', accentText: '#ffffff' });
  });
});

describe('the upstream', () => {
  test('declares a look with its pictures, hands out each part, and does so after a power cut as well', async () => {
    const rig = await UpstreamRig.start();
    expect(viewOf(rig.upstream, []).branding).toEqual({ wish: plainWish, version: null, answer: 'none', why: null });
    await rig.upstream.declareBranding(wishFor('night'));
    await rig.advance(50);
    const wanted = rig.want()['branding'];
    const answer = await rig.ask('document.get', { kind: 'branding', ...wanted });
    const { chunks } = JSON.parse(String(answer?.data['body'])) as { readonly chunks: readonly string[] };
    expect(chunks.length).toBeGreaterThan(3);
    await rig.restart();
    expect(rig.want()['branding']).toEqual(wanted);
    for (const hash of chunks) {
      const part = await rig.ask('blob.get', { sha256: hash });
      expect(sha256(String(part?.data['body']))).toBe(hash);
    }
    expect(viewOf(rig.upstream, []).branding.wish).toEqual(wishFor('night'));
  });

  test('shows what the bank has said of the look that is declared, in the bank\'s own words', async () => {
    const rig = await UpstreamRig.start();
    await rig.upstream.declareBranding(wishFor('meadow'));
    const stand = () => viewOf(rig.upstream, []).branding;
    expect(stand()).toMatchObject({ version: 2, answer: 'waiting' });
    await rig.tell(event(1, 'document.applied', { kind: 'settings', version: 2 }));
    expect(stand().answer).toBe('waiting');
    await rig.tell(event(2, 'document.applied', { kind: 'branding', version: 2, sha256: '' }));
    expect(stand()).toMatchObject({ answer: 'in-force', why: null });
    const pale = { ...plainWish, colours: { text: '#f4f5f1' } };
    await rig.upstream.declareBranding(pale);
    expect(stand()).toMatchObject({ version: 3, answer: 'waiting', wish: pale });
    const why = 'text on background has a contrast of 1:1, and 4.5:1 is needed';
    await rig.tell(event(3, 'document.rejected', { kind: 'branding', version: 3, why }));
    expect(stand()).toMatchObject({ answer: 'refused', why });
    await rig.upstream.declareBranding(plainWish);
    expect(stand()).toMatchObject({ version: 4, answer: 'waiting', why: null });
  });
});
