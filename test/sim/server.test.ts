import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as ask, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimServer, type SimServer } from '../../sim/server.ts';
import type { SimAction, SimAnswer, SimState } from '../../sim/sim-state.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { Ends } from '../support/ends.ts';
import { until } from '../support/until.ts';
import { simState } from './page/sim-state.ts';

const state: SimState = simState({}, { kioskUrl: 'http://127.0.0.1:8481/', mqttUrl: 'mqtt://127.0.0.1:1883' });

const shut = JSON.stringify({ do: 'shut', locker: 12 });
const json = { 'content-type': 'application/json' };

let folder: string;
let server: SimServer;
const ends = new Ends();
let present: SimState;
let performed: SimAction[];
let perform: (action: SimAction) => Promise<SimAnswer>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sim-page-'));
  ends.add(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'page.js'), 'export {};');
  present = state;
  performed = [];
  perform = () => Promise.resolve({ kind: 'done' });
  server = await startSimServer({
    port: 0,
    pageFolder: folder,
    state: () => present,
    perform: (action) => {
      performed.push(action);
      return perform(action);
    },
  });
  ends.add(() => server.close());
});

afterEach(() => ends.all());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** By node:http, because fetch does not let a program lie about Host. */
function send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = ask(new URL(path, server.url), { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

interface Stream {
  readonly states: SimState[];
  readonly ended: Promise<void>;
  /** Stops reading, and reads on. */
  hold(): void;
  readOn(): void;
  stop(): void;
}

function watch(): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const request = ask(new URL('/states', server.url), (response) => {
      const states: SimState[] = [];
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) if (part.startsWith('data: ')) states.push(JSON.parse(part.slice(6)) as SimState);
      });
      const ended = new Promise<void>((end) => response.on('close', end));
      response.on('error', () => undefined);
      if (response.statusCode === 200) {
        resolve({
          states, ended, hold: () => void response.pause(), readOn: () => void response.resume(), stop: () => void request.destroy(),
        });
      } else reject(new Error(String(response.statusCode)));
    });
    request.on('error', reject);
    request.end();
  });
}

function heard(acknowledged: number): SimState {
  return { ...state, upstream: { ...state.upstream, acknowledged } };
}

describe('the page', () => {
  test('comes with its script, and may load nothing from elsewhere but the kiosk in a frame', async () => {
    const page = await send('GET', '/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>page</title>');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain('frame-src http://127.0.0.1:8481;');
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect((await send('GET', '/page.js')).headers['content-type']).toContain('text/javascript');
  });

  test('names the cure where it was not built', async () => {
    const style = await send('GET', '/page.css');
    expect(style.status).toBe(404);
    expect(style.text).toContain('npm run build');
  });

  test('is asked for again under the number, when it was asked for as localhost', async () => {
    const { host } = new URL(server.url);
    const answer = await send('GET', '/', { host: host.replace('127.0.0.1', 'localhost') });
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe(server.url);
  });

  test.each(['/../package.json', '/index.html', '/nothing'])('has no other files (%s)', async (path) => {
    expect((await send('GET', path)).status).toBe(404);
  });

  test('may frame nothing while there is no kiosk', async () => {
    present = { ...state, kioskUrl: '' };
    expect((await send('GET', '/')).headers['content-security-policy']).toContain("frame-src 'none'");
  });
});

describe('the state', () => {
  test('is told as JSON', async () => {
    const answer = await send('GET', '/state');
    expect(answer.headers['content-type']).toContain('application/json');
    expect(JSON.parse(answer.text)).toEqual(state);
  });

  test('is told at once to who begins to watch, and again after a change', async () => {
    const stream = await watch();
    await until('the first state has come', () => stream.states.length === 1);
    present = heard(7);
    server.changed();
    await until('the change has come', () => stream.states.length === 2);
    expect(stream.states).toEqual([state, heard(7)]);
    stream.stop();
  });

  test('is told at most once in 50 ms, and the last change is never lost', async () => {
    const stream = await watch();
    await until('the first state has come', () => stream.states.length === 1);
    const began = performance.now();
    for (let n = 1; n <= 40; n++) {
      present = heard(n);
      server.changed();
      await pause(5);
    }
    await until('the last change has come', () => stream.states.at(-1)?.upstream.acknowledged === 40);
    const rests = Math.ceil((performance.now() - began) / 50);
    expect(stream.states.length).toBeLessThanOrEqual(1 + 1 + rests);
    stream.stop();
  });

  test('is told to 16 pages, and to another one when one has left', async () => {
    const streams = await Promise.all(Array.from({ length: 16 }, () => watch()));
    await expect(watch()).rejects.toThrow('503');
    streams[0]?.stop();
    await pause(50);
    streams.push(await watch());
    for (const stream of streams) stream.stop();
  });

  test('reaches a page that had stopped reading', async () => {
    const stream = await watch();
    await until('the first state has come', () => stream.states.length === 1);
    stream.hold();
    present = { ...state, mqttUrl: 'x'.repeat(8 * 1024 * 1024) }; // more than the sockets between us take
    for (let n = 1; n <= 5; n++) {
      server.changed();
      await pause(60);
      present = heard(n);
    }
    stream.readOn();
    await until('the last change has come', () => stream.states.at(-1)?.upstream.acknowledged === 5);
    expect(stream.states).toHaveLength(3); // the first, the long one, and the newest: none of those between
    stream.stop();
  });
});

