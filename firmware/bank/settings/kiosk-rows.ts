import { oneLine, type SettingRow } from '../../../statecharts/setting.ts';

/** Each in its own language, as a person looks for it. */
const languageNames = {
  en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', it: 'Italiano', nl: 'Nederlands', pl: 'Polski', pt: 'Português',
} as const;

/** What people see and hear at the kiosk, beside the timers of a session, and how the doors are watched. */
export const kioskRows = {
  forcedAlarm: {
    kind: 'switch', group: 'doors', usual: true,
    why: 'A door that opened and was not released is a theft until somebody has looked: it is said and shown on the spot, and beeps, '
      + 'until it is shut. Off, it is still an event.',
  },
  language: {
    kind: 'choice', group: 'words', options: languageNames, usual: 'en',
    why: 'The language of the home screen, and of whoever chose no other.',
  },
  languages: {
    kind: 'choices', group: 'words', least: 1, options: languageNames, usual: ['en'],
    why: 'A choice of one needs no button; each further language is one more on the home screen, in this order.',
  },
  supportText: {
    kind: 'text', group: 'words', most: 200, form: oneLine, usual: '',
    why: 'Only the people who run the bank know who helps; 200 characters are two lines on the home and error screens.',
  },
  supportPhone: {
    kind: 'text', group: 'words', most: 32, usual: '',
    form: { pattern: '^[0-9+\\(\\) .\\/\\-]*$', says: 'a telephone number of digits, spaces and + ( ) . / -' },
    why: 'A number that nobody answers is worse than none.',
  },
  supportLink: {
    kind: 'text', group: 'words', most: 200, usual: '',
    form: { pattern: '^(https:\\/\\/[!-~]+)?$', says: 'an address that begins with https://, or empty' },
    why: 'Shown as a QR code beside the telephone number; 200 characters still scan from a small screen.',
  },
} as const satisfies Record<string, SettingRow>;
