import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { Ends } from '../support/ends.ts';
import { until } from '../support/until.ts';

const program = join(import.meta.dirname, '../../dist/lockerbank-kiosk.mjs');
const ends = new Ends();
let folder: ReturnType<typeof scratchFolder>;

beforeEach(() => {
  folder = scratchFolder();
  ends.add(() => folder.remove());
});
afterEach(() => ends.all());

/** A browser that writes down how it was started, keeps something, starts a child of its own, and runs until it is ended. */
function standInBrowser(): { readonly path: string; readonly words: string; readonly child: string } {
  const path = join(folder.path, 'browser');
  const [words, child] = [join(folder.path, 'words'), join(folder.path, 'child')];
  writeFileSync(path, `#!/bin/sh\nfor word; do case "$word" in --user-data-dir=*) touch "\${word#*=}/kept" ;; esac; done
sleep 100 & echo $! >"${child}"\nprintf '%s\\n' "$@" >"${words}"\nwait\n`);
  chmodSync(path, 0o755);
  return { path, words, child };
}

async function bankWithPage(port: number): Promise<void> {
  const server = createServer((_, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  ends.add(() => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  }));
}

function startKiosk(port: number, browser: string) {
  const env = { ...process.env, LOCKERBANK_KIOSK_PORT: String(port), RUNTIME_DIRECTORY: folder.path };
  const child = spawn(process.execPath, [program, browser], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  ends.add(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, said: () => said };
}

/** One that nobody has buried yet does not run. */
function isRunning(pid: number): boolean {
  const path = `/proc/${String(pid)}/stat`;
  return existsSync(path) && !readFileSync(path, 'utf8').includes(') Z ');
}

test('the browser waits for the bank, shows its page alone, and leaves nothing behind when it is told to end', async () => {
  const port = await freePort();
  const browser = standInBrowser();
  const { child, ended } = startKiosk(port, browser.path);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(existsSync(browser.words)).toBe(false);
  await bankWithPage(port);
  await until('the browser runs', () => existsSync(browser.words));
  const words = readFileSync(browser.words, 'utf8').trim().split('\n');
  expect(words.at(-1)).toBe(`http://127.0.0.1:${String(port)}/`);
  expect(words).toEqual(expect.arrayContaining(['--kiosk', '--incognito', '--disable-pinch']));
  const grandchild = Number(readFileSync(browser.child, 'utf8'));
  expect(isRunning(grandchild)).toBe(true);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(isRunning(grandchild)).toBe(false);
  expect(readdirSync(folder.path).filter((name) => name.startsWith('browser-'))).toEqual([]);
});

test('a browser that dies takes its keeper along, which is then begun anew', async () => {
  const port = await freePort();
  await bankWithPage(port);
  const { ended, said } = startKiosk(port, '/bin/true');
  expect(await ended).toBe(1);
  expect(said()).toContain('the browser has ended');
});

test('a browser that is not there is named', async () => {
  const port = await freePort();
  await bankWithPage(port);
  const { ended, said } = startKiosk(port, '/usr/bin/no-such-browser');
  expect(await ended).toBe(1);
  expect(said()).toContain('no-such-browser');
});
