import type { SettingRow, SettingsOf } from '../../statecharts/setting.ts';
import { usualSettings } from '../../statecharts/setting.ts';
import { doorSettings } from '../../statecharts/door/door.settings.ts';
import { sessionSettings } from '../../statecharts/session/session.settings.ts';
import { never } from '../../statecharts/never.ts';

/** Every setting of the bank: range, default and reason. The one table from which values, checks and forms are made. */
export const settingsTable = {
  ...sessionSettings,
  ...doorSettings,
  itemExpiry: {
    kind: 'duration', leastMs: 3_600_000, mostMs: 2_000_000_000, usualMs: 259_200_000,
    why: 'Three days: long enough for a weekend, short enough that lockers come free.',
  },
  sizeStepUp: {
    kind: 'switch', usual: true,
    why: 'A small parcel in a medium locker is better than a parcel that goes back to the depot.',
  },
} as const satisfies Record<string, SettingRow>;

export type Settings = SettingsOf<typeof settingsTable>;
export type SettingName = keyof typeof settingsTable;

export const usualBankSettings: Settings = usualSettings(settingsTable);

/** Relations between settings that ranges cannot say. */
const relations: readonly { readonly holds: (s: Settings) => boolean; readonly says: string }[] = [
  {
    holds: (s) => s.returnHomeAfterPickup <= s.adminSessionTimeout,
    says: 'returnHomeAfterPickup must not be longer than adminSessionTimeout',
  },
  {
    holds: (s) => s.openWithin * s.pulsesMax <= s.returnHomeOnInactivity,
    says: 'openWithin times pulsesMax must not be longer than returnHomeOnInactivity: a door would open after its screen has gone',
  },
];

export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'refused'; readonly why: string };

/** Checks a settings document. What it does not name keeps its usual value; one bad row refuses the whole document. */
export function readSettings(document: Readonly<Record<string, unknown>>): SettingsReading {
  const merged: Record<string, unknown> = { ...usualBankSettings };
  for (const [name, value] of Object.entries(document)) {
    if (!isSettingName(name)) return { kind: 'refused', why: `${name} is not a setting` };
    const trouble = troubleWith(name, value);
    if (trouble) return { kind: 'refused', why: trouble };
    merged[name] = value;
  }
  const settings = merged as unknown as Settings;
  const broken = relations.find((relation) => !relation.holds(settings));
  return broken ? { kind: 'refused', why: broken.says } : { kind: 'settings', settings };
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsTable, name);
}

function troubleWith(name: SettingName, value: unknown): string | null {
  const row: SettingRow = settingsTable[name];
  switch (row.kind) {
    case 'switch':
      return typeof value === 'boolean' ? null : `${name} is true or false`;
    case 'duration':
      return isWithin(value, row.leastMs, row.mostMs) ? null : `${name} is ${String(row.leastMs)} to ${String(row.mostMs)} ms`;
    case 'count':
      return isWithin(value, row.least, row.most) ? null : `${name} is ${String(row.least)} to ${String(row.most)}`;
    default:
      return never(row, 'setting row');
  }
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
