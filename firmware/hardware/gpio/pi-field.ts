import type { Profile } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { outputTerminalsOf, type Field, type OnTrouble } from '../field.ts';
import { guardedPinsOf } from '../guardian/guarded-pins.ts';
import { Guardian } from '../guardian/guardian.ts';
import { piChipLabels } from './cdev.ts';
import { loadKernel, type Kernel } from './kernel.ts';
import { PiIo } from './pi-io.ts';
import { openPinField } from './pin-field.ts';
import { PinOutputs } from './pin-outputs.ts';
import { outputPinsOf, pinOf, pinPlanOf } from './pin-plan.ts';
import { PinReach } from './pin-reach.ts';

interface PiFieldOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** The program that becomes the guardian, with its arguments. */
  readonly guardianProgram: readonly string[];
  readonly kernel?: () => Promise<Kernel>;
}

/**
 * The pins of the Pi and of its expanders: contacts are read here, coils are switched by a guardian. Every output is off
 * before it resolves.
 * @throws LockerError `hardware.not-ready`; nothing is left behind then
 */
export async function openPiField({ profile, clock, onTrouble, guardianProgram, kernel = loadKernel }: PiFieldOptions): Promise<Field> {
  const linux = await kernel();
  const plan = pinPlanOf(profile, piChipLabels);
  const reach = new PinReach(outputPinsOf(plan).map(({ pin }) => pin));
  const guardian = await Guardian.start({
    watch: { kind: 'pins', plan, ...guardedPinsOf(profile, (terminal) => pinOf(profile, terminal)) },
    program: guardianProgram, clock, onTrouble, isReplaced: true,
    // Linux on the Pi leaves an output as it was when its process dies. It is free now, so it can be taken, off, and let go.
    makeSafe: () => PinOutputs.rest({ kernel: linux, plan, clock, onTrouble }),
    onChange: (is) => reach.guardian(is), onReach: (outputs, is) => reach.pins(outputs, is),
  });
  let pins: PiIo | null = null;
  try {
    const io = pins = new PiIo({ kernel: linux, plan, outputs: guardian, clock, onTrouble });
    for (const is of ['lost', 'found'] as const) io.on(is, (pin: number) => reach.pins([pin], is));
    return await openPinField({
      io, clock, onTrouble, loop: { name: io.name, round: () => io.round() },
      outputs: outputTerminalsOf(profile), pinOf: (terminal) => pinOf(profile, terminal),
      onReach: (listener) => reach.watch(listener), taken: (pin) => io.taken(pin),
      close: async () => {
        await io.close();
        await guardian.close();
      },
    });
  } catch (error) {
    await pins?.close();
    await guardian.close();
    throw error;
  }
}
