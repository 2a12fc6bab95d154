import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { builtInDress } from '../../../firmware/kiosk/dress.ts';
import { listenersMost, pageSilentMs, type PageState } from '../../../firmware/kiosk/listeners.ts';
import type { CabinetDrawing } from '../../../firmware/kiosk/screens.ts';
import { startKioskServer, type KioskServer, type KioskServerOptions } from '../../../firmware/kiosk/server.ts';
import { startingShown } from '../../../firmware/kiosk/shown-of.ts';
import type { KioskInput, Shown } from '../../../firmware/kiosk/shown.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { Ends } from '../../support/ends.ts';

const cabinet: CabinetDrawing = {
  widthMm: 900,
  heightMm: 600,
  plinthMm: 100,
  kiosk: { xMm: 0, yMm: 0, widthMm: 450, heightMm: 600 },
  lockers: [{ locker: 13, column: 2, row: 1, xMm: 450, yMm: 0, widthMm: 450, heightMm: 600, accessible: true }],
};
const home: Shown = {
  ...startingShown, screen: { screen: 'home', notice: null, keypadLockedForMs: 0, scans: true, ways: ['code'], stores: false },
};
const askEnd: Shown = { ...startingShown, screen: { screen: 'ask-end', door: { locker: 13, column: 2, row: 1 } } };

let folder: string;
let server: KioskServer;
let inputs: KioskInput[];
let pages: PageState[];
let boots = 0;
const ends = new Ends();

/** Each boot draws other bytes. */
function options(more: Partial<KioskServerOptions> = {}): KioskServerOptions {
  const boot = ++boots;
  const random = { bytes: (length: number) => new Uint8Array(length).fill(boot) };
  return {
    port: 0, pageFolder: folder, cabinet, random, framedBy: null,
    onInput: (input) => void inputs.push(input), onPage: (page) => void pages.push(page), ...more,
  };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-page-'));
  ends.add(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="lockerbank-token" content=""><title>Parcel lockers</title>');
  writeFileSync(join(folder, 'page.js'), 'draw();');
  writeFileSync(join(folder, 'page.css'), 'body {}');
  inputs = [];
  pages = [];
  server = await startKioskServer(options());
  ends.add(() => server.close());
});

afterEach(() => ends.all());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` keeps Host to itself; here everything can be forged. */
function ask(path: string, how: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, server.url), { method: how.method ?? 'GET', headers: how.headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.on('error', reject);
    });
    asked.on('error', reject).end(how.body);
  });
}

async function tokenOf(url = server.url): Promise<string> {
  return /content="(\w+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
}

async function headersOfPage(): Promise<Record<string, string>> {
  return { 'content-type': 'application/json', origin: new URL(server.url).origin, 'x-lockerbank-token': await tokenOf() };
}

async function say(body: string, headers: Record<string, string> = {}): Promise<number> {
  return (await ask('/input', { method: 'POST', headers: { ...(await headersOfPage()), ...headers }, body })).status;
}

/** Someone who watches the screen. */
class Watcher {
  text = '';
  hasEnded = false;
  status = 0;
  readonly #stop = new AbortController();

  async start(): Promise<this> {
    const response = await fetch(`${server.url}screens?token=${await tokenOf()}`, { signal: this.#stop.signal });
    this.status = response.status;
    void this.#read(response);
    return this;
  }

  /** Not by vitest's `waitFor`, which moves false clocks on. */
  async until(hasCome: (text: string) => boolean): Promise<void> {
    const patience = 2000;
    for (let tries = 0; tries < patience && !hasCome(this.text); tries++) await new Promise((resolve) => setTimeout(resolve, 1));
    if (!hasCome(this.text)) throw new Error(`not told within ${String(patience)} ms; told ${this.text.slice(-2000)}`);
  }

  leave(): void {
    this.#stop.abort();
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) this.text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch {
      // left, or cut off: both are an end
    }
    this.hasEnded = true;
  }
}

const told = (event: string, value: unknown): string => `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;

