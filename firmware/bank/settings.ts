import { doorSettings } from '../../statecharts/door/door.settings.ts';
import { sessionSettings } from '../../statecharts/session/session.settings.ts';
import { usualSettings, type SettingRow, type SettingsOf } from '../../statecharts/setting.ts';
import { bankRows } from './settings/bank-rows.ts';
import { troubleWith } from './settings/check.ts';
import { credentialRows } from './settings/credential-rows.ts';
import { handoverRows } from './settings/handover-rows.ts';
import { kioskRows } from './settings/kiosk-rows.ts';
import { brokenRelation } from './settings/relations.ts';
import { storageRows } from './settings/storage-rows.ts';

/**
 * Every setting of the bank: range, default and reason. The one table from which values, checks, the JSON Schema, the
 * simulator's form and docs/settings.md are made.
 */
export const settingsTable = {
  ...bankRows,
  ...sessionSettings,
  ...doorSettings,
  ...kioskRows,
  ...handoverRows,
  ...storageRows,
  ...credentialRows,
} as const satisfies Record<string, SettingRow>;

export type Settings = SettingsOf<typeof settingsTable>;
export type SettingName = keyof typeof settingsTable;

export const usualBankSettings: Settings = usualSettings(settingsTable);

/** The names of all settings, in the order of the table. */
export const settingNames = Object.keys(settingsTable) as readonly SettingName[];

type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Checks a settings document. What it does not name keeps its usual value; one bad row, or one relation that does not
 * hold, refuses the whole document, and `why` begins with the setting's name. Never throws.
 */
export function readSettings(document: Readonly<Record<string, unknown>>): SettingsReading {
  const merged: Record<string, unknown> = { ...usualBankSettings };
  for (const [name, value] of Object.entries(document)) {
    if (!isSettingName(name)) return { kind: 'refused', why: `${name} is not a setting` };
    const trouble = troubleWith(name, settingsTable[name], value);
    if (trouble !== null) return { kind: 'refused', why: trouble };
    merged[name] = value;
  }
  const settings = merged as unknown as Settings;
  const broken = brokenRelation(settings);
  return broken ? { kind: 'refused', why: broken.says } : { kind: 'settings', settings };
}

/**
 * Settings that an older program wrote down, for this one. Rows that have come since are usual; so is what lies out of its
 * range by now, and what takes part in a relation that does not hold any more. Never throws.
 */
export function settingsOfOlder(kept: Readonly<Record<string, unknown>>): Settings {
  const good = new Map(
    settingNames
      .filter((name) => Object.hasOwn(kept, name) && troubleWith(name, settingsTable[name], kept[name]) === null)
      .map((name) => [name, kept[name]]),
  );
  for (;;) {
    const settings = { ...usualBankSettings, ...Object.fromEntries(good) };
    const broken = brokenRelation(settings);
    // What is usual fits together, so each turn takes something away or is the last.
    if (!broken) return settings;
    for (const name of broken.about) good.delete(name);
  }
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsTable, name);
}
