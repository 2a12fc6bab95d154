import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { firmataReadyWithin, openFirmataIo } from '../../../../firmware/hardware/serial/firmata-io.ts';
import { openCabinetHardware } from '../../../../sim/cabinet/cabinet-hardware.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { hardwareContract } from '../../../hardware-contract.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FirmataOnPty, onUno } from '../../../support/firmata-on-pty.ts';
import { testProfile } from '../../../support/profiles.ts';
import { ptyPair, type PtyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

type CabinetChange = Partial<ConstructorParameters<typeof Cabinet>[0]>;

/** An Uno on a cable, and the cabinet that hangs on it. */
async function worldOn(pair: PtyPair, clock: CountedClock, profile: Profile, change: CabinetChange = {}) {
  // Firmata's orders are under way for some milliseconds, and not all equally long.
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), ...change });
  const uno = new FirmataOnPty(pair.theirs, profile, cabinet);
  const open = async () => {
    const opening = openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    uno.resetSoon();
    const { io, close } = await opening;
    return openCabinetHardware({ profile, io, clock, onClose: close });
  };
  return { cabinet, uno, open };
}

hardwareContract('Firmata over a pseudo-terminal', async (profile, prepare, wiredClosedIs) => {
  const clock = new CountedClock();
  const pair = await ptyPair();
  const world = await worldOn(pair, clock, onUno(profile), wiredClosedIs && { wiredClosedIs });
  prepare(world.cabinet);
  return {
    hardware: await world.open(),
    cabinet: world.cabinet,
    advance: (by) => clock.advance(by),
    end: async () => {
      await world.uno.close();
      await pair.remove();
      world.cabinet.stop();
      return clock.waiting();
    },
  };
}, { cutWireReads: 'opened', orderTakesMs: 40 });

describe('a microcontroller with StandardFirmata (pseudo-terminal)', () => {
  let pair: PtyPair;
  beforeEach(async () => {
    pair = await ptyPair();
  });
  afterEach(() => pair.remove());

  test('a recipient opens a door of a bank that hangs on an Uno, and every coil is off at the end', async () => {
    const clock = new CountedClock();
    const { cabinet, uno, open } = await worldOn(pair, clock, onUno(testProfile()));
    const hardware = await open();
    const readings: string[] = [];
    hardware.sensors.watch((locker, reading) => readings.push(`${String(locker)} ${reading}`));
    await until('all doors are known', () => readings.length === 8);
    expect(readings.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((locker) => `${String(locker)} closed`));
    expect([2, 9, 12, 14, 19].map((pin) => uno.line.board.pin(pin)?.mode)).toEqual([1, 1, 0, 0, 0]);
    expect(await hardware.locks.pulse(3, ms(200))).toEqual({ kind: 'done' });
    await until('the door is open', () => readings.at(-1) === '3 opened');
    await until('the pulse is over', () => cabinet.door(3).coil === 'resting');
    await clock.advance(200);
    expect(await hardware.locks.pulse(2, ms(200))).toEqual({ kind: 'done' });
    await until('the coil is energised', () => cabinet.door(2).coil === 'energised');
    await hardware.close();
    await until('the coil is off', () => cabinet.door(2).coil === 'resting');
    await uno.close();
    cabinet.stop();
    expect([cabinet.violations(), clock.waiting()]).toEqual([[], []]);
  }, 30_000);

  test('a microcontroller that says nothing when its port is opened is asked who it is', async () => {
    const clock = new CountedClock();
    const { cabinet, uno } = await worldOn(pair, clock, onUno(testProfile()));
    const { close } = await openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    await close();
    await uno.close();
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
  }, 30_000);

  test('a person pulls the cable of the microcontroller out: sensors are lost, locks are silent', async () => {
    const clock = new CountedClock();
    const { cabinet, uno, open } = await worldOn(pair, clock, onUno(testProfile()));
    const hardware = await open();
    const readings: string[] = [];
    hardware.sensors.watch((locker, reading) => readings.push(`${String(locker)} ${reading}`));
    await until('all doors are known', () => readings.length === 8);
    await pair.unplug();
    await until('all sensors are lost', () => readings.length === 16);
    expect(readings.slice(8).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((locker) => `${String(locker)} lost`));
    expect(await hardware.locks.pulse(1, ms(200))).toEqual({ kind: 'refused', reason: 'silent' });
    await hardware.close();
    await uno.close();
    cabinet.stop();
  }, 30_000);

  test('a technician learns that what is on the port is no Firmata', async () => {
    const clock = new VirtualClock();
    const stranger = new SerialPort({ path: pair.theirs, baudRate: 57_600 });
    stranger.on('data', () => undefined);
    const opening = openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    const outcome = expect(opening).rejects.toMatchObject({ code: 'hardware.not-ready', where: pair.ours });
    await clock.advance(firmataReadyWithin);
    await outcome;
    await new Promise<void>((resolve) => stranger.close(() => resolve()));
  });

  test('a technician learns that there is no such port', async () => {
    const clock = new CountedClock();
    await expect(openFirmataIo({ port: '/dev/no-such-board', baud: 57_600, clock }))
      .rejects.toMatchObject({ code: 'hardware.not-ready', where: '/dev/no-such-board' });
    expect(clock.waiting()).toEqual([]);
  });
});
