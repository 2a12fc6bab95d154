import { describe, expect, test, vi } from 'vitest';
import { Doors } from '../../../firmware/hardware/doors.ts';
import type { Hardware, Locks } from '../../../firmware/ports/hardware.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { createModelHardware } from '../../../sim/cabinet/model-hardware.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import type { DoorFact } from '../../../statecharts/door/door.events.ts';
import { doorSettings } from '../../../statecharts/door/door.settings.ts';
import { usualSettings } from '../../../statecharts/setting.ts';
import { ms } from '../../../statecharts/units.ts';
import { testProfile } from '../../support/profiles.ts';

const settings = usualSettings(doorSettings);

interface Change {
  readonly prepare?: (cabinet: Cabinet) => void;
  readonly hardware?: (hardware: Hardware) => Pick<Hardware, 'locks' | 'sensors'>;
  readonly onFact?: (fact: DoorFact) => void;
}

/** Eight doors at work, every one of them shut and known, the facts of waking up forgotten. */
async function rig({ prepare, hardware: wrap = (h) => h, onFact }: Change = {}) {
  const clock = new VirtualClock();
  const profile = testProfile({ restMs: 2000 });
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  prepare?.(cabinet);
  const hardware = createModelHardware({ profile, cabinet, clock });
  const facts: DoorFact[] = [];
  const troubles: string[] = [];
  const doors = new Doors({
    profile, settings, clock,
    hardware: wrap(hardware),
    onFact: (fact) => {
      facts.push(fact);
      onFact?.(fact);
    },
    onTrouble: (where, error) => troubles.push(`${where}: ${error instanceof Error ? error.message : String(error)}`),
  });
  await doors.start();
  await clock.advance(ms(1000));
  const woke = facts.splice(0);
  const wait = (millis: number) => clock.advance(ms(millis));
  const end = async (): Promise<void> => {
    await doors.stop();
    await hardware.close();
    expect(cabinet.violations()).toEqual([]);
    cabinet.stop();
    expect(clock.waiting(), 'timers left behind').toEqual([]);
  };
  return { clock, cabinet, facts, woke, troubles, doors, wait, end };
}

