import type { SettingRow } from '../../../statecharts/setting.ts';
import { dayMs, hourMs } from '../../../statecharts/units.ts';

/** What the bank is for, who gets a locker, and how long a thing may lie in one. */
export const bankRows = {
  bankModes: {
    kind: 'choices', group: 'bank', least: 1, usual: ['delivery', 'asset'],
    options: {
      delivery: 'parcels are put in for recipients and departments',
      storage: 'people keep their belongings in it',
      asset: 'assets are handed out, taken back and exchanged',
    },
    why: 'Lockers full of belongings turn parcels away: storing is for banks that were bought for it.',
  },
  returnsAndExchanges: {
    kind: 'switch', group: 'bank', usual: false,
    why: 'Both need an upstream that sends a one-time PIN to whoever drops off first; not every one does.',
  },
  oneTimePinLife: {
    kind: 'period', group: 'bank', leastMs: hourMs, mostMs: 30 * dayMs, usualMs: 72 * hourMs,
    why: 'Three days: who hears of a return on Friday evening still brings it on Monday.',
  },
  reservationWithoutRecipient: {
    kind: 'switch', group: 'bank', usual: false,
    why: 'Without a recipient nobody is told that the parcel lies there, and nobody comes for it.',
  },
  itemExpiry: {
    kind: 'period', group: 'bank', orNone: true, leastMs: hourMs, mostMs: 60 * dayMs, usualMs: 3 * dayMs,
    why: 'Three days: long enough for a weekend, short enough that lockers come free.',
  },
  sizeStepUp: {
    kind: 'switch', group: 'bank', usual: true,
    why: 'A small parcel in a medium locker is better than a parcel that goes back to the depot.',
  },
  deliveryOnlyMinimum: {
    kind: 'perSize', group: 'bank', most: 400, unit: 'lockers', usual: {},
    why: 'None: without storage every locker is for deliveries anyway. A bank has 400 lockers at most.',
  },
  dedicatedTakeOthers: {
    kind: 'switch', group: 'bank', usual: false,
    why: 'Whoever has a locker of their own expects to find in it what is theirs, and nothing else.',
  },
  timeZone: {
    kind: 'text', group: 'bank', most: 60, usual: 'UTC',
    form: {
      pattern: '^[A-Za-z][A-Za-z0-9_+\\-]*(\\/[A-Za-z0-9_+\\-]+){0,2}$',
      says: 'a name of the IANA time zone database, as Europe/Berlin',
    },
    why: 'UTC is wrong nearly everywhere and never ambiguous; the ends of storage and the hours of carriers are reckoned in it.',
  },
} as const satisfies Record<string, SettingRow>;
