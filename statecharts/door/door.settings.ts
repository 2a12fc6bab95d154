import type { SettingRow, SettingsOf } from '../setting.ts';

export const doorSettings = {
  openWithin: {
    kind: 'duration', group: 'doors', leastMs: 500, mostMs: 10_000, usualMs: 3_000,
    why: 'A bolt needs 100 to 500 ms; a coil wants at least 2 s of rest before the next pulse.',
  },
  pulsesMax: {
    kind: 'count', group: 'doors', unit: 'pulses', least: 1, most: 3, usual: 3,
    why: 'Two more tries free most jammed bolts; beyond that a coil only gets hot.',
  },
  closedFor: {
    kind: 'duration', group: 'doors', leastMs: 0, mostMs: 2_000, usualMs: 500,
    why: 'A door that bounces off its latch is closed for a moment; half a second tells the two apart.',
  },
  openWarning: {
    kind: 'duration', group: 'doors', leastMs: 5_000, mostMs: 300_000, usualMs: 30_000,
    why: 'Half a minute: most people have taken their parcel by then, and whoever forgot the door is still near enough to hear it.',
  },
  heldOpenAfter: {
    kind: 'duration', group: 'doors', leastMs: 10_000, mostMs: 900_000, usualMs: 120_000,
    why: 'Two minutes to lift a heavy parcel out, and nobody else finds the door open.',
  },
} as const satisfies Record<string, SettingRow>;

export type DoorSettings = SettingsOf<typeof doorSettings>;
