/**
 * From the sources to dist/.
 *
 *   programs   firmware/main.ts, sim/main.ts  →  lockerbank.mjs, lockerbank-sim.mjs, what they share in shared-*.mjs
 *              firmware/guardian.ts           →  lockerbank-guardian.mjs, a process that lockerbank starts
 *              firmware/kiosk-browser.ts      →  lockerbank-kiosk.mjs, which keeps the browser in front of the bank
 *              board-profiles/*.json          →  board-profiles/
 *              firmware/upstream/asyncapi.ts  →  asyncapi.json, the contract as a document
 *   kiosk      firmware/kiosk/page/           →  kiosk/
 *   sim        sim/page/                      →  sim/
 *
 * `rollup -c` builds all three; `rollup -c --environment PARTS:kiosk` one (several: PARTS:kiosk+sim).
 * `node rollup.config.mjs` builds the parts that are older than their sources: what `npm start` does first.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const writer = join(dist, 'asyncapi-writer.mjs');
const setUp = ['package-lock.json', 'rollup.config.mjs', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.page.json'];
const code = ['statecharts', 'board-profiles', 'firmware', 'sim'];

/** What a part is made from and what must be there afterwards; each part is one build. */
const parts = {
  programs: {
    from: code,
    but: /\/page(\/|$)/,
    makes: ['lockerbank.mjs', 'lockerbank-guardian.mjs', 'lockerbank-kiosk.mjs', 'lockerbank-sim.mjs', 'asyncapi.json'],
    build: () => programs(),
  },
  kiosk: {
    from: ['statecharts', 'board-profiles', 'firmware'],
    makes: ['kiosk/page.js', 'kiosk/index.html', 'kiosk/page.css'],
    build: () => page('kiosk', 'firmware/kiosk/page'),
  },
  sim: {
    from: code,
    makes: ['sim/page.js', 'sim/index.html', 'sim/page.css'],
    build: () => page('sim', 'sim/page'),
  },
};

function programs() {
  return {
    input: {
      lockerbank: 'firmware/main.ts',
      'lockerbank-guardian': 'firmware/guardian.ts',
      'lockerbank-kiosk': 'firmware/kiosk-browser.ts',
      'lockerbank-sim': 'sim/main.ts',
      'asyncapi-writer': 'firmware/upstream/asyncapi.ts',
    },
    external: isOutside,
    output: {
      dir: dist,
      format: 'es',
      entryFileNames: '[name].mjs',
      // Beside the programs, so that import.meta.dirname is dist/ wherever a module ends up.
      chunkFileNames: 'shared-[name].mjs',
      sourcemap: true,
      banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
    },
    onLog,
    plugins: [
      stamp('programs'),
      onlyGivenPorts(),
      types('tsconfig.build.json', 'NodeNext'),
      nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      // What is required inside a try is optional and stays unresolved, but firmata means it: without it, it throws.
      commonjs({ ignoreTryCatch: (id) => id !== 'serialport' }),
      json({ preferConst: true }),
      copied('board-profiles', 'board-profiles', (file) => file.endsWith('.json')),
      executableAndContract(),
    ],
  };
}

function page(name, folder) {
  return {
    input: { page: `${folder}/main.tsx` },
    output: { dir: join(dist, name), format: 'es', entryFileNames: '[name].js', inlineDynamicImports: true, sourcemap: true },
    onLog,
    plugins: [
      stamp(name),
      types('tsconfig.page.json', 'ESNext'),
      nodeResolve({ browser: true }),
      json({ preferConst: true }),
      copied(folder, '', (file) => !['.ts', '.tsx', '.md'].includes(extname(file))),
    ],
  };
}

function types(tsconfig, module) {
  // The plugin has a default of its own for `module`, stronger than one inherited by `extends`: say it again.
  // A type error must stop the build: without noEmitOnError it would be a warning and exit code 0.
  const compiler = typescript({ tsconfig, noEmitOnError: true, compilerOptions: { module } });
  // What a package is made of is its own business: paseto has its sources beside what it runs, and the compiler would take them.
  const resolveId = (id, importer) => {
    const found = isPackage(importer) ? null : compiler.resolveId(id, importer);
    return isPackage(found) ? null : found;
  };
  return { ...compiler, resolveId };
}

function isPackage(path) {
  return path?.includes('/node_modules/') ?? false;
}

/**
 * johnny-five and firmata look for a serial board of their own when they are given none, through interfaces that serialport
 * left behind long ago. This program always gives them one, so those ways lead to a plain refusal.
 */
