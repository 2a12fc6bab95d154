import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import { openLines } from '../../firmware/hardware/bus/open-lines.ts';
import { createHardware } from '../../firmware/hardware/create-hardware.ts';
import { outputTerminalsOf, type Field, type OnTrouble } from '../../firmware/hardware/field.ts';
import type { IoPlugin } from '../../firmware/hardware/gpio/board.ts';
import { openPinField } from '../../firmware/hardware/gpio/pin-field.ts';
import { openFirmataField } from '../../firmware/hardware/serial/firmata-field.ts';
import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';
import type { MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import { pinNumbering } from './cabinet-pins.ts';

interface CabinetHardwareOptions {
  readonly profile: Profile;
  /** The cabinet's pins, or whatever stands in for them; `null` where every board hangs on a line. */
  readonly io: IoPlugin | null;
  /** Makes the ports of the lines on which lock boards hang. */
  readonly makePort?: MakePort;
  /** Makes the cable of a microcontroller. */
  readonly makeTransport?: (board: ProfileBoard) => FirmataTransport;
  readonly clock: Clock;
  readonly onTrouble?: OnTrouble;
  readonly onClose?: () => Promise<void>;
}

/**
 * The firmware's own hardware over a simulated cabinet: lock boards and microcontrollers by their own drivers, all else by
 * johnny-five on pins.
 * @throws LockerError `hardware.not-ready`
 */
export async function openCabinetHardware(options: CabinetHardwareOptions): Promise<Hardware> {
  const { profile, io, makePort, makeTransport, clock, onTrouble = () => undefined, onClose } = options;
  const fields: Field[] = [];
  try {
    if (io !== null) {
      fields.push(await openPinField({
        io, pinOf: pinNumbering(profile), outputs: outputTerminalsOf(profile), clock, onTrouble, close: () => Promise.resolve(),
      }));
    }
    if (makeTransport !== undefined) {
      for (const board of profile.boards.filter(({ model }) => model.family === 'firmata')) {
        const cable = { port: board.bus.id, makeTransport: () => makeTransport(board) };
        fields.push(await openFirmataField({ profile, board, ...cable, clock, onTrouble }));
      }
    }
    if (makePort !== undefined) fields.push(...await openLines({ profile, clock, onTrouble, makePort }));
  } catch (error) {
    await Promise.all(fields.map((field) => field.close()));
    throw error;
  }
  return createHardware({ profile, fields, clock, onTrouble, ...(onClose && { onClose }) });
}
