import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectLocally, listenLocally } from '../../../firmware/adapters/local-socket.ts';
import { lineMost, type Peer } from '../../../firmware/ports/local-peer.ts';
import { until } from '../../support/until.ts';

let folder: string;
let path: string;
const listening: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  path = join(folder, 'run', 'bank.sock');
});
afterEach(async () => {
  for (const one of listening.splice(0)) await one.close();
  rmSync(folder, { recursive: true });
});

async function listen(onPeer: (peer: Peer) => void) {
  const socket = await listenLocally(path, onPeer);
  listening.push(socket);
  return socket;
}

/** A peer that remembers what it has heard. */
function heard(peer: Peer) {
  const all = { lines: [] as string[], isClosed: false };
  peer.listen({ line: (text) => void all.lines.push(text), closed: () => void (all.isClosed = true) });
  return all;
}

test('lines arrive whole, in both directions, whatever pieces the kernel makes of them', async () => {
  await listen((peer) => peer.listen({ line: (text) => void peer.send(`heard ${text}`), closed: () => undefined }));
  const peer = await connectLocally(path);
  const told = heard(peer);
  const long = 'ä'.repeat(200_000);
  for (const line of ['one', '', long, 'four']) peer.send(line);
  await until('all is heard', () => told.lines.length === 4);
  expect(told.lines).toEqual(['heard one', 'heard ', `heard ${long}`, 'heard four']);
  peer.close();
  await until('it is closed', () => told.isClosed);
  expect(peer.send('more')).toBe(false);
});

test('what was said before a close still arrives', async () => {
  await listen((peer) => {
    peer.listen({ line: () => undefined, closed: () => undefined });
    peer.send('last words');
    peer.close();
  });
  const told = heard(await connectLocally(path));
  await until('it is closed', () => told.isClosed);
  expect(told.lines).toEqual(['last words']);
});

test('owner and group may open it, and nobody else', async () => {
  await listen(() => undefined);
  expect(statSync(path).mode & 0o777).toBe(0o660);
});

test('whoever sends a line without an end is hung up on, and the others are not', async () => {
  const ends = { closed: 0, lines: 0 };
  await listen((peer) => peer.listen({ line: () => void ends.lines++, closed: () => void ends.closed++ }));
  const flood = connect(path);
  flood.on('error', () => undefined);
  flood.write('x'.repeat(lineMost + 10));
  await until('it is hung up on', () => ends.closed === 1);
  const peer = await connectLocally(path);
  heard(peer);
  peer.send('still here');
  await until('the other one is heard', () => ends.lines === 1);
  peer.close();
});

test('whoever does not read is found out before memory runs short', async () => {
  let isFull = false;
  await listen((peer) => {
    peer.listen({ line: () => undefined, closed: () => undefined });
    for (let count = 0; count < 100 && !isFull; count++) isFull = !peer.send('x'.repeat(100_000));
  });
  const deaf = connect(path);
  deaf.pause();
  await until('it is full', () => isFull);
  deaf.destroy();
});

test('a socket that a crash has left behind is taken over, one that is answered is not', async () => {
  const program = `require('net').createServer().listen(${JSON.stringify(join(folder, 'bank.sock'))}, () => console.log('up'))`;
  path = join(folder, 'bank.sock');
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await expect(listenLocally(path, () => undefined)).rejects.toMatchObject({ code: 'socket.busy' });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(existsSync(path)).toBe(true);
  await expect(connectLocally(path)).rejects.toMatchObject({ code: 'socket.silent' });
  await listen(() => undefined);
  (await connectLocally(path)).close();
});

test('what is no socket stays: a path that was mistyped costs nobody a file', async () => {
  path = join(folder, 'dear.txt');
  writeFileSync(path, 'dear');
  await expect(listenLocally(path, () => undefined)).rejects.toMatchObject({ code: 'file.unusable' });
  expect(readFileSync(path, 'utf8')).toBe('dear');
});

test('a program that is too busy to answer keeps its socket', async () => {
  path = join(folder, 'bank.sock');
  const deaf = createServer();
  await new Promise<void>((resolve) => void deaf.listen({ path, backlog: 1 }, resolve));
  const { ino } = statSync(path);
  // Nobody is taken in while this turn of the loop lasts, so that the queue is full.
  const waiting = Array.from({ length: 8 }, () => connect(path).on('error', () => undefined));
  await expect(listenLocally(path, () => undefined)).rejects.toMatchObject({ code: 'socket.busy' });
  expect(statSync(path).ino).toBe(ino);
  for (const one of waiting) one.destroy();
  await new Promise((resolve) => deaf.close(resolve));
});

test('it ends with all who are connected, and leaves no file', async () => {
  const socket = await listenLocally(path, (peer) => void heard(peer));
  const told = heard(await connectLocally(path));
  await socket.close();
  await until('it is hung up on', () => told.isClosed);
  expect(existsSync(path)).toBe(false);
});

test('a path that is too long for the kernel is an error that names it', async () => {
  await expect(listenLocally(join(folder, 'x'.repeat(200)), () => undefined)).rejects.toMatchObject({ code: 'file.unusable' });
});
