import type { SettingRow } from '../../../statecharts/setting.ts';
import { dayMs, hourMs } from '../../../statecharts/units.ts';

/** What people show, how it is read, how often they may guess, and what goes on without the network. */
export const credentialRows = {
  loginMethods: {
    kind: 'choices', group: 'credentials', least: 1,
    options: {
      code: 'a pickup code',
      qr: 'a QR token on a phone or on paper',
      badge: 'a badge at the reader',
      barcode: 'a barcode of a person at the scanner',
      password: 'user name and password',
      pin: 'a PIN',
    },
    usual: ['code', 'qr', 'badge', 'barcode', 'password', 'pin'],
    why: 'Whatever somebody has with them opens; what a bank has no reader for cannot be shown to it anyway.',
  },
  badgeNumbers: {
    kind: 'choice', group: 'credentials', usual: 'as-read',
    options: {
      'as-read': 'letters and digits as the reader sends them',
      'decimal': 'a decimal number',
      'hex': 'a hexadecimal number, most significant byte first',
      'hex-reversed': 'a hexadecimal number, least significant byte first',
      'facility-and-card': 'a facility code and a card number',
    },
    why: 'The number must equal the personnel id upstream; readers and badge printers write the same 32 bits in four ways.',
  },
  badgeLeadingZeros: {
    kind: 'choice', group: 'credentials', usual: 'keep',
    options: { keep: '0042 and 42 are two badges', drop: '0042 and 42 are one badge' },
    why: 'Two badges that become one open nothing, so zeros go only where somebody has asked for it.',
  },
  badgeFacility: {
    kind: 'text', group: 'credentials', most: 10, usual: '',
    form: { pattern: '^[0-9]*$', says: 'a facility code of digits, or empty' },
    why: 'Empty: a reader sends the facility code along, or the badges have none.',
  },
  pickupCodeLength: {
    kind: 'count', group: 'guessing', unit: 'digits', least: 8, most: 12, usual: 8,
    why: 'With 100 live codes and 96 guesses a day, eight digits are hit on one day in 10,000, six on one in 100.',
  },
  bankMakesCodes: {
    kind: 'switch', group: 'guessing', usual: false,
    why: 'A code that the bank makes has to reach the recipient, so it needs a key of the upstream to encrypt it to.',
  },
  missesBeforeLock: {
    kind: 'count', group: 'guessing', unit: 'misses', least: 3, most: 10, usual: 5,
    why: 'Nobody mistypes eight digits five times; a guesser gets no further than that.',
  },
  lockFirst: {
    kind: 'duration', group: 'guessing', leastMs: 30_000, mostMs: 600_000, usualMs: 60_000,
    why: 'A minute: somebody honest waits it out; each further lock is twice as long.',
  },
  lockLongest: {
    kind: 'duration', group: 'guessing', leastMs: 60_000, mostMs: dayMs, usualMs: 900_000,
    why: 'A quarter of an hour leaves a guesser 96 tries a day, and honest people a kiosk that comes back.',
  },
  guessesPerDay: {
    kind: 'count', group: 'guessing', unit: 'guesses', least: 10, most: 480, usual: 96,
    why: 'Against 400 live codes of eight digits, 96 guesses succeed on 0.04 % of days; 480 would on 0.19 %.',
  },
  offlineFlows: {
    kind: 'choices', group: 'offline', least: 0, usual: ['deposit', 'storage', 'return'],
    options: {
      deposit: 'parcels are put in that nobody has announced',
      storage: 'belongings are stored for which nothing is reserved yet',
      return: 'returns are dropped off that nobody has announced',
    },
    why: 'Nobody is turned away because a cable is loose. What is announced goes in, and what lies there is handed out, in any case.',
  },
  directoryAgeMost: {
    kind: 'period', group: 'offline', orNone: true, leastMs: hourMs, mostMs: 365 * dayMs, usualMs: 30 * dayMs,
    why: 'After a month somebody who has left may still be in it; a shorter time shuts staff out in a long outage.',
  },
  tokenSkew: {
    kind: 'duration', group: 'offline', leastMs: 0, mostMs: 300_000, usualMs: 0,
    why: 'The bank errs on the safe side: a token is over at its time. More only where clocks are known to be slow.',
  },
} as const satisfies Record<string, SettingRow>;
