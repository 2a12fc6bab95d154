/**
 * From dist/ to a package for Raspberry Pi OS and Debian: `npm run deb [-- --arch arm64|amd64]`, usually for this machine.
 *
 *   firmware/install/root/    as it lies on the bank's machine
 *   firmware/install/debian/  what happens when the package comes and goes
 *   dist/                     →  /usr/lib/lockerbank/, with the packages beside it that have machine code in them
 *
 * The same sources and the same SOURCE_DATE_EPOCH make the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync, cpSync, existsSync, lutimesSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = import.meta.dirname;
const install = join(root, 'firmware', 'install');
const dist = join(root, 'dist');
const { version, description, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;

/** Debian's word for a processor, and Node's. */
const processors = { amd64: 'x64', arm64: 'arm64' };
const programs = ['lockerbank.mjs', 'lockerbank-guardian.mjs', 'lockerbank-kiosk.mjs'];
/** They stay outside the bundle. */
const withMachineCode = ['serialport', 'koffi'];
/** Only needed to compile what we take compiled. */
const forCompilers = new Set(['node-addon-api']);

function main() {
  const usual = { arm64: 'arm64', x64: 'amd64' }[process.arch];
  const { arch = usual, out = dist } = parseArgs({ options: { arch: { type: 'string' }, out: { type: 'string' } } }).values;
  if (!Object.hasOwn(processors, arch ?? '')) throw new Error(`--arch is one of ${Object.keys(processors).join(', ')}`);
  const stage = mkdtempSync(join(tmpdir(), 'lockerbank-deb-'));
  try {
    const packages = fill(stage, processors[arch]);
    document(stage, packages);
    control(stage, arch);
    settle(stage);
    const path = join(out, `lockerbank_${version}_${arch}.deb`);
    const dated = { ...process.env, SOURCE_DATE_EPOCH: String(epoch()) };
    const words = ['--root-owner-group', '-Zxz', '--build', stage, path];
    execFileSync('dpkg-deb', words, { stdio: ['ignore', 'ignore', 'inherit'], env: dated });
    console.log(path);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** @returns the folders of the packages whose code is in the package */
function fill(stage, cpu) {
  cpSync(join(install, 'root'), stage, { recursive: true });
  mkdirSync(join(stage, 'etc/chromium/policies'), { recursive: true }); // The kiosk's browser finds its rules there.
  const home = join(stage, 'usr/lib/lockerbank');
  mkdirSync(home, { recursive: true });
  const modules = modulesOf(programs);
  for (const file of modules) for (const one of [file, `${file}.map`]) cpSync(join(dist, one), join(home, one));
  for (const folder of ['kiosk', 'board-profiles']) {
    // What an older build has left in dist/ is no part of this one.
    const isOurs = (path) => folder === 'kiosk' ? !path.endsWith('.map') : existsSync(join(root, relative(dist, path)));
    cpSync(join(dist, folder), join(home, folder), { recursive: true, filter: isOurs });
  }
  const beside = besideOf(withMachineCode);
  for (const place of beside) copyPackage(place, join(home, place), cpu);
  const maps = [...modules, 'kiosk/page.js'].map((file) => join(dist, `${file}.map`));
  return [...new Set([...bundledIn(maps), ...beside.filter((place) => existsSync(join(root, place)))])].toSorted(byCode);
}

/** A program and all modules that it may ever load. */
function modulesOf(entries) {
  const found = new Set(entries);
  for (const file of found) {
    for (const [, next] of readFileSync(join(dist, file), 'utf8').matchAll(/["']\.\/([\w.-]+\.mjs)["']/g)) {
      if (existsSync(join(dist, next))) found.add(next);
    }
  }
  return [...found].toSorted(byCode);
}

/** Packages and all that they need, as their places in the lock file. Of another processor's machine code: all. */
function besideOf(names) {
  const found = new Set(names.map((name) => `node_modules/${name}`));
  for (const place of found) {
    const { dependencies = {}, optionalDependencies = {} } = lock[place];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (!forCompilers.has(name)) found.add(placeOf(name, place));
    }
  }
  return [...found].toSorted(byCode);
}

/** Where Node finds a package that somebody asks for: beside them, or beside whoever they are there for. */
function placeOf(name, asker) {
  for (let from = asker; from !== ''; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (lock[`${from}/node_modules/${name}`]) return `${from}/node_modules/${name}`;
  }
  return `node_modules/${name}`;
}

/** The JavaScript of a package, and its machine code for one processor under the C library of Debian. */
function copyPackage(place, to, cpu) {
  const { cpu: cpus, os, version: of } = lock[place];
  if (os && !os.includes('linux')) return;
  if (cpus && !cpus.includes(cpu)) return;
  const own = join(root, place);
  if (existsSync(own)) return copyRunning(own, to, cpu);
  // Machine code for another processor than this machine's is not installed here.
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const fetched = mkdtempSync(join(tmpdir(), 'lockerbank-npm-'));
  try {
    const words = ['pack', `${name}@${of}`, '--json', '--pack-destination', fetched];
    const [{ filename }] = JSON.parse(execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
    const archive = join(fetched, basename(filename));
    const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (integrity !== lock[place].integrity) throw new Error(`${name}@${of} is not what package-lock.json knows by that name`);
    execFileSync('tar', ['-xzf', archive, '-C', fetched]);
    copyRunning(join(fetched, 'package'), to, cpu);
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

const notRun = new Set(['node_modules', 'vendor', 'doc', 'docs', 'test', 'lib/native', 'build']);

function copyRunning(from, to, cpu) {
  const isWanted = (path) => {
    const [place, name] = [relative(from, path), basename(path)];
    if (statSync(path).isDirectory()) {
      const isOther = place.startsWith('prebuilds/') && place !== `prebuilds/linux-${cpu}`;
      return !isOther && !notRun.has(place) && !name.startsWith('musl_');
    }
    return /\.(c?js|mjs|json)$/.test(name) || (name.endsWith('.node') && !name.includes('musl'));
  };
  cpSync(from, to, { recursive: true, filter: isWanted });
}

/** The packages whose code is in bundles, by their source maps. */
function bundledIn(maps) {
  const sources = maps.filter((map) => existsSync(map)).flatMap((map) => JSON.parse(readFileSync(map, 'utf8')).sources);
  return sources.flatMap((source) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? []);
}

/** What a technician reads at the cabinet, and what it is called there. The drawings of docs/wiring/ lie beside it. */
const pages = {
  'docs/install.md': 'install.md', 'docs/guide-technician.md': 'guide-technician.md', 'docs/words.md': 'words.md',
  'docs/kiosk-audio.md': 'kiosk-audio.md', 'board-profiles/README.md': 'board-profiles.md',
};

/** A page whose links lead to what is in the package; of a link to the sources its words stay. */
function pageText(source) {
  const text = readFileSync(join(root, source), 'utf8');
  return text.replaceAll(/(!?)\[([^\]]*)\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (link, mark, words, target, place = '') => {
    const path = join(dirname(source), target);
    const found = pages[path] ?? (path.startsWith('docs/wiring/') ? relative('docs', path) : null);
    return found === null ? words : `${mark}[${words}](${found}${place})`;
  });
}

/** What Debian wants to find in a package, and what a technician does. */
function document(stage, packages) {
  const folder = join(stage, 'usr/share/doc/lockerbank');
  mkdirSync(folder, { recursive: true });
  const licence = (place) => readdirSync(place).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const notices = packages.map((place) => {
    const { name, version: of, license } = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
    const file = licence(join(root, place));
    const text = file ? readFileSync(join(root, place, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${of}\n\n${text}\n`;
  });
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  writeFileSync(join(folder, 'copyright'), [`lockerbank ${version}\n\n${own}\n`, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
  for (const [source, page] of Object.entries(pages)) writeFileSync(join(folder, page), pageText(source));
  cpSync(join(root, 'docs/wiring'), join(folder, 'wiring'), { recursive: true });
  cpSync(join(dist, 'asyncapi.json'), join(folder, 'asyncapi.json'));
  writeFileSync(join(folder, 'changelog.gz'), gzipSync(readFileSync(join(root, 'CHANGELOG.md')), { level: 9 }));
  const completions = join(stage, 'usr/share/bash-completion/completions');
  mkdirSync(completions, { recursive: true });
  writeFileSync(join(completions, 'lockerbank'), execFileSync(process.execPath, [join(dist, 'lockerbank.mjs'), 'completion', 'bash']));
}

function control(stage, arch) {
  const folder = join(stage, 'DEBIAN');
  const files = filesBelow(stage);
  const bytes = files.reduce((sum, file) => sum + statSync(join(stage, file)).size, 0);
  const { from, before } = /^>=(?<from>[\d.]+) <(?<before>\d+)$/.exec(engines.node).groups;
  cpSync(join(install, 'debian'), folder, { recursive: true });
  const fields = {
    Package: 'lockerbank', Version: version, Architecture: arch, Maintainer: 'lockerbank <lockerbank@localhost>',
    'Installed-Size': Math.ceil(bytes / 1024), Depends: `nodejs (>= ${from}), nodejs (<< ${before}~), adduser, init-system-helpers, libc6`,
    Recommends: 'espeak-ng, alsa-utils, avrdude, cage, chromium', Section: 'misc', Priority: 'optional',
    Description: `${description[0].toLowerCase()}${description.slice(1).split(',')[0]}\n ${longer.join('\n ')}`,
  };
  writeFileSync(join(folder, 'control'), Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`).join(''));
  writeFileSync(join(folder, 'conffiles'), files.filter((file) => file.startsWith('etc/')).map((file) => `/${file}\n`).join(''));
  const contents = files.filter((file) => !file.startsWith('etc/'));
  const md5 = (file) => createHash('md5').update(readFileSync(join(stage, file))).digest('hex');
  writeFileSync(join(folder, 'md5sums'), contents.map((file) => `${md5(file)}  ${file}\n`).join(''));
}

const longer = [
  'It opens doors for the people who are entitled to what lies behind them, keeps',
  'the books of what is in which locker, and tells an upstream server about it',
  'over MQTT. It keeps doing that when the network, the power or a door fails.',
];

/** Rights that no umask of the builder's has a say in, and one date for everything. */
function settle(stage) {
  const date = epoch();
  for (const entry of readdirSync(stage, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const place = relative(stage, path);
    const isProgram = /^(usr\/bin\/.*|DEBIAN\/(pre|post)(inst|rm)|usr\/lib\/lockerbank\/lockerbank[^/]*\.mjs)$/.test(place);
    const mode = place.endsWith('.env') ? 0o640 : 0o644;
    chmodSync(path, entry.isDirectory() || isProgram ? 0o755 : mode);
    lutimesSync(path, date, date);
  }
  chmodSync(stage, 0o755);
  lutimesSync(stage, date, date);
}

/** When the sources were last changed, as far as anybody knows. */
function epoch() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && given !== '') return Number(given);
  try {
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return Math.floor(statSync(join(root, 'package.json')).mtimeMs / 1000);
  }
}

/** The same order in every language that a machine may speak. */
function byCode(one, other) {
  return one < other ? -1 : Number(one > other);
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted(byCode);
}

main();
