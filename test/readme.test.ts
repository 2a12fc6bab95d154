import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { variables } from '../firmware/configuration/configuration.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** The rows of the table of variables: names (a row may have several), and what they usually are. */
const rows = readme.split('\n').filter((line) => line.startsWith('| `LOCKERBANK_')).map((line) => {
  const [names = '', usual = ''] = line.split('|').slice(1).map((cell) => cell.trim());
  return { names: [...names.matchAll(/`(\w+)`/g)].map((found) => found[1] ?? ''), usual };
});

test('the README names every variable that there is, and no other', () => {
  expect(rows.flatMap(({ names }) => names).toSorted()).toEqual(Object.keys(variables).toSorted());
});

test.each(Object.entries(variables))('the README says what %s usually is', (name, { usual }) => {
  expect(rows.find(({ names }) => names.includes(name))?.usual).toContain(usual);
});
