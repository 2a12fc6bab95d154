import { describe, expect, test } from 'vitest';
import { InsideSwitches } from '../../firmware/hardware/inside-switches.ts';
import type { HardwarePart } from '../../firmware/ports/hardware.ts';
import { heldDoors } from '../../firmware/technician/flash/held-doors.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import { ms } from '../../statecharts/units.ts';
import { BankRig, code } from '../support/bank-rig.ts';

/** A bank with a button inside each locker, a lamp at each door, and parts that may be lost. */
async function bankWithButtons(
  prepare: (rig: BankRig, switches: InsideSwitches) => Promise<void> = () => Promise.resolve(), passed: Promise<void> | null = null,
) {
  const rig = new BankRig();
  await rig.upstreamJoins();
  const { profile, cabinet, clock, scanner: readers } = rig;
  const model = createModelHardware({ profile, cabinet, clock, readers });
  const onTrouble = (where: string): void => void rig.troubles.push(where);
  const switches = new InsideSwitches({ clock, pulse: ms(profile.lock.pulseMs), locks: model.locks, onTrouble });
  const lit = new Set<number>();
  const health = { tell: (_part: HardwarePart, _isWell: boolean): void => undefined };
  await prepare(rig, switches);
  const doors = { sensors: model.sensors, insideReleases: switches };
  await rig.boot({ passed, hardware: {
    ...model, ...(passed ? heldDoors(doors, passed, onTrouble) : doors),
    lamps: { set: (locker, to) => void (to === 'on' ? lit.add(locker) : lit.delete(locker)) },
    health: { watch: (listener) => (health.tell = listener) },
  } });
  /** Pressed for as long as anybody presses a button. @returns whether the door stands open within a second */
  const press = async (locker: number): Promise<boolean> => {
    switches.read(locker, true);
    await rig.advance(150);
    switches.read(locker, false);
    await rig.advance(850);
    return rig.cabinet.door(locker).leaf === 'open';
  };
  const told = (from = 0) => rig.upstream.booked().slice(from)
    .map(({ type, data }) => [type.split('.').slice(1, -1).join('.'), data] as const);
  return { rig, switches, press, told, lit, health };
}

const typesOf = (told: readonly (readonly [string, unknown])[]): readonly string[] => told.map(([type]) => type);

