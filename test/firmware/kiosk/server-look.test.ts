import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Of } from '../../../firmware/bank/hashes.ts';
import { builtInDress, type Dress } from '../../../firmware/kiosk/dress.ts';
import { startKioskServer, type KioskServer } from '../../../firmware/kiosk/server.ts';
import { Ends } from '../../support/ends.ts';

const logo = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const photo = Buffer.from('\xff\xd8\xff\xe0 a street', 'latin1');
const [logoHash, photoHash] = [sha256Of(logo), sha256Of(photo)];

const acme: Dress = {
  look: { title: 'Acme', colours: null, logo: `/media/${logoHash}`, background: null, idle: [`/media/${photoHash}`] },
  pictures: new Map([[logoHash, { type: 'image/svg+xml', bytes: logo }], [photoHash, { type: 'image/jpeg', bytes: photo }]]),
};

let server: KioskServer;
const ends = new Ends();

beforeEach(async () => {
  const pageFolder = mkdtempSync(join(tmpdir(), 'lockerbank-look-'));
  ends.add(() => rmSync(pageFolder, { recursive: true }));
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><meta name="lockerbank-token" content="">');
  for (const name of ['page.js', 'page.css']) writeFileSync(join(pageFolder, name), '');
  const cabinet = { widthMm: 0, heightMm: 0, plinthMm: 0, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] };
  server = await startKioskServer({
    port: 0, pageFolder, cabinet, random: { bytes: (length) => new Uint8Array(length) }, framedBy: null,
    onInput: () => undefined, onPage: () => undefined,
  });
  ends.add(() => server.close());
});

afterEach(() => ends.all());

const ask = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);

/** The looks that a page has been told by the time that so many have come. */
async function looksTold(count: number, meanwhile: () => void): Promise<unknown[]> {
  const token = /content="(\w+)"/.exec(await (await ask('/')).text())?.[1] ?? '';
  const stop = new AbortController();
  const response = await ask(`/screens?token=${token}`, { signal: stop.signal });
  const decoder = new TextDecoder();
  let text = '';
  let looks: unknown[] = [];
  for await (const chunk of response.body ?? []) {
    if (text === '') meanwhile();
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    looks = [...text.matchAll(/event: look\ndata: (.*)\n\n/g)].map(([, look = '']) => JSON.parse(look) as unknown);
    if (looks.length >= count) break;
  }
  stop.abort();
  return looks;
}

describe('a picture', () => {
  test('of the look of now is handed out by its hash, whole, and for good', async () => {
    server.wear(acme);
    const answer = await ask(`/media/${photoHash}`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(photo);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg', 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('that is a drawing with a script in it runs nothing, even where somebody opens it by itself', async () => {
    server.wear(acme);
    const { headers } = await ask(`/media/${logoHash}`);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
  });

  test('that is not of the look of now is not there', async () => {
    server.wear(acme);
    const paths = ['', '/', `/${'0'.repeat(64)}`, `/${photoHash}/`, '/../page.js/', '/constructor'];
    for (const path of paths) expect((await ask(`/media${path}`)).status, path).toBe(404);
    server.wear({ ...acme, pictures: new Map() });
    expect((await ask(`/media/${photoHash}`)).status).toBe(404);
  });

  test('is for this page alone, and only to be looked at', async () => {
    server.wear(acme);
    expect((await ask(`/media/${photoHash}`, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    const { origin } = new URL(server.url);
    const posted = await ask(`/media/${photoHash}`, { method: 'POST', headers: { origin } });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a page', () => {
  test('is told the look before its first screen, and each other one as it comes', async () => {
    const other: Dress = { ...acme, look: { ...acme.look, title: 'Other' } };
    const looks = await looksTold(3, () => {
      server.wear(acme);
      server.wear({ ...acme });
      server.wear(other);
    });
    expect(looks).toEqual([builtInDress.look, acme.look, other.look]);
  });

  test('that comes later finds the look of now', async () => {
    server.wear(acme);
    expect(await looksTold(1, () => undefined)).toEqual([acme.look]);
  });
});
