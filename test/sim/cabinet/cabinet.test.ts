import { describe, expect, test } from 'vitest';
import { Cabinet, slowSpringOpens, springOpens, type CabinetChange } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun, type CabinetMemory } from '../../../sim/cabinet/cabinet-memory.ts';
import { gapBetweenPulses, hotPulsesMost } from '../../../firmware/hardware/coil-limits.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { testProfile } from '../../support/profiles.ts';

const profile = testProfile();

function rig(memory: CabinetMemory = memoryOfOneRun()) {
  const clock = new VirtualClock();
  const cabinet = new Cabinet({ profile, clock, memory });
  const changes: CabinetChange[] = [];
  const stopListening = cabinet.onChange((change) => changes.push(change));
  return { clock, cabinet, changes, stopListening, memory, wait: (millis: number) => clock.advance(ms(millis)) };
}

describe('the simulated cabinet', () => {
  test('a coil releases its latch, and the spring opens the door a moment later', async () => {
    const { cabinet, wait } = rig();
    cabinet.energise(1);
    expect(cabinet.door(1)).toMatchObject({ latch: 'released', leaf: 'closed', coil: 'energised' });
    cabinet.deenergise(1);
    await wait(springOpens - 1);
    expect(cabinet.door(1).leaf).toBe('closed');
    await wait(1);
    expect(cabinet.door(1)).toMatchObject({ leaf: 'open', coil: 'resting', opened: { released: 1, forced: 0 } });
  });

  test('a courier puts a parcel in, shuts the door, and it is behind a latch', async () => {
    const { cabinet, wait } = rig();
    expect(cabinet.putIn(1, 'PARCEL-1')).toBe(false);
    cabinet.energise(1);
    await wait(springOpens);
    cabinet.deenergise(1);
    expect(cabinet.putIn(1, 'PARCEL-1')).toBe(true);
    expect(cabinet.shut(1)).toBe(true);
    expect(cabinet.shut(1)).toBe(false);
    expect(cabinet.door(1)).toMatchObject({ latch: 'latched', leaf: 'closed', contents: ['PARCEL-1'] });
    expect(cabinet.takeOut(1)).toEqual([]);
    expect(cabinet.door(1).contents).toEqual(['PARCEL-1']);
  });

  test('a recipient takes one thing out, or all of them', () => {
    const { cabinet } = rig();
    cabinet.pull(2);
    for (const label of ['A', 'B', 'C']) cabinet.putIn(2, label);
    expect(cabinet.takeOut(2, 'B')).toEqual(['B']);
    expect(cabinet.takeOut(2, 'B')).toEqual([]);
    expect(cabinet.takeOut(2)).toEqual(['A', 'C']);
    expect(cabinet.door(2).contents).toEqual([]);
  });

  test('a door that is pulled open counts as forced; behind a released latch it does not', async () => {
    const { cabinet, wait } = rig();
    expect(cabinet.pull(1)).toBe(true);
    expect(cabinet.pull(1)).toBe(false);
    cabinet.setFault(2, 'slow-spring');
    cabinet.energise(2);
    cabinet.deenergise(2);
    await wait(500);
    cabinet.pull(2);
    await wait(slowSpringOpens);
    expect(cabinet.doors().map((door) => door.opened)).toEqual([
      { released: 0, forced: 1 }, { released: 1, forced: 0 }, ...Array.from({ length: 6 }, () => ({ released: 0, forced: 0 })),
    ]);
  });

  test('a jammed bolt stays, and yields to the next pulse when it is free again', async () => {
    const { cabinet, wait } = rig();
    cabinet.setFault(1, 'jammed');
    cabinet.energise(1);
    await wait(400);
    cabinet.deenergise(1);
    expect(cabinet.door(1)).toMatchObject({ latch: 'latched', leaf: 'closed', fault: 'jammed' });
    cabinet.setFault(1, null);
    await wait(400);
    expect(cabinet.door(1).leaf).toBe('closed');
    cabinet.energise(1);
    await wait(springOpens);
    expect(cabinet.door(1).leaf).toBe('open');
    cabinet.stop();
  });

  test('a door that is shut while its coil pulls springs open again', async () => {
    const { cabinet, wait } = rig();
    cabinet.energise(1);
    await wait(springOpens);
    cabinet.shut(1);
    expect(cabinet.door(1)).toMatchObject({ latch: 'released', leaf: 'closed' });
    cabinet.deenergise(1);
    await wait(springOpens);
    expect(cabinet.door(1)).toMatchObject({ leaf: 'open', opened: { released: 2, forced: 0 } });
  });

  test('a reed bounces when its door moves, and then lies still', async () => {
    const { cabinet, changes, wait } = rig();
    cabinet.pull(1);
    await wait(100);
    const levels = changes.flatMap((change) => (change.kind === 'level' ? [change.level] : []));
    expect(levels).toEqual(['high', 'low', 'high', 'low', 'high']);
    expect(cabinet.level(1)).toBe('high');
  });

  test.each([
    ['sensor-stuck-open', 'high'], ['sensor-stuck-closed', 'low'], ['sensor-lost', null], ['jammed', 'low'],
  ] as const)('a shut door whose fault is %s gives the level %s', (fault, level) => {
    const { cabinet } = rig();
    cabinet.setFault(1, fault);
    expect(cabinet.level(1)).toBe(level);
    cabinet.setFault(1, null);
    expect(cabinet.level(1)).toBe('low');
  });

  test('a person who stops listening hears no more', () => {
    const { cabinet, changes, stopListening } = rig();
    cabinet.pull(1);
    const heard = changes.length;
    stopListening();
    cabinet.pull(2);
    expect(changes).toHaveLength(heard);
  });

  test('a locker that the cabinet does not have is a mistake of the caller', () => {
    expect(() => rig().cabinet.pull(99)).toThrow('no locker 99');
  });
});

