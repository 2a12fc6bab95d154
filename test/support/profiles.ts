import type { BoardModel } from '../../board-profiles/board.schema.ts';
import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';

interface ProfileChange {
  readonly closedIs?: 'low' | 'high';
  readonly pulseMs?: number;
  readonly restMs?: number;
}

const pins: BoardModel = {
  profileVersion: 2, id: 'simulated', version: 1, label: 'Pins', source: 'made up', family: 'simulated',
  locks: { first: 0, last: 4095 }, contacts: { first: 0, last: 4095 }, pulse: { timedBy: 'host' },
};

/** A locker on the pins of the simulated cabinet: its coil on the pin of its number, its contact 100 pins further. */
export function pinLocker(number: number, change: Partial<ProfileLocker> = {}): ProfileLocker {
  return {
    number, size: 'small', accessible: false, heightMm: 150,
    lock: { board: 'cabinet', channel: number }, contact: { board: 'cabinet', channel: 100 + number }, ...change,
  };
}

/** A column of eight small lockers, numbered from 1. Coil figures are as short as the schema allows, for real time's sake. */
export function testProfile(change: ProfileChange = {}): Profile {
  const closedIs = change.closedIs ?? 'low';
  const bus = { id: 'inside', kind: 'simulated' } as const;
  return {
    profileVersion: 2,
    id: 'test-8',
    version: 1,
    label: 'Eight lockers for tests',
    source: 'made up',
    sizes: [{ name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 }],
    lock: { pulseMs: change.pulseMs ?? 200, restMs: change.restMs ?? 500, currentMa: 650, closedIs },
    buses: [bus],
    boards: [{
      id: 'cabinet', model: pins, bus, address: 0, closedIs, lastsMs: null,
      settings: { answersOpen: true, groupOrder: 'lowest-first' },
    }],
    readers: [],
    plinthMm: 100,
    columns: [{ widthMm: 450, kioskMm: 0, lockers: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => pinLocker(number)) }],
  };
}
