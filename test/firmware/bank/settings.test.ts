import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readSettings, settingNames, settingsOfOlder, settingsTable, usualBankSettings, type SettingName,
} from '../../../firmware/bank/settings.ts';
import { doorSettings } from '../../../statecharts/door/door.settings.ts';
import { sessionSettings } from '../../../statecharts/session/session.settings.ts';
import type { SettingRow } from '../../../statecharts/setting.ts';
import { rightDocument, wrongFor } from '../../support/arbitrary-settings.ts';

const rows = Object.entries(settingsTable) as readonly (readonly [SettingName, SettingRow])[];
const rowOf = (name: SettingName): SettingRow => settingsTable[name];

const hour = 3_600_000;
const day = 24 * hour;

/** What people were promised, written down a second time: a slip in the table shows here. */
const promised = {
  bankModes: ['delivery', 'asset'], returnsAndExchanges: false, oneTimePinLife: 72 * hour, reservationWithoutRecipient: false,
  itemExpiry: 3 * day, sizeStepUp: true, deliveryOnlyMinimum: {}, dedicatedTakeOthers: false, timeZone: 'UTC',
  lockerAccessAfterPickup: 300_000, returnHomeAfterPickup: 30_000, returnHomeOnInactivity: 60_000, adminSessionTimeout: 300_000,
  dropOffReopenWindow: 300_000, openWithin: 3_000, pulsesMax: 3, closedFor: 500, heldOpenAfter: 120_000,
  inactivityWarning: 20_000, audioModeFactor: 3, contactless: true, openWarning: 30_000, forcedAlarm: true,
  language: 'en', languages: ['en'], supportText: '', supportPhone: '', supportLink: '',
  mailroomDirectDropOff: true, carrierDirectDropOff: false, photoWithoutBarcode: false, batchDropOff: false, departmentSplit: false,
  nameAtSelection: 'initials', oneCodePerRecipient: true, addToOccupied: 'staff', expiryOnAdd: 'restart',
  departmentPickup: 'nobody', allDoorsAtOnce: false, doorStagger: 500, signature: 'none',
  storageDuration: 'flexible', storageEndsAt: '18:00', storageLongest: day, storageStep: hour, storagePerPerson: 1, overdueStorage: 'open',
  loginMethods: ['code', 'qr', 'badge', 'barcode', 'password', 'pin'], badgeNumbers: 'as-read', badgeLeadingZeros: 'keep',
  badgeFacility: '', pickupCodeLength: 8, bankMakesCodes: false, missesBeforeLock: 5, lockFirst: 60_000, lockLongest: 900_000,
  guessesPerDay: 96, offlineFlows: ['deposit', 'storage', 'return'], directoryAgeMost: 30 * day, tokenSkew: 0,
};

const ends: readonly (readonly [name: SettingName, least: number, most: number])[] = [
  ['lockerAccessAfterPickup', 0, hour], ['returnHomeAfterPickup', 5_000, 120_000], ['returnHomeOnInactivity', 25_000, 600_000],
  ['adminSessionTimeout', 60_000, hour], ['dropOffReopenWindow', 0, 1_800_000], ['openWithin', 500, 10_000], ['pulsesMax', 1, 3],
  ['closedFor', 0, 2_000], ['heldOpenAfter', 10_000, 900_000], ['oneTimePinLife', hour, 30 * day], ['itemExpiry', hour, 60 * day],
  ['inactivityWarning', 20_000, 60_000], ['audioModeFactor', 1, 10], ['openWarning', 5_000, 300_000], ['doorStagger', 150, 5_000],
  ['storageLongest', hour, 60 * day], ['storageStep', 900_000, day], ['storagePerPerson', 1, 20], ['pickupCodeLength', 8, 12],
  ['missesBeforeLock', 3, 10], ['lockFirst', 30_000, 600_000], ['lockLongest', 60_000, day], ['guessesPerDay', 10, 480],
  ['directoryAgeMost', hour, 365 * day], ['tokenSkew', 0, 300_000],
];

