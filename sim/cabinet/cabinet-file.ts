import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { CabinetMemory, CabinetState, DoorState } from './cabinet-memory.ts';
import { cabinetFaults } from './faults.ts';

/**
 * Keeps the simulated world in a file. Written and renamed before the change is told to anybody, but not synced: it
 * must outlive a killed process, for which the page cache is enough. Steel needs no protection from a power cut, and
 * a sync at each bounce of a door would make the simulator slower than the bank.
 */
export function cabinetFile(path: string): CabinetMemory {
  return {
    load: () => {
      const text = readIfThere(path);
      return text === null ? null : parse(text, path);
    },
    save: (state) => {
      const draft = `${path}.new`;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(draft, JSON.stringify(state));
      renameSync(draft, path);
    },
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** @throws LockerError `cabinet.corrupt`: a world that was made up anew would hide what a door had really done. */
function parse(text: string, path: string): CabinetState {
  try {
    const state = JSON.parse(text) as Partial<CabinetState>;
    if (Array.isArray(state.doors) && state.doors.every(isDoorState)) return { doors: state.doors };
  } catch (cause) {
    throw foreign(path, cause);
  }
  throw foreign(path);
}

function isDoorState(value: unknown): value is DoorState {
  const door = value as Partial<DoorState> | null;
  return typeof door === 'object' && door !== null && typeof door.locker === 'number' &&
    (door.latch === 'latched' || door.latch === 'released') && (door.leaf === 'open' || door.leaf === 'closed') &&
    Array.isArray(door.contents) && door.contents.every((thing) => typeof thing === 'string') &&
    (door.fault === null || cabinetFaults.some((fault) => fault === door.fault)) &&
    typeof door.opened?.released === 'number' && typeof door.opened.forced === 'number';
}

function foreign(path: string, cause?: unknown): LockerError {
  const what = 'this is not the state of a simulated cabinet. Cure: remove the file to begin with an empty one';
  return new LockerError('cabinet.corrupt', path, what, cause);
}