describe('the simulated cabinet as an examiner', () => {
  test('every pulse is written down with its beginning and its end', async () => {
    const { cabinet, wait } = rig();
    await wait(1000);
    cabinet.energise(1);
    cabinet.energise(1);
    await wait(400);
    cabinet.deenergise(1);
    await wait(gapBetweenPulses);
    cabinet.energise(2);
    expect(cabinet.pulses()).toEqual([{ locker: 1, fromMs: 1000, toMs: 1400 }, { locker: 2, fromMs: 1550, toMs: null }]);
    expect(cabinet.violations()).toEqual([]);
    cabinet.stop();
  });

  test('two coils at once are a violation, and the doors open all the same', async () => {
    const { cabinet, changes, wait } = rig();
    cabinet.energise(1);
    await wait(10);
    cabinet.energise(2);
    await wait(springOpens);
    expect(cabinet.violations()).toEqual([{ kind: 'too-many-coils', lockers: [1, 2], atMs: 10 }]);
    expect(changes.filter((change) => change.kind === 'violation')).toHaveLength(1);
    expect(cabinet.door(2).leaf).toBe('open');
    cabinet.stop();
  });

  test('a coil of a second is within the rule, a coil of a second and a millisecond is not', async () => {
    const { cabinet, wait } = rig();
    cabinet.energise(1);
    await wait(1000);
    cabinet.deenergise(1);
    expect(cabinet.violations()).toEqual([]);
    await wait(gapBetweenPulses);
    cabinet.energise(2);
    await wait(1001);
    expect(cabinet.violations()).toEqual([{ kind: 'coil-too-long', locker: 2, atMs: 2151 }]);
    cabinet.stop();
  });

  test('a coil that is energised before it has rested, or too soon after another, is a violation', async () => {
    const { cabinet, wait } = rig();
    const pulse = async (locker: number): Promise<void> => {
      cabinet.energise(locker);
      await wait(200);
      cabinet.deenergise(locker);
    };
    await pulse(1);
    await wait(gapBetweenPulses - 50);
    await pulse(2);
    expect(cabinet.violations()).toEqual([{ kind: 'no-gap', locker: 2, atMs: 300 }]);
    await wait(gapBetweenPulses);
    for (let hot = 0; hot < hotPulsesMost; hot++) {
      await pulse(3);
      await wait(gapBetweenPulses);
    }
    expect(cabinet.violations(), 'whoever is inside is let out so often').toHaveLength(1);
    await pulse(3);
    expect(cabinet.violations()[1]).toMatchObject({ kind: 'coil-not-rested', locker: 3 });
    cabinet.stop();
  });

  test('a cabinet that has seen a thousand pulses remembers the latest thousand', () => {
    const { cabinet } = rig();
    for (let pulse = 0; pulse < 1001; pulse++) {
      cabinet.energise(1 + (pulse % 8));
      cabinet.deenergise(1 + (pulse % 8));
    }
    expect(cabinet.pulses()).toHaveLength(1000);
    expect(cabinet.pulses()[0]?.locker).toBe(2);
    cabinet.stop();
  });
});