/** Room on all sides, so that a row is judged by itself. */
const roomy = {
  adminSessionTimeout: hour, returnHomeOnInactivity: 600_000, heldOpenAfter: 900_000, lockLongest: day, storageLongest: 60 * day,
  openWarning: 5_000, lockFirst: 30_000, storageStep: 900_000,
};
/** The narrow one of two that belong together, for the test of the other's least. */
const tight: Readonly<Partial<Record<SettingName, object>>> = {
  openWarning: { heldOpenAfter: 900_000 }, lockFirst: { lockLongest: day }, storageStep: { storageLongest: 60 * day },
};

const refusal = (why: string) => ({ kind: 'refused', why });

describe('what a bank does when nobody has set anything', () => {
  test('a document that says nothing leaves everything as usual', () => {
    expect(readSettings({})).toEqual({ kind: 'settings', settings: usualBankSettings });
  });

  test('what is usual is allowed', () => {
    expect(readSettings({ ...usualBankSettings })).toEqual({ kind: 'settings', settings: usualBankSettings });
  });

  test('is what people were promised', () => {
    expect(usualBankSettings).toEqual(promised);
  });

  test('every setting of a chart is a setting of the bank, under the same name and with the same range', () => {
    for (const [name, row] of Object.entries({ ...doorSettings, ...sessionSettings })) {
      expect(rowOf(name as SettingName), name).toBe(row);
    }
    expect(settingNames).toEqual(Object.keys(usualBankSettings));
  });

  test.each(rows)('%s has a reason', (_name, row) => {
    expect(row.why).toMatch(/^[A-Z].{20,}\.$/);
  });

  test.each(rows.filter(([, row]) => 'options' in row))('every option of %s says what it means', (_name, row) => {
    const options = 'options' in row ? row.options : {};
    expect(Object.keys(options).length).toBeGreaterThan(1);
    for (const [option, says] of Object.entries(options)) {
      expect(option).toMatch(/^[a-z][a-z-]*$/);
      expect(says, option).toMatch(/^.{3,}[^.]$/);
    }
  });
});

describe.each(ends)('%s, from %i to %i', (name, least, most) => {
  const row = rowOf(name);
  const unit = row.kind === 'count' ? '' : row.kind === 'period' && row.orNone ? ' ms, or null' : ' ms';
  const says = `${name} is ${String(least)} to ${String(most)}${unit}`;

  test.each([least, most])('it may be set to its very end [%i]', (value) => {
    const document = { ...roomy, ...tight[name], [name]: value };
    expect(readSettings(document)).toMatchObject({ kind: 'settings', settings: { [name]: value } });
  });

  test.each([least - 1, most + 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY, String(least), true, [least], {}])(
    'it may not be anything else [%j]', (value) => {
      expect(readSettings({ [name]: value })).toEqual(refusal(says));
    },
  );
});

test('every setting that is a number has its ends tested', () => {
  const numbers = rows.filter(([, row]) => ['duration', 'period', 'count'].includes(row.kind)).map(([name]) => name);
  expect(new Set(ends.map(([name]) => name))).toEqual(new Set(numbers));
});

describe('any document', () => {
  test('whose values are in range and fit together is taken, and every value in it is in force', () => {
    fc.assert(fc.property(rightDocument, (document) => {
      expect(readSettings(document)).toEqual({ kind: 'settings', settings: { ...usualBankSettings, ...document } });
    }), { numRuns: 500 });
  });

  test.each(rows)('is refused for a wrong %s, by its name, whatever else it says', (name, row) => {
    fc.assert(fc.property(rightDocument, wrongFor(row), (document, value) => {
      const { [name]: _, ...others } = document;
      const reading = readSettings({ ...others, [name]: value });
      expect(reading.kind === 'refused' && reading.why.startsWith(`${name} is `)).toBe(true);
    }), { numRuns: 60 });
  });
});

