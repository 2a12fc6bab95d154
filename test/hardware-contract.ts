import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { coilOnMost, gapBetweenPulses, waitingPulsesMax } from '../firmware/hardware/coil-limits.ts';
import { contactLostAfter } from '../firmware/hardware/contacts.ts';
import type { Hardware, LockAnswer, SensorReading } from '../firmware/ports/hardware.ts';
import { springOpens, type Cabinet } from '../sim/cabinet/cabinet.ts';
import { ms } from '../statecharts/units.ts';
import { testProfile } from './support/profiles.ts';

/** A hardware with the world behind it, and a way to let time pass. */
interface HardwareRig {
  readonly hardware: Hardware;
  readonly cabinet: Cabinet;
  advance(by: number): Promise<void>;
  /** Ends the world. @returns the names of timers that the hardware has left behind */
  end(): readonly string[] | Promise<readonly string[]>;
}

/** What differs between hardware that keeps the same promises. */
interface Wiring {
  /** What is read where a wire is cut: nothing, or the level that a pull-up gives. */
  readonly cutWireReads?: SensorReading;
  /** How long an order is under way to its coil, at most; 0 where the board is no further than a call. */
  readonly orderTakesMs?: number;
}

type MakeRig = (profile: Profile, prepare: (cabinet: Cabinet) => void, wiredClosedIs?: 'low' | 'high') => Promise<HardwareRig>;

/** Real time is late now and then; what must last is measured with this allowance. */
const slack = 60;
const done: LockAnswer = { kind: 'done' };

/**
 * What every hardware promises, be it real pins or a model. One cabinet of eight lockers, coils of 200 ms that rest
 * for 500 ms.
 */
export function hardwareContract(name: string, makeRig: MakeRig, { cutWireReads = 'lost', orderTakesMs = 0 }: Wiring = {}): void {
  describe(`${name}: what every hardware promises`, () => {
    let rig: HardwareRig;
    const begin = async (profile = testProfile(), prepare: (cabinet: Cabinet) => void = () => undefined, wired?: 'low' | 'high') => {
      rig = await makeRig(profile, prepare, wired);
      return rig;
    };
    beforeEach(async () => void (await begin()));
    afterEach(async () => {
      await rig.hardware.close();
      const violations = rig.cabinet.violations();
      expect(await rig.end(), 'timers left behind').toEqual([]);
      expect(violations).toEqual([]);
    });
    const again = async (...how: Parameters<typeof begin>) => {
      await rig.hardware.close();
      await rig.end();
      await begin(...how);
    };
    locksContract(() => rig, again, orderTakesMs);
    sensorsContract(() => rig, again, cutWireReads);
  });
}

type Again = (profile?: Profile, prepare?: (cabinet: Cabinet) => void, wired?: 'low' | 'high') => Promise<void>;

