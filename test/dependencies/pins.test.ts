import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs/decisions/0002-dependencies.md'), 'utf8');
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Locked {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const parsed = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
const manifest = parsed<Manifest & { allowScripts: Record<string, boolean> }>('package.json');
const { dependencies, optionalDependencies, devDependencies, allowScripts } = manifest;
const pinned = { ...dependencies, ...optionalDependencies, ...devDependencies };
const lock = (JSON.parse(lockText) as { packages: Readonly<Record<string, Locked>> }).packages;
const locked = Object.entries(lock).filter(([path]) => path !== '');

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The rows of the table: | `name` | version | why | licence | instead |. */
const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \| [^|]+ \| ([^|]+) \| [^|]+ \|$/gm)].map(
  ([, name = '', version = '', licence = '']) => ({ name, version: version.trim(), licence: licence.trim() }),
);

describe('package.json', () => {
  test.each(Object.entries(pinned))('pins %s to one version (%s)', (_name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each(Object.entries(pinned))('has the version of %s that is installed (%s)', (name, version) => {
    expect(parsed<Manifest>(`node_modules/${name}/package.json`).version).toBe(version);
  });
});

describe('package-lock.json', () => {
  test('holds exactly one serialport', () => {
    const ports = locked.filter(([path]) => nameOf(path) === 'serialport');
    expect(ports.map(([path, { version }]) => [path, version])).toEqual([['node_modules/serialport', '13.0.0']]);
  });

  test('names no registry', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(lockText).not.toMatch(/https?:\/\/[^"\s]*registry|\.tgz/);
  });

  test('has a decision about every script that an install would run', () => {
    const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path));
    expect(scripts.filter((name) => !(name in allowScripts))).toEqual([]);
  });

  test('lists the binaries of every platform, or npm ci would refuse it', () => {
    const listed = new Set(locked.map(([path]) => nameOf(path)));
    const wanted = locked.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
    expect(wanted.filter((name) => !listed.has(name))).toEqual([]);
  });
});

describe('the page on dependencies', () => {
  test('has a row for every dependency and for nothing else', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(pinned).sort());
  });

  test.each(rows)('says the version and the licence of $name', ({ name, version, licence }) => {
    expect(version).toBe(pinned[name]);
    expect(licence).toBe(parsed<Manifest>(`node_modules/${name}/package.json`).license ?? 'not stated');
  });
});
