import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { cabinetOnPty } from '../support/cabinet-on-pty.ts';
import { Ends } from '../support/ends.ts';
import { freePort } from '../support/free-port.ts';
import { neededProgram } from '../support/needed-program.ts';
import { runStep } from '../support/run-step.ts';
import { SecondRoot } from '../support/second-root.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const profiles = join(root, 'board-profiles');
const scratch = scratchFolder();
const ends = new Ends();
/** The package as it is built here, and where it is unpacked. */
const installed = join(scratch.path, 'installed');
let deb = '';

function build(out: string): string {
  mkdirSync(join(scratch.path, out));
  return done(`the ${out} build`, process.execPath, join(root, 'build-deb.mjs'), '--out', join(scratch.path, out)).trim();
}

/** What a step says that must come to a good end. */
function done(step: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = runStep(step, words, { withinMs: 50_000 });
  expect(status, `${step}: ${stderr}`).toBe(0);
  return stdout;
}

beforeAll(() => {
  deb = build('first');
  done('unpacking', 'dpkg-deb', '-x', deb, installed);
});
afterEach(() => ends.all());
afterAll(() => scratch.remove());

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
const installedProgram = (...words: readonly string[]) =>
  runStep(`lockerbank ${words.join(' ')}`, [join(installed, 'usr/bin/lockerbank'), ...words], { cwd: '/', env: inherited });

describe('the package', () => {
  test('is the same to the last bit when it is built again', () => {
    expect(sha256(build('second'))).toBe(sha256(deb));
  });

  test('says by itself what can be done with it', () => {
    const { status, stdout } = installedProgram('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('lockerbank [COMMAND]');
  });

  test('has nothing in it that belongs to another machine, to the tests or to the simulator', () => {
    const listed = done('listing', 'dpkg-deb', '-c', deb);
    expect(listed).toMatch(/\.glibc\.node$/m);
    expect(listed).toMatch(/koffi\.node$/m);
    expect(listed).not.toMatch(/musl|prebuilds\/(?!linux)\w|lockerbank-sim|\.d\.ts$|\.cc$/m);
    for (const line of listed.trim().split('\n')) expect(line).toContain(' root/root ');
  });

  const documents = 'usr/share/doc/lockerbank';

  test('has everything in it that its documents lead to', () => {
    const folder = join(installed, documents);
    const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
    expect(pages).toEqual(expect.arrayContaining(['board-profiles.md', 'guide-technician.md', 'install.md', 'words.md']));
    const leads = pages.flatMap((page) => {
      const text = readFileSync(join(folder, page), 'utf8');
      return [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target = '']) => ({ page, target }));
    });
    expect(leads).toContainEqual({ page: 'guide-technician.md', target: 'board-profiles.md' });
    expect(leads.filter(({ target }) => target.startsWith('wiring/')).length).toBeGreaterThanOrEqual(11);
    expect(leads.filter(({ target }) => !existsSync(join(folder, target)))).toEqual([]);
  });

  test('says in its help nothing of files that are not in it', () => {
    const help = ['settings', ''].map((word) => installedProgram('help', word).stdout).join('');
    expect(help).toContain('/etc/lockerbank/lockerbank.env');
    for (const [name] of help.matchAll(/[\w-]+\.md/g)) expect(existsSync(join(installed, documents, name))).toBe(true);
  });
});

/** Hears what a program tells systemd. */
async function fakeSystemd(): Promise<{ readonly path: string; heard(): string }> {
  const path = join(scratch.path, 'notify');
  const socat = start(neededProgram('socat'), ['-u', `unix-recv:${path}`, '-'], {});
  let text = '';
  socat.stdout?.setEncoding('utf8').on('data', (more: string) => (text += more));
  await until('somebody listens', () => existsSync(path));
  return { path, heard: () => text };
}

