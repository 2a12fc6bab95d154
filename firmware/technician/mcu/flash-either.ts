import { Misuse, type ExitCode } from '../cli/command.ts';
import { flash } from '../flash/flashing.ts';
import { flashMcu, type McuCall } from './flash-mcu.ts';

type EitherCall = McuCall & Parameters<typeof flash>[0];

/**
 * `lockerbank flash`: a profile, or the firmware of a microcontroller. Never both: one needs the bank to listen, the other needs it
 * to be stopped.
 */
export async function flashEither(call: EitherCall): Promise<ExitCode> {
  const { operands: [named], options } = call;
  if (options.mcu === undefined) {
    if (named === undefined) throw new Misuse('PROFILE is missing: a file, or the id of one that comes with the program');
    if (options.expect !== undefined) throw new Misuse('--expect belongs to --mcu');
    return flash(call);
  }
  for (const option of ['key', 'reason', 'without-boards', 'doors-open'] as const) {
    if (options[option] !== undefined) throw new Misuse(`--${option} is for a profile, and --mcu flashes none`);
  }
  return flashMcu(call);
}
