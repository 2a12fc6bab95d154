import { never } from '../../../statecharts/never.ts';
import { sizeNamePattern, sizesMost, timeOfDayPattern, type PerSizeRow, type SettingRow } from '../../../statecharts/setting.ts';

/** What is wrong with a value, in words that begin with the name of its setting; `null` where the row lets it through. */
export function troubleWith(name: string, row: SettingRow, value: unknown): string | null {
  const says = mustBe(row);
  return isRight(row, value) ? null : `${name} is ${says}`;
}

function isRight(row: SettingRow, value: unknown): boolean {
  switch (row.kind) {
    case 'duration':
      return isWithin(value, row.leastMs, row.mostMs);
    case 'period':
      return isWithin(value, row.leastMs, row.mostMs) || (value === null && row.orNone === true);
    case 'count':
      return isWithin(value, row.least, row.most);
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return isOption(row.options, value);
    case 'choices':
      return Array.isArray(value) && value.length >= row.least && new Set(value).size === value.length
        && value.every((one) => isOption(row.options, one));
    case 'perSize':
      return isCounts(value, row);
    case 'text':
      return typeof value === 'string' && [...value].length <= row.most && matches(row.form.pattern, value);
    case 'timeOfDay':
      return typeof value === 'string' && matches(timeOfDayPattern, value);
    default:
      return never(row, 'setting row');
  }
}

/** What follows "is". The raw numbers of the document, for whoever writes one. */
function mustBe(row: SettingRow): string {
  switch (row.kind) {
    case 'duration':
      return `${String(row.leastMs)} to ${String(row.mostMs)} ms`;
    case 'period':
      return `${String(row.leastMs)} to ${String(row.mostMs)} ms${row.orNone ? ', or null' : ''}`;
    case 'count':
      return `${String(row.least)} to ${String(row.most)}`;
    case 'switch':
      return 'true or false';
    case 'choice':
      return `one of ${Object.keys(row.options).join(', ')}`;
    case 'choices':
      return `a list${row.least > 0 ? ', not empty,' : ''} of ${Object.keys(row.options).join(', ')}, none twice`;
    case 'perSize':
      return `0 to ${String(row.most)} for each size, and at most ${String(sizesMost)} sizes`;
    case 'text':
      return `${row.form.says}, at most ${String(row.most)} characters`;
    case 'timeOfDay':
      return 'a time of day, as 18:00';
    default:
      return never(row, 'setting row');
  }
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isOption(options: Readonly<Record<string, string>>, value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(options, value);
}

function isCounts(value: unknown, row: PerSizeRow): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const counts = Object.entries(value);
  return counts.length <= sizesMost && counts.every(([size, count]) => matches(sizeNamePattern, size) && isWithin(count, 0, row.most));
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern, 'u').test(text);
}
