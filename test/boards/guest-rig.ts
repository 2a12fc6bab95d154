import { join } from 'node:path';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import type { Profile, ProfileBus } from '../../board-profiles/profile.schema.ts';
import { ControllerProcess } from '../support/controller-process.ts';

/**
 * Two cabinets that come with the program, side by side: doors 1 to 12 on the pins of the Pi, and 101 to 148 on its expanders.
 * The guest's only I2C bus is the first one.
 */
function bothKinds(profileFolder: string): Profile {
  const [pins, expanders] = ['pi-gpio-12', 'pi-mcp-48'].map((id) => loadProfile(id, profileFolder)) as [Profile, Profile];
  const boards = expanders.boards.map((board) => ({ ...board, bus: { ...board.bus, device: '/dev/i2c-0' } as ProfileBus }));
  const columns = expanders.columns.map((column) => ({
    ...column, lockers: column.lockers.map((locker) => ({ ...locker, number: locker.number + 100 })),
  }));
  return { ...expanders, boards: [...pins.boards, ...boards], columns: [...pins.columns, ...columns] };
}

/** A controller out of the bundles, which lie in one folder. */
export function startController(profileFolder: string): ControllerProcess {
  const program = (name: string): readonly string[] => [process.execPath, join(import.meta.dirname, `${name}.mjs`)];
  const programs = { controller: program('bare-controller'), guardian: program('lockerbank-guardian') };
  return new ControllerProcess(bothKinds(profileFolder), programs);
}
