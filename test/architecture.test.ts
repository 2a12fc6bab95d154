import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * Arrows point one way: statecharts ← board-profiles ← firmware ← sim ← test.
 *
 * Every import line of the four rooms is read (static, dynamic, re-exported, types too) and held against the rules below.
 */
const root = join(import.meta.dirname, '..');

interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  readonly builtins: boolean;
}

const firmwarePackages = [
  'xstate', 'valibot', '@valibot/to-json-schema', 'johnny-five', 'serialport', 'firmata', 'mqtt', 'lowdb', 'dotenv', 'paseto', 'preact',
  'uqr', 'koffi',
];

const rooms: Readonly<Record<string, Room>> = {
  statecharts: { rooms: [], packages: ['xstate'], builtins: false },
  'board-profiles': { rooms: ['statecharts'], packages: ['valibot'], builtins: false },
  firmware: { rooms: ['statecharts', 'board-profiles'], packages: firmwarePackages, builtins: true },
  sim: { rooms: ['statecharts', 'board-profiles', 'firmware'], packages: ['aedes', 'valibot', 'preact'], builtins: true },
};

/**
 * The rooms inside the firmware, and which others each may look into. Files beside them (the controller, the programs)
 * put them together and may look everywhere; `desk.ts` is the door between the kiosk and the books.
 */
const innerRooms: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  contract: ['ports'],
  adapters: ['ports'],
  configuration: [],
  signed: ['contract', 'ports'],
  bank: ['contract', 'signed', 'ports'],
  journal: ['bank', 'contract', 'ports'],
  documents: ['journal', 'bank', 'contract', 'ports'],
  upstream: ['journal', 'bank', 'contract', 'signed', 'ports'],
  hardware: ['adapters', 'ports'],
  technician: ['version.ts', 'adapters', 'configuration', 'journal', 'bank', 'contract', 'signed', 'upstream', 'hardware', 'ports'],
  watchdog: ['kiosk', 'ports'],
  kiosk: ['desk.ts', 'journal', 'bank', 'contract', 'adapters', 'ports'],
};

/** Packages that touch the world are known by name to their adapters only. */
const adaptersOf: Readonly<Record<string, RegExp>> = {
  'johnny-five': /^firmware\/hardware\/gpio\//,
  koffi: /^firmware\/(hardware\/gpio\/kernel|adapters\/(systemd|exchange-names))\.ts$/,
  serialport: /^firmware\/hardware\/(serial|guardian)\//,
  firmata: /^firmware\/hardware\/serial\//,
  mqtt: /^firmware\/upstream\/mqtt-transport\.ts$/,
  lowdb: /^firmware\/journal\//,
  paseto: /^firmware\/signed\//,
  dotenv: /^firmware\/adapters\/environment\.ts$/,
  preact: /^(firmware\/kiosk|sim)\/page\//,
  uqr: /^firmware\/kiosk\/page\//,
  aedes: /^sim\/broker\.ts$/,
};

/**
 * Other programs are started by adapters. The guardian's is this very program once more, which the hardware watches over; and socat
 * makes the lines of the emulated boards.
 */
const startersOfPrograms = /^(firmware\/(adapters\/|hardware\/guardian\/guardian\.ts$)|sim\/boards\/pty-line\.ts$)/;

/** A page is drawn in a browser: what it takes along must run there. */
const pages = [
  { folder: 'firmware/kiosk/page/', may: ['firmware/kiosk/', 'firmware/ports/', 'statecharts/'] },
  { folder: 'sim/page/', may: ['sim/', 'firmware/kiosk/', 'firmware/contract/', 'statecharts/'] },
];

interface Import {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
}

type Target = { kind: 'file'; path: string } | { kind: 'builtin' } | { kind: 'package'; name: string };