const closedWays = [
  { of: '/johnny-five/', to: ['firmata', 'serialport', 'browser-serialport'] },
  { of: '/firmata/', to: ['serialport'] },
];

function isClosed(id, importer = '') {
  return closedWays.some(({ of, to }) => importer.includes(`/node_modules${of}`) && to.includes(id));
}

/** Native modules stay outside: their bindings are found beside their own files. */
function isOutside(id, importer) {
  return /^(serialport|@serialport\/.*|koffi)$/.test(id) && !isClosed(id, importer);
}

function onlyGivenPorts() {
  const refusal = '\0only-given-ports';
  return {
    name: 'only-given-ports',
    resolveId: (id, importer) => (isClosed(id, importer) ? refusal : null),
    load(id) {
      if (id !== refusal) return null;
      return `const refuse = () => { throw new Error('no port was given, and none is looked for'); };
        export const list = refuse;
        export class Board { constructor() { refuse(); } }`;
    },
  };
}

function copied(from, to, wanted) {
  return {
    name: 'copied',
    generateBundle() {
      for (const file of filesBelow(join(root, from)).filter(wanted)) {
        this.emitFile({ type: 'asset', fileName: join(to, relative(join(root, from), file)), source: readFileSync(file) });
      }
    },
  };
}

/** Another process asks the bundle for the document: what it leaves open or changes cannot hold up the build. */
function executableAndContract() {
  const script = `import { writeFileSync } from 'node:fs';
    import { asyncapiDocument } from ${JSON.stringify(pathToFileURL(writer).href)};
    writeFileSync(process.argv[1], JSON.stringify(asyncapiDocument(), null, 2) + '\\n');`;
  return {
    name: 'executable-and-contract',
    writeBundle() {
      for (const program of ['lockerbank.mjs', 'lockerbank-sim.mjs']) chmodSync(join(dist, program), 0o755);
      execFileSync(process.execPath, ['--input-type=module', '-e', script, join(dist, 'asyncapi.json')], { stdio: 'inherit' });
      for (const file of [writer, `${writer}.map`]) rmSync(file);
    },
  };
}

/** A part is as old as the moment its build began: a source edited meanwhile makes it stale again. */
function stamp(name) {
  let began = new Date();
  return {
    name: 'stamp',
    buildStart() {
      began = new Date();
      rmSync(stampOf(name), { force: true });
      if (name === 'programs') for (const file of oldChunks()) rmSync(join(dist, file));
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler(error) {
        if (error !== undefined || !parts[name].makes.every((file) => existsSync(join(dist, file)))) return;
        mkdirSync(dist, { recursive: true });
        writeFileSync(stampOf(name), '');
        utimesSync(stampOf(name), began, began);
      },
    },
  };
}

function oldChunks() {
  return existsSync(dist) ? readdirSync(dist).filter((file) => file.startsWith('shared-')) : [];
}

function stampOf(name) {
  return join(dist, `.${name}.built`);
}

function isStale(name) {
  const { from, but, makes } = parts[name];
  if (![stampOf(name), ...makes.map((file) => join(dist, file))].every((file) => existsSync(file))) return true;
  const built = statSync(stampOf(name)).mtimeMs;
  const sources = [...setUp.map((file) => join(root, file)), ...from.flatMap((folder) => filesBelow(join(root, folder), true))];
  return sources.some((file) => !but?.test(file) && statSync(file).mtimeMs > built);
}

function filesBelow(folder, foldersToo = false) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => foldersToo || entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return foldersToo ? [folder, ...found] : found.sort();
}

function onLog(level, log, handle) {
  const theirs = [log.id, ...(log.ids ?? [])].some((id) => id?.includes('node_modules'));
  if (theirs && ['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED', 'EVAL'].includes(log.code)) return;
  // An import that is neither found nor on the list of native modules would only fail at the customer's.
  handle(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
}

function wanted() {
  const asked = process.env.PARTS?.split('+') ?? Object.keys(parts);
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  return asked;
}

function buildWhatIsStale() {
  const stale = Object.keys(parts).filter(isStale);
  if (stale.length === 0) return;
  console.log(`Building ${stale.join(', ')} …`);
  const rollup = join(root, 'node_modules', 'rollup', 'dist', 'bin', 'rollup');
  try {
    const words = [rollup, '-c', '--silent', '--environment', `PARTS:${stale.join('+')}`];
    execFileSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  } catch {
    process.exitCode = 1; // rollup has already said what is wrong
  }
}

if (process.argv[1] === import.meta.filename) buildWhatIsStale();

export default () => wanted().map((name) => parts[name].build());
