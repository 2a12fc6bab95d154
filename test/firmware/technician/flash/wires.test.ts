import { afterEach, describe, expect, test } from 'vitest';
import { lockBoardFamilies } from '../../../../board-profiles/board.schema.ts';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { compareWires, sayWireTrouble, type WireTrouble } from '../../../../firmware/technician/flash/wires.ts';
import type { OpenLine } from '../../../../firmware/ports/hardware.ts';
import { EmulatedBuses } from '../../../../sim/boards/emulated-buses.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { busRig } from '../../../support/bus-rig.ts';

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** The cabinet of a profile, before any bank works with it. */
function cabinetOf(profile: Profile) {
  const clock = new VirtualClock();
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const advance = async (byMs: number): Promise<void> => clock.advance(ms(byMs));
  const stop = (): void => {
    buses.stop();
    cabinet.stop();
  };
  ends.push(stop);
  return { cabinet, clock, stop, makePort: buses.makePort, advance };
}

async function during<T>(work: Promise<T>, advance: (byMs: number) => Promise<void>): Promise<T> {
  let isOver = false;
  const ended = work.finally(() => (isOver = true));
  for (let passed = 0; !isOver && passed < 20_000; passed += 20) {
    await advance(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ended;
}

const isThere = (path: string): string => path;
/** Somebody has written one board more into the profile than hangs on the line. */
const withThird = (profile: Profile): Profile => {
  const [left] = profile.boards;
  return left ? { ...profile, boards: [...profile.boards, { ...left, id: 'third', address: left.address + 4 }] } : profile;
};
const saidOf = (troubles: readonly WireTrouble[]) =>
  troubles.map((trouble) => [trouble.what, 'board' in trouble ? trouble.board : trouble.port]);

describe.each(lockBoardFamilies)('a profile with boards of %s, before it is flashed', (family) => {
  const profile = busProfile(family);

  test('nothing is said against it where all of them answer, and no coil moves', async () => {
    const { clock, makePort, advance, cabinet, stop } = cabinetOf(profile);
    expect(await during(compareWires(profile, { clock, makePort, now: null, lines: [], realPath: isThere }), advance)).toEqual([]);
    expect(cabinet.pulses()).toEqual([]);
    stop();
    expect(clock.waiting()).toEqual([]);
  });

  test('a board that is not on the line is named', async () => {
    const { clock, makePort, advance } = cabinetOf(profile);
    const options = { clock, makePort, now: null, lines: [], realPath: isThere };
    expect(saidOf(await during(compareWires(withThird(profile), options), advance))).toEqual([['silent', 'third']]);
  });

  test('the bank asks on a line that it has open, between two polls', async () => {
    const clock = new VirtualClock();
    const rig = await busRig({ profile, clock, advance: async (byMs) => clock.advance(ms(byMs)) });
    ends.push(() => rig.end());
    await rig.advance(1000);
    const options = { clock, now: profile, lines: rig.hardware.lines ?? [], realPath: isThere };
    expect(await during(compareWires(profile, options), rig.advance)).toEqual([]);
    expect(saidOf(await during(compareWires(withThird(profile), options), rig.advance))).toEqual([['silent', 'third']]);
    expect(rig.cabinet.pulses()).toEqual([]);
    expect(rig.troubles).toEqual([]);
  });
});

describe('a profile, before it is flashed', () => {
  const profile = busProfile('kerong-cu16');
  const [bus] = profile.buses;
  const slower = { ...profile, buses: [{ ...bus, baud: 9600 }] } as Profile;

  test('boards of another family, or at another speed, do not fit', async () => {
    const { clock, makePort, advance } = cabinetOf(profile);
    const options = { clock, makePort, now: null, lines: [], realPath: isThere };
    const others = await during(compareWires(busProfile('wkly'), options), advance);
    expect(others.map((trouble) => 'board' in trouble && trouble.board)).toEqual(['left', 'right']);
    const slow = await during(compareWires(slower, options), advance);
    expect(slow.map((trouble) => 'board' in trouble && trouble.board)).toEqual(['left', 'right']);
  });

  test('a port that is not there is named, whatever it is for', async () => {
    const clock = new VirtualClock();
    const readers: Profile['readers'] = [
      { kind: 'serial-scanner', port: '/dev/scanner', baud: 9600 }, { kind: 'hid-badge-reader', device: '/dev/input/by-id/badges' },
    ];
    const keypad: Profile['keypad'] = { kind: 'hid', device: '/dev/input/by-id/keys', layout: 'telephone' };
    const buses: Profile['buses'] = [...profile.buses, { id: 'wires', kind: 'i2c', device: '/dev/i2c-1' }, { id: 'pins', kind: 'gpio' }];
    const troubles = await compareWires({ ...profile, buses, readers, keypad }, { clock, now: null, lines: [], realPath: () => null });
    const ports = ['/dev/lock-bus', '/dev/i2c-1', '/dev/scanner', '/dev/input/by-id/badges', '/dev/input/by-id/keys'];
    expect(troubles.map(sayWireTrouble)).toEqual(ports.map((port) => `${port} is not there`));
  });

  test('one that another program has cannot be used', async () => {
    const { clock, makePort, advance } = cabinetOf(profile);
    makePort({ path: '/dev/lock-bus', baudRate: 19_200, autoOpen: false }).open(() => undefined);
    await advance(10);
    const options = { clock, makePort, now: null, lines: [], realPath: isThere };
    const troubles = await during(compareWires(profile, options), advance);
    expect(troubles).toMatchObject([{ what: 'shut-port', port: '/dev/lock-bus' }]);
    expect(clock.waiting()).toEqual([]);
  });

  test('what the bank uses otherwise now is left to the trial, under whichever of its names', async () => {
    const clock = new VirtualClock();
    const options = { clock, lines: [] as readonly OpenLine[], realPath: (path: string) => path.replace('by-id-of-', '') };
    const readers: Profile['readers'] = [{ kind: 'serial-scanner', port: '/dev/by-id-of-lock-bus', baud: 9600 }];
    const scanned: Profile = { ...profile, buses: [], boards: [], readers };
    expect(await compareWires(profile, { ...options, now: scanned })).toEqual([]);
    const line: OpenLine = {
      port: '/dev/by-id-of-lock-bus', family: 'wkly', baud: 9600, parity: 'none', hello: () => Promise.reject(new Error('asked')),
    };
    expect(await compareWires(profile, { ...options, now: scanned, lines: [line] })).toEqual([]);
  });

  test('a line that goes while its boards are asked is told as that, and no board is blamed', async () => {
    const clock = new VirtualClock();
    const line: OpenLine = {
      port: '/dev/lock-bus', family: 'kerong-cu16', baud: 19_200, parity: 'none',
      hello: (address) => Promise.resolve(address === profile.boards[0]?.address ? 'there' : 'no-port'),
    };
    const troubles = await compareWires(profile, { clock, now: profile, lines: [line], realPath: isThere });
    expect(troubles.map(sayWireTrouble)).toEqual(['/dev/lock-bus cannot be used: it went away']);
  });
});
