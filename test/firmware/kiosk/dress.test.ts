import { describe, expect, test } from 'vitest';
import { noBranding, type Branding, type Medium } from '../../../firmware/bank/branding.ts';
import { sha256Of } from '../../../firmware/bank/hashes.ts';
import { builtInDress, dressOf } from '../../../firmware/kiosk/dress.ts';

const medium = (use: Medium['use'], name: string): Medium => ({ use, type: 'image/png', parts: [name] });
const read = (one: Medium) => Promise.resolve(one.parts[0] === 'lost' ? null : Buffer.from(one.parts.join()));
const pathOf = (name: string) => `/media/${sha256Of(name)}`;
const branding: Branding = {
  ...noBranding, title: 'Acme',
  media: [medium('idle', 'a'), medium('logo', 'l'), medium('background', 'b'), medium('idle', 'c')],
};

describe('the look of a bank', () => {
  test('is the built-in one where the upstream wishes nothing', async () => {
    expect(await dressOf(noBranding, read)).toEqual(builtInDress);
  });

  test('has the pictures that were wished for, each by the hash of its bytes, the idle ones in their order', async () => {
    const { look, pictures } = await dressOf(branding, read);
    expect(look).toMatchObject({ title: 'Acme', logo: pathOf('l'), background: pathOf('b'), idle: [pathOf('a'), pathOf('c')] });
    expect([...pictures.keys()]).toEqual(['a', 'l', 'b', 'c'].map((name) => sha256Of(name)));
    expect(pictures.get(sha256Of('b'))).toEqual({ type: 'image/png', bytes: Buffer.from('b') });
  });

  test('goes on without a picture that the disk has lost', async () => {
    const { look, pictures } = await dressOf({ ...branding, media: [medium('logo', 'lost'), medium('idle', 'a')] }, read);
    expect(look).toMatchObject({ title: 'Acme', logo: null, idle: [pathOf('a')] });
    expect(pictures.size).toBe(1);
  });

  test('has every colour as soon as one is named, and says whether its ground is dark', async () => {
    const accent = { accent: '#0b4f8a' };
    expect((await dressOf({ ...noBranding, colours: accent }, read)).look.colours).toMatchObject({
      palette: { paper: '#f4f5f1', ink: '#13211d', accent: '#0b4f8a' }, isDark: false,
    });
    const night = { background: '#0f1226', text: '#f2f0ff', accent: '#ffc857', accentText: '#1a1430' };
    expect((await dressOf({ ...noBranding, colours: night }, read)).look.colours?.isDark).toBe(true);
  });
});
