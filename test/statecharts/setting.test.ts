import { expect, test } from 'vitest';
import { usualSettings, type SettingRow } from '../../statecharts/setting.ts';

test('a bank that nobody has set has what is usual: times in milliseconds, counts, switches', () => {
  const table = {
    openWithin: { kind: 'duration', leastMs: 1, mostMs: 9, usualMs: 5, why: 'A door takes its time.' },
    pulsesMax: { kind: 'count', least: 1, most: 3, usual: 2, why: 'A coil gets hot.' },
    sizeStepUp: { kind: 'switch', usual: false, why: 'A parcel finds its place.' },
  } as const satisfies Record<string, SettingRow>;
  expect(usualSettings(table)).toEqual({ openWithin: 5, pulsesMax: 2, sizeStepUp: false });
});
