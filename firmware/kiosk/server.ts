import { timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';
import { listenOn, loopback } from '../adapters/listen.ts';
import { randomId, type Random } from '../ports/random.ts';
import { builtInDress, picturePath, type Dress, type Picture } from './dress.ts';
import { readInput } from './input.ts';
import { Listeners, PageWatch, type PageState } from './listeners.ts';
import type { CabinetDrawing } from './screens.ts';
import { startingShown } from './shown-of.ts';
import type { KioskInput, Shown } from './shown.ts';

/**
 * The kiosk's local server: hands the page out, tells it the screen, takes what a person did. It opens nothing and
 * decides nothing.
 *
 * Who may talk to it: a browser on this computer (loopback), which asked for this very address (Host, against DNS
 * rebinding), from this very page (Origin, token), where no other page can read the token (no CORS headers).
 */
export interface KioskServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds index.html, page.js and page.css; read once. */
  readonly pageFolder: string;
  readonly cabinet: CabinetDrawing;
  readonly random: Random;
  /** The one origin that may show the page in a frame, such as the simulator's. Null: nobody may. */
  readonly framedBy: string | null;
  readonly onInput: (input: KioskInput) => void;
  /** `dead`: the page at the kiosk has lived, and says nothing any more. */
  readonly onPage: (page: PageState) => void;
}

export interface KioskServer {
  readonly url: string;
  show(shown: Shown): void;
  /** From now on the page looks so, and only these pictures are handed out. */
  wear(dress: Dress): void;
  close(): Promise<void>;
}

/** The longest label, each of its characters escaped, fits; so does a signature. */
const inputMostBytes = 4096;
/** A page on the same computer sends its few bytes at once; whoever dawdles holds a socket. */
const requestMostMs = 10_000;
/** 26 characters of 5 bits: nobody guesses 130 bits within one boot. */
const tokenCharacters = 26;

type Refusal = 400 | 403 | 404 | 405 | 413 | 415 | 503;

interface Desk {
  readonly hosts: readonly string[];
  readonly token: string;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the look of now, by the hash of their bytes. */
  pictures: Dress['pictures'];
  readonly listeners: Listeners;
  readonly pageWatch: PageWatch;
  readonly onInput: (input: KioskInput) => void;
}

interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** @throws LockerError `port.busy`, or `page.missing` where the page has not been built */
export async function startKioskServer(options: KioskServerOptions): Promise<KioskServer> {
  const token = randomId(options.random, tokenCharacters);
  const files = await readPage(options.pageFolder, token);
  const server = createServer({ requestTimeout: requestMostMs, headersTimeout: requestMostMs });
  const port = await listenOn(server, options.port, 'LOCKERBANK_KIOSK_PORT');
  const listeners = new Listeners(options.cabinet, builtInDress.look, startingShown);
  const pageWatch = new PageWatch(options.onPage);
  const desk: Desk = {
    hosts: [`${loopback}:${String(port)}`, `localhost:${String(port)}`],
    token,
    files,
    headers: headersFor(options.framedBy),
    pictures: builtInDress.pictures,
    listeners,
    pageWatch,
    onInput: options.onInput,
  };
  server.on('request', (request, response) => answer(desk, request, response));
  let closing: Promise<void> | undefined;
  return {
    url: `http://${loopback}:${String(port)}/`,
    show: (shown) => listeners.show(shown),
    wear: ({ look, pictures }) => {
      desk.pictures = pictures;
      listeners.wear(look);
    },
    close: () => (closing ??= shut(server, listeners, pageWatch)),
  };
}