describe('an action', () => {
  test('is performed, and its answer told', async () => {
    perform = () => Promise.resolve({ kind: 'refused', why: 'The door is closed already.' });
    const answer = await send('POST', '/action', json, shut);
    expect(performed).toEqual([{ do: 'shut', locker: 12 }]);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ kind: 'refused', why: 'The door is closed already.' });
  });

  test('is taken from the own page', async () => {
    const answer = await send('POST', '/action', { ...json, origin: server.url.slice(0, -1) }, shut);
    expect(answer.status).toBe(200);
    expect(performed).toHaveLength(1);
  });

  test('that fails is answered in words', async () => {
    perform = () => Promise.reject(new Error('no such door'));
    const answer = await send('POST', '/action', json, shut);
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.text)).toEqual({ kind: 'refused', why: 'The simulator could not do this: no such door' });
  });

  test.each<readonly [string, number, string, OutgoingHttpHeaders, string]>([
    ['it is malformed', 400, 'POST', json, '{"do":"shut"}'],
    ['it is no JSON', 400, 'POST', json, 'shut'],
    ['it is longer than 4 KiB', 413, 'POST', json, `{"do":"scan","text":"${'x'.repeat(5000)}"}`],
    ['it comes as a form', 415, 'POST', { 'content-type': 'text/plain' }, shut],
    ['it says not what it is', 415, 'POST', {}, shut],
    ['it is no POST', 405, 'GET', json, ''],
    ['it comes from a foreign page', 403, 'POST', { ...json, origin: 'http://example.org' }, shut],
    ['it comes from the kiosk\'s page', 403, 'POST', { ...json, origin: 'http://127.0.0.1:8481' }, shut],
    ['it comes from a page without an origin', 403, 'POST', { ...json, origin: 'null' }, shut],
    ['it is for a foreign host', 403, 'POST', { ...json, host: 'example.org' }, shut],
  ])('is not performed if %s (%i)', async (_why, status, method, headers, body) => {
    const answer = await send(method, '/action', headers, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'refused' });
    expect(performed).toEqual([]);
  });

  test('has its own address: nothing else takes a POST', async () => {
    expect((await send('POST', '/state', json, shut)).status).toBe(405);
    expect(performed).toEqual([]);
  });
});

describe('a foreign page', () => {
  test.each(['/', '/state', '/states'])('cannot read %s by a name that leads here', async (path) => {
    const answer = await send('GET', path, { host: 'rebound.example.org' });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('kioskUrl');
  });
});

describe('the server', () => {
  test('listens on the loopback address only', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  test('says which port is busy, and which variable chooses another', async () => {
    const port = Number(new URL(server.url).port);
    const second = startSimServer({ port, pageFolder: folder, state: () => state, perform });
    await expect(second).rejects.toThrow(LockerError);
    await expect(second).rejects.toMatchObject({ code: 'port.busy', where: `port ${String(port)}` });
    await expect(second).rejects.toThrow('LOCKERBANK_SIM_PORT');
  });

  test('leaves nothing when it closes: no stream, no port, no timer', async () => {
    const stream = await watch();
    server.changed();
    server.changed();
    await server.close();
    await stream.ended;
    const told = stream.states.length;
    server.changed();
    await pause(80);
    expect(stream.states).toHaveLength(told);
    await expect(send('GET', '/state')).rejects.toThrow('ECONNREFUSED');
  });

  test('can be closed twice', async () => {
    await server.close();
    await server.close();
  });
});
