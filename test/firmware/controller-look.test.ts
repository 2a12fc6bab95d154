import { describe, expect, test } from 'vitest';
import { BankRig } from '../support/bank-rig.ts';
import { sha256 } from '../support/hand-upstream.ts';

const logo = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
const acme = JSON.stringify({ title: 'Acme', media: [{ use: 'logo', type: 'image/svg+xml', sha256: sha256(logo) }] });

/** A text with pictures goes in parts, one without as it is. */
async function declare(rig: BankRig, version: number, text: string, ...pictures: readonly string[]): Promise<void> {
  if (pictures.length > 0) rig.upstream.publishParts('branding', version, [text, ...pictures]);
  else rig.upstream.documents.set('branding', { version, body: text });
  rig.upstream.declare();
  await rig.advance(2_000);
}

describe('whoever stands at the kiosk', () => {
  test('sees the look that the upstream has declared, and after a restart at once again', async () => {
    const rig = await BankRig.start();
    expect(rig.dresses.at(-1)?.look).toMatchObject({ title: null, logo: null });
    await declare(rig, 1, acme, logo);
    const path = rig.dresses.at(-1)?.look.logo ?? '';
    expect(rig.dresses.at(-1)?.look).toMatchObject({ title: 'Acme' });
    expect(Buffer.from(rig.dresses.at(-1)?.pictures.get(path.slice('/media/'.length))?.bytes ?? []).toString('base64')).toBe(logo);
    await rig.kill();
    await rig.boot();
    expect(rig.dresses.at(-1)?.look).toMatchObject({ title: 'Acme', logo: path });
  });

  test('sees the built-in look again when it is withdrawn', async () => {
    const rig = await BankRig.start();
    await declare(rig, 1, acme, logo);
    await declare(rig, 2, '{}');
    expect(rig.dresses.at(-1)?.look).toMatchObject({ title: null, logo: null });
    expect(rig.dresses.at(-1)?.pictures.size).toBe(0);
  });

  test('sees a picture that the disk has lost as soon as it has been fetched again', async () => {
    const rig = await BankRig.start();
    await declare(rig, 1, acme, logo);
    await rig.kill();
    await rig.disk.remove(`branding/${sha256(logo)}.json`);
    rig.upstream.parts.delete(sha256(logo));
    await rig.boot();
    expect(rig.dresses.at(-1)?.look).toMatchObject({ title: 'Acme', logo: null });
    rig.upstream.parts.set(sha256(logo), logo);
    await rig.advance(60_000);
    expect(rig.dresses.at(-1)?.look.logo).toMatch(/^\/media\/[0-9a-f]{64}$/);
  });

  test('keeps the look that they see when the next one is refused', async () => {
    const rig = await BankRig.start();
    await declare(rig, 1, acme, logo);
    await declare(rig, 2, '{"title":"Pale","colours":{"text":"#f4f5f1"}}');
    expect(rig.upstream.ofType('document.rejected')[0]?.data['why']).toContain('text on background has a contrast of 1:1');
    expect(rig.dresses.at(-1)?.look.title).toBe('Acme');
  });
});
