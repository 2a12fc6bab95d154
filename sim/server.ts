import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listenOn, loopback } from '../firmware/adapters/listen.ts';
import { readAction } from './action.ts';
import type { SimAction, SimAnswer, SimState } from './sim-state.ts';
import { StateStream } from './state-stream.ts';

/**
 * Shows the simulator to browsers on this machine. The page can open any door, so only this very page may ask for
 * anything: the server listens on the loopback address, answers to its own names alone, and takes actions from its
 * own origin or from a program that has none, such as curl.
 */
export interface SimServer {
  readonly url: string;
  /** Something is different: every open page is told, at most once in 50 ms. */
  changed(): void;
  close(): Promise<void>;
}

interface SimServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the built page lies. */
  readonly pageFolder: string;
  readonly state: () => SimState;
  readonly perform: (action: SimAction) => Promise<SimAnswer>;
}

const actionBytesMax = 4 * 1024;

const pageFiles: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.js.map': { file: 'page.js.map', type: 'application/json; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
};

/** @throws LockerError `port.busy` */
export async function startSimServer(options: SimServerOptions): Promise<SimServer> {
  const stream = new StateStream(() => JSON.stringify(options.state()));
  const http = createServer((request, response) => {
    answer(request, response, options, stream).catch((trouble: unknown) => refuse(response, 500, sayTrouble(trouble)));
  });
  const port = await listenOn(http, options.port, 'LOCKERBANK_SIM_PORT');
  return {
    url: `http://${loopback}:${String(port)}/`,
    changed: () => stream.changed(),
    close: () => new Promise((resolve) => {
      stream.close();
      http.close(() => resolve());
      http.closeAllConnections();
    }),
  };
}

async function answer(
  request: IncomingMessage, response: ServerResponse, options: SimServerOptions, stream: StateStream,
): Promise<void> {
  sayWhatIsAllowed(response, options.state().kioskUrl);
  if (!isForMe(request)) return refuse(response, 403, 'This address is not the simulator\'s own.');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/action') return takeAction(request, response, options);
  if (request.method !== 'GET') return refuse(response, 405, 'Only GET is answered here.', { allow: 'GET' });
  if (path === '/' && request.headers.host?.startsWith('localhost')) return sendToLoopback(request, response);
  if (path === '/state') return sayJson(response, 200, options.state());
  if (path === '/states') {
    if (!stream.add(response)) refuse(response, 503, 'Too many pages are watching already; close one.');
    return;
  }
  const page = pageFiles[path];
  if (page === undefined) return refuse(response, 404, 'There is nothing here.');
  await sendFile(response, join(options.pageFolder, page.file), page.type);
}

/** A page that another site made must neither be read nor act: not by a name that resolves to us, nor in a frame. */
function sayWhatIsAllowed(response: ServerResponse, kioskUrl: string): void {
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    `frame-src ${originOf(kioskUrl) ?? "'none'"}`, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ];
  response.setHeader('content-security-policy', policy.join('; '));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function isForMe(request: IncomingMessage): boolean {
  const port = String(request.socket.localPort);
  const host = request.headers.host;
  if (host !== `${loopback}:${port}` && host !== `localhost:${port}`) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

/** The kiosk lets itself be framed by one origin only, and that is the one with the number. */
function sendToLoopback(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(302, { location: `http://${loopback}:${String(request.socket.localPort)}/` });
  response.end();
}

async function takeAction(request: IncomingMessage, response: ServerResponse, options: SimServerOptions): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, 'Actions are sent by POST.', { allow: 'POST' });
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return refuse(response, 415, 'Actions are sent as application/json.');
  const text = await readBody(request);
  // What is left of the body stays unread, so the connection cannot be used again.
  if (text === null) return refuse(response, 413, 'This is too long to be an action.', { connection: 'close' });
  const action = readAction(text);
  if (action === null) return refuse(response, 400, 'This is not an action that the simulator knows.');
  sayJson(response, 200, await options.perform(action));
}

/** Null if it is longer than an action may be. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= actionBytesMax) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

async function sendFile(response: ServerResponse, file: string, type: string): Promise<void> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return refuse(response, 404, 'This part of the page is missing. Cure: npm run build');
  response.writeHead(200, { 'content-type': type });
  response.end(bytes);
}

function refuse(response: ServerResponse, status: number, why: string, headers: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const refusal: SimAnswer = { kind: 'refused', why };
  sayJson(response, status, refusal);
}

function sayJson(response: ServerResponse, status: number, body: SimAnswer | SimState): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function sayTrouble(trouble: unknown): string {
  return `The simulator could not do this: ${trouble instanceof Error ? trouble.message : String(trouble)}`;
}