describe('the doors', () => {
  test('a recipient takes a parcel: released, opened, closed, each with its door', async () => {
    const { doors, cabinet, facts, wait, end } = await rig();
    expect(doors.release(3, 'i-1')).toBe(true);
    await wait(200);
    cabinet.shut(3);
    await wait(600);
    expect(facts).toEqual([
      { type: 'door.released', locker: 3, intent: 'i-1', pulse: 1, confirmed: false },
      { type: 'door.opened', locker: 3, intent: 'i-1', how: 'released' },
      { type: 'door.closed', locker: 3, how: 'seen' },
    ]);
    expect(cabinet.doors().map((door) => door.opened.released)).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    await end();
  });

  test('a coil rests as soon as its door has opened, not only when its time is over', async () => {
    const { doors, cabinet, wait, end } = await rig();
    doors.release(1, 'i-1');
    await wait(1000);
    const [pulse] = cabinet.pulses();
    expect((pulse?.toMs ?? 0) - (pulse?.fromMs ?? 0)).toBeLessThan(200);
    await end();
  });

  test('a bank that wakes up rests every lock, and then says what it sees', async () => {
    const told: string[] = [];
    const { woke, end } = await rig({
      prepare: (cabinet) => cabinet.pull(2),
      hardware: ({ locks, sensors }) => ({
        sensors: { watch: (listener) => (told.push('watch'), sensors.watch(listener)) },
        locks: {
          pulse: (...args) => locks.pulse(...args),
          rest: (locker) => (told.push('rest'), locks.rest(locker)),
          restAll: () => (told.push('rest all'), locks.restAll()),
        },
      }),
    });
    expect(told).toEqual(['rest all', ...Array.from({ length: 8 }, () => 'rest'), 'watch']);
    expect(woke.filter((fact) => fact.locker < 4).toSorted((a, b) => a.locker - b.locker)).toEqual([
      { type: 'door.closed', locker: 1, how: 'found' },
      { type: 'door.opened', locker: 2, intent: null, how: 'found' },
      { type: 'door.closed', locker: 3, how: 'found' },
    ]);
    await end();
  });

  test('a jammed door is pulsed three times and then given up, and its neighbour opens meanwhile', async () => {
    const { doors, cabinet, facts, wait, end } = await rig({ prepare: (c) => c.setFault(4, 'jammed') });
    doors.release(4, 'i-4');
    await wait(5000);
    doors.release(5, 'i-5');
    await wait(5000);
    expect(facts.filter((fact) => fact.locker === 4)).toEqual([
      { type: 'door.released', locker: 4, intent: 'i-4', pulse: 1, confirmed: false },
      { type: 'door.released', locker: 4, intent: 'i-4', pulse: 2, confirmed: false },
      { type: 'door.released', locker: 4, intent: 'i-4', pulse: 3, confirmed: false },
      { type: 'door.did-not-open', locker: 4, intent: 'i-4', why: 'stuck' },
    ]);
    expect(facts.some((fact) => fact.type === 'door.opened' && fact.locker === 5)).toBe(true);
    expect(cabinet.pulses().filter((pulse) => pulse.locker === 4)).toHaveLength(3);
    await end();
  });

  test('a door with a tired spring opens late, but for its person', async () => {
    const { doors, facts, wait, end } = await rig({ prepare: (c) => c.setFault(6, 'slow-spring') });
    doors.release(6, 'i-1');
    await wait(2500);
    expect(facts.at(-1)).toEqual({ type: 'door.opened', locker: 6, intent: 'i-1', how: 'released' });
    await end();
  });

  test('a worn reed makes one opened and one closed of one visit', async () => {
    const { doors, cabinet, facts, wait, end } = await rig({ prepare: (c) => c.setFault(6, 'bouncing') });
    doors.release(6, 'i-1');
    await wait(5000);
    cabinet.shut(6);
    await wait(5000);
    expect(facts.map((fact) => fact.type)).toEqual(['door.released', 'door.opened', 'door.closed']);
    await end();
  });

  test('a door that somebody tears open is forced', async () => {
    const { cabinet, facts, wait, end } = await rig();
    cabinet.pull(7);
    await wait(100);
    expect(facts).toEqual([{ type: 'door.forced', locker: 7 }]);
    await end();
  });

  test.each([440, 460, 490])('a door that springs back after %i ms, of 500, is told neither shut nor forced', async (shutMs) => {
    const { doors, cabinet, facts, wait, end } = await rig();
    doors.release(3, 'i-1');
    await wait(5000);
    facts.splice(0);
    cabinet.shut(3);
    await wait(shutMs);
    cabinet.pull(3);
    await wait(2000);
    expect(facts).toEqual([]);
    await end();
  });

  test('a door that stays open says so on the spot, and is then said to be held open, once', async () => {
    const { doors, facts, wait, end } = await rig();
    doors.release(1, 'i-1');
    await wait(2 * settings.heldOpenAfter);
    expect(facts.map((fact) => fact.type)).toEqual(['door.released', 'door.opened', 'door.left-open', 'door.held-open']);
    await end();
  });

  test('a sensor that falls silent is a fault, and the door behind it still opens for its person', async () => {
    const { doors, cabinet, facts, wait, end } = await rig();
    cabinet.setFault(2, 'sensor-lost');
    await wait(100);
    expect(facts).toEqual([{ type: 'door.sensor-fault', locker: 2 }]);
    doors.release(2, 'i-2');
    await wait(500);
    expect(cabinet.door(2).leaf).toBe('open');
    await end();
  });

  test('a person who wants the door again at once waits for the coil, not for a technician', async () => {
    const { doors, cabinet, facts, wait, end } = await rig();
    doors.release(1, 'i-1');
    await wait(500);
    cabinet.shut(1);
    await wait(600);
    doors.release(1, 'i-2'); // The coil still cools: refused, and tried again.
    await wait(4000);
    expect(facts.slice(3)).toEqual([
      { type: 'door.released', locker: 1, intent: 'i-2', pulse: 2, confirmed: false },
      { type: 'door.opened', locker: 1, intent: 'i-2', how: 'released' },
    ]);
    await end();
  });

  test('a new setting holds for the next visit, without a restart', async () => {
    const { doors, facts, wait, end } = await rig();
    doors.apply({ ...settings, heldOpenAfter: ms(10_000) });
    doors.release(1, 'i-1');
    await wait(10_500);
    expect(facts.at(-1)).toEqual({ type: 'door.held-open', locker: 1 });
    await end();
  });

  test('a locker that the bank does not have is refused, and so is every one before the start and after the end', async () => {
    const { doors, cabinet, wait, end } = await rig();
    expect(doors.release(99, 'i-1')).toBe(false);
    await end();
    await doors.stop();
    expect(doors.release(1, 'i-2')).toBe(false);
    await wait(1000);
    expect(cabinet.door(1).leaf).toBe('closed');
  });
});

