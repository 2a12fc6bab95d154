import type { Milliseconds } from './units.ts';

/** What settings are about, in the order in which forms and guides show them. */
export const settingGroups = {
  'bank': 'The bank',
  'session': 'Timers of a session',
  'doors': 'Doors',
  'deposits': 'Drop-off',
  'pickups': 'Pickup',
  'storage': 'Storing belongings',
  'credentials': 'Who may open',
  'guessing': 'Codes and guessing',
  'offline': 'Without the network',
  'words': 'Languages and help',
} as const;
export type SettingGroup = keyof typeof settingGroups;

/** One row of the settings table: what may be set, within which range, and why it is so if nobody sets it. */
export type SettingRow =
  | DurationRow | PeriodRow | CountRow | SwitchRow | ChoiceRow | ChoicesRow | PerSizeRow | TextRow | TimeOfDayRow;

interface Row {
  readonly group: SettingGroup;
  /** Why it is as it is if nobody sets it, with the number that decided. */
  readonly why: string;
  /** What is to read it and is not there yet: until then a value is checked, kept and reported, and changes nothing. */
  readonly awaits?: keyof typeof awaited;
}

export const awaited = { screens: 'the screens of the kiosk' } as const;

/** Milliseconds that a timer counts: whole, and less than 2³¹. */
interface DurationRow extends Row {
  readonly kind: 'duration';
  readonly leastMs: number;
  readonly mostMs: number;
  readonly usualMs: number;
}

/** Milliseconds between two dates, which no timer counts: days and more. */
interface PeriodRow extends Row {
  readonly kind: 'period';
  readonly leastMs: number;
  readonly mostMs: number;
  readonly usualMs: number | null;
  /** `null` may stand for a period that never ends. */
  readonly orNone?: true;
}

interface CountRow extends Row {
  readonly kind: 'count';
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  /** What is counted, in the plural. */
  readonly unit: string;
}

interface SwitchRow extends Row {
  readonly kind: 'switch';
  readonly usual: boolean;
}

/** Names to choose from, and what each of them means. */
export type SettingOptions = Readonly<Record<string, string>>;

/** One of the options. */
interface ChoiceRow extends Row {
  readonly kind: 'choice';
  readonly options: SettingOptions;
  readonly usual: string;
}

/** Some of the options, none twice; the order is kept. */
interface ChoicesRow extends Row {
  readonly kind: 'choices';
  readonly options: SettingOptions;
  readonly least: 0 | 1;
  readonly usual: readonly string[];
}

/** A count for each size of locker; 0 for a size that is not named. Sizes that the profile does not have mean nothing. */
export interface PerSizeRow extends Row {
  readonly kind: 'perSize';
  readonly most: number;
  readonly usual: Readonly<Record<string, number>>;
  /** What is counted, in the plural. */
  readonly unit: string;
}

/** What a text has to look like: a regular expression (flag `u`, whole text), and the same in words that follow "is". */
interface TextForm {
  readonly pattern: string;
  readonly says: string;
}

/** A text of so many characters (code points) at most. */
interface TextRow extends Row {
  readonly kind: 'text';
  readonly most: number;
  readonly form: TextForm;
  readonly usual: string;
}

/** A time of day in the bank's time zone, as `18:00`. */
interface TimeOfDayRow extends Row {
  readonly kind: 'timeOfDay';
  readonly usual: string;
}

/** What a settings document may hold under a name, before its row has judged it. */
export type SettingValue = number | boolean | string | null | readonly string[] | Readonly<Record<string, number>>;

/** The value that a row describes. A period is a bare number: it cannot be handed to a timer by mistake. */
export type SettingValueOf<R extends SettingRow> = R extends { readonly kind: 'duration' }
  ? Milliseconds
  : R extends { readonly kind: 'period'; readonly orNone?: undefined }
    ? number
    : R extends { readonly kind: 'period' }
      ? number | null
      : R extends { readonly kind: 'count' }
        ? number
        : R extends { readonly kind: 'switch' }
          ? boolean
          : R extends { readonly kind: 'choice'; readonly options: infer Options }
            ? keyof Options & string
            : R extends { readonly kind: 'choices'; readonly options: infer Options }
              ? readonly (keyof Options & string)[]
              : R extends { readonly kind: 'perSize' }
                ? Readonly<Record<string, number>>
                : string;

/** The values that a table of rows describes. */
export type SettingsOf<Table extends Record<string, SettingRow>> = {
  readonly [Name in keyof Table]: SettingValueOf<Table[Name]>;
};

/** What a setting is when nobody has set it. */
export function usualOf(row: SettingRow): SettingValue {
  return 'usualMs' in row ? row.usualMs : row.usual;
}

/** What each setting is when nobody has set it. */
export function usualSettings<const Table extends Record<string, SettingRow>>(table: Table): SettingsOf<Table> {
  const entries = Object.entries(table).map(([name, row]) => [name, usualOf(row)]);
  return Object.fromEntries(entries) as SettingsOf<Table>;
}

/** Names of sizes, as profiles have them. */
export const sizeNamePattern = '^[a-z0-9][a-z0-9\\-]{0,39}$';
/** As many as a profile may have. */
export const sizesMost = 12;

export const timeOfDayPattern = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

/** One line for people to read: no control characters, and none that turns the direction of what stands after it. */
export const oneLine: TextForm = {
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$',
  says: 'a text in one line',
};
