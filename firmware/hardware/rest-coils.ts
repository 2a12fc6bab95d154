import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { OnTrouble } from './field.ts';
import { piChipLabels } from './gpio/cdev.ts';
import { loadKernel, type Kernel } from './gpio/kernel.ts';
import { takeOutputs } from './gpio/pin-outputs.ts';
import { pinPlanOf } from './gpio/pin-plan.ts';
import { restFirmata } from './guardian/firmata-watch.ts';
import { firmataWatchOf } from './guardian/guarded-pins.ts';

interface RestCoilsOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  /** Told of a board that does not answer; the others are off all the same. */
  readonly onTrouble: OnTrouble;
  readonly kernel?: () => Promise<Kernel>;
}

/**
 * Switches off whatever somebody may have left on, without a bank: for the moment after one was killed. Boards that end their
 * pulses themselves need nobody for it.
 * @throws LockerError `hardware.not-ready`
 */
export async function restCoils({ profile, clock, onTrouble, kernel = loadKernel }: RestCoilsOptions): Promise<void> {
  const plan = pinPlanOf(profile, piChipLabels);
  if (plan.chips.length + plan.expanders.length > 0) (await takeOutputs({ kernel: await kernel(), plan, clock, onTrouble })).close();
  for (const board of profile.boards) if (board.model.family === 'firmata') await restFirmata(firmataWatchOf(profile, board), clock);
}
