import { oneLine, type SettingRow } from '../../../statecharts/setting.ts';

/** Each in its own language, as a person looks for it. */
const languageNames = {
  en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', it: 'Italiano', nl: 'Nederlands', pl: 'Polski', pt: 'Português',
} as const;

/** What people see and hear at the kiosk, beside the timers of a session, and how the doors are watched. */
export const kioskRows = {
  inactivityWarning: {
    kind: 'duration', group: 'session', awaits: 'screens', leastMs: 20_000, mostMs: 60_000, usualMs: 20_000,
    why: 'The rules on accessible kiosks want a warning of at least 20 s, by sight and sound, before a screen goes.',
  },
  audioModeFactor: {
    kind: 'count', group: 'session', awaits: 'screens', unit: 'times', least: 1, most: 10, usual: 3,
    why: 'Hearing a screen takes about three times as long as reading it; every timer of a session lasts so many times longer.',
  },
  contactless: {
    kind: 'switch', group: 'session', awaits: 'screens', usual: true,
    why: 'A scan takes a second and eight digits take ten, so the first screen asks for it; typing is one touch away.',
  },
  openWarning: {
    kind: 'duration', group: 'doors', awaits: 'screens', leastMs: 5_000, mostMs: 300_000, usualMs: 30_000,
    why: 'Half a minute: most people have taken their parcel by then, and whoever forgot the door is still near enough to hear it.',
  },
  forcedAlarm: {
    kind: 'switch', group: 'doors', awaits: 'screens', usual: true,
    why: 'A door that opened and was not released is a theft until somebody has looked. Off, it is still an event.',
  },
  language: {
    kind: 'choice', group: 'words', awaits: 'screens', options: languageNames, usual: 'en',
    why: 'The language of the home screen, and of whoever chose no other.',
  },
  languages: {
    kind: 'choices', group: 'words', awaits: 'screens', least: 1, options: languageNames, usual: ['en'],
    why: 'A choice of one needs no button; each further language is one more on the home screen, in this order.',
  },
  supportText: {
    kind: 'text', group: 'words', awaits: 'screens', most: 200, form: oneLine, usual: '',
    why: 'Only the people who run the bank know who helps; 200 characters are two lines on the home and error screens.',
  },
  supportPhone: {
    kind: 'text', group: 'words', awaits: 'screens', most: 32, usual: '',
    form: { pattern: '^[0-9+\\(\\) .\\/\\-]*$', says: 'a telephone number of digits, spaces and + ( ) . / -' },
    why: 'A number that nobody answers is worse than none.',
  },
  supportLink: {
    kind: 'text', group: 'words', awaits: 'screens', most: 200, usual: '',
    form: { pattern: '^(https:\\/\\/[!-~]+)?$', says: 'an address that begins with https://, or empty' },
    why: 'Shown as a QR code beside the telephone number; 200 characters still scan from a small screen.',
  },
} as const satisfies Record<string, SettingRow>;