describe('a cabinet whose controller is killed', () => {
  /** The kill: nothing is tidied up, and time itself begins anew. What a timer of the old life would do never happens. */
  const reload = (memory: CabinetMemory) => rig(memory);

  test('a latch that was released before the kill is an open door after it, and it was released', async () => {
    const { cabinet, memory } = rig();
    cabinet.energise(1);
    const after = reload(memory);
    expect(after.cabinet.door(1)).toMatchObject({ latch: 'released', leaf: 'closed', coil: 'resting' });
    await after.wait(springOpens);
    expect(after.cabinet.door(1)).toMatchObject({ leaf: 'open', opened: { released: 1, forced: 0 } });
    expect(after.cabinet.doors().filter((door) => door.leaf === 'open')).toHaveLength(1);
  });

  test('a door that stood open stands open, with what was put in, and is not counted twice', async () => {
    const { cabinet, memory, wait } = rig();
    cabinet.energise(3);
    await wait(springOpens);
    cabinet.putIn(3, 'PARCEL-1');
    const after = reload(memory);
    await after.wait(10_000);
    expect(after.cabinet.door(3)).toMatchObject({ leaf: 'open', contents: ['PARCEL-1'], opened: { released: 1, forced: 0 } });
    expect(after.cabinet.level(3)).toBe('high');
  });

  test('a shut door stays shut, a jam stays a jam, and no other door has moved', async () => {
    const { cabinet, memory, wait } = rig();
    cabinet.setFault(2, 'jammed');
    cabinet.energise(2);
    cabinet.energise(1);
    await wait(springOpens);
    cabinet.deenergise(1);
    cabinet.shut(1);
    const after = reload(memory);
    await after.wait(10_000);
    expect(after.cabinet.doors().map((door) => door.leaf)).toEqual(Array.from({ length: 8 }, () => 'closed'));
    expect(after.cabinet.door(2)).toMatchObject({ fault: 'jammed', opened: { released: 0, forced: 0 } });
  });

  test('the world remembers before anybody is told of it', () => {
    const told: unknown[] = [];
    const memory = memoryOfOneRun();
    const { cabinet } = rig(memory);
    cabinet.onChange((change) => {
      if (change.kind !== 'violation') told.push(memory.load()?.doors.find((door) => door.locker === change.locker)?.leaf);
    });
    cabinet.pull(1);
    expect(new Set(told)).toEqual(new Set(['open']));
  });

  test('a cabinet that is stopped moves no more and leaves no timer behind', async () => {
    const { cabinet, clock, changes, wait } = rig();
    cabinet.energise(1);
    cabinet.pull(2);
    const heard = changes.length;
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
    await wait(1000);
    expect(changes).toHaveLength(heard);
    expect(cabinet.door(1)).toMatchObject({ leaf: 'closed', latch: 'released', coil: 'resting' });
  });

  test('a locker that a new profile has, and the memory has not, is shut and empty', () => {
    const memory: CabinetMemory = { load: () => ({ doors: [] }), save: () => undefined };
    expect(rig(memory).cabinet.door(8)).toMatchObject({ latch: 'latched', leaf: 'closed', contents: [] });
  });
});
