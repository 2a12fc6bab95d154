import type { LockBoardFamily } from '../../board-profiles/board.schema.ts';
import { boardOf, lockersOf } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { familyOf } from '../../firmware/hardware/bus/families.ts';
import { openHardware } from '../../firmware/hardware/open-hardware.ts';
import type { MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { SensorReading } from '../../firmware/ports/hardware.ts';
import { EmulatedBuses } from '../../sim/boards/emulated-buses.ts';
import type { EmulatedLine } from '../../sim/boards/line.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { ms } from '../../statecharts/units.ts';

interface WaitingClock extends Clock {
  waiting(): readonly string[];
}

interface BusRigOptions {
  readonly profile: Profile;
  readonly clock: WaitingClock;
  readonly advance: (byMs: number) => Promise<void>;
  /** Lays a cable between the emulated line and what the firmware opens. In memory, if it is left out. */
  readonly connect?: (line: EmulatedLine) => Promise<Cable>;
  readonly prepare?: (cabinet: Cabinet) => void;
  /** What has been said on the line before the firmware came. */
  readonly prepareLine?: (line: EmulatedLine) => Promise<void>;
  readonly wiredClosedIs?: 'low' | 'high';
}

/** Something between host and line that can be pulled out. */
interface Cable {
  readonly makePort?: MakePort;
  unplug(): Promise<void> | void;
  plugIn(): Promise<void> | void;
  remove(): Promise<void> | void;
}

export type BusRig = Awaited<ReturnType<typeof busRig>>;

/** The real hardware over one emulated line and a cabinet, with an ear on the line. */
export async function busRig({ profile, clock, advance, connect, prepare, prepareLine, wiredClosedIs }: BusRigOptions) {
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), ...(wiredClosedIs && { wiredClosedIs }) });
  prepare?.(cabinet);
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const { line, plug } = buses.bus('line');
  await prepareLine?.(line);
  const cable: Cable = (await connect?.(line)) ?? {
    makePort: buses.makePort, unplug: () => plug.unplug(), plugIn: () => plug.plugIn(), remove: () => undefined,
  };
  const saidByHost: number[] = [];
  line.overhear((from, bytes) => {
    if (from === 'host') saidByHost.push(...bytes);
  });
  const troubles: string[] = [];
  const opening = openHardware({
    profile, clock, ...(cable.makePort && { makePort: cable.makePort }),
    onTrouble: (where, error) => troubles.push(`${where}: ${error instanceof Error ? error.message : String(error)}`),
  });
  const hardware = await whileTimePasses(opening, advance);
  const told: [number, SensorReading][] = [];
  hardware.sensors.watch((locker, reading) => told.push([locker, reading]));
  return {
    hardware, cabinet, clock, line, plug, cable, troubles, advance,
    /** All readings that were told of a door. */
    told: (locker: number): SensorReading[] => told.filter(([which]) => which === locker).map(([, reading]) => reading),
    /** How often the order to open this door has been on the wire, at any length of pulse. */
    ordersFor: (locker: number): number => ordersFor(profile, locker, saidByHost),
    end: async (): Promise<readonly string[]> => {
      await whileTimePasses(hardware.close(), advance);
      await cable.remove();
      buses.stop();
      cabinet.stop();
      return clock.waiting();
    },
  };
}

/** Some boards are asked to rest at the beginning and at the end, and take their time to answer. */
async function whileTimePasses<T>(what: Promise<T>, advance: (byMs: number) => Promise<void>): Promise<T> {
  let isOver = false;
  const over = what.finally(() => (isOver = true));
  over.catch(() => undefined);
  for (let turn = 0; !isOver && turn < 100; turn++) {
    await advance(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return over;
}

function ordersFor(profile: Profile, locker: number, said: readonly number[]): number {
  const lock = lockersOf(profile).find(({ number }) => number === locker)?.lock;
  if (lock === undefined) return 0;
  const board = boardOf(profile, lock.board);
  const family = familyOf(board.model.family as LockBoardFamily);
  const orders = new Set([100, 200, 300, 400, 500].map((length) => family.open(board, lock.channel, ms(length)).bytes.join()));
  return said.filter((_, at) => [...orders].some((order) => {
    const bytes = order.split(',').map(Number);
    return bytes.every((byte, index) => said[at + index] === byte);
  })).length;
}

