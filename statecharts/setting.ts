import type { Milliseconds } from './units.ts';

/** One row of the settings table: what may be set, within which range, and why it is so if nobody sets it. */
export type SettingRow = DurationRow | CountRow | SwitchRow;

export interface DurationRow {
  readonly kind: 'duration';
  readonly leastMs: number;
  readonly mostMs: number;
  readonly usualMs: number;
  readonly why: string;
}

export interface CountRow {
  readonly kind: 'count';
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  readonly why: string;
}

export interface SwitchRow {
  readonly kind: 'switch';
  readonly usual: boolean;
  readonly why: string;
}

/** The values that a table of rows describes. */
export type SettingsOf<Table extends Record<string, SettingRow>> = {
  readonly [Name in keyof Table]: Table[Name]['kind'] extends 'duration'
    ? Milliseconds
    : Table[Name]['kind'] extends 'count'
      ? number
      : boolean;
};

/** What each setting is when nobody has set it. */
export function usualSettings<const Table extends Record<string, SettingRow>>(table: Table): SettingsOf<Table> {
  const entries = Object.entries(table).map(([name, row]) => [name, row.kind === 'duration' ? row.usualMs : row.usual]);
  return Object.fromEntries(entries) as SettingsOf<Table>;
}
