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
 * pulses themselves need nobody for it. One that cannot be had keeps none of the others on.
 * @throws LockerError `hardware.not-ready`, when all others are off
 */
export async function restCoils({ profile, clock, onTrouble, kernel = loadKernel }: RestCoilsOptions): Promise<void> {
  const plan = pinPlanOf(profile, piChipLabels);
  const restPins = async (): Promise<void> => {
    if (plan.chips.length + plan.expanders.length === 0) return;
    await (await takeOutputs({ kernel: await kernel(), plan, clock, onTrouble })).close();
  };
  const microcontrollers = profile.boards.filter(({ model }) => model.family === 'firmata');
  const rests = [restPins(), ...microcontrollers.map((board) => restFirmata(firmataWatchOf(profile, board), clock))];
  const failures: Error[] = [];
  const note = (failure: unknown): void => void failures.push(failure instanceof Error ? failure : new Error(String(failure)));
  await Promise.all(rests.map((rest) => rest.catch(note)));
  const [first, ...others] = failures;
  for (const failure of others) onTrouble(profile.id, failure);
  if (first !== undefined) throw first;
}
