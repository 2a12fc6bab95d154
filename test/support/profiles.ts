import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';

interface ProfileChange {
  readonly closedIs?: 'low' | 'high';
  readonly pulseMs?: number;
  readonly restMs?: number;
}

/** A column of eight small lockers, numbered from 1. Coil figures are as short as the schema allows, for real time's sake. */
export function testProfile(change: ProfileChange = {}): Profile {
  const locker = (number: number): ProfileLocker =>
    ({ number, size: 'small', accessible: false, heightMm: 150, lockPin: number, sensorPin: 100 + number });
  return {
    profileVersion: 1,
    id: 'test-8',
    label: 'Eight lockers for tests',
    source: 'made up',
    sizes: [{ name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 }],
    lock: { pulseMs: change.pulseMs ?? 200, restMs: change.restMs ?? 500, currentMa: 650 },
    board: { kind: 'simulated', closedIs: change.closedIs ?? 'low' },
    readers: [],
    plinthMm: 100,
    columns: [{ widthMm: 450, kioskMm: 0, lockers: [1, 2, 3, 4, 5, 6, 7, 8].map(locker) }],
  };
}
