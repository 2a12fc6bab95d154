import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile, ProfileBus } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../../firmware/ports/clock.ts';
import { EmulatedBuses } from '../../../sim/boards/emulated-buses.ts';
import { FirmataLine } from '../../../sim/boards/firmata-line.ts';
import type { BoardManner } from '../../../sim/boards/manners.ts';
import { PtyLine } from '../../../sim/boards/pty-line.ts';
import { UnrulyFirmata } from '../../../sim/boards/unruly-firmata.ts';
import type { Cabinet } from '../../../sim/cabinet/cabinet.ts';

export interface FitOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly clock: Clock;
  readonly folder: string;
}

/** The boards of a cabinet, and what can go wrong with them. */
export interface FittedBoards {
  /** The buses of the profile, with the ports under which the boards are found here. */
  readonly buses: readonly ProfileBus[];
  /** All boards of the cabinet begin to misbehave, or cease to. */
  misbehave(manner: BoardManner, is: boolean): void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  /** Lets a bank find its boards again. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A line that was lost is opened again after a while that doubles, and a board is believed only at its second answer. */
const settlesIn = 12_000;

/** On pseudo-terminals. */
export async function fitBoards({ profile, cabinet, clock, folder }: FitOptions): Promise<FittedBoards> {
  const emulated = new EmulatedBuses({ profile, cabinet, clock });
  const firmata = profile.boards
    .filter(({ model }) => model.family === 'firmata')
    .map((board) => new UnrulyFirmata(new FirmataLine({ profile, board, cabinet }), clock));
  const lines: PtyLine[] = [];
  const buses: ProfileBus[] = [];
  for (const bus of profile.buses) {
    if (bus.kind !== 'serial') throw new RangeError(`bus ${bus.id} is no line that could be tried here`);
    const line = await PtyLine.open(firmata[0] ?? emulated.bus(bus.id).line, join(folder, bus.id));
    lines.push(line);
    // The link of a pseudo-terminal lies in the folder of this run; a profile wants its ports below /dev.
    buses.push({ ...bus, port: `/dev/..${line.link}` });
  }
  return {
    buses,
    misbehave: (manner, is) => {
      if (firmata.length > 0) for (const board of firmata) board.setManner(manner, is);
      else for (const { id, bus } of profile.boards) emulated.bus(bus.id).line.setManner(id, manner, is);
    },
    unplug: async () => {
      await Promise.all(lines.map((line) => line.unplug()));
      for (const board of firmata) board.brownOut();
    },
    replug: async () => void (await Promise.all(lines.map((line) => line.plugIn()))),
    settle: () => sleep(settlesIn),
    close: async () => {
      await Promise.all(lines.map((line) => line.close()));
      for (const line of firmata) line.stop();
      emulated.stop();
    },
  };
}