describe('doors among things that throw', () => {
  const lockThat = (change: Partial<Locks>) => ({ locks, sensors }: Hardware) => ({
    sensors,
    locks: {
      pulse: locks.pulse.bind(locks), rest: locks.rest.bind(locks), restAll: locks.restAll.bind(locks), ...change,
    },
  });

  test('go round as long as every one of them is worked, and never again after their end', async () => {
    const { doors, wait, end } = await rig();
    const round = doors.round();
    await wait(1);
    await expect(round).resolves.toBeUndefined();
    await doors.stop();
    const last = doors.round().catch((error: unknown) => String(error));
    await wait(1);
    expect(await last).toBe('Error: the chart of door 1 has ended');
    await end();
  });

  test('a listener that throws is reported, and the door goes on opening and closing', async () => {
    const { doors, cabinet, facts, troubles, wait, end } = await rig({
      onFact: (fact) => {
        if (fact.type === 'door.opened') throw new Error('the journal is full');
      },
    });
    doors.release(1, 'i-1');
    await wait(500);
    cabinet.shut(1);
    await wait(600);
    expect(facts.map((fact) => fact.type)).toEqual(['door.released', 'door.opened', 'door.closed']);
    expect(troubles).toEqual(['door 1: the journal is full']);
    await end();
  });

  test.each([
    ['throws', () => { throw new Error('EIO'); }],
    ['rejects', () => Promise.reject(new Error('EIO'))],
  ])('a lock that %s is one that does not answer', async (_how, pulse) => {
    const { doors, facts, troubles, wait, end } = await rig({ hardware: lockThat({ pulse }) });
    doors.release(1, 'i-1');
    await wait(10_000);
    expect(facts).toEqual([{ type: 'door.did-not-open', locker: 1, intent: 'i-1', why: 'silent' }]);
    expect(troubles).toEqual(['door 1: EIO', 'door 1: EIO', 'door 1: EIO']);
    await end();
  });

  test('locks that will not rest are reported, and the doors work as well as they can', async () => {
    const { woke, troubles, end } = await rig({
      hardware: lockThat({
        restAll: () => Promise.resolve({ kind: 'refused', reason: 'silent' }),
        rest: () => Promise.reject(new Error('EIO')),
      }),
    });
    expect(troubles).toHaveLength(9);
    expect(troubles[0]).toBe('locks: the locks did not rest: silent');
    expect(woke).toHaveLength(8);
    await end();
  });

  test('an answer to an earlier pulse is not taken for an answer to this one', async () => {
    const answers: ((answer: { kind: 'done' }) => void)[] = [];
    const { doors, facts, wait, end } = await rig({
      hardware: lockThat({ pulse: () => new Promise((answer) => void answers.push(answer)) }),
    });
    doors.release(1, 'i-1');
    await wait(settings.openWithin + 1);
    answers[0]?.({ kind: 'done' });
    await wait(1);
    expect(facts).toEqual([]);
    answers[1]?.({ kind: 'done' });
    await wait(1);
    expect(facts).toEqual([{ type: 'door.released', locker: 1, intent: 'i-1', pulse: 2, confirmed: false }]);
    await end();
  });

  test('what locks and sensors say after the end reaches no chart', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue(); // Where XState complains of events to a chart that has ended.
    const late: (() => void)[] = [];
    const { doors, facts, wait, end } = await rig({
      hardware: ({ locks, sensors }) => ({
        locks: {
          pulse: () => new Promise((answer) => late.push(() => answer({ kind: 'done' }))),
          rest: (locker) => locks.rest(locker),
          restAll: () => locks.restAll(),
        },
        sensors: { watch: (listener) => (sensors.watch(listener), late.push(() => listener(1, 'opened'))) },
      }),
    });
    doors.release(1, 'i-1');
    await end();
    for (const say of late) say();
    await wait(1000);
    expect(late).toHaveLength(2);
    expect(facts).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });

  test('readings of a locker that the bank does not have, and sensors that throw, are trouble and no more', async () => {
    const stray = await rig({
      hardware: ({ locks, sensors }) => ({
        locks,
        sensors: { watch: (listener) => (sensors.watch(listener), listener(99, 'opened')) },
      }),
    });
    expect(stray.troubles).toEqual(['sensors: a reading of locker 99, which the profile has not']);
    await stray.end();
    const broken = await rig({
      hardware: ({ locks }) => ({ locks, sensors: { watch: () => { throw new Error('EIO'); } } }),
    });
    expect(broken.troubles).toEqual(['sensors: EIO']);
    await broken.end();
  });
});