function locksContract(rig: () => HardwareRig, again: Again, orderTakesMs: number): void {
  const leaves = (): string => rig().cabinet.doors().map((door) => (door.leaf === 'open' ? 'O' : '-')).join('');
  const coils = (): readonly number[] => rig().cabinet.doors().filter((door) => door.coil === 'energised').map((door) => door.locker);

  /** Until the last order has reached its coil. */
  const arrived = (): Promise<void> => rig().advance(orderTakesMs);

  test('a pulse opens its door and no other', async () => {
    expect(await rig().hardware.locks.pulse(3, ms(200))).toEqual(done);
    await arrived();
    expect(coils()).toEqual([3]);
    await rig().advance(springOpens + slack);
    expect(leaves()).toBe('--O-----');
  });

  test('the coil is off when the pulse is over', async () => {
    await rig().hardware.locks.pulse(1, ms(100));
    await rig().advance(100 + slack);
    expect(coils()).toEqual([]);
    const [pulse] = rig().cabinet.pulses();
    expect(pulse?.locker).toBe(1);
    expect((pulse?.toMs ?? 0) - (pulse?.fromMs ?? 0)).toBeGreaterThanOrEqual(99 - orderTakesMs);
  });

  test('a pulse is no longer than the data sheet allows, whoever asks [profile 200 ms]', async () => {
    await rig().hardware.locks.pulse(1, ms(60_000));
    await rig().advance(200 + slack);
    expect(coils()).toEqual([]);
  });

  test('a pulse is no longer than a second, whatever the data sheet says', async () => {
    await again(testProfile({ pulseMs: 5000 }));
    await rig().hardware.locks.pulse(1, ms(5000));
    await rig().advance(coilOnMost + slack);
    expect(coils()).toEqual([]);
  });

  test('five doors asked for at once open one after the other, with a gap between two', async () => {
    const asked = [1, 2, 3, 4, 5].map((locker) => rig().hardware.locks.pulse(locker, ms(100)));
    await rig().advance(5 * (100 + gapBetweenPulses) + 4 * slack);
    expect(await Promise.all(asked)).toEqual([done, done, done, done, done]);
    expect(leaves()).toBe('OOOOO---');
    const pulses = rig().cabinet.pulses();
    expect(pulses.map((pulse) => pulse.locker)).toEqual([1, 2, 3, 4, 5]);
    for (const [index, pulse] of pulses.entries()) {
      const before = pulses[index - 1];
      if (before) expect(pulse.fromMs - (before.toMs ?? Infinity)).toBeGreaterThanOrEqual(gapBetweenPulses - 1 - orderTakesMs);
    }
  });

  test('one more than the queue holds is told so at once, and stays shut', async () => {
    const asked = Array.from({ length: waitingPulsesMax + 1 }, (_, index) => rig().hardware.locks.pulse(index + 1, ms(50)));
    expect(await rig().hardware.locks.pulse(8, ms(50))).toEqual({ kind: 'refused', reason: 'busy' });
    await rig().advance(asked.length * (50 + gapBetweenPulses) + springOpens + 4 * slack);
    expect(await Promise.all(asked)).toEqual(asked.map(() => done));
    expect(leaves()).toBe('OOOOO---');
  });

  test('a door that waits for its turn is not put into the queue twice', async () => {
    void rig().hardware.locks.pulse(1, ms(50));
    void rig().hardware.locks.pulse(2, ms(50));
    expect(await rig().hardware.locks.pulse(2, ms(50))).toEqual({ kind: 'refused', reason: 'busy' });
  });

  test('a coil cools before it is pulsed again, while its neighbour need not wait', async () => {
    await rig().hardware.locks.pulse(1, ms(50));
    expect(await rig().hardware.locks.pulse(1, ms(50))).toEqual({ kind: 'refused', reason: 'cooling' });
    await rig().advance(50 + gapBetweenPulses + slack);
    expect(await rig().hardware.locks.pulse(1, ms(50))).toEqual({ kind: 'refused', reason: 'cooling' });
    expect(await rig().hardware.locks.pulse(2, ms(50))).toEqual(done);
    await rig().advance(500 + slack);
    expect(await rig().hardware.locks.pulse(1, ms(50))).toEqual(done);
  });

  test('a lock that is told to rest in mid-pulse rests at once, and its door still opens', async () => {
    await rig().hardware.locks.pulse(1, ms(200));
    const resting = rig().hardware.locks.rest(1);
    await arrived();
    expect(coils()).toEqual([]);
    expect(await resting).toEqual(done);
    await rig().advance(springOpens + slack);
    expect(leaves()).toBe('O-------');
    expect(await rig().hardware.locks.pulse(2, ms(200))).toEqual(done);
    await rig().advance(120); // The first pulse would have ended here: its timer must not end this one.
    expect(coils()).toEqual([2]);
  });

  test('a lock that is told to rest while it waits for its turn is not pulsed', async () => {
    void rig().hardware.locks.pulse(1, ms(50));
    const waits = rig().hardware.locks.pulse(2, ms(50));
    expect(await rig().hardware.locks.rest(2)).toEqual(done);
    expect(await waits).toEqual({ kind: 'refused', reason: 'busy' });
    await rig().advance(50 + gapBetweenPulses + springOpens + slack);
    expect(leaves()).toBe('O-------');
  });

  test('a jammed bolt takes its pulse and stays shut', async () => {
    rig().cabinet.setFault(2, 'jammed');
    expect(await rig().hardware.locks.pulse(2, ms(100))).toEqual(done);
    await rig().advance(springOpens + slack);
    expect(leaves()).toBe('--------');
    expect(coils()).toEqual([]);
  });

  test('a locker that the bank does not have is silent', async () => {
    expect(await rig().hardware.locks.pulse(99, ms(100))).toEqual({ kind: 'refused', reason: 'silent' });
    expect(await rig().hardware.locks.rest(99)).toEqual({ kind: 'refused', reason: 'silent' });
  });

  test('closing the hardware rests every coil, forgets the queue and opens nothing any more', async () => {
    await rig().hardware.locks.pulse(1, ms(200));
    const waits = rig().hardware.locks.pulse(2, ms(200));
    await rig().hardware.close();
    await arrived();
    expect(coils()).toEqual([]);
    expect(await waits).toEqual({ kind: 'refused', reason: 'busy' });
    expect(await rig().hardware.locks.pulse(3, ms(200))).toEqual({ kind: 'refused', reason: 'silent' });
    await rig().advance(springOpens + slack);
    expect(leaves()).toBe('O-------');
  });
}

