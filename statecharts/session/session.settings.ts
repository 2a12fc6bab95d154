import type { SettingRow, SettingsOf } from '../setting.ts';

/** The four timers and the reopen window of a drop-off. */
export const sessionSettings = {
  lockerAccessAfterPickup: {
    kind: 'duration', group: 'session', leastMs: 0, mostMs: 3_600_000, usualMs: 300_000,
    why: 'Five minutes: whoever forgot the second parcel notices by then; the locker is kept for nobody else meanwhile.',
  },
  returnHomeAfterPickup: {
    kind: 'duration', group: 'session', leastMs: 5_000, mostMs: 120_000, usualMs: 30_000,
    why: 'Half a minute to find the open door; the next person is waiting. Nothing is lost at its end: the code opens it again.',
  },
  returnHomeOnInactivity: {
    kind: 'duration', group: 'session', leastMs: 25_000, mostMs: 600_000, usualMs: 60_000,
    why: 'A minute to look a code up on a phone, and no more. Never under 25 s: the last 20 s of it are a warning.',
  },
  adminSessionTimeout: {
    kind: 'duration', group: 'session', leastMs: 60_000, mostMs: 3_600_000, usualMs: 300_000,
    why: 'Five minutes: an operator fetches the next parcel from the trolley without signing in again.',
  },
  dropOffReopenWindow: {
    kind: 'duration', group: 'session', leastMs: 0, mostMs: 1_800_000, usualMs: 300_000,
    why: 'Five minutes: the wrong parcel in the locker is noticed at the next label; later it belongs to the recipient alone.',
  },
} as const satisfies Record<string, SettingRow>;

export type SessionSettings = SettingsOf<typeof sessionSettings>;
