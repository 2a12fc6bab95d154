import type { SettingRow } from '../../../statecharts/setting.ts';
import { dayMs, hourMs } from '../../../statecharts/units.ts';

/** Belongings: how long, how many lockers, and what happens at the end. */
export const storageRows = {
  storageEndsAt: {
    kind: 'timeOfDay', group: 'storage', usual: '18:00',
    why: 'Most buildings empty at six; what is left by then stays overnight. Counts for fixed storage alone.',
  },
  storageLongest: {
    kind: 'period', group: 'storage', leastMs: hourMs, mostMs: 60 * dayMs, usualMs: 24 * hourMs,
    why: 'A day: a shift, or a night away. Measured from the beginning, whatever has been extended.',
  },
  storageStep: {
    kind: 'period', group: 'storage', leastMs: 15 * 60_000, mostMs: 24 * hourMs, usualMs: hourMs,
    why: 'An hour for each touch of the button: a day is 24 of them at most.',
  },
  storagePerPerson: {
    kind: 'count', group: 'storage', unit: 'lockers', least: 1, most: 20, usual: 1,
    why: 'One locker holds a bag; who needs more takes it from somebody else.',
  },
  overdueStorage: {
    kind: 'choice', group: 'storage', usual: 'open',
    options: {
      'open': 'the holder still opens it, once more, and it is over',
      'staff-only': 'only an operator or administrator opens it',
    },
    why: 'Somebody late for a train needs their bag now; staff may not be there.',
  },
} as const satisfies Record<string, SettingRow>;
