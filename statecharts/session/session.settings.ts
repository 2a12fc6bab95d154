import type { SettingRow, SettingsOf } from '../setting.ts';

/** The four timers and the reopen window of a drop-off. */
export const sessionSettings = {
  lockerAccessAfterPickup: {
    kind: 'duration', leastMs: 0, mostMs: 3_600_000, usualMs: 300_000,
    why: 'Whoever forgot the second parcel notices within minutes; the locker is kept for nobody else meanwhile.',
  },
  returnHomeAfterPickup: {
    kind: 'duration', leastMs: 5_000, mostMs: 120_000, usualMs: 30_000,
    why: 'Long enough to find the open door on the drawing; the next person is waiting.',
  },
  returnHomeOnInactivity: {
    kind: 'duration', leastMs: 10_000, mostMs: 600_000, usualMs: 60_000,
    why: 'Time to look a code up on a phone, and no more.',
  },
  adminSessionTimeout: {
    kind: 'duration', leastMs: 60_000, mostMs: 3_600_000, usualMs: 300_000,
    why: 'An operator fetches the next parcel from the trolley without signing in again.',
  },
  dropOffReopenWindow: {
    kind: 'duration', leastMs: 0, mostMs: 1_800_000, usualMs: 300_000,
    why: 'The wrong parcel in the locker is noticed at the next label; later it belongs to the recipient alone.',
  },
} as const satisfies Record<string, SettingRow>;

export type SessionSettings = SettingsOf<typeof sessionSettings>;