function start(program: string, words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(program, words, { cwd: scratch.path, env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => child.once('close', resolve));
  ends.add(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  return child;
}

/** A cabinet with four lock boards behind a serial port, and the profile that says so. */
async function cabinetOnAPort(): Promise<string> {
  // A profile names ports below /dev, and anybody may make one here.
  const folder = mkdtempSync('/dev/shm/lockerbank-package-');
  ends.add(() => rmSync(folder, { recursive: true, force: true }));
  const port = join(folder, 'bus');
  const path = join(scratch.path, 'cabinet.json');
  const text = readFileSync(join(profiles, 'cabinets/kerong-cu16-64.json'), 'utf8');
  writeFileSync(path, text.replace(/"port": "[^"]*"/, () => `"port": ${JSON.stringify(port)}`));
  await cabinetOnPty(loadProfile(path, profiles), port, ends);
  return path;
}

test('the installed bank works a cabinet: systemd hears that it is open, that it lives, and that it closes in order', async () => {
  const profile = await cabinetOnAPort();
  const systemd = await fakeSystemd();
  const kioskPort = await freePort();
  const settings = join(scratch.path, 'bank.env');
  writeFileSync(settings, [
    'LOCKERBANK_MQTT_URL=mqtt://127.0.0.1:9', 'LOCKERBANK_TRUST=broker', `LOCKERBANK_PROFILE='${profile}'`,
    `LOCKERBANK_DATA='${join(scratch.path, 'data')}'`, `LOCKERBANK_KIOSK_PORT=${String(kioskPort)}`, '',
  ].join('\n'));
  const bank = start(join(installed, 'usr/bin/lockerbank'), [], {
    LOCKERBANK_ENV_FILE: settings, NOTIFY_SOCKET: systemd.path, WATCHDOG_USEC: '2000000',
  });
  let output = '';
  for (const stream of [bank.stdout, bank.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));

  const page = `http://127.0.0.1:${String(kioskPort)}/`;
  await until('the bank is open', () => systemd.heard().includes(`READY=1\nSTATUS=Open for business: kerong-cu16-64, ${page}`));
  expect((await fetch(page)).status).toBe(200);
  const feeds = () => systemd.heard().split('WATCHDOG=1').length - 1;
  await until('it has been fed three times', () => feeds() >= 3);
  expect(systemd.heard()).not.toContain('STOPPING');

  // A bank that hangs says nothing: systemd would end it 2 s after its last word.
  bank.kill('SIGSTOP');
  const before = feeds();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(feeds()).toBe(before);
  bank.kill('SIGCONT');
  await until('it is fed again', () => feeds() > before);

  bank.kill('SIGTERM');
  await until('the bank has ended', () => bank.exitCode !== null || bank.signalCode !== null, 20_000);
  expect(bank.exitCode, output).toBe(0);
  await until('the end has been heard', () => systemd.heard().endsWith('STOPPING=1\nSTATUS=The bank is closing'));
});

test('the installed bank asks for its broker, and ends as one that only a person can mend', () => {
  const { status, stderr } = installedProgram();
  expect([status, stderr]).toEqual([2, expect.stringMatching(/LOCKERBANK_MQTT_URL: is not set\. Cure:/)]);
});

/**
 * What a technician and a machine do with the package, `/given`, one after the other. Each line of the answer is
 * `name: what came of it`; 137 came of what was not done in time.
 */
const life = `
limited() { timeout -s KILL 30 "$@"; }
say() { name=$1; shift; said=$(limited "$@" 2>&1) || said="$said, $?"; echo "$name: $(echo "$said" | tail -n 1)"; }
code() { name=$1; shift; limited "$@" >/dev/null 2>&1; echo "$name: $?"; }
code install dpkg --force-depends -i /given
say settings stat -c '%a %U:%G' /etc/lockerbank/lockerbank.env
say data stat -c '%a %U:%G' /var/lib/lockerbank
say program stat -c '%a %U:%G' /usr/lib/lockerbank/lockerbank.mjs
say groups sh -c 'id -nG lockerbank | tr " " "\\n" | grep -xE "dialout|gpio|i2c|input|audio" | sort | tr "\\n" " "'
say enabled sh -c 'cd /etc/systemd/system; find . -name "lockerbank*" | grep wants/ | sort | tr "\\n" " "'
cd /
code help-for-anybody runuser -u nobody -- lockerbank --help
code settings-for-anybody runuser -u nobody -- cat /etc/lockerbank/lockerbank.env
code without-a-broker runuser -u lockerbank -- lockerbank
printf '#!/bin/sh\\n' >/usr/bin/cage; chmod +x /usr/bin/cage
code units systemd-analyze verify lockerbank.service lockerbank-kiosk.service
echo '# by hand' >>/etc/lockerbank/lockerbank.env
code update dpkg --force-depends -i /given
say settings-after-an-update sh -c 'tail -n 1 /etc/lockerbank/lockerbank.env; '
say settings-after-an-update stat -c '%a %U:%G' /etc/lockerbank/lockerbank.env
touch /var/lib/lockerbank/journal
code remove dpkg -r lockerbank
code settings-after-removal test -e /etc/lockerbank/lockerbank.env
code purge dpkg -P lockerbank
code settings-after-purge test -e /etc/lockerbank
code data-after-purge test -e /var/lib/lockerbank/journal
code enabled-after-purge sh -c 'find /etc/systemd/system -name "lockerbank*" | grep .'
`;

/** Two of its steps may take all their time, and are named then. */
const lifeMs = 120_000;

test('a technician installs, updates, removes and purges it: the data of the bank stay', ({ skip }) => {
  const machine = new SecondRoot(scratch.path);
  const trouble = machine.trouble();
  if (trouble !== null) skip(`no second root of the file system can be made here: ${trouble}`);
  neededProgram('systemd-analyze', 'systemd');
  const { stdout, stderr } = machine.run('the life of the package', life, deb, lifeMs);
  expect(stdout.trim().split('\n').map((line) => line.trim()), stderr).toEqual([
    'install: 0', 'settings: 640 root:lockerbank', 'data: 750 lockerbank:lockerbank', 'program: 755 root:root',
    'groups: audio dialout gpio i2c input',
    'enabled: ./lockerbank.service.wants/lockerbank-kiosk.service ./multi-user.target.wants/lockerbank.service', 'help-for-anybody: 0',
    'settings-for-anybody: 1', 'without-a-broker: 2', 'units: 0', 'update: 0',
    'settings-after-an-update: # by hand',
    'settings-after-an-update: 640 root:lockerbank', 'remove: 0', 'settings-after-removal: 0', 'purge: 0', 'settings-after-purge: 1',
    'data-after-purge: 0', 'enabled-after-purge: 1',
  ]);
}, lifeMs + 30_000);
