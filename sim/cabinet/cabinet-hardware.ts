import type { Profile } from '../../board-profiles/profile.schema.ts';
import { createHardware } from '../../firmware/hardware/create-hardware.ts';
import { outputTerminalsOf, type OnTrouble } from '../../firmware/hardware/field.ts';
import type { IoPlugin } from '../../firmware/hardware/gpio/board.ts';
import { openPinField } from '../../firmware/hardware/gpio/pin-field.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';

interface CabinetHardwareOptions {
  readonly profile: Profile;
  /** The cabinet's pins, or whatever stands in for them. */
  readonly io: IoPlugin;
  readonly clock: Clock;
  readonly onTrouble?: OnTrouble;
  readonly onClose?: () => Promise<void>;
}

/**
 * The firmware's own hardware, by johnny-five, on pins that are numbered as the profile's terminals are.
 * @throws LockerError `hardware.not-ready`
 */
export async function openCabinetHardware(options: CabinetHardwareOptions): Promise<Hardware> {
  const { profile, io, clock, onTrouble = () => undefined, onClose } = options;
  const field = await openPinField({
    io, pinOf: ({ channel }) => channel, outputs: outputTerminalsOf(profile), clock, onTrouble,
    close: () => Promise.resolve(),
  });
  return createHardware({ profile, fields: [field], clock, onTrouble, ...(onClose && { onClose }) });
}
