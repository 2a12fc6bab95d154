import type { Profile } from '../board-profiles/profile.schema.ts';
import type { OnTrouble } from '../firmware/hardware/field.ts';
import type { Clock } from '../firmware/ports/clock.ts';
import type { Hardware } from '../firmware/ports/hardware.ts';
import type { AtKiosk } from './at-kiosk.ts';
import type { SimulatedBoards } from './boards/simulated-boards.ts';
import { openCabinetHardware } from './cabinet/cabinet-hardware.ts';
import { isOnLine } from './cabinet/cabinet-pins.ts';
import type { Cabinet } from './cabinet/cabinet.ts';
import { CabinetIo } from './cabinet/io-plugin.ts';

interface SimHardwareOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly boards: SimulatedBoards;
  readonly atKiosk: AtKiosk;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

/**
 * What one life of a bank finds in the simulator: the cabinet behind the firmware's own drivers, and what stands beside the
 * screen. Cabinet, boards and people outlive it.
 * @throws LockerError `hardware.not-ready`
 */
export async function openSimHardware({ profile, cabinet, boards, atKiosk, clock, onTrouble }: SimHardwareOptions): Promise<Hardware> {
  const io = profile.boards.every(isOnLine) ? null : new CabinetIo(profile, cabinet, clock);
  const hardware = await openCabinetHardware({
    profile, io, makePort: boards.makePort, makeTransport: (board) => boards.makeTransport(board), clock, onTrouble,
    onClose: () => Promise.resolve(io?.stop()),
  });
  boards.judgedBy(hardware.health ?? null);
  return { ...hardware, ...atKiosk.hardware() };
}
