import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware } from '../ports/hardware.ts';
import { createHardware } from './create-hardware.ts';
import { allHealth, DeviceHealth } from './device-health.ts';
import type { Field, OnTrouble } from './field.ts';
import { openEventDevice } from './hid/event-device.ts';
import { openKeypad, openScanners } from './open-devices.ts';
import { openFields } from './open-fields.ts';
import type { MakePort } from './serial/serial-line.ts';

interface OpenHardwareOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Makes the ports of lock buses; the simulator gives its own. */
  readonly makePort?: MakePort;
}

/**
 * Opens everything that a profile names but its voice. Every coil is off before it resolves.
 * @throws LockerError `profile.board-unsupported` or `hardware.not-ready`
 */
export async function openHardware({ profile, clock, onTrouble, makePort }: OpenHardwareOptions): Promise<Hardware> {
  if (profile.boards.some(({ model }) => model.family === 'simulated')) {
    const cure = 'Cure: set LOCKERBANK_PROFILE to the profile of a real cabinet, or run lockerbank-sim';
    throw new LockerError('profile.board-unsupported', profile.id, `is a cabinet of the simulator. ${cure}`);
  }
  const fields: readonly Field[] = await openFields({ profile, clock, onTrouble, ...(makePort && { makePort }) });
  const devices = new DeviceHealth(clock);
  const options = { profile, clock, onTrouble, health: devices, openEventDevice };
  const scanners = openScanners(options);
  const keypad = openKeypad(options);
  const closeDevices = async (): Promise<void> => {
    devices.close();
    await Promise.all([scanners.close(), keypad?.close()]);
  };
  const hardware = await createHardware({ profile, fields, clock, readers: scanners, onTrouble, onClose: closeDevices }).catch(
    async (error: unknown) => {
      await Promise.all([closeDevices(), ...fields.map((field) => field.close())]);
      throw error;
    });
  return { ...hardware, health: allHealth(hardware.health, devices), ...(keypad && { keypad }) };
}
