import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { OnTrouble } from './field.ts';
import { piChipLabels } from './gpio/cdev.ts';
import { loadKernel, type Kernel } from './gpio/kernel.ts';
import { PinOutputs, takeOutputs } from './gpio/pin-outputs.ts';
import { pinPlanOf } from './gpio/pin-plan.ts';
import { restFirmata } from './guardian/firmata-watch.ts';
import { firmataWatchOf } from './guardian/guarded-pins.ts';

interface RestCoilsOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  /** Told of each board that cannot be had, or does not answer; the others are off all the same. */
  readonly onTrouble: OnTrouble;
  readonly kernel?: () => Promise<Kernel>;
}

/**
 * Switches off whatever somebody may have left on, without a bank: for the moment after one was killed. Boards that end their
 * pulses themselves need nobody for it. One that cannot be had keeps none of the others on.
 */
export async function restCoils({ profile, clock, onTrouble, kernel = loadKernel }: RestCoilsOptions): Promise<void> {
  const plan = pinPlanOf(profile, piChipLabels);
  const restPins = async (): Promise<void> => {
    if (plan.chips.length + plan.expanders.length === 0) return;
    const options = { kernel: await kernel(), plan, clock, onTrouble };
    try {
      await (await takeOutputs(options)).close();
    } catch (error) {
      await PinOutputs.rest(options).catch(() => undefined); // Those that can be had; why the others cannot is known.
      throw error;
    }
  };
  const microcontrollers = profile.boards.filter(({ model }) => model.family === 'firmata');
  const rests = [restPins(), ...microcontrollers.map((board) => restFirmata(firmataWatchOf(profile, board), clock))];
  const tell = (failure: unknown): void => onTrouble(failure instanceof LockerError ? failure.where : profile.id, failure);
  await Promise.all(rests.map((rest) => rest.catch(tell)));
}
