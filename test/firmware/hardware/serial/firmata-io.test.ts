import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { createGpioHardware } from '../../../../firmware/hardware/gpio/gpio-hardware.ts';
import { firmataReadyWithin, openFirmataIo } from '../../../../firmware/hardware/serial/firmata-io.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FirmataPeer } from '../../../support/firmata-peer.ts';
import { testProfile } from '../../../support/profiles.ts';
import { ptyPair, type PtyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

/** Two lockers on an Uno: one of the contacts hangs on pin 14, which johnny-five would take for A0. */
function unoProfile(): Profile {
  const profile = testProfile();
  const lockers = profile.columns.flatMap((column) => column.lockers).slice(0, 2)
    .map((locker) => ({ ...locker, lockPin: 1 + locker.number, sensorPin: 13 + locker.number }));
  return { ...profile, columns: [{ widthMm: 450, kioskMm: 0, lockers }] };
}

describe('a microcontroller with StandardFirmata (pseudo-terminal)', () => {
  let pair: PtyPair;
  beforeEach(async () => {
    pair = await ptyPair();
  });
  afterEach(() => pair.remove());

  test('a recipient opens a door of a bank that hangs on an Uno, and every coil is off at the end', async () => {
    const clock = new CountedClock();
    const uno = new FirmataPeer(pair.theirs);
    const link = await openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    const hardware = await createGpioHardware({ profile: unoProfile(), io: link.io, clock, onClose: () => link.close() });
    const readings: string[] = [];
    hardware.sensors.watch((locker, reading) => readings.push(`${String(locker)} ${reading}`));
    await until('both doors are known', () => readings.length === 2);
    expect(readings.toSorted()).toEqual(['1 closed', '2 closed']);
    expect([uno.modes.get(2), uno.modes.get(3), uno.modes.get(14), uno.modes.get(15)]).toEqual([1, 1, 0, 0]);
    expect(await hardware.locks.pulse(1, ms(200))).toEqual({ kind: 'done' });
    await until('the coil is energised', () => uno.output(2) === 1);
    expect(uno.output(3)).toBe(0);
    uno.input(14, 1);
    await until('the door is open', () => readings.at(-1) === '1 opened');
    await until('the pulse is over', () => uno.output(2) === 0);
    await clock.advance(200);
    expect(await hardware.locks.pulse(2, ms(200))).toEqual({ kind: 'done' });
    await until('the coil is energised', () => uno.output(3) === 1);
    await hardware.close();
    await until('the coil is off', () => uno.output(3) === 0);
    await uno.close();
    expect(clock.waiting()).toEqual([]);
  }, 30_000);

  test('a person pulls the cable of the microcontroller out: sensors are lost, locks are silent', async () => {
    const clock = new CountedClock();
    const uno = new FirmataPeer(pair.theirs);
    const link = await openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    const hardware = await createGpioHardware({ profile: unoProfile(), io: link.io, clock, onClose: () => link.close() });
    const readings: string[] = [];
    hardware.sensors.watch((locker, reading) => readings.push(`${String(locker)} ${reading}`));
    await until('both doors are known', () => readings.length === 2);
    await pair.unplug();
    await until('both sensors are lost', () => readings.length === 4);
    expect(readings.slice(2)).toEqual(['1 lost', '2 lost']);
    expect(await hardware.locks.pulse(1, ms(200))).toEqual({ kind: 'refused', reason: 'silent' });
    await hardware.close();
    await uno.close();
  }, 30_000);

  test('a technician learns that what is on the port is no Firmata', async () => {
    const clock = new VirtualClock();
    const stranger = new FirmataPeer(pair.theirs, false);
    const opening = openFirmataIo({ port: pair.ours, baud: 57_600, clock });
    const outcome = expect(opening).rejects.toMatchObject({ code: 'hardware.not-ready', where: pair.ours });
    await clock.advance(firmataReadyWithin);
    await outcome;
    await stranger.close();
  });

  test('a technician learns that there is no such port', async () => {
    const clock = new CountedClock();
    await expect(openFirmataIo({ port: '/dev/no-such-board', baud: 57_600, clock }))
      .rejects.toMatchObject({ code: 'hardware.not-ready', where: '/dev/no-such-board' });
    expect(clock.waiting()).toEqual([]);
  });
});
