import { describe, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import { outputTerminalsOf } from '../../../../firmware/hardware/field.ts';
import { boardReadyWithin, type IoPlugin } from '../../../../firmware/hardware/gpio/board.ts';
import { openPinField } from '../../../../firmware/hardware/gpio/pin-field.ts';
import { openCabinetHardware } from '../../../../sim/cabinet/cabinet-hardware.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { CabinetIo } from '../../../../sim/cabinet/io-plugin.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { hardwareContract } from '../../../hardware-contract.ts';
import { testProfile } from '../../../support/profiles.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { until } from '../../../support/until.ts';

hardwareContract('pins by johnny-five', async (profile, prepare, wiredClosedIs) => {
  const clock = new CountedClock();
  const coilLongest = ms(1100);
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), coilLongest, ...(wiredClosedIs ? { wiredClosedIs } : {}) });
  prepare(cabinet);
  const io = new CabinetIo(profile, cabinet, clock);
  const hardware = await openCabinetHardware({ profile, io, clock });
  return {
    hardware,
    cabinet,
    advance: (by) => clock.advance(by),
    end: () => {
      io.stop();
      cabinet.stop();
      return clock.waiting();
    },
  };
});

/** A plugin over a cabinet whose cable a test may pull out. */
class LooseIo extends CabinetIo {
  isPluggedIn = true;
  readonly written: string[] = [];

  override pinMode(pin: number, mode: number): void {
    this.written.push(`mode ${String(pin)} ${String(mode)}`);
    super.pinMode(pin, mode);
  }

  override digitalWrite(pin: number, value: number): void {
    if (!this.isPluggedIn) throw new Error('EIO');
    this.written.push(`write ${String(pin)} ${String(value)}`);
    super.digitalWrite(pin, value);
  }
}

const socketPin = 0;

/** A plugin over a cabinet with a socket for headphones at one of its pins. */
class SocketIo extends CabinetIo {
  #tell: (value: number) => void = () => undefined;

  override digitalRead(pin: number, listener: (value: number) => void): void {
    if (pin === socketPin) this.#tell = listener;
    else super.digitalRead(pin, listener);
  }

  tellSocket(value: number): void {
    this.#tell(value);
  }
}

function looseRig() {
  const clock = new CountedClock();
  const profile = testProfile();
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), coilLongest: ms(1100) });
  return { clock, profile, cabinet, io: new LooseIo(profile, cabinet, clock) };
}

