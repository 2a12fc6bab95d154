/**
 * What the tests need beside npm's packages: a Chromium, a Mosquitto broker with its clients, socat, which makes the
 * pseudo-terminals that stand in for serial cables, and avrdude, which flashes an emulated microcontroller.
 *
 * On Debian, as root or with a sudo that asks nothing, what is missing is installed; elsewhere the exact line is printed.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const needs = [
  { package: 'chromium', find: findChromium },
  { package: 'mosquitto', find: () => findProgram('mosquitto') },
  { package: 'mosquitto-clients', find: () => findProgram('mosquitto_pub') && findProgram('mosquitto_sub') },
  { package: 'socat', find: () => findProgram('socat') },
  { package: 'avrdude', find: () => findProgram('avrdude') },
  { package: 'systemd', find: () => findProgram('systemd-analyze') },
];

/** Without these, tests of the Pi's pins are skipped (boards/): an emulated machine, and what its kernel is completed with. */
const wants = process.arch === 'x64' ? [
  { package: 'qemu-system-x86', find: () => findProgram('qemu-system-x86_64') },
  { package: 'busybox-static', find: () => isStatic(findProgram('busybox')) },
  { package: 'linux-headers-amd64', find: () => filesIn('/usr/src').some((name) => /^linux-headers-.*-amd64$/.test(name)) },
  { package: 'make', find: () => findProgram('make') },
] : [];

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
  const [missing, wanted] = [stillMissing(needs), stillMissing(wants)];
  const apt = missing.length + wanted.length > 0 ? aptGet() : undefined;
  if (apt === undefined) return missing;
  console.log(`Installing ${[...missing, ...wanted].join(', ')} …`);
  apt('update');
  for (const packages of [missing, wanted]) if (packages.length > 0) apt('install', '-y', '--no-install-recommends', ...packages);
  return stillMissing(needs);
}

export function cure(missing) {
  return `These tests need ${missing.join(', ')}. Install it with:\n  sudo apt-get install -y ${missing.join(' ')}`;
}

function stillMissing(list) {
  return list.filter((need) => !need.find()).map((need) => need.package);
}

/** A program that needs no libraries, which the first moments of an emulated machine have not. */
export function isStatic(program) {
  if (program === undefined) return false;
  const elf = readFileSync(program);
  const [at, size, count] = [Number(elf.readBigUInt64LE(0x20)), elf.readUInt16LE(0x36), elf.readUInt16LE(0x38)];
  const askForALoader = 3;
  return !Array.from({ length: count }, (_, index) => elf.readUInt32LE(at + index * size)).includes(askForALoader);
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

function filesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
