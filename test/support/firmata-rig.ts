import { boardOf } from '../../board-profiles/profile.ts';
import { sayError } from '../../firmware/adapters/process.ts';
import { FirmataIo, firmataModes } from '../../firmware/hardware/serial/firmata-io.ts';
import { FirmataCable } from '../../sim/boards/firmata-cable.ts';
import { FirmataLine } from '../../sim/boards/firmata-line.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { onUno } from './firmata-on-pty.ts';
import { testProfile } from './profiles.ts';

/** Door 1 of an Uno: its coil, and its contact, which is analogue as well from 14 on. */
export const [coil, contact] = [2, 12];
const { INPUT: input, OUTPUT: output } = firmataModes;

/** As the model of the board has them. */
const pins = Array.from({ length: 20 }, () => ({ supportedModes: [input, output] }));

/** One microcontroller on a cable in memory, and a bank that has not opened it yet. */
export function firmataRig() {
  const clock = new VirtualClock();
  const profile = onUno(testProfile());
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
  const cable = new FirmataCable(line, clock);
  const said: number[][] = [];
  cable.overhear((from, bytes) => void (from === 'host' && said.push([...bytes])));
  const told: string[] = [];
  const logged: string[] = [];
  const onTrouble = (_: string, error: unknown): void => {
    told.push((error as Error).message);
    logged.push(sayError(error));
  };
  const open = (makeTransport = cable.makeTransport): Promise<FirmataIo> =>
    FirmataIo.open({ port: '/dev/uno', clock, pins, makeTransport, onTrouble });
  return { clock, cabinet, board: line.board, cable, said, told, logged, open };
}

/** One door, as johnny-five sets it up. */
export function wireDoor(io: FirmataIo): string[] {
  const seen: string[] = [];
  for (const is of ['lost', 'found']) io.on(is, (pin: number) => void seen.push(`${String(pin)} ${is}`));
  io.pinMode(coil, io.MODES.OUTPUT);
  io.digitalWrite(coil, 0);
  wireContact(io, contact, seen);
  return seen;
}

export function wireContact(io: FirmataIo, pin: number, seen: string[]): void {
  io.pinMode(pin, io.MODES.INPUT);
  io.digitalWrite(pin, 1);
  io.digitalRead(pin, (level) => void seen.push(`reads ${String(level)}`));
}
