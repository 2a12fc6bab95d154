/**
 * What the tests need beside npm's packages: a Chromium, a Mosquitto broker with its clients, and socat, which makes the
 * pseudo-terminals that stand in for serial cables.
 *
 * On Debian, as root or with a sudo that asks nothing, what is missing is installed; elsewhere the exact line is printed.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const needs = [
  { package: 'chromium', find: findChromium },
  { package: 'mosquitto', find: () => findProgram('mosquitto') },
  { package: 'mosquitto-clients', find: () => findProgram('mosquitto_pub') && findProgram('mosquitto_sub') },
  { package: 'socat', find: () => findProgram('socat') },
];

/** The path of a Chromium that playwright-core can start, or undefined. CHROMIUM_PATH goes first. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined;
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(findProgram).find(Boolean);
}

/** The path of a program; Debian keeps brokers in /usr/sbin, which is not on everyone's PATH. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

/** Makes sure that everything is there; the answer is what is still missing, as Debian's package names. */
export function prepare() {
  const missing = stillMissing();
  const apt = missing.length > 0 ? aptGet() : undefined;
  if (apt === undefined) return missing;
  console.log(`Installing ${missing.join(', ')} …`);
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
  return stillMissing();
}

export function cure(missing) {
  return `These tests need ${missing.join(', ')}. Install it with:\n  sudo apt-get install -y ${missing.join(' ')}`;
}

function stillMissing() {
  return needs.filter((need) => !need.find()).map((need) => need.package);
}

function aptGet() {
  if (!existsSync('/etc/debian_version') || findProgram('apt-get') === undefined) return undefined;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return undefined;
  return (...words) => {
    const line = [...(isRoot ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...words];
    return spawnSync(line[0], line.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] }).status;
  };
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
