import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { ProfileKind } from '../../../board-profiles/inherit.ts';
import { profileSchemaDocument } from '../../../firmware/technician/profile-schema.ts';

const folder = new URL('../../../board-profiles/', import.meta.url);
const jsonOf = (file: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(file, folder),
  'utf8')) as Record<string, unknown>;
const kinds: readonly ProfileKind[] = ['cabinet', 'board'];

describe.each(kinds)('what an editor tells the technician of a %s', (kind) => {
  const file = `${kind}.schema.json`;
  const accepts = new Ajv({ strict: false }).compile(profileSchemaDocument(kind));
  const shipped = readdirSync(new URL(`${kind}s/`, folder)).map((name) => jsonOf(`${kind}s/${name}`));

  test('is what the bank will accept: the schema file is current', () => {
    const current = `${JSON.stringify(profileSchemaDocument(kind), null, 2)}\n`;
    if (process.env['UPDATE'] === '1') writeFileSync(new URL(file, folder), current);
    expect(readFileSync(new URL(file, folder), 'utf8'),
      'UPDATE=1 npx vitest run test/firmware/technician/profile-schema.test.ts writes it anew')
      .toBe(current);
  });

  test('underlines nothing in the files that come with the program', () => {
    expect(shipped.flatMap((profile) => (accepts(profile) ? [] : [profile['id'], accepts.errors]))).toEqual([]);
  });

  test('underlines what is missing, unless it is inherited', () => {
    const [profile = {}] = shipped.filter((one) => !('inherits' in one));
    const without = (left: string): Record<string, unknown> => Object.fromEntries(Object.entries(profile).filter(([key]) => key !== left));
    expect(accepts(without('source'))).toBe(false);
    for (const key of Object.keys(profile)) expect(accepts({ ...without(key), inherits: 'another' }), key).toBe(true);
  });

  test('underlines a misspelt field always', () => {
    expect(accepts({ ...shipped[0], colour: 'grey' })).toBe(false);
    expect(accepts({ inherits: 'another', colour: 'grey' })).toBe(false);
  });
});

test('a lock that inherits its figures says only the one that differs; a door in a list says all of its own', () => {
  const accepts = new Ajv({ strict: false }).compile(profileSchemaDocument('cabinet'));
  expect(accepts({ inherits: 'sim-24', lock: { pulseMs: 300 } })).toBe(true);
  expect(accepts({ inherits: 'sim-24', lock: { pulsMs: 300 } })).toBe(false);
  expect(accepts({ inherits: 'sim-24', columns: [{ widthMm: 450, lockers: [{ number: 1 }] }] })).toBe(false);
});
