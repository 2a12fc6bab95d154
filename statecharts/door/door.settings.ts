import type { SettingRow, SettingsOf } from '../setting.ts';

export const doorSettings = {
  openWithin: {
    kind: 'duration', leastMs: 500, mostMs: 10_000, usualMs: 3_000,
    why: 'A bolt needs 100 to 500 ms; a coil wants at least 2 s of rest before the next pulse.',
  },
  pulsesMax: {
    kind: 'count', least: 1, most: 3, usual: 3,
    why: 'Two more tries free most jammed bolts; beyond that a coil only gets hot.',
  },
  closedFor: {
    kind: 'duration', leastMs: 0, mostMs: 2_000, usualMs: 500,
    why: 'A door that bounces off its latch is closed for a moment; half a second tells the two apart.',
  },
  heldOpenAfter: {
    kind: 'duration', leastMs: 10_000, mostMs: 900_000, usualMs: 120_000,
    why: 'Long enough to lift a heavy parcel out, short enough that nobody else finds the door open.',
  },
} as const satisfies Record<string, SettingRow>;

export type DoorSettings = SettingsOf<typeof doorSettings>;
