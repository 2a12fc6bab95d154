import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { openHardware } from '../../../../firmware/hardware/open-hardware.ts';
import type { SensorReading } from '../../../../firmware/ports/hardware.ts';
import { EmulatedBuses } from '../../../../sim/boards/emulated-buses.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { SeededRandom } from '../../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

const profiles = join(import.meta.dirname, '../../../../board-profiles');
/** A person looks at the screen after about so long. */
const knownWithinMs = 250;
const movements = 200;

/** A whole bank of lock boards in virtual time, at the speed of its wires. */
async function bank(id: string, change: (profile: Profile) => Profile = (profile) => profile) {
  const clock = new VirtualClock();
  const profile = change(loadProfile(id, profiles));
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const opening = openHardware({ profile, clock, onTrouble: () => undefined, makePort: buses.makePort });
  let isOpen = false;
  void opening.then(() => (isOpen = true));
  while (!isOpen) {
    await clock.advance(ms(10));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const hardware = await opening;
  const told: SensorReading[] = [];
  hardware.sensors.watch((_locker, reading) => told.push(reading));
  onTestFinished(async () => {
    const closing = hardware.close();
    await clock.advance(ms(2000));
    await closing;
    buses.stop();
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
  });
  await clock.advance(ms(3000));
  return { clock, profile, cabinet, buses, hardware, told };
}

/**
 * How long after each movement of a door it was told. Some door moves every second, at any moment between two polls.
 * @param meanwhile happens a moment before each movement
 */
async function latencies(
  { clock, cabinet, hardware }: Awaited<ReturnType<typeof bank>>, lockers: readonly number[],
  meanwhile: (count: number) => void = () => undefined,
): Promise<number[]> {
  const random = new SeededRandom(7);
  const below = (limit: number): number => Buffer.from(random.bytes(4)).readUInt32LE() % limit;
  const found: number[] = [];
  let moved: { readonly locker: number; readonly atMs: number } | null = null;
  hardware.sensors.watch((locker) => {
    if (moved?.locker === locker) found.push(clock.monoMs() - moved.atMs);
  });
  await clock.advance(ms(1));
  for (let count = 0; count < movements; count++) {
    meanwhile(count);
    await clock.advance(ms(500 + below(500)));
    const locker = lockers[below(lockers.length)] ?? 1;
    moved = { locker, atMs: clock.monoMs() };
    if (!cabinet.shut(locker)) cabinet.pull(locker);
    await clock.advance(ms(500));
  }
  return found.toSorted((one, other) => one - other);
}

function print(what: string, found: readonly number[]): void {
  const at = (share: number): string => String(found[Math.min(found.length - 1, Math.floor(found.length * share))]);
  console.log(`${what}: ${String(found.length)} movements, told after ${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${at(1)} ms (latest)`);
}

describe('a person moves a door of a large bank', () => {
  // The boards of the last one report by themselves, and so talk into the answers of others.
  test.each([
    'kerong-cu16-64', 'bcc8a-96', 'kerong-cu48-96', 'upus-skb-72', 'waveshare-48', 'wkly-48',
  ])('each movement is known within 250 ms [%s]', async (id) => {
    const rig = await bank(id);
    const found = await latencies(rig, rig.cabinet.lockers());
    print(id, found);
    expect(found).toHaveLength(movements);
    expect(found.at(-1)).toBeLessThanOrEqual(knownWithinMs);
  });

  test('a dead board makes the others no slower than that, but for the moment in which it is asked', async () => {
    const rig = await bank('kerong-cu16-64');
    const [first, ...others] = rig.profile.boards;
    rig.buses.bus(first?.bus.id ?? '').line.setManner(first?.id ?? '', 'dead', true);
    await rig.clock.advance(ms(30_000));
    const alive = rig.profile.columns.flatMap(({ lockers }) => lockers)
      .filter(({ contact }) => others.some(({ id }) => id === contact.board)).map(({ number }) => number);
    const found = await latencies(rig, alive);
    print('kerong-cu16-64 with a dead board', found);
    expect(found).toHaveLength(movements);
    expect(found[Math.floor(movements * 0.95)]).toBeLessThanOrEqual(knownWithinMs);
    expect(found.at(-1)).toBeLessThanOrEqual(2 * knownWithinMs);
  });
});

test('on a slow line full of boards that are well no door is lost when the bank starts', async () => {
  const slow = (profile: Profile): Profile =>
    ({ ...profile, buses: profile.buses.map((bus) => (bus.kind === 'serial' ? { ...bus, pauseMs: 40 } : bus)) });
  const { told } = await bank('waveshare-48', slow);
  expect(told).toEqual(Array.from({ length: 48 }, () => 'closed'));
});

test.each(['bcc8a-96', 'waveshare-48'])('while people open doors on all other boards a door is known as soon as ever [%s]', async (id) => {
  const rig = await bank(id);
  const doors = lockersOf(rig.profile);
  const onBoard = (board: string | undefined) => doors.filter(({ lock }) => lock.board === board).map(({ number }) => number);
  const [last, ...busy] = rig.profile.boards.toReversed();
  const found = await latencies(rig, onBoard(last?.id), (count) => {
    const others = onBoard(busy[count % busy.length]?.id);
    void rig.hardware.locks.pulse(others[count % others.length] ?? 1, ms(200));
  });
  print(`${id} with ${String(busy.length)} boards whose doors move`, found);
  expect(busy.length).toBeGreaterThanOrEqual(3);
  expect(found).toHaveLength(movements);
  expect(found.at(-1)).toBeLessThanOrEqual(knownWithinMs);
});

/** Of the longest lines that there are: one that is never idle has no time left over for whoever came last. */
test.each(['waveshare-48', 'bcc8a-96', 'kerong-cu48-96', 'upus-skb-72', 'wkly-48', 'four-buses-240'])(
  'a board of %s that was silent for a while is heard again within 12 s of its first word', async (id) => {
    const { clock, profile, buses, hardware } = await bank(id);
    const [board] = profile.boards.filter(({ model }) => model.contacts);
    if (!board) throw new Error('a cabinet without contacts');
    const doors = new Set(lockersOf(profile).flatMap(({ number, contact }) => (contact.board === board.id ? [number] : [])));
    const lost = new Set<number>();
    hardware.sensors.watch((locker, reading) => void (reading === 'lost' ? lost.add(locker) : lost.delete(locker)));
    await clock.advance(ms(1));
    buses.bus(board.bus.id).line.setManner(board.id, 'silent', true);
    await clock.advance(ms(20_000));
    expect(lost).toEqual(doors);
    buses.bus(board.bus.id).line.setManner(board.id, 'silent', false);
    await clock.advance(ms(12_000));
    expect(lost).toEqual(new Set());
  });
