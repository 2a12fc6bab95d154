import { never } from './never.ts';
import type { SettingRow, SettingValue } from './setting.ts';

/** `lockerAccessAfterPickup` → `Locker access after pickup`, `same-carrier` → `Same carrier` */
export function settingTitle(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[.\-_]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** From how much of it on a unit is used, and how long it is. */
const units = [
  ['days', 2 * 86_400_000, 86_400_000], ['h', 3_600_000, 3_600_000], ['min', 2 * 60_000, 60_000], ['s', 60_000, 1_000],
] as const;

/** 500 → `500 ms`, 1500 → `1.5 s`, 90000 → `90 s`, 300000 → `5 min`, 259200000 → `3 days` */
export function lengthWords(lengthMs: number): string {
  const [unit, , unitMs] = units.find(([, fromMs, length]) => lengthMs >= fromMs && lengthMs % length === 0) ?? ['s', 0, 1_000];
  return lengthMs > 0 && lengthMs < 1_000 ? `${String(lengthMs)} ms` : `${String(lengthMs / unitMs)} ${unit}`;
}

/** What a row lets through, in words. */
export function rangeWords(row: SettingRow): string {
  switch (row.kind) {
    case 'duration':
    case 'period':
      return `${lengthWords(row.leastMs)} to ${lengthWords(row.mostMs)}${'orNone' in row ? ', or never' : ''}`;
    case 'count':
      return `${String(row.least)} to ${String(row.most)} ${row.unit}`;
    case 'switch':
      return 'on or off';
    case 'choice':
      return `one of ${Object.keys(row.options).join(', ')}`;
    case 'choices':
      return `${row.least === 0 ? 'any' : 'at least one'} of ${Object.keys(row.options).join(', ')}`;
    case 'perSize':
      return `0 to ${String(row.most)} ${row.unit} of each size`;
    case 'text':
      return `${row.form.says}, at most ${String(row.most)} characters`;
    case 'timeOfDay':
      return '00:00 to 23:59';
    default:
      return never(row, 'setting row');
  }
}

/** A value of a row, in words; what is counted is said with the range. */
export function valueWords(row: SettingRow, value: SettingValue): string {
  if (value === null) return 'never';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return row.kind === 'count' ? String(value) : lengthWords(value);
  if (typeof value === 'string') return value === '' ? 'empty' : value;
  const words = isList(value) ? value : Object.entries(value).map(([size, count]) => `${String(count)} ${size}`);
  return words.length === 0 ? 'none' : words.join(', ');
}

function isList(value: readonly string[] | Readonly<Record<string, number>>): value is readonly string[] {
  return Array.isArray(value);
}
