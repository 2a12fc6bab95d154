import { join } from 'node:path';
import type { LockBoardFamily } from '../../board-profiles/board.schema.ts';
import { readBoardModel } from '../../board-profiles/profile.ts';
import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import { profileLibrary } from '../../firmware/adapters/profile-file.ts';
import { pinLocker, testProfile } from './profiles.ts';

const library = profileLibrary(join(import.meta.dirname, '../../board-profiles'));

/** One model of each family that has contacts of its own. */
const models: Readonly<Record<LockBoardFamily, string>> = {
  'waveshare-relay': 'waveshare-relay-8d', 'bcc-8a': 'bcc-8a-24', 'kerong-cu16': 'kerong-cu16', 'kerong-cu48': 'kerong-cu48',
  'upus-skb': 'upus-skb25', wkly: 'wkly-24',
};

interface BusProfileChange {
  readonly closedIs?: 'low' | 'high';
  readonly pulseMs?: number;
  readonly answersOpen?: boolean;
  readonly port?: string;
}

/** Eight lockers on two boards of one line: 1 to 4 on the board `left`, 5 to 8 on `right`. Pulses of 200 ms, unless it says otherwise. */
export function busProfile(family: LockBoardFamily, change: BusProfileChange = {}): Profile {
  const base = testProfile(change);
  const text = library('board', models[family]);
  if (text === null) throw new RangeError(`there is no model ${models[family]}`);
  const model = readBoardModel(text, library);
  const bus = { id: 'line', kind: 'serial', port: change.port ?? '/dev/lock-bus' } as const;
  const board = (id: string, index: number): ProfileBoard => ({
    id, model, bus, address: (model.addresses?.least ?? 0) + index, closedIs: change.closedIs ?? 'low',
    lastsMs: model.pulse?.timedBy === 'board' ? base.lock.pulseMs : null,
    settings: { groupOrder: 'lowest-first', ...model.settings, answersOpen: change.answersOpen ?? true },
  });
  const lockers = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => {
    const terminal = { board: number > 4 ? 'right' : 'left', channel: (number - 1) % 4 + 1 };
    return pinLocker(number, { lock: terminal, contact: terminal });
  });
  return {
    ...base, id: family, buses: [bus], boards: [board('left', 0), board('right', 1)], columns: [{ widthMm: 450, kioskMm: 0, lockers }],
  };
}