describe('somebody inside presses the button', () => {
  test('while a profile is on trial, and is out; afterwards the door is found open, and nobody says that it did not open', async () => {
    let pass = (): void => undefined;
    const { rig, press, told } = await bankWithButtons(undefined, new Promise((resolve) => (pass = resolve)));
    expect(await press(3)).toBe(true);
    await rig.advance(8_000);
    pass();
    await rig.advance(2_000);
    expect(told()).toContainEqual(['door.opened', expect.objectContaining({ locker: 3, how: 'found' })]);
    expect(typesOf(told())).toContain('problem.reported');
    expect(typesOf(told()).filter((type) => /did-not-open|forced/.test(type))).toEqual([]);
  });

  test('and is out; the upstream hears of it, nobody calls it a theft, and the locker is looked into before anybody gets it', async () => {
    const { rig, press, told } = await bankWithButtons();
    const before = told().length;
    expect(await press(3)).toBe(true);
    await rig.advance(1_000);
    expect(told(before)).toMatchObject([
      ['problem.reported', { why: 'inside-release', locker: 3, by: null }],
      ['locker.check', { locker: 3, why: 'inside-release' }],
      ['door.opened', { locker: 3, how: 'released' }],
    ]);
    expect(typesOf(told(before))).not.toContain('door.forced');
    expect(rig.shown.forced).toEqual([]);
    await rig.shut(3);
    expect(typesOf(told(before)).at(-1)).toBe('door.closed');
    expect(rig.troubles).toEqual([]);
  });

  test('of a locker that stands open for their own visit: it is told, and puts nothing in doubt', async () => {
    const { rig, press, told } = await bankWithButtons();
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    const before = told().length;
    await press(locker);
    expect(typesOf(told(before))).toEqual(['problem.reported']);
    await rig.shut(locker);
    expect(typesOf(told(before))).toContain('pickup.completed');
  });

  const inState: readonly { readonly state: string; readonly bring: (rig: BankRig) => Promise<void> }[] = [
    { state: 'closed', bring: () => Promise.resolve() },
    { state: 'stuck', bring: async (rig) => {
      rig.cabinet.setFault(3, 'jammed');
      await rig.command('locker.open', { locker: 3 });
      await rig.advance(20_000);
      rig.cabinet.setFault(3, null);
    } },
    { state: 'unknown', bring: async (rig) => {
      rig.cabinet.setFault(3, 'sensor-lost');
      await rig.advance(3_000);
    } },
    { state: 'closing', bring: async (rig) => {
      await rig.command('locker.open', { locker: 3 });
      await rig.advance(3_000);
      rig.cabinet.shut(3);
      await rig.advance(100);
    } },
    { state: 'closing after it was held open', bring: async (rig) => {
      await rig.command('locker.open', { locker: 3 });
      await rig.advance(200_000);
      rig.cabinet.shut(3);
      await rig.advance(100);
    } },
    { state: 'closing after it was forced', bring: async (rig) => {
      rig.cabinet.pull(3);
      await rig.advance(5_000);
      rig.cabinet.shut(3);
      await rig.advance(100);
    } },
    { state: 'releasing, between two pulses', bring: async (rig) => {
      rig.cabinet.setFault(3, 'jammed');
      rig.upstream.command('locker.open', { locker: 3 });
      await rig.advance(1_500);
      rig.cabinet.setFault(3, null);
    } },
    { state: 'closed, in a bank whose journal has failed', bring: async (rig) => {
      rig.disk.fault = 'sync-fails';
      await rig.command('locker.open', { locker: 5 });
    } },
    { state: 'closed, while the queue for coils is full', bring: async (rig) => {
      for (const locker of [1, 2, 4, 5, 6]) rig.upstream.command('locker.open', { locker });
      await rig.advance(100);
    } },
  ];

  test.each(inState)('and is out within a second, whatever state the door is in [$state]', async ({ bring }) => {
    const { rig, press, told } = await bankWithButtons();
    await bring(rig);
    const before = told().filter(([type]) => type === 'door.forced').length;
    expect(rig.cabinet.door(3).leaf).toBe('closed');
    expect(await press(3)).toBe(true);
    await rig.advance(2_000);
    expect(told().filter(([type]) => type === 'door.forced')).toHaveLength(before);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test('and is out while the bank still starts; the upstream hears of it as soon as there is one', async () => {
    const { rig, told } = await bankWithButtons(async (starting, switches) => {
      switches.read(3, true);
      await starting.advance(60);
    });
    expect(rig.cabinet.door(3)).toMatchObject({ leaf: 'open', opened: { released: 1, forced: 0 } });
    expect(told()).toContainEqual(['problem.reported', { why: 'inside-release', locker: 3, by: null }]);
    expect(typesOf(told())).not.toContain('door.forced');
    expect(rig.shown.forced).toEqual([]);
  });

  test('and cannot get out, because the bolt is jammed: the upstream is told that the door did not open', async () => {
    const { rig, press, told } = await bankWithButtons();
    rig.cabinet.setFault(3, 'jammed');
    expect(await press(3)).toBe(false);
    await rig.advance(15_000);
    expect(told()).toContainEqual(['door.did-not-open', expect.objectContaining({ locker: 3, why: 'stuck' })]);
    expect(rig.cabinet.violations()).toEqual([]);
  });
});

describe('the lamp at a door', () => {
  test('shines from its release until it is shut', async () => {
    const { rig, lit } = await bankWithButtons();
    await rig.command('locker.open', { locker: 5 });
    expect([...lit]).toEqual([5]);
    await rig.advance(200_000);
    expect([...lit]).toEqual([5]);
    await rig.shut(5);
    expect([...lit]).toEqual([]);
  });

  test('goes out at a door that did not open, and at one of which nobody knows any more', async () => {
    const { rig, lit } = await bankWithButtons();
    rig.cabinet.setFault(5, 'jammed');
    await rig.command('locker.open', { locker: 5 });
    expect([...lit]).toEqual([5]);
    await rig.advance(15_000);
    expect([...lit]).toEqual([]);
    await rig.command('locker.open', { locker: 6 });
    expect([...lit]).toEqual([6]);
    rig.cabinet.setFault(6, 'sensor-lost');
    await rig.advance(2_000);
    expect([...lit]).toEqual([]);
  });

  test('shines at a door that was forced, too: whoever comes sees which one it is', async () => {
    const { rig, lit } = await bankWithButtons();
    rig.cabinet.pull(2);
    await rig.advance(1_000);
    expect([...lit]).toEqual([2]);
  });
});

describe('hardware that is lost', () => {
  test.each([['boards', 'boards-silent'], ['readers', 'readers-lost'], ['keypad', 'keypad-lost']] as const)(
    'is told upstream once, and so is its return [%s]', async (part, why) => {
      const { rig, told, health } = await bankWithButtons();
      const before = told().length;
      health.tell(part, true);
      health.tell(part, false);
      health.tell(part, false);
      await rig.advance(1_000);
      health.tell(part, true);
      await rig.advance(1_000);
      expect(told(before)).toEqual([['bank.degraded', { why }], ['bank.recovered', { why }]]);
    });

  test('is not missed any more by a bank whose profile names none', async () => {
    const { rig, told, health } = await bankWithButtons();
    health.tell('keypad', false);
    await rig.advance(1_000);
    await rig.kill();
    await rig.boot();
    expect(told().filter(([type]) => type === 'bank.recovered')).toEqual([['bank.recovered', { why: 'keypad-lost' }]]);
  });
});
