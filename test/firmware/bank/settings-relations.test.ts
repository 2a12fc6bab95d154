import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings, usualBankSettings, type SettingName } from '../../../firmware/bank/settings.ts';
import { brokenRelation, relations } from '../../../firmware/bank/settings/relations.ts';
import { rightDocument } from '../../support/arbitrary-settings.ts';

interface Case {
  readonly it: string;
  readonly breaks: Readonly<Record<string, unknown>>;
  readonly says: string;
  /** As near to it as is allowed. */
  readonly allows: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = [
  {
    it: 'an operator is not sent home before a recipient would be',
    breaks: { returnHomeAfterPickup: 90_000, adminSessionTimeout: 60_000 },
    says: 'returnHomeAfterPickup must not be longer than adminSessionTimeout',
    allows: { returnHomeAfterPickup: 60_000, adminSessionTimeout: 60_000 },
  },
  {
    it: 'a screen does not go home while its door may still be opening',
    breaks: { openWithin: 10_000, returnHomeOnInactivity: 29_999 },
    says: 'openWithin times pulsesMax must not be longer than returnHomeOnInactivity: a door would open after its screen has gone',
    allows: { openWithin: 10_000, returnHomeOnInactivity: 30_000 },
  },
  {
    it: 'a person sees the screen before they are warned that it goes',
    breaks: { inactivityWarning: 25_000, returnHomeOnInactivity: 25_000 },
    says: 'inactivityWarning must be shorter than returnHomeOnInactivity: it is the last part of it',
    allows: { inactivityWarning: 24_999, returnHomeOnInactivity: 25_000 },
  },
  {
    it: 'an operator too',
    breaks: { inactivityWarning: 60_000, adminSessionTimeout: 60_000, returnHomeOnInactivity: 600_000 },
    says: 'inactivityWarning must be shorter than adminSessionTimeout: it is the last part of it',
    allows: { inactivityWarning: 59_999, adminSessionTimeout: 60_000, returnHomeOnInactivity: 600_000 },
  },
  {
    it: 'whoever leaves a door open is warned before it is an alarm',
    breaks: { openWarning: 10_000, heldOpenAfter: 10_000 },
    says: 'openWarning must be shorter than heldOpenAfter: people are warned before it is an alarm',
    allows: { openWarning: 9_999, heldOpenAfter: 10_000 },
  },
  {
    it: 'the first lock is not the longest already',
    breaks: { lockFirst: 60_001, lockLongest: 60_000 },
    says: 'lockFirst must not be longer than lockLongest',
    allows: { lockFirst: 60_000, lockLongest: 60_000 },
  },
  {
    it: 'belongings can be left for one step at least',
    breaks: { storageStep: 3_600_001, storageLongest: 3_600_000 },
    says: 'storageStep must not be longer than storageLongest',
    allows: { storageStep: 3_600_000, storageLongest: 3_600_000 },
  },
  {
    it: 'a carrier may not do what the mailroom may not',
    breaks: { carrierDirectDropOff: true, mailroomDirectDropOff: false },
    says: 'carrierDirectDropOff needs mailroomDirectDropOff',
    allows: { carrierDirectDropOff: true, mailroomDirectDropOff: true },
  },
  {
    it: 'a parcel without a label is one that nobody announced',
    breaks: { photoWithoutBarcode: true, mailroomDirectDropOff: false },
    says: 'photoWithoutBarcode needs mailroomDirectDropOff: without a label nothing has been announced',
    allows: { photoWithoutBarcode: true },
  },
  {
    it: 'a PIN alone tells nobody who somebody is',
    breaks: { loginMethods: ['pin'] },
    says: 'loginMethods must have more than pin: a PIN is asked for once it is known whose it is',
    allows: { loginMethods: ['badge', 'pin'] },
  },
  {
    it: 'no code is made that opens nothing',
    breaks: { bankMakesCodes: true, loginMethods: ['badge', 'qr'] },
    says: 'bankMakesCodes needs code among loginMethods',
    allows: { bankMakesCodes: true, loginMethods: ['code'] },
  },
  {
    it: 'whoever cannot sign can still collect',
    breaks: { signature: 'sign', loginMethods: ['code', 'badge'] },
    says: 'signature needs pin among loginMethods: it is left to whoever cannot sign and is not to be photographed',
    allows: { signature: 'sign', loginMethods: ['code', 'pin'] },
  },
  {
    it: 'the home screen speaks one of the languages of the bank',
    breaks: { language: 'de' },
    says: 'language must be one of languages',
    allows: { language: 'de', languages: ['de'] },
  },
  {
    it: 'belongings are not due at a time of nowhere',
    breaks: { timeZone: 'Europe/Atlantis' },
    says: 'timeZone must be a name of the IANA time zone database, as Europe/Berlin',
    allows: { timeZone: 'Europe/Berlin' },
  },
];

describe('settings that belong together', () => {
  test.each(cases)('$it', ({ breaks, says, allows }) => {
    expect(readSettings(breaks)).toEqual({ kind: 'refused', why: says });
    expect(readSettings(allows)).toMatchObject({ kind: 'settings', settings: allows });
  });

  test('are told as sentences, each with a test that breaks it', () => {
    expect(cases.map(({ says }) => says)).toEqual(relations.map(({ says }) => says));
    for (const { about, says } of relations) {
      expect(says.startsWith(String(about[0]))).toBe(true);
      for (const name of about) expect(says).toContain(name);
    }
  });

  test('fit together as they usually are', () => {
    expect(brokenRelation(usualBankSettings)).toBeUndefined();
  });

  test('are those that a relation names, and no others', () => {
    fc.assert(fc.property(rightDocument, rightDocument, (one, other) => {
      const settings = { ...usualBankSettings, ...one };
      for (const relation of relations) {
        const others = Object.fromEntries(Object.entries(other).filter(([name]) => !relation.about.includes(name as SettingName)));
        expect(relation.holds({ ...settings, ...others }), relation.says).toBe(true);
      }
    }), { numRuns: 200 });
  });

  test('are judged with the usual value of what is not named', () => {
    expect(readSettings({ returnHomeAfterPickup: 120_000 })).toMatchObject({ kind: 'settings' });
    expect(readSettings({ heldOpenAfter: 30_000 })).toMatchObject({ kind: 'refused' });
    expect(readSettings({ heldOpenAfter: 30_000, openWarning: 29_999 })).toMatchObject({ kind: 'settings' });
  });
});
