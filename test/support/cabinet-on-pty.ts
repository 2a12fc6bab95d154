import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { EmulatedBuses } from '../../sim/boards/emulated-buses.ts';
import { PtyLine } from '../../sim/boards/pty-line.ts';
import { Cabinet, type CabinetOptions } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import type { Ends } from './ends.ts';
import { neededProgram } from './needed-program.ts';

interface CabinetOnPty {
  readonly cabinet: Cabinet;
  readonly pty: PtyLine;
}

/**
 * A cabinet in real time whose lock boards, on the bus `line` of its profile, are emulated on a serial port of this machine.
 * @param link the path of that port @param wired how the cabinet is otherwise than its profile says @param ends take it away again
 */
export async function cabinetOnPty(
  profile: CabinetOptions['profile'], link: string, ends: Ends, wired: Pick<CabinetOptions, 'wiredClosedIs' | 'coilLongest'> = {},
): Promise<CabinetOnPty> {
  neededProgram('socat');
  const clock = new RealClock();
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), ...wired });
  ends.add(() => cabinet.stop());
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  ends.add(() => buses.stop());
  const pty = await PtyLine.open(buses.bus('line').line, link);
  ends.add(() => pty.close());
  return { cabinet, pty };
}
