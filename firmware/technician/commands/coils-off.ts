import { LockerError } from '../../../statecharts/locker-error.ts';
import { lockOutBank } from '../../adapters/data-lock.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { realDisk } from '../../adapters/real-disk.ts';
import { restCoils } from '../../hardware/rest-coils.ts';
import type { Call, ExitCode, Switch } from '../cli/command.ts';
import { profileInUse } from '../flash/profile-in-use.ts';
import { meantBank } from './bank.ts';

/**
 * Switches off what a bank that was killed may have left on. systemd asks for it when the bank's process has ended, and with it the
 * lock of the data folder; one that still has it is at work, and would lose an opening half way.
 */
export async function coilsOff(call: Call<{ readonly force: Switch }>): Promise<ExitCode> {
  const { configuration: { profile: named }, dataFolder } = meantBank(call);
  const cure = 'If it hangs and does not stop: --force';
  const lock = call.options.force ? null : await lockOutBank(dataFolder, cure);
  try {
    const profile = await profileInUse({ named, profileFolder: call.profileFolder, disk: realDisk(dataFolder) });
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
  } finally {
    await lock?.release();
  }
}
