import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profileSchemaDocument } from '../../../firmware/technician/profile-schema.ts';

const file = new URL('../../../board-profiles/profile.schema.json', import.meta.url);

test('what an editor tells the technician is what the bank will accept: profile.schema.json is current', () => {
  const current = `${JSON.stringify(profileSchemaDocument(), null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(file, current);
  expect(readFileSync(file, 'utf8'), 'UPDATE=1 npx vitest run test/firmware/technician writes it anew').toBe(current);
});
