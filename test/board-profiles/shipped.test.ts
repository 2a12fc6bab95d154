import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lockersOf, readProfile } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';

const folder = fileURLToPath(new URL('../../board-profiles/', import.meta.url));
const textOf = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');
const schemaFile = 'profile.schema.json';
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== schemaFile);
const fileOf = (file: string): Profile => readProfile(textOf(file), file);

/** Where each door is, from its lower to its upper edge above the floor. */
function heightsOf(profile: Profile): Map<number, readonly [number, number]> {
  const heights = new Map<number, readonly [number, number]>();
  for (const { lockers } of profile.columns) {
    let upper = profile.plinthMm + lockers.reduce((sum, l) => sum + l.heightMm, 0);
    for (const { number, heightMm } of lockers) {
      heights.set(number, [upper - heightMm, upper]);
      upper -= heightMm;
    }
  }
  return heights;
}

test('there is at least one cabinet to try', () => {
  expect(files).toContain('sim-24.json');
});

describe.each(files)('the cabinet of %s', (file) => {
  test('it is a valid profile, under its own name', () => {
    expect(`${fileOf(file).id}.json`).toBe(file);
  });

  test('an editor finds its schema', () => {
    expect(fileOf(file).$schema).toBe(`./${schemaFile}`);
  });

  test('its sizes rise, and each is some locker', () => {
    const { sizes, ...profile } = fileOf(file);
    const volumes = sizes.map(({ widthMm, heightMm, depthMm }) => widthMm * heightMm * depthMm);
    expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
    expect(new Set(profile.columns.flatMap((c) => c.lockers.map((l) => l.size)))).toEqual(new Set(sizes.map((size) => size.name)));
  });

  test('what is inside a locker is smaller than its door', () => {
    const { sizes, columns } = fileOf(file);
    for (const { widthMm, lockers } of columns) {
      for (const { number, size: name, heightMm } of lockers) {
        const size = sizes.find((one) => one.name === name);
        expect(size?.heightMm, `locker ${String(number)}`).toBeLessThan(heightMm);
        expect(size?.widthMm, `locker ${String(number)}`).toBeLessThan(widthMm);
      }
    }
  });

  test('its columns are equally high', () => {
    const { columns } = fileOf(file);
    const heights = columns.map(({ kioskMm, lockers }) => lockers.reduce((sum, l) => sum + l.heightMm, kioskMm));
    expect(new Set(heights).size).toBe(1);
  });

  test('a person in a wheelchair reaches every locker that is called accessible [EN 301 549, 8.3: 380 to 1220 mm]', () => {
    const profile = fileOf(file);
    const heights = heightsOf(profile);
    for (const { number, accessible } of lockersOf(profile)) {
      if (!accessible) continue;
      const [lower, upper] = heights.get(number) ?? [0, 0];
      expect(lower, `locker ${String(number)}`).toBeGreaterThanOrEqual(380);
      expect(upper, `locker ${String(number)}`).toBeLessThanOrEqual(1220);
    }
  });
});

test("the simulator's cabinet has 24 lockers in three sizes, two of them accessible", () => {
  const profile = fileOf('sim-24.json');
  const lockers = lockersOf(profile);
  expect(lockers.map((l) => l.number)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  expect(profile.sizes.map((size) => size.name)).toEqual(['small', 'medium', 'large']);
  expect(lockers.filter((l) => l.accessible).map((l) => l.number)).toEqual([6, 16]);
  expect(profile.board.kind).toBe('simulated');
});

test('the schema beside the profiles is not mistaken for one of them', () => {
  expect(() => loadProfile('profile.schema', folder)).toThrow(/profile\.schema\.json: .*profileVersion: .*; title is not a profile field/);
});

describe('the page for technicians', () => {
  const page = textOf('README.md');

  test('it explains every field', () => {
    const schema: unknown = JSON.parse(textOf(schemaFile));
    const explained = new Set([...page.matchAll(/`(?:[a-z]+\.)*([$A-Za-z]+)`/g)].map(([, name]) => name));
    expect([...fieldsOf(schema)].filter((field) => !explained.has(field))).toEqual([]);
  });

  test('its example is a valid profile', () => {
    const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(readProfile(example, 'README.md').id).toBe('acme-2');
  });
});

/** The names of all fields of a JSON schema. Those that only hold others are explained by what they hold. */
function fieldsOf(schema: unknown): Set<string> {
  const fields = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === 'properties') for (const [name, field] of Object.entries(value as object)) if (!holdsFields(field)) fields.add(name);
      look(value);
    }
  };
  look(schema);
  return fields;
}

function holdsFields(field: unknown): boolean {
  return typeof field === 'object' && field !== null && ('properties' in field || 'oneOf' in field);
}
