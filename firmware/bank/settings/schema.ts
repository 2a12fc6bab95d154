import { never } from '../../../statecharts/never.ts';
import {
  sizeNamePattern, sizesMost, timeOfDayPattern, usualOf, type SettingOptions, type SettingRow,
} from '../../../statecharts/setting.ts';
import { settingTitle } from '../../../statecharts/setting-words.ts';
import { settingsTable } from '../settings.ts';
import { awaitingWords } from './guide.ts';

/**
 * The settings document as JSON Schema (draft 2020-12), for the upstream that writes one and the editor that checks it.
 * Relations between settings are beyond it; the bank refuses a document that breaks one.
 */
export function settingsSchemaDocument(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of a bank of lockerbank',
    description: 'What is not named keeps its usual value. The bank takes a document whole or not at all.',
    type: 'object',
    properties: Object.fromEntries(Object.entries<SettingRow>(settingsTable).map(([name, row]) => [name, {
      title: settingTitle(name), description: `${unitSentence(row)}${row.why}${awaitingWords(row)}`, ...shapeOf(row), default: usualOf(row),
    }])),
    additionalProperties: false,
  };
}

function shapeOf(row: SettingRow): object {
  switch (row.kind) {
    case 'duration':
      return whole(row.leastMs, row.mostMs);
    case 'period':
      return row.orNone ? { anyOf: [whole(row.leastMs, row.mostMs), { type: 'null' }] } : whole(row.leastMs, row.mostMs);
    case 'count':
      return whole(row.least, row.most);
    case 'switch':
      return { type: 'boolean' };
    case 'choice':
      return oneOf(row.options);
    case 'choices':
      return { type: 'array', items: oneOf(row.options), minItems: row.least, uniqueItems: true };
    case 'perSize':
      return {
        type: 'object', propertyNames: { type: 'string', pattern: sizeNamePattern }, additionalProperties: whole(0, row.most),
        maxProperties: sizesMost,
      };
    case 'text':
      return { type: 'string', maxLength: row.most, pattern: row.form.pattern };
    case 'timeOfDay':
      return { type: 'string', pattern: timeOfDayPattern };
    default:
      return never(row, 'setting row');
  }
}

function unitSentence(row: SettingRow): string {
  switch (row.kind) {
    case 'duration':
      return 'Milliseconds. ';
    case 'period':
      return row.orNone ? 'Milliseconds, or null for never. ' : 'Milliseconds. ';
    case 'count':
      return `Counts ${row.unit}. `;
    case 'perSize':
      return `Counts ${row.unit}, by the name of their size. `;
    case 'timeOfDay':
      return "In the bank's time zone. ";
    case 'switch':
    case 'choice':
    case 'choices':
    case 'text':
      return '';
    default:
      return never(row, 'setting row');
  }
}

function whole(minimum: number, maximum: number): object {
  return { type: 'integer', minimum, maximum };
}

function oneOf(options: SettingOptions): object {
  return { type: 'string', oneOf: Object.entries(options).map(([name, description]) => ({ const: name, description })) };
}
