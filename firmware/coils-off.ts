import { resolve } from 'node:path';
import { LockerError } from '../statecharts/locker-error.ts';
import { RealClock } from './adapters/real-clock.ts';
import { realDisk } from './adapters/real-disk.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { profileInUse } from './technician/flash/profile-in-use.ts';
import { command, type Call, type ExitCode } from './technician/cli/command.ts';

/** What systemd runs after the bank has ended, however it did. */
export const coilsOffCommand = command({
  name: 'coils-off', purpose: 'Switches every coil off that a bank which was killed may have left on; the bank must be stopped',
  more: 'Boards that end their pulses themselves are not asked. Ends with 1 where a board cannot be reached.',
  examples: [{ line: 'lockerbank coils-off', says: 'what the service does after each end of the bank' }],
  load: () => Promise.resolve(coilsOff),
});

async function coilsOff(call: Call): Promise<ExitCode> {
  const { restCoils } = await import('./hardware/rest-coils.ts');
  const { profile: named, dataFolder } = readConfiguration(call.environment);
  const profile = await profileInUse({ named, profileFolder: call.profileFolder, disk: realDisk(resolve(call.folder, dataFolder)) });
  const troubles: string[] = [];
  await restCoils({
    profile, clock: new RealClock(),
    onTrouble: (where, error) => {
      const what = error instanceof Error ? error.message : String(error);
      troubles.push(error instanceof LockerError ? what : `${where}: ${what}`); // That one says itself where.
    },
  });
  for (const trouble of troubles) call.note(trouble);
  const isOff = troubles.length === 0;
  call.answer({ profile: profile.id, off: isOff, troubles }, isOff ? 'All coils are off.' : 'Not all boards answer.');
  return isOff ? 0 : 1;
}
