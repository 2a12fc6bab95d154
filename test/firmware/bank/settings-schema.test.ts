import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings, settingsTable, usualBankSettings, type SettingName } from '../../../firmware/bank/settings.ts';
import { relations } from '../../../firmware/bank/settings/relations.ts';
import { settingsSchemaDocument } from '../../../firmware/bank/settings/schema.ts';
import { anyDocument, rightDocument, rightFor, wrongFor } from '../../support/arbitrary-settings.ts';

const schema = settingsSchemaDocument();
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** Whether every row lets its value through; whether they fit together is beyond a schema. */
function rowsAreRight(document: object): boolean {
  const reading = readSettings({ ...document });
  return reading.kind === 'settings' || relations.some(({ says }) => says === reading.why);
}

describe('the schema of the settings document', () => {
  test('is JSON Schema of draft 2020-12 that a strict reader has nothing against', () => {
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    expect(new Ajv2020().validateSchema(schema)).toBe(true);
  });

  test('takes every document that the bank takes', () => {
    fc.assert(fc.property(rightDocument, (document) => {
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    }), { numRuns: 300 });
  });

  test('says of any document what the bank says of its rows', () => {
    let refused = 0;
    fc.assert(fc.property(anyDocument, (document) => {
      const isRight = rowsAreRight(document);
      refused += isRight ? 0 : 1;
      expect(validate(document)).toBe(isRight);
    }), { numRuns: 2_000 });
    expect(refused).toBeGreaterThan(200);
  });

  test.each(Object.entries(settingsTable))('judges a %s by itself as the bank does', (name, row) => {
    fc.assert(fc.property(fc.oneof(rightFor(row), wrongFor(row), fc.jsonValue()), (value) => {
      expect(validate({ [name]: value })).toBe(rowsAreRight({ [name]: value }));
    }), { numRuns: 150 });
  });

  test('tells an editor of each setting what it is called, why it is so, and what is usual', () => {
    const { properties } = schema as { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
    for (const [name, row] of Object.entries(settingsTable)) {
      expect(properties[name], name).toMatchObject({ default: usualBankSettings[name as SettingName] });
      expect(properties[name]?.['description'], name).toContain(row.why);
      expect(properties[name]?.['title'], name).toMatch(/^[A-Z][a-z A-Z]+$/);
    }
  });
});
