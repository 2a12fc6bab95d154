import type { SettingName, Settings } from '../settings.ts';

/** What ranges cannot say: settings that belong together. */
interface Relation {
  readonly about: readonly SettingName[];
  readonly holds: (s: Settings) => boolean;
  /** Begins with the setting that is most likely the one to change. */
  readonly says: string;
}

export const relations: readonly Relation[] = [
  {
    about: ['returnHomeAfterPickup', 'adminSessionTimeout'],
    holds: (s) => s.returnHomeAfterPickup <= s.adminSessionTimeout,
    says: 'returnHomeAfterPickup must not be longer than adminSessionTimeout',
  },
  {
    about: ['openWithin', 'pulsesMax', 'returnHomeOnInactivity'],
    holds: (s) => s.openWithin * s.pulsesMax <= s.returnHomeOnInactivity,
    says: 'openWithin times pulsesMax must not be longer than returnHomeOnInactivity: a door would open after its screen has gone',
  },
  {
    about: ['inactivityWarning', 'returnHomeOnInactivity'],
    holds: (s) => s.inactivityWarning < s.returnHomeOnInactivity,
    says: 'inactivityWarning must be shorter than returnHomeOnInactivity: it is the last part of it',
  },
  {
    about: ['inactivityWarning', 'adminSessionTimeout'],
    holds: (s) => s.inactivityWarning < s.adminSessionTimeout,
    says: 'inactivityWarning must be shorter than adminSessionTimeout: it is the last part of it',
  },
  {
    about: ['openWarning', 'heldOpenAfter'],
    holds: (s) => s.openWarning < s.heldOpenAfter,
    says: 'openWarning must be shorter than heldOpenAfter: people are warned before it is an alarm',
  },
  {
    about: ['lockFirst', 'lockLongest'],
    holds: (s) => s.lockFirst <= s.lockLongest,
    says: 'lockFirst must not be longer than lockLongest',
  },
  {
    about: ['storageStep', 'storageLongest'],
    holds: (s) => s.storageStep <= s.storageLongest,
    says: 'storageStep must not be longer than storageLongest',
  },
  {
    about: ['carrierDirectDropOff', 'mailroomDirectDropOff'],
    holds: (s) => s.mailroomDirectDropOff || !s.carrierDirectDropOff,
    says: 'carrierDirectDropOff needs mailroomDirectDropOff',
  },
  {
    about: ['photoWithoutBarcode', 'mailroomDirectDropOff'],
    holds: (s) => s.mailroomDirectDropOff || !s.photoWithoutBarcode,
    says: 'photoWithoutBarcode needs mailroomDirectDropOff: without a label nothing has been announced',
  },
  {
    about: ['loginMethods'],
    holds: (s) => s.loginMethods.some((method) => method !== 'pin'),
    says: 'loginMethods must have more than pin: a PIN is asked for once it is known whose it is',
  },
  {
    about: ['bankMakesCodes', 'loginMethods'],
    holds: (s) => !s.bankMakesCodes || s.loginMethods.includes('code'),
    says: 'bankMakesCodes needs code among loginMethods',
  },
  {
    about: ['signature', 'loginMethods'],
    holds: (s) => s.signature === 'none' || s.loginMethods.includes('pin'),
    says: 'signature needs pin among loginMethods: it is left to whoever cannot sign and is not to be photographed',
  },
  {
    about: ['language', 'languages'],
    holds: (s) => s.languages.includes(s.language),
    says: 'language must be one of languages',
  },
  {
    about: ['timeZone'],
    holds: (s) => isTimeZone(s.timeZone),
    says: 'timeZone must be a name of the IANA time zone database, as Europe/Berlin',
  },
];

/** The first relation that does not hold; `undefined` where all do. */
export function brokenRelation(settings: Settings): Relation | undefined {
  return relations.find((relation) => !relation.holds(settings));
}

/** The names that Node's own database knows: what they mean differs from place to place and year to year. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