function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const note = (what: ts.Node | undefined, typeOnly: boolean): void => {
    if (what === undefined || !ts.isStringLiteralLike(what)) return;
    const line = source.getLineAndCharacterOfPosition(what.getStart(source)).line + 1;
    found.push({ file, line, what: what.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) note(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function targetOf({ file, what }: Import): Target {
  if (what.startsWith('.')) return { kind: 'file', path: normalize(join(dirname(file), what)) };
  if (what.startsWith('node:') || builtinModules.includes(what)) return { kind: 'builtin' };
  const parts = what.split('/');
  return { kind: 'package', name: parts.slice(0, what.startsWith('@') ? 2 : 1).join('/') };
}

const roomOf = (file: string): string => file.split('/')[0] ?? '';

/** The rules about one import line; what is wrong with it, or undefined. */
function wrongWith(line: Import, listed: readonly string[]): string | undefined {
  const room = rooms[roomOf(line.file)];
  if (room === undefined) return undefined;
  const target = targetOf(line);
  switch (target.kind) {
    case 'file':
      return wrongFile(line, target.path, room);
    case 'builtin':
      return wrongBuiltin(line, room);
    case 'package':
      return wrongPackage(line.file, target.name, room, listed);
  }
}

function wrongBuiltin({ file, what }: Import, room: Room): string | undefined {
  if (!room.builtins) return `${roomOf(file)}/ is pure: no ${what}`;
  return /^(node:)?child_process$/.test(what) && !startersOfPrograms.test(file) ? 'only an adapter starts another program' : undefined;
}

function wrongFile({ file, what }: Import, path: string, room: Room): string | undefined {
  if (!/\.(tsx?|json)$/.test(path)) return `${what} needs its ending (.ts)`;
  const [mine, other] = [roomOf(file), roomOf(path)];
  if (mine === 'firmware' && other === mine) return wrongInside(file, path);
  // package.json and the like: data about the product itself.
  if (other === mine || (!path.includes('/') && path.endsWith('.json'))) return undefined;
  return room.rooms.includes(other) ? undefined : `${mine}/ may not import from ${other}/: arrows point one way`;
}

function wrongInside(file: string, path: string): string | undefined {
  const [mine = '', other = ''] = [file, path].map((one) => one.split('/')[1]);
  const may = innerRooms[mine];
  if (other === mine || mine.endsWith('.ts')) return undefined;
  if (may === undefined) return `firmware/${mine}/ has no place in the house: give it one in this test`;
  return may.includes(other) ? undefined : `firmware/${mine}/ may not look into ${other}`;
}

function wrongPackage(file: string, name: string, room: Room, listed: readonly string[]): string | undefined {
  if (!listed.includes(name)) return `${name} is not among the dependencies of package.json`;
  if (!room.packages.includes(name)) return `${roomOf(file)}/ may not use the package ${name}`;
  const adapters = adaptersOf[name];
  if (adapters !== undefined && !adapters.test(file)) return `only ${String(adapters)} may use ${name}: go through the port`;
  return undefined;
}

type Graph = ReadonlyMap<string, readonly Import[]>;

/** Its own files, preact, types of the folders named above, and files of theirs that reach no package and no builtin. */
function wrongInPage(line: Import, graph: Graph): string | undefined {
  const page = pages.find(({ folder }) => line.file.startsWith(folder));
  if (page === undefined) return undefined;
  const target = targetOf(line);
  if (target.kind === 'builtin') return `a page runs in a browser: no ${line.what}`;
  if (target.kind === 'package') return ['preact', 'uqr'].includes(target.name) ? undefined : `a page may not use ${target.name}`;
  if (target.path.startsWith(page.folder)) return undefined;
  if (!page.may.some((folder) => target.path.startsWith(folder))) return `this page may look into ${page.may.join(', ')} only`;
  const impure = line.typeOnly ? undefined : impureReach(target.path, graph);
  return impure === undefined ? undefined : `a page may not take along ${target.path}: it reaches ${impure}`;
}

function impureReach(start: string, graph: Graph): string | undefined {
  const seen = new Set([start]);
  for (const file of seen) {
    for (const line of graph.get(file) ?? []) {
      if (line.typeOnly) continue;
      const target = targetOf(line);
      if (target.kind !== 'file') return `${line.what} in ${line.file}`;
      seen.add(target.path);
    }
  }
  return undefined;
}

/** Files that need each other to load; imports of types may go round, they are gone at run time. */
function cyclesOf(graph: Graph): string[] {
  const done = new Set<string>();
  const way: string[] = [];
  const cycles: string[] = [];
  const visit = (file: string): void => {
    if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file) || way.includes(file)) return;
    way.push(file);
    for (const line of graph.get(file) ?? []) {
      const target = targetOf(line);
      if (!line.typeOnly && target.kind === 'file') visit(target.path);
    }
    way.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}

/** The code files of the tree under these folders and files. */
function sourcesIn(...places: readonly string[]): Readonly<Record<string, string>> {
  const words = ['ls-files', '--cached', '--others', '--exclude-standard', ...places];
  const lines = execFileSync('git', words, { cwd: root, encoding: 'utf8' });
  const files = [...new Set(lines.split('\n'))].filter((file) => /\.(m?ts|tsx|mjs)$/.test(file) && existsSync(join(root, file)));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function listedIn(list: 'dependencies' | 'optionalDependencies' | 'devDependencies'): readonly string[] {
  const listed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<typeof list, Record<string, string>>;
  return Object.keys(listed[list]);
}

/** Imports of packages that nobody asked for by name: they are there only as long as another package needs them. */
function borrowed(graph: Graph, listed: readonly string[]): string[] {
  return [...graph.values()].flat().flatMap((line) => {
    const target = targetOf(line);
    if (target.kind !== 'package' || listed.includes(target.name)) return [];
    return [`${line.file}:${line.line}  ${target.name} is not in package.json`];
  });
}

const graphOf = (files: Readonly<Record<string, string>>): Graph =>
  new Map(Object.entries(files).map(([file, text]) => [file, importsOf(file, text)]));

/** `file:line` and the rule, for every offence. */
function offences(graph: Graph, listed: readonly string[]): string[] {
  const lines = [...graph.values()].flat();
  const wrong = lines.flatMap((line) => {
    const broken = [wrongWith(line, listed), wrongInPage(line, graph)].filter((rule) => rule !== undefined);
    return broken.map((rule) => `${line.file}:${line.line}  ${rule}`);
  });
  return [...wrong, ...cyclesOf(graph).map((cycle) => `files that need each other to load: ${cycle}`)];
}

describe('the tree', () => {
  test('keeps every arrow of the house', () => {
    const graph = graphOf(sourcesIn(...Object.keys(rooms)));
    expect(graph.size).toBeGreaterThan(0);
    expect(offences(graph, [...listedIn('dependencies'), ...listedIn('optionalDependencies')])).toEqual([]);
  });

  test('borrows no package for its tests and its build', () => {
    const graph = graphOf(sourcesIn('test', 'rollup.config.mjs', 'vitest.config.ts'));
    expect(graph.has('rollup.config.mjs')).toBe(true);
    expect(borrowed(graph, [...listedIn('dependencies'), ...listedIn('optionalDependencies'), ...listedIn('devDependencies')])).toEqual([]);
  });
});

describe('the rules', () => {
  const listed = ['xstate', 'valibot', 'johnny-five', 'mqtt', 'preact', 'aedes', 'lowdb', 'dotenv', 'serialport'];
  const bad: readonly [rule: string, files: Record<string, string>][] = [
    ['arrows point one way', { 'statecharts/a.ts': "import type { B } from '../firmware/b.ts';" }],
    ['arrows point one way', { 'firmware/a.ts': "export * from '../sim/b.ts';" }],
    ['firmware/bank/ may not look into journal', { 'firmware/bank/a.ts': "import type { B } from '../journal/b.ts';" }],
    ['firmware/ports/ may not look into bank', { 'firmware/ports/a.ts': "import { b } from '../bank/b.ts';" }],
    ['firmware/kiosk/ may not look into controller.ts', { 'firmware/kiosk/a.ts': "import { b } from '../controller.ts';" }],
    ['has no place in the house', { 'firmware/cellar/a.ts': "import { b } from '../bank/b.ts';" }],
    ['arrows point one way', { 'sim/a.ts': "const b = await import('../test/b.ts');" }],
    ['may not use the package valibot', { 'statecharts/a.ts': "import * as v from 'valibot';" }],
    ['is pure', { 'board-profiles/a.ts': "import { join } from 'node:path';" }],
    ['not among the dependencies', { 'firmware/a.ts': "type A = import('nowhere').A;" }],
    ['go through the port', { 'firmware/bank/a.ts': "import five from 'johnny-five';" }],
    ['go through the port', { 'firmware/main.ts': "import { config } from 'dotenv';" }],
    ['go through the port', { 'sim/people/a.ts': "import { Aedes } from 'aedes';" }],
    ['go through the port', { 'sim/a.ts': "import { h } from 'preact';" }],
    ['only an adapter starts another program', { 'firmware/technician/a.ts': "import { spawn } from 'node:child_process';" }],
    ['only an adapter starts another program', { 'sim/a.ts': "import { execFile } from 'child_process';" }],
    ['may not use the package xstate', { 'sim/a.ts': "import { createActor } from 'xstate';" }],
    ['may not use the package mqtt', { 'sim/a.ts': "import mqtt from 'mqtt';" }],
    ['needs its ending', { 'firmware/a.ts': "import { b } from './b';" }],
    ['a page may not use xstate', { 'sim/page/a.tsx': "import { createActor } from 'xstate';" }],
    ['may look into firmware/kiosk/', { 'firmware/kiosk/page/a.tsx': "import type { B } from '../../bank/b.ts';" }],
    ['may not take along', { 'sim/page/a.tsx': "import { b } from '../b.ts';", 'sim/b.ts': "import 'node:fs';" }],
    ['need each other', { 'firmware/a.ts': "import { b } from './b.ts';", 'firmware/b.ts': "import { a } from './a.ts';" }],
  ];
  test.each(bad)('say "%s" (%j)', (rule, files) => {
    expect(offences(graphOf(files), listed).join('\n')).toContain(rule);
  });

  test('say which package a test has borrowed', () => {
    const graph = graphOf({ 'test/a.ts': "import { Ajv } from 'ajv';\nimport { test } from 'vitest';\nimport 'node:fs';" });
    expect(borrowed(graph, ['vitest'])).toEqual(['test/a.ts:1  ajv is not in package.json']);
  });

  test('leave in peace what is allowed', () => {
    const good = {
      'firmware/a.ts': "import { b } from './b.ts';\nimport { chart } from '../statecharts/c.ts';",
      'firmware/b.ts': "import type { A } from './a.ts';",
      'firmware/upstream/mqtt-transport.ts': "import mqtt from 'mqtt';",
      'statecharts/c.ts': "import { setup } from 'xstate';",
      'firmware/kiosk/page/a.tsx': "import { screens } from '../screens.ts';\nimport { useState } from 'preact/hooks';",
      'firmware/kiosk/screens.ts': "import type { Settings } from '../bank/settings.ts';",
    };
    expect(offences(graphOf(good), listed)).toEqual([]);
  });
});
