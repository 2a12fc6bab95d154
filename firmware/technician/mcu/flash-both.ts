import { Misuse, type ExitCode } from '../cli/command.ts';
import { flash } from '../flash/flashing.ts';
import { flashMcu, type McuCall } from './flash-mcu.ts';

/** `lockerbank flash`: first the firmware of a microcontroller, where there is some, then the profile that needs it. */
export async function flashBoth(call: McuCall & Parameters<typeof flash>[0]): Promise<ExitCode> {
  const { operands: [named], options } = call;
  if (options.mcu === undefined) {
    if (named === undefined) throw new Misuse('PROFILE is missing: a file, or the id of one that comes with the program');
    if (options.expect !== undefined) throw new Misuse('--expect belongs to --mcu');
    return flash(call);
  }
  const code = await flashMcu(call);
  return code === 0 && named !== undefined ? flash(call) : code;
}
