import { join } from 'node:path';
import { readBoardModel } from '../../board-profiles/profile.ts';
import { profileLibrary, profileText } from '../../firmware/adapters/profile-file.ts';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { FirmataBench } from '../../sim/boards/firmata-bench.ts';
import { PtyLine } from '../../sim/boards/pty-line.ts';

const profileFolder = join(import.meta.dirname, '../../board-profiles');

/** An emulated Uno or Mega at the end of a cable that any program of this machine may open. */
export interface Microcontroller {
  readonly bench: FirmataBench;
  readonly pty: PtyLine;
  stop(): Promise<void>;
}

export async function microcontroller(model: 'firmata-uno' | 'firmata-mega', link: string): Promise<Microcontroller> {
  const read = readBoardModel(profileText(model, profileFolder, 'board'), profileLibrary(profileFolder));
  const bench = new FirmataBench({ model: read, clock: new RealClock(), tell: () => undefined });
  const pty = await PtyLine.open(bench.line, link);
  return {
    bench, pty,
    stop: async () => {
      await pty.close();
      bench.stop();
    },
  };
}

/** The profile of a cabinet with one locker, as a technician writes it: its coil at pin 2. */
export function firmataCabinet(model: 'firmata-uno' | 'firmata-mega', link: string, contact = 3): string {
  return JSON.stringify({
    profileVersion: 2, id: 'workshop', version: 1, label: 'A cabinet in the workshop', source: 'made up',
    sizes: [{ name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 }],
    lock: { pulseMs: 400, restMs: 2000, currentMa: 650, closedIs: 'low' },
    buses: [{ id: 'usb', kind: 'serial', port: `/dev/..${link}` }],
    boards: [{ id: 'mcu', model, bus: 'usb' }],
    plinthMm: 100,
    columns: [{
      widthMm: 450,
      lockers: [{ number: 1, size: 'small', heightMm: 150, lock: 'mcu/2', contact: `mcu/${String(contact)}` }],
    }],
  });
}