/** The page may run its own script and style and talk to this server, and nothing else. */
function headersFor(framedBy: string | null): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "base-uri 'none'", "form-action 'none'", `frame-ancestors ${framedBy ?? "'none'"}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), clipboard-read=(), usb=(), serial=()',
  };
}

/**
 * A picture is the upstream's, and not the page's: opened by itself, an SVG runs no script, fetches nothing and belongs to no
 * origin. Its bytes never change under its address.
 */
const pictureHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cache-control': 'private, max-age=31536000, immutable',
};

async function readPage(folder: string, token: string): Promise<ReadonlyMap<string, PageFile>> {
  const emptyToken = '<meta name="lockerbank-token" content="">';
  const index = (await readPageFile(folder, 'index.html')).toString('utf8');
  if (!index.includes(emptyToken)) {
    throw new LockerError('page.missing', join(folder, 'index.html'), `it lacks ${emptyToken}. Cure: npm run build`);
  }
  const body = Buffer.from(index.replace(emptyToken, `<meta name="lockerbank-token" content="${token}">`));
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: await readPageFile(folder, 'page.js') }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: await readPageFile(folder, 'page.css') }],
  ]);
}

async function readPageFile(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  return readFile(path).catch((cause: unknown) => {
    throw new LockerError('page.missing', path, 'the kiosk page has not been built. Cure: npm run build', cause);
  });
}

async function shut(server: Server, listeners: Listeners, pageWatch: PageWatch): Promise<void> {
  pageWatch.close();
  listeners.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(desk.headers)) response.setHeader(name, value);
  if (!isFromHere(desk, request)) return refuse(response, 403);
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const file = desk.files.get(path);
  const picture = pictureAt(desk, path);
  if (!file && !picture && !isService(path)) return refuse(response, 404);
  // The page says that it lives; whoever keeps the browser running asks whether it does.
  const methods = path === '/alive' ? ['POST', 'GET'] : [path === '/input' ? 'POST' : 'GET'];
  if (!methods.includes(request.method ?? '')) return refuse(response.setHeader('allow', methods.join(', ')), 405);
  if (file) {
    response.writeHead(200, { 'content-type': file.type }).end(file.body);
  } else if (picture) {
    response.writeHead(200, { ...pictureHeaders, 'content-type': picture.type }).end(picture.bytes);
  } else if (path === '/screens') {
    tellScreens(desk, new URLSearchParams(query), response);
  } else if (path === '/alive' && request.method === 'GET') {
    if (desk.pageWatch.page === 'dead') return refuse(response, 503);
    response.writeHead(204).end();
  } else if (path === '/alive') {
    hearOfLife(desk, request, response);
  } else {
    takeInput(desk, request, response);
  }
}

function pictureAt({ pictures }: Desk, path: string): Picture | undefined {
  return path.startsWith(picturePath) ? pictures.get(path.slice(picturePath.length)) : undefined;
}

function isService(path: string): boolean {
  return path === '/screens' || path === '/input' || path === '/alive';
}

/** Browsers send an Origin with every POST; a request that carries a foreign one, or a POST with none, is no page of ours. */
function isFromHere(desk: Desk, request: IncomingMessage): boolean {
  const { host: asked = '', origin } = request.headers;
  if (!desk.hosts.includes(asked)) return false;
  return origin === undefined ? request.method !== 'POST' : origin === `http://${asked}`;
}

function isToken(desk: Desk, text: string | null): boolean {
  const given = Buffer.from(text ?? '');
  const right = Buffer.from(desk.token);
  return given.length === right.length && timingSafeEqual(given, right);
}

function tellScreens(desk: Desk, query: URLSearchParams, response: ServerResponse): void {
  if (!isToken(desk, query.get('token'))) return refuse(response, 403);
  if (desk.listeners.full) return refuse(response, 503);
  desk.listeners.add(response);
}

/** What it says beside that is not read. */
function hearOfLife(desk: Desk, request: IncomingMessage, response: ServerResponse): void {
  if (!isToken(desk, tokenOf(request))) return refuse(response, 403);
  request.resume();
  response.writeHead(204).end();
  desk.pageWatch.heard();
}

function tokenOf({ headers }: IncomingMessage): string | null {
  const token = headers['x-lockerbank-token'];
  return typeof token === 'string' ? token : null;
}

function takeInput(desk: Desk, request: IncomingMessage, response: ServerResponse): void {
  if (!isToken(desk, tokenOf(request))) return refuse(response, 403);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return refuse(response, 415);
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= inputMostBytes) chunks.push(chunk);
    else if (!response.headersSent) refuse(response, 413);
  });
  request.on('end', () => {
    if (response.headersSent) return;
    const input = readInput(Buffer.concat(chunks).toString('utf8'));
    if (!input) return refuse(response, 400);
    response.writeHead(204).end();
    desk.onInput(input);
  });
}

/** Ends the connection too, so that a refused body need not be read to its end. */
function refuse(response: ServerResponse, status: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${String(status)}\n`);
}
