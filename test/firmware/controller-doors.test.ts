import { describe, expect, test } from 'vitest';
import { gapBetweenPulses } from '../../firmware/hardware/coil-limits.ts';
import { BankRig, code } from '../support/bank-rig.ts';

const pulsesAt = (rig: BankRig, locker: number): number => rig.cabinet.pulses().filter((pulse) => pulse.locker === locker).length;

/** Sensors that are cut off are noticed at once; the books learn it a moment later. */
async function cutTheSensorOf(rig: BankRig, locker: number): Promise<void> {
  rig.cabinet.setFault(locker, 'sensor-lost');
  await rig.advance(1_500);
  expect(rig.upstream.messages('report').at(-1)?.lockers?.[locker - 1]).toMatchObject({ number: locker, door: 'unknown' });
}

describe('a pulse that waits in the queue for its coil', () => {
  const others = [5, 6, 7, 8];

  /** A recipient has left their door open and come back for it, while the upstream has other doors opened one after the other. */
  async function waiting() {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'code.entered', code }, 1_000);
    await rig.advance(31_000);
    expect([rig.screen.screen, rig.openDoors()]).toEqual(['home', [locker]]);
    const before = pulsesAt(rig, locker);
    for (const other of others) rig.upstream.command('locker.open', { locker: other });
    await rig.advance(50);
    await rig.input({ type: 'code.entered', code });
    expect(others.map((other) => pulsesAt(rig, other))).toEqual([1, 0, 0, 0]);
    expect(pulsesAt(rig, locker)).toBe(before);
    return { rig, locker, before };
  }

  test('is forgotten when its door is shut', async () => {
    const { rig, locker, before } = await waiting();
    rig.cabinet.shut(locker);
    await rig.advance(20_000);
    expect(rig.openDoors()).toEqual(others);
    expect(pulsesAt(rig, locker)).toBe(before);
    expect(rig.upstream.types().filter((type) => type === 'door.forced' || type === 'locker.check')).toEqual([]);
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test('is made all the same while its door stands open', async () => {
    const { rig, locker, before } = await waiting();
    await rig.advance(5 * (rig.profile.lock.pulseMs + gapBetweenPulses));
    expect(pulsesAt(rig, locker)).toBe(before + 1);
  });
});

describe('a door whose sensor says nothing', () => {
  test('is pulsed once for each release, not three times', async () => {
    const rig = await BankRig.start();
    await cutTheSensorOf(rig, 5);
    for (const times of [1, 2]) {
      const id = await rig.command('locker.open', { locker: 5 });
      await rig.advance(20_000);
      expect(pulsesAt(rig, 5)).toBe(times);
      expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'did-not-open' } }]);
    }
  });

  test('is opened for no deposit: nobody would see the parcel go in', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    await cutTheSensorOf(rig, locker);
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 500);
    expect(rig.screen).toMatchObject({ screen: 'label', notice: 'locker-busy' });
    await rig.advance(20_000);
    expect(rig.cabinet.pulses()).toEqual([]);
  });

  test('is opened for the recipient of what lies behind it', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    await cutTheSensorOf(rig, locker);
    const before = pulsesAt(rig, locker);
    await rig.input({ type: 'code.entered', code }, 20_000);
    expect(pulsesAt(rig, locker)).toBe(before + 1);
    expect(rig.cabinet.takeOut(locker)).toEqual(['PKG-r-1']);
  });
});