describe('the page', () => {
  test('is handed out with its script, its style, and a token that no other boot has', async () => {
    const first = await tokenOf();
    expect(first).toMatch(/^[0-9A-Z]{26}$/);
    expect(await ask('/page.js')).toMatchObject({ status: 200, body: 'draw();' });
    expect(await ask('/page.css')).toMatchObject({ status: 200, body: 'body {}' });
    await server.close();
    server = await startKioskServer(options());
    expect(await tokenOf()).not.toBe(first);
  });

  test('may run its own script and nobody else’s, and nobody may frame it', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('shows itself in the frame of the one page that was named', async () => {
    await server.close();
    server = await startKioskServer(options({ framedBy: 'http://127.0.0.1:8480' }));
    expect((await ask('/')).headers['content-security-policy']).toMatch(/; frame-ancestors http:\/\/127\.0\.0\.1:8480$/);
  });

  test('is all there is: other paths are not found, other methods not allowed', async () => {
    for (const path of ['/index.html', '/../package.json', '/page.js/', '/favicon.ico', '/screens/']) {
      expect((await ask(path)).status, path).toBe(404);
    }
    const headers = await headersOfPage();
    expect(await ask('/', { method: 'POST', headers })).toMatchObject({ status: 405, headers: { allow: 'GET' } });
    expect(await ask('/input', { headers })).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect((await ask('/screens', { method: 'DELETE' })).status).toBe(405);
  });

  test('keeps its protective headers when it refuses', async () => {
    expect((await ask('/nothing')).headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('a stranger at the kiosk’s port', () => {
  test('who came by another name of this computer gets nothing (DNS rebinding)', async () => {
    const { port } = new URL(server.url);
    for (const host of ['lockers.example', `lockers.example:${port}`, '127.0.0.1', `127.0.0.1:${String(Number(port) + 1)}`]) {
      expect((await ask('/', { headers: { host } })).status, host).toBe(403);
    }
    expect((await ask('/', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test('who is another page opens no door, even with the token', async () => {
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1', server.url]) {
      expect(await say('{"type":"storing.chosen"}', { origin }), origin).toBe(403);
      expect((await ask('/', { headers: { origin } })).status, origin).toBe(403);
    }
    expect(inputs).toEqual([]);
  });

  test('who names no page opens no door', async () => {
    const { origin: _, ...headers } = await headersOfPage();
    expect((await ask('/input', { method: 'POST', headers, body: '{"type":"storing.chosen"}' })).status).toBe(403);
    expect(inputs).toEqual([]);
  });

  test('who guesses the token neither sees the screen nor says anything', async () => {
    const token = await tokenOf();
    for (const guess of ['', 'A', `${token}0`, token.toLowerCase(), token.slice(1)]) {
      expect((await ask(`/screens?token=${guess}`)).status, guess).toBe(403);
      expect(await say('{"type":"storing.chosen"}', { 'x-lockerbank-token': guess }), guess).toBe(403);
    }
    expect((await ask('/screens')).status).toBe(403);
    expect(inputs).toEqual([]);
  });

  test('cannot reach it from another computer', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });
});

describe('what a person does', () => {
  test('reaches the bank once, as it was', async () => {
    expect(await say('{"type":"code.entered","code":"4F7K2Q9P"}')).toBe(204);
    expect(await say('{"type":"person.touched"}', { 'content-type': 'application/json; charset=utf-8' })).toBe(204);
    expect(inputs).toEqual([{ type: 'code.entered', code: '4F7K2Q9P' }, { type: 'person.touched' }]);
  });

  test('changes nothing when it makes no sense', async () => {
    for (const body of ['', '{', 'null', '{"type":"door.release","locker":13}', '{"type":"code.entered","code":""}']) {
      expect(await say(body), body).toBe(400);
    }
    expect(await say('{"type":"storing.chosen"}', { 'content-type': 'text/plain' })).toBe(415);
    expect(inputs).toEqual([]);
  });

  test('ends at 4 KiB, of which the longest label needs less', async () => {
    expect(await say(JSON.stringify({ type: 'label.scanned', text: 'ü'.repeat(512) }))).toBe(204);
    expect(await say(`{"type":"storing.chosen"${' '.repeat(5000)}}`)).toBe(413);
    expect(inputs.map((input) => input.type)).toEqual(['label.scanned']);
  });

  test('is refused at the limit, however much more is on its way', async () => {
    const { port, host } = new URL(server.url);
    const headers = { host, ...(await headersOfPage()), 'content-length': '100000000' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /input HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        socket.write(Buffer.alloc(10_000, 0x20));
      });
      socket.setEncoding('utf8').once('data', (text: string) => { socket.destroy(); resolve(text); }).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('the page that lives', () => {
  const alive = async (headers: Record<string, string> = {}): Promise<number> =>
    (await ask('/alive', { method: 'POST', headers: { ...(await headersOfPage()), ...headers } })).status;

  test('is missed 20 s after its last word, once, and found again', async () => {
    await server.close();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      server = await startKioskServer(options());
      expect(await alive()).toBe(204);
      vi.advanceTimersByTime(pageSilentMs - 1);
      expect(await alive()).toBe(204);
      vi.advanceTimersByTime(pageSilentMs - 1);
      expect(pages).toEqual(['alive']);
      vi.advanceTimersByTime(pageSilentMs);
      expect(pages).toEqual(['alive', 'dead']);
      expect(await alive()).toBe(204);
      expect(pages).toEqual(['alive', 'dead', 'alive']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is believed by its token alone', async () => {
    expect(await alive({ 'x-lockerbank-token': 'guessed' })).toBe(403);
    expect((await ask('/alive', { method: 'PUT', headers: await headersOfPage() })).status).toBe(405);
    expect(pages).toEqual([]);
  });

  test('is answered for to whoever keeps the browser running: yes after its first word, no before it', async () => {
    expect((await ask('/alive')).status).toBe(503);
    await alive();
    expect((await ask('/alive')).status).toBe(204);
  });
});

describe('whoever watches the screen', () => {
  test('is told the cabinet and the look, then the present screen, then each later one', async () => {
    const before = told('cabinet', cabinet) + told('look', builtInDress.look);
    const early = await new Watcher().start();
    await early.until((text) => text === before + told('screen', startingShown));
    server.show(home);
    server.show(askEnd);
    await early.until((text) => text.endsWith(told('screen', home) + told('screen', askEnd)));
    const late = await new Watcher().start();
    await late.until((text) => text === before + told('screen', askEnd));
    early.leave();
    late.leave();
  });

  test('later finds the same session, with what is left of its time', async () => {
    server.show({ ...home, homeInMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = await new Watcher().start();
    await late.until((text) => text.includes('"homeInMs":59'));
    late.leave();
  });

  test(`has seven neighbours at most (${String(listenersMost)} listeners), and makes room by leaving`, async () => {
    const watchers = await Promise.all(Array.from({ length: listenersMost }, () => new Watcher().start()));
    expect(watchers.map((watcher) => watcher.status)).toEqual(watchers.map(() => 200));
    expect((await new Watcher().start()).status).toBe(503);
    watchers[0]?.leave();
    await vi.waitFor(async () => {
      const next = await new Watcher().start();
      watchers.push(next);
      expect(next.status).toBe(200);
    });
    for (const watcher of watchers) watcher.leave();
  });

  test('hears a heartbeat every 15 s while no door moves', async () => {
    await server.close();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      server = await startKioskServer(options());
      const watcher = await new Watcher().start();
      await watcher.until((text) => text.includes('starting'));
      vi.advanceTimersByTime(14_999);
      server.show(home);
      await watcher.until((text) => text.endsWith(told('screen', home)));
      vi.advanceTimersByTime(1);
      await watcher.until((text) => text.endsWith(`${told('screen', home)}:\n\n`));
      watcher.leave();
    } finally {
      vi.useRealTimers();
    }
  });

  test('and stops reading is cut off, while the others see the door', async () => {
    const { port, host } = new URL(server.url);
    const attentive = await new Watcher().start();
    const path = `/screens?token=${await tokenOf()}`;
    const asleep = connect(Number(port), '127.0.0.1', () => asleep.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`));
    await new Promise((resolve) => asleep.once('readable', resolve));
    asleep.pause();
    const closed = new Promise((resolve) => asleep.once('close', resolve).once('error', () => undefined));
    // Far more than the buffers of both ends of a loopback connection hold.
    const name = 'n'.repeat(1_000_000);
    for (let times = 0; times < 24; times++) {
      server.show({ ...home, language: name, homeInMs: times });
      await attentive.until((text) => text.includes(`"homeInMs":${String(times)},`));
      attentive.text = '';
    }
    asleep.resume();
    await closed;
    server.show(askEnd);
    await attentive.until((text) => text.endsWith(told('screen', askEnd)));
    attentive.leave();
  });
});

describe('the port', () => {
  test('that another program holds is named, with the variable that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const refused = await startKioskServer(options({ port })).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LockerError);
    expect(refused).toMatchObject({
      code: 'port.busy',
      message: `port ${String(port)}: another program listens there. Cure: stop it, or set LOCKERBANK_KIOSK_PORT to a free port`,
    });
    await new Promise((resolve) => other.close(resolve));
  });

  test('is free again after closing, with nobody left hanging', async () => {
    const { port } = new URL(server.url);
    const watcher = await new Watcher().start();
    await Promise.all([server.close(), server.close()]);
    await vi.waitFor(() => expect(watcher.hasEnded).toBe(true));
    await expect(fetch(server.url)).rejects.toThrow();
    server = await startKioskServer(options({ port: Number(port) }));
    expect((await ask('/')).status).toBe(200);
  });

  test('is not opened for a page that has not been built, and the cure is named', async () => {
    rmSync(join(folder, 'page.js'));
    await expect(startKioskServer(options())).rejects.toMatchObject({
      code: 'page.missing', message: `${join(folder, 'page.js')}: the kiosk page has not been built. Cure: npm run build`,
    });
    writeFileSync(join(folder, 'page.js'), '');
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    await expect(startKioskServer(options())).rejects.toMatchObject({
      code: 'page.missing',
      message: `${join(folder, 'index.html')}: it lacks <meta name="lockerbank-token" content="">. Cure: npm run build`,
    });
  });
});