describe('a settings document', () => {
  test.each([true, false])('turns stepping up to a larger locker on and off [%s]', (sizeStepUp) => {
    expect(readSettings({ sizeStepUp })).toEqual({ kind: 'settings', settings: { ...usualBankSettings, sizeStepUp } });
  });

  test.each([0, 1, 'true', null])('does not turn a switch on by anything but true [%j]', (sizeStepUp) => {
    expect(readSettings({ sizeStepUp })).toEqual(refusal('sizeStepUp is true or false'));
  });

  test.each(['itemExpiry', 'directoryAgeMost'])('lets a period that may be endless be so [%s]', (name) => {
    expect(readSettings({ [name]: null })).toMatchObject({ kind: 'settings', settings: { [name]: null } });
  });

  test('lets no PIN live for ever', () => {
    expect(readSettings({ oneTimePinLife: null })).toEqual(refusal('oneTimePinLife is 3600000 to 2592000000 ms'));
  });

  test('tells what there is to choose from', () => {
    expect(readSettings({ addToOccupied: 'everyone' })).toEqual(refusal('addToOccupied is one of nobody, staff, same-carrier, anyone'));
    expect(readSettings({ bankModes: [] })).toEqual(refusal('bankModes is a list, not empty, of delivery, storage, asset, none twice'));
    expect(readSettings({ offlineFlows: [] })).toMatchObject({ kind: 'settings' });
  });

  test('leaves a bank at least one way for a person to say who they are', () => {
    expect(readSettings({ loginMethods: [] })).toMatchObject({ kind: 'refused' });
    expect(readSettings({ loginMethods: ['badge'] })).toMatchObject({ kind: 'settings' });
  });

  test('keeps lockers of a size for deliveries, at most as many as a bank may have', () => {
    expect(readSettings({ deliveryOnlyMinimum: { small: 400, 'x-large': 0 } })).toMatchObject({ kind: 'settings' });
    expect(readSettings({ deliveryOnlyMinimum: { small: 401 } })).toEqual(
      refusal('deliveryOnlyMinimum is 0 to 400 for each size, and at most 12 sizes'),
    );
  });

  test('counts the characters of a text as people do', () => {
    expect(readSettings({ supportText: '😀'.repeat(200) })).toMatchObject({ kind: 'settings' });
    expect(readSettings({ supportText: '😀'.repeat(201) })).toEqual(
      refusal('supportText is a text in one line, at most 200 characters'),
    );
  });

  test.each(['\n', '\u0000', '\u007f', '\u2028', '\u202e'])('shows people no text that is not what it seems [%j]', (character) => {
    expect(readSettings({ supportText: `Call${character}4711` })).toMatchObject({ kind: 'refused' });
  });

  test.each(['http://help.example', 'javascript:alert(1)', 'https://', 'help', 'https://help example'])(
    'leads nobody to what is no safe address [%s]', (supportLink) => {
      expect(readSettings({ supportLink })).toMatchObject({ kind: 'refused' });
    },
  );

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

  test('forgets what an earlier document said: it is the whole truth', () => {
    readSettings({ pulsesMax: 1 });
    expect(readSettings({ closedFor: 0 })).toEqual({ kind: 'settings', settings: { ...usualBankSettings, closedFor: 0 } });
  });
});

describe('settings that an older program wrote down', () => {
  test('stay as they were, and what has come since is usual', () => {
    const { inactivityWarning: _, ...before } = usualBankSettings;
    expect(settingsOfOlder({ ...before, pulsesMax: 1, colour: 'red' })).toEqual({ ...usualBankSettings, pulsesMax: 1 });
  });

  test('are usual again where the range has become narrower', () => {
    expect(settingsOfOlder({ returnHomeOnInactivity: 10_000, pulsesMax: 2 })).toEqual({ ...usualBankSettings, pulsesMax: 2 });
  });

  test('are usual again where they do not fit to what has come since', () => {
    expect(settingsOfOlder({ heldOpenAfter: 20_000, pulsesMax: 2 })).toEqual({ ...usualBankSettings, pulsesMax: 2 });
  });

  test('are allowed in the end, whatever was written', () => {
    const values = fc.record(Object.fromEntries(rows.map(([name, row]) => [name, wrongFor(row)])), { requiredKeys: [] });
    fc.assert(fc.property(rightDocument, values, (right, wrong) => {
      for (const kept of [{ ...right, ...wrong }, { ...wrong, ...right }]) {
        expect(readSettings({ ...settingsOfOlder(kept) })).toMatchObject({ kind: 'settings' });
      }
      expect(settingsOfOlder({ ...right })).toEqual({ ...usualBankSettings, ...right });
    }), { numRuns: 200 });
  });
});