describe('pins by johnny-five', () => {
  test('every coil is an output and off before anything else happens', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    const hardware = await openCabinetHardware({ profile, io, clock });
    const coilsFirst = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((pin) => [`mode ${String(pin)} 1`, `write ${String(pin)} 0`]);
    expect(io.written.slice(0, coilsFirst.length)).toEqual(coilsFirst);
    expect(cabinet.pulses()).toEqual([]);
    await hardware.close();
    io.stop();
    cabinet.stop();
  });

  test('a board that answers no more is silent, then serves the next person when it is back', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    const hardware = await openCabinetHardware({ profile, io, clock });
    io.isPluggedIn = false;
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'refused', reason: 'silent' });
    expect(await hardware.locks.rest(1)).toEqual({ kind: 'refused', reason: 'silent' });
    expect(await hardware.locks.restAll()).toEqual({ kind: 'refused', reason: 'silent' });
    io.isPluggedIn = true;
    await clock.advance(400);
    expect(await hardware.locks.pulse(2, ms(100))).toEqual({ kind: 'done' });
    // The first order may have reached its coil, which then was on until now: it rests, as after any pulse.
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'refused', reason: 'cooling' });
    await clock.advance(600);
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'done' });
    await hardware.close();
    io.stop();
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
  });

  test('a coil that could not be switched off is off before another one is energised', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    const hardware = await openCabinetHardware({ profile, io, clock });
    await hardware.locks.pulse(1, ms(100));
    io.isPluggedIn = false;
    await clock.advance(150);
    expect(cabinet.door(1).coil).toBe('energised');
    const waits = hardware.locks.pulse(2, ms(100));
    io.isPluggedIn = true;
    expect(await waits).toEqual({ kind: 'done' });
    expect([cabinet.door(1).coil, cabinet.door(2).coil]).toEqual(['resting', 'energised']);
    expect(cabinet.violations()).toEqual([]);
    await hardware.close();
    io.stop();
    cabinet.stop();
  });

  test('a pin that is lost says nothing, not even what it was a moment ago, and boards are ill until every pin is found', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    let tell: (pin: number, is: 'lost' | 'found') => void = () => undefined;
    const [levels, health]: [(string | null)[], boolean[]] = [[], []];
    const field = await openPinField({
      io, clock, pinOf: ({ channel }) => channel, outputs: outputTerminalsOf(profile), onTrouble: () => undefined,
      onReach: (listener) => (tell = listener), close: () => Promise.resolve(),
    });
    field.watchHealth((isWell) => void health.push(isWell));
    const contact = lockersOf(profile)[0]?.contact ?? { board: 'cabinet', channel: 0 };
    field.watch(contact, (level) => void levels.push(level));
    await until('it is known', () => levels.length === 1);
    cabinet.pull(1); // johnny-five holds this back for 5 ms.
    tell(contact.channel, 'lost');
    tell(1, 'lost');
    await clock.advance(100);
    expect([levels, health]).toEqual([['low', null], [true, false]]);
    tell(contact.channel, 'found');
    cabinet.shut(1);
    await until('it is known again', () => levels.length === 3);
    tell(1, 'found');
    expect([levels, health]).toEqual([['low', null, 'low'], [true, false, true]]);
    io.stop();
    cabinet.stop();
  });

  test.each([['low', 0], ['high', 1]] as const)('a person plugs headphones in, and the socket gives %s', async (pluggedIs, level) => {
    const { clock, profile, cabinet } = looseRig();
    const headphones = { card: 'default', sense: { board: 'cabinet', channel: socketPin }, pluggedIs };
    const audio = { loudspeaker: { card: 'default' }, headphones };
    const io = new SocketIo(profile, cabinet, clock);
    const hardware = await openCabinetHardware({ profile: { ...profile, audio }, io, clock });
    const told: boolean[] = [];
    hardware.headphones?.watch((isPlugged) => told.push(isPlugged));
    io.tellSocket(1 - level);
    await clock.advance(100);
    expect([hardware.headphones?.isPlugged(), told]).toEqual([false, []]);
    io.tellSocket(level);
    await until('the plug is noticed', () => hardware.headphones?.isPlugged() === true);
    expect(told).toEqual([true]);
    await hardware.close();
    io.stop();
    cabinet.stop();
  });

  test('a bank without a socket for headphones has none', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    const hardware = await openCabinetHardware({ profile: { ...profile, audio: { loudspeaker: { card: 'default' } } }, io, clock });
    expect(hardware.headphones).toBeUndefined();
    await hardware.close();
    io.stop();
    cabinet.stop();
  });

  test('readers and the port are closed only when every coil is off', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    const seen: string[] = [];
    const hardware = await openCabinetHardware({
      profile, io, clock,
      onClose: () => Promise.resolve(void seen.push(cabinet.door(1).coil)),
    });
    await hardware.locks.pulse(1, ms(200));
    await hardware.close();
    expect(seen).toEqual(['resting']);
    io.stop();
    cabinet.stop();
  });

  test('johnny-five does not lay hands on SIGINT: the bank rests its locks itself', async () => {
    const before = process.listenerCount('SIGINT');
    const { clock, profile, cabinet, io } = looseRig();
    const hardware = await openCabinetHardware({ profile, io, clock });
    expect(process.listenerCount('SIGINT')).toBe(before);
    await hardware.close();
    io.stop();
    cabinet.stop();
  });

  test('a technician learns that the board does not take the pins of the profile', async () => {
    const { clock, profile, cabinet, io } = looseRig();
    io.isPluggedIn = false;
    await expect(openCabinetHardware({ profile, io, clock })).rejects.toMatchObject({
      code: 'hardware.not-ready',
      where: 'simulated cabinet',
    });
    io.stop();
    cabinet.stop();
  });

  test('a technician learns within ten seconds that no board answers', async () => {
    const clock = new VirtualClock();
    const dead = { name: 'dead board', isReady: false, pins: [], MODES: {}, once: () => undefined };
    const opening = openCabinetHardware({ profile: testProfile(), io: dead, clock });
    const outcome = expect(opening).rejects.toMatchObject({ code: 'hardware.not-ready', where: 'dead board' });
    await clock.advance(boardReadyWithin);
    await outcome;
  });

  test('a technician learns that something is no board at all', async () => {
    const clock = new VirtualClock();
    const nothing: IoPlugin = { name: 'nothing', isReady: false };
    await expect(openCabinetHardware({ profile: testProfile(), io: nothing, clock })).rejects.toMatchObject({ code: 'hardware.not-ready' });
    expect(clock.waiting()).toEqual([]);
  });
});
