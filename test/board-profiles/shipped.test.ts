import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examineBoardModel, examineProfile, lockersOf, readProfile } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { profileLibrary } from '../../firmware/adapters/profile-file.ts';
import { profileSchemaDocument } from '../../firmware/technician/profile-schema.ts';

const folder = fileURLToPath(new URL('../../board-profiles/', import.meta.url));
const library = profileLibrary(folder);
const textOf = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');
const cabinets = readdirSync(`${folder}cabinets`);
const boards = readdirSync(`${folder}boards`);
const fileOf = (file: string): Profile => readProfile({ text: textOf(`cabinets/${file}`), where: file }, library);

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

describe.each(cabinets)('the cabinet of %s', (file) => {
  test('it is a sound profile, under its own name', () => {
    const { troubles } = examineProfile({ text: textOf(`cabinets/${file}`), where: file }, library);
    expect(troubles).toEqual([]);
    expect(`${fileOf(file).id}.json`).toBe(file);
  });

  test('an editor finds its schema', () => {
    expect(JSON.parse(textOf(`cabinets/${file}`))).toMatchObject({ $schema: '../cabinet.schema.json' });
  });

  test('its doors are numbered from 1 without a gap, and each has a line of its own', () => {
    const numbers = lockersOf(fileOf(file)).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(textOf(`cabinets/${file}`).split('\n').filter((line) => line.startsWith('        {"number": '))).toHaveLength(numbers.length);
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

  test('its columns are equally high, and one of them has the kiosk', () => {
    const { columns } = fileOf(file);
    const heights = columns.map(({ kioskMm, lockers }) => lockers.reduce((sum, l) => sum + l.heightMm, kioskMm));
    expect(new Set(heights).size).toBe(1);
    expect(columns.filter(({ kioskMm }) => kioskMm > 0)).toHaveLength(1);
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

  test('its coils are treated as a common lock wants it: 300 to 500 ms, and 2 s of rest', () => {
    const { lock } = fileOf(file);
    expect(lock.pulseMs).toBeGreaterThanOrEqual(300);
    expect(lock.pulseMs).toBeLessThanOrEqual(500);
    expect(lock.restMs).toBeGreaterThanOrEqual(2000);
  });
});

describe.each(boards)('the board of %s', (file) => {
  const { profile, troubles } = examineBoardModel({ text: textOf(`boards/${file}`), where: file }, library);

  test('it is a sound model, under its own name, with its schema', () => {
    expect(troubles).toEqual([]);
    expect(`${String(profile?.id)}.json`).toBe(file);
    expect(profile?.$schema).toBe('../board.schema.json');
  });

  test('it says where its figures come from, or that they are to be measured', () => {
    expect(profile?.source).toMatch(/https?:|\.com\/|data sheet|documentation|pinout|DS\d+|manual|captures|to be measured|simulator/i);
  });
});

test('there is a cabinet for every family of boards, and one of each kind that was promised', () => {
  const families = new Set(cabinets.flatMap((file) => fileOf(file).boards.map(({ model }) => model.family)));
  expect([...families].toSorted()).toEqual([
    'bcc-8a', 'firmata', 'gpio', 'kerong-cu16', 'kerong-cu48', 'mcp23017', 'simulated', 'upus-skb', 'waveshare-relay', 'wkly',
  ]);
  const sizeOf = (file: string) => lockersOf(fileOf(file)).length;
  expect(Object.fromEntries(cabinets.map((file) => [file.replace('.json', ''), sizeOf(file)]))).toEqual({
    'sim-24': 24, 'pi-gpio-12': 12, 'pi-mcp-48': 48, 'waveshare-48': 48, 'bcc8a-96': 96, 'kerong-cu16-64': 64, 'kerong-cu48-96': 96,
    'upus-skb-72': 72, 'wkly-48': 48, 'four-buses-240': 240, 'firmata-mega-24': 24, 'walk-in-8': 8,
  });
  expect(fileOf('four-buses-240.json').buses).toHaveLength(4);
});

test('no coil hangs on a pin that is high or blinks while the board starts', () => {
  const channels = (file: string) => lockersOf(fileOf(file)).map(({ lock }) => lock.channel);
  expect(Math.min(...channels('pi-gpio-12.json'))).toBeGreaterThanOrEqual(9);
  expect(channels('firmata-mega-24.json')).not.toContain(13);
});

test('no contact hangs on the two pins of an expander that cannot read [DS20001952D]', () => {
  const contacts = ['pi-mcp-48.json', 'walk-in-8.json'].flatMap((file) => lockersOf(fileOf(file)).map(({ contact }) => contact.channel));
  expect(contacts.filter((channel) => channel === 7 || channel === 15)).toEqual([]);
});

test("the simulator's cabinet has 24 lockers in three sizes, two of them accessible", () => {
  const profile = fileOf('sim-24.json');
  expect(profile.sizes.map((size) => size.name)).toEqual(['small', 'medium', 'large']);
  expect(lockersOf(profile).filter((l) => l.accessible).map((l) => l.number)).toEqual([6, 16]);
  expect(profile.boards.map(({ model }) => model.family)).toEqual(['simulated']);
});

describe('the page for technicians', () => {
  const page = textOf('README.md');

  test.each(['cabinet', 'board'] as const)('it explains every field of a %s', (kind) => {
    const [, part = ''] = new RegExp(`## Every field of a ${kind}\n([^]*?)\n## `).exec(page) ?? [];
    const explained = new Set([...part.matchAll(/`(?:[a-zA-Z]+\.)*([$A-Za-z]+)`/g)].map(([, name]) => name));
    expect([...fieldsOf(profileSchemaDocument(kind))].filter((field) => !explained.has(field))).toEqual([]);
  });

  test('it lists every cabinet and every board that comes with the program', () => {
    const missing = [...cabinets, ...boards].map((file) => file.replace('.json', '')).filter((id) => !page.includes(`\`${id}\``));
    expect(missing).toEqual([]);
  });

  test('its example is a sound profile', () => {
    const [, text = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(readProfile({ text, where: 'README.md' }, library).id).toBe('acme-3');
  });
});

/** The names of all fields of a JSON schema. Those that only hold others are explained by what they hold. */
function fieldsOf(schema: unknown): Set<string> {
  const fields = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      // What must be there is named a second time.
      if (key === 'else') continue;
      if (key === 'properties') for (const [name, field] of Object.entries(value as object)) if (!holdsFields(field)) fields.add(name);
      look(value);
    }
  };
  look(schema);
  return fields;
}

function holdsFields(field: unknown): boolean {
  return typeof field === 'object' && field !== null && ('properties' in field || 'oneOf' in field || 'anyOf' in field);
}
