import type { SettingRow, SettingsOf } from '../setting.ts';

/** The four timers, the warning before each, the reopen window of a drop-off, and how a session goes. */
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
  inactivityWarning: {
    kind: 'duration', group: 'session', leastMs: 20_000, mostMs: 60_000, usualMs: 20_000,
    why: 'The rules on accessible kiosks want a warning of at least 20 s, by sight and sound, before a screen goes.',
  },
  audioModeFactor: {
    kind: 'count', group: 'session', unit: 'times', least: 1, most: 10, usual: 3,
    why: 'Hearing a screen takes about three times as long as reading it; every timer of a session lasts so many times longer.',
  },
  contactless: {
    kind: 'switch', group: 'session', usual: true,
    why: 'A scan takes a second and eight digits take ten, so the first screen asks for it; typing is one touch away.',
  },
  batchDropOff: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'One parcel for each time the door opens: then every label is known to lie where it was put.',
  },
  allDoorsAtOnce: {
    kind: 'switch', group: 'pickups', usual: false,
    why: 'One person watches one open door; a second one invites whoever stands behind them.',
  },
  doorStagger: {
    kind: 'duration', group: 'pickups', leastMs: 150, mostMs: 5_000, usualMs: 500,
    why: 'Most locks are pulsed for 400 ms: half a second later the supply feeds one coil again, not two.',
  },
  signature: {
    kind: 'choice', group: 'pickups', usual: 'none',
    options: {
      none: 'the credential is proof enough',
      sign: 'a signature on the screen before the door opens, or a PIN for who cannot sign there',
      pin: "the recipient's PIN before the door opens",
      photo: 'a photo before the door opens; a bank without a camera, as each is today, asks for a signature instead',
    },
    why: 'Every further step keeps the next person waiting; few parcels need one.',
  },
  storageDuration: {
    kind: 'choice', group: 'storage', usual: 'flexible',
    options: {
      fixed: 'ends for everybody at the same time of day',
      flexible: 'the person chooses, and extends it up to the longest',
      unlimited: 'until the person ends it: the kiosk asks at every opening',
    },
    why: 'People know best when they come back, and the longest time frees what they forget.',
  },
} as const satisfies Record<string, SettingRow>;

export type SessionSettings = SettingsOf<typeof sessionSettings>;
