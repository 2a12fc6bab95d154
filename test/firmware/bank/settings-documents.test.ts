import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingNames } from '../../../firmware/bank/settings.ts';
import { settingsGuide } from '../../../firmware/bank/settings/guide.ts';
import { relations } from '../../../firmware/bank/settings/relations.ts';
import { settingsSchemaDocument } from '../../../firmware/bank/settings/schema.ts';

const files: readonly (readonly [name: string, current: string])[] = [
  ['docs/settings.md', settingsGuide()],
  ['docs/settings.schema.json', `${JSON.stringify(settingsSchemaDocument(), null, 2)}\n`],
];

describe('what is written about settings', () => {
  test.each(files)('is what the bank will accept: %s is current', (name, current) => {
    const file = new URL(`../../../${name}`, import.meta.url);
    if (process.env['UPDATE'] === '1') writeFileSync(file, current);
    expect(readFileSync(file, 'utf8'), 'UPDATE=1 npx vitest run test/firmware/bank/settings-documents writes it anew').toBe(current);
  });

  test('names every setting once in a row of the guide, and every relation', () => {
    const guide = settingsGuide();
    const named = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => String(name));
    expect(new Set(named)).toEqual(new Set(settingNames));
    expect(named).toHaveLength(settingNames.length);
    for (const { says } of relations) expect(guide.replaceAll('`', '')).toContain(`- ${says}.`);
  });

  test('has rows of equal length in every table of the guide: no word of a reason breaks out of its cell', () => {
    const rows = settingsGuide().split('\n').filter((line) => line.startsWith('|'));
    const widths = rows.map((line) => line.split(/(?<!\\)\|/).length - 2);
    expect(new Set(widths)).toEqual(new Set([5, 2]));
  });
});