function sensorsContract(rig: () => HardwareRig, again: Again, cutWireReads: SensorReading): void {
  function listen(): { readonly told: [number, SensorReading][]; of(locker: number): SensorReading[] } {
    const told: [number, SensorReading][] = [];
    rig().hardware.sensors.watch((locker, reading) => told.push([locker, reading]));
    return { told, of: (locker) => told.filter(([which]) => which === locker).map(([, reading]) => reading) };
  }

  test.each(['low', 'high'] as const)('whoever watches is soon told how every door is [closed is %s]', async (closedIs) => {
    await again(testProfile({ closedIs }), (cabinet) => cabinet.pull(4));
    const { told } = listen();
    await rig().advance(60 + slack);
    const now = (locker: number): SensorReading => (locker === 4 ? 'opened' : 'closed');
    expect(told.toSorted(([a], [b]) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((locker) => [locker, now(locker)]));
  });

  test('a profile with the wrong polarity shows shut doors as open', async () => {
    await again(testProfile({ closedIs: 'low' }), undefined, 'high');
    const { of } = listen();
    await rig().advance(60 + slack);
    expect(of(1)).toEqual(['opened']);
  });

  test('a person who comes to watch late is told the present, not the past', async () => {
    rig().cabinet.pull(2);
    await rig().advance(100 + slack);
    const { of } = listen();
    await rig().advance(slack);
    expect([of(1), of(2)]).toEqual([['closed'], ['opened']]);
  });

  test('a reed that bounces is told once for each movement of the door', async () => {
    const { of } = listen();
    await rig().advance(60 + slack);
    rig().cabinet.pull(5);
    await rig().advance(100 + slack);
    rig().cabinet.shut(5);
    await rig().advance(100 + slack);
    expect(of(5)).toEqual(['closed', 'opened', 'closed']);
  });

  test('a worn reed ends on the truth', async () => {
    rig().cabinet.setFault(6, 'bouncing');
    const { of } = listen();
    await rig().advance(60 + slack);
    rig().cabinet.pull(6);
    await rig().advance(400 + slack);
    expect(of(6).at(-1)).toBe('opened');
  });

  test.each([['sensor-stuck-open', 'opened'], ['sensor-stuck-closed', 'closed']] as const)(
    'a sensor that is stuck tells what it is stuck on [%s]', async (fault, reading) => {
      const { of } = listen();
      rig().cabinet.setFault(7, fault);
      await rig().advance(60 + slack);
      rig().cabinet.pull(7);
      await rig().advance(60 + slack);
      expect(of(7).at(-1)).toBe(reading);
    });

  test(`a sensor whose wire is cut reads as ${cutWireReads}, and the others are not touched`, async () => {
    await again(undefined, (cabinet) => cabinet.setFault(8, 'sensor-lost'));
    const { of } = listen();
    await rig().advance(contactLostAfter + slack);
    expect([of(7), of(8)]).toEqual([['closed'], [cutWireReads]]);
  });
}
