import { describe, expect, test } from 'vitest';
import { readSettings, settingsTable, usualBankSettings, type SettingName } from '../../../firmware/bank/settings.ts';
import { doorSettings } from '../../../statecharts/door/door.settings.ts';
import { sessionSettings } from '../../../statecharts/session/session.settings.ts';
import type { SettingRow } from '../../../statecharts/setting.ts';

const rows = Object.entries(settingsTable) as readonly (readonly [SettingName, SettingRow])[];

const ranges = rows.flatMap(([name, row]) => {
  if (row.kind === 'switch') return [];
  return row.kind === 'duration'
    ? [{ name, least: row.leastMs, most: row.mostMs, usual: row.usualMs, unit: ' ms' }]
    : [{ name, least: row.least, most: row.most, usual: row.usual, unit: '' }];
});

/** Long enough for any other setting, so that a row is judged by itself. */
const roomy = {
  adminSessionTimeout: settingsTable.adminSessionTimeout.mostMs,
  returnHomeOnInactivity: settingsTable.returnHomeOnInactivity.mostMs,
};

const refusal = (why: string) => ({ kind: 'refused', why });

describe('what a bank does when nobody has set anything', () => {
  test('a document that says nothing leaves everything as usual', () => {
    expect(readSettings({})).toEqual({ kind: 'settings', settings: usualBankSettings });
  });

  test('what is usual is allowed', () => {
    expect(readSettings({ ...usualBankSettings })).toEqual({ kind: 'settings', settings: usualBankSettings });
  });

  test('every setting of a chart is a setting of the bank, under the same name and with the same range', () => {
    for (const [name, row] of Object.entries({ ...doorSettings, ...sessionSettings })) {
      expect(settingsTable[name as SettingName], name).toBe(row);
    }
    expect(rows).toHaveLength(Object.keys(doorSettings).length + Object.keys(sessionSettings).length + 2);
  });

  test.each(rows)('%s has a reason', (_name, row) => {
    expect(row.why).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('the usual times are the ones a person was promised', () => {
    expect(usualBankSettings).toEqual({
      lockerAccessAfterPickup: 300_000, returnHomeAfterPickup: 30_000, returnHomeOnInactivity: 60_000, adminSessionTimeout: 300_000,
      dropOffReopenWindow: 300_000, openWithin: 3_000, pulsesMax: 3, closedFor: 500, heldOpenAfter: 120_000,
      itemExpiry: 259_200_000, sizeStepUp: true,
    });
  });
});

describe.each(ranges)('$name, from $least to $most$unit', ({ name, least, most, usual, unit }) => {
  const says = `${name} is ${String(least)} to ${String(most)}${unit}`;

  test('what is usual lies within', () => {
    expect(usual).toBeGreaterThanOrEqual(least);
    expect(usual).toBeLessThanOrEqual(most);
  });

  test.each([least, most])('it may be set to its very end [%i]', (value) => {
    expect(readSettings({ ...roomy, [name]: value })).toMatchObject({ kind: 'settings', settings: { [name]: value } });
  });

  test.each([least - 1, most + 1, usual + 0.5, Number.NaN, Number.POSITIVE_INFINITY, String(usual), null, true, [usual], {}])(
    'it may not be anything else [%j]', (value) => {
      expect(readSettings({ [name]: value })).toEqual(refusal(says));
    },
  );
});

describe('a settings document', () => {
  test.each([true, false])('turns stepping up to a larger locker on and off [%s]', (sizeStepUp) => {
    expect(readSettings({ sizeStepUp })).toEqual({ kind: 'settings', settings: { ...usualBankSettings, sizeStepUp } });
  });

  test.each([0, 1, 'true', null])('does not turn a switch on by anything but true [%j]', (sizeStepUp) => {
    expect(readSettings({ sizeStepUp })).toEqual(refusal('sizeStepUp is true or false'));
  });

  test.each([
    'openWithinn', 'open-within', '', 'toString', 'constructor', 'hasOwnProperty',
  ])('with a name that no setting has is refused, and the name is told [%s]', (name) => {
    expect(readSettings({ [name]: 3_000 })).toEqual(refusal(`${name} is not a setting`));
  });

  test('cannot reach what all objects have', () => {
    expect(readSettings(JSON.parse('{"__proto__": {"pulsesMax": 9}}') as Record<string, unknown>)).toEqual(
      refusal('__proto__ is not a setting'),
    );
  });

  test('with one bad row changes nothing at all', () => {
    expect(readSettings({ pulsesMax: 2, closedFor: -1 })).toEqual(refusal('closedFor is 0 to 2000 ms'));
    expect(usualBankSettings.pulsesMax).toBe(3);
  });

  test('keeps the usual value of what it does not name', () => {
    expect(readSettings({ pulsesMax: 1 })).toEqual({ kind: 'settings', settings: { ...usualBankSettings, pulsesMax: 1 } });
  });

  test('forgets what an earlier document said: it is the whole truth', () => {
    readSettings({ pulsesMax: 1 });
    expect(readSettings({ closedFor: 0 })).toEqual({ kind: 'settings', settings: { ...usualBankSettings, closedFor: 0 } });
  });
});

describe('settings that belong together', () => {
  test('an operator is not sent home before a recipient would be', () => {
    expect(readSettings({ returnHomeAfterPickup: 90_000, adminSessionTimeout: 60_000 }))
      .toEqual(refusal('returnHomeAfterPickup must not be longer than adminSessionTimeout'));
  });

  test('the two may be equal', () => {
    expect(readSettings({ returnHomeAfterPickup: 60_000, adminSessionTimeout: 60_000 })).toMatchObject({ kind: 'settings' });
  });

  test('a screen may not go home while its door may still be opening', () => {
    expect(readSettings({ openWithin: 10_000, returnHomeOnInactivity: 20_000 })).toEqual(
      refusal('openWithin times pulsesMax must not be longer than returnHomeOnInactivity: a door would open after its screen has gone'),
    );
  });

  test('a relation is judged with the usual value of what is not named', () => {
    expect(readSettings({ returnHomeAfterPickup: 120_000 })).toMatchObject({ kind: 'settings' });
    expect(readSettings({ adminSessionTimeout: 60_000 })).toMatchObject({ kind: 'settings' });
  });
});
