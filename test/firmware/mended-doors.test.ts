import { describe, expect, test } from 'vitest';
import { gapBetweenPulses } from '../../firmware/hardware/coil-limits.ts';
import type { Hasher } from '../../firmware/ports/hasher.ts';
import { BankRig, code } from '../support/bank-rig.ts';

const pulsesAt = (rig: BankRig, locker: number): number => rig.cabinet.pulses().filter((pulse) => pulse.locker === locker).length;
const scan = (rig: BankRig, reservation: string): Promise<void> =>
  rig.input({ type: 'tracking.entered', tracking: `PKG-${reservation}` }, 500);

/** Sensors that are cut off are noticed at once; the books learn it a moment later. */
async function cutTheSensorOf(rig: BankRig, locker: number): Promise<void> {
  rig.cabinet.setFault(locker, 'sensor-lost');
  await rig.advance(1_500);
  expect(rig.upstream.messages('report').at(-1)?.lockers?.[locker - 1]).toMatchObject({ number: locker, door: 'unknown' });
}

test('a pulse that waits in the queue for its coil is forgotten when its door is shut', async () => {
  const rig = await BankRig.start();
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 1_000);
  await rig.advance(31_000);
  expect([rig.screen.screen, rig.openDoors()]).toEqual(['home', [locker]]);
  const others = [5, 6, 7, 8];
  const before = pulsesAt(rig, locker);
  for (const other of others) rig.upstream.command('locker.open', { locker: other });
  await rig.advance(50);
  await rig.input({ type: 'code.entered', code });
  expect(others.map((other) => pulsesAt(rig, other))).toEqual([1, 0, 0, 0]);
  rig.cabinet.shut(locker);
  await rig.advance(20_000);
  expect(rig.openDoors()).toEqual(others);
  expect(pulsesAt(rig, locker)).toBe(before);
  expect(rig.upstream.types().filter((type) => type === 'door.forced' || type === 'locker.check')).toEqual([]);
  expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
  expect(rig.cabinet.violations()).toEqual([]);
});

test('such a pulse is made all the same while its door stands open', async () => {
  const rig = await BankRig.start();
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 1_000);
  await rig.advance(31_000);
  const before = pulsesAt(rig, locker);
  for (const other of [5, 6, 7, 8]) rig.upstream.command('locker.open', { locker: other });
  await rig.advance(50);
  await rig.input({ type: 'code.entered', code });
  expect(pulsesAt(rig, locker)).toBe(before);
  await rig.advance(5 * (rig.profile.lock.pulseMs + gapBetweenPulses));
  expect(pulsesAt(rig, locker)).toBe(before + 1);
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
    await scan(rig, 'r-1');
    expect(rig.screen).toMatchObject({ screen: 'staff-label', notice: 'locker-busy' });
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

describe('nobody leaves while their door may still open', () => {
  test('a recipient', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    rig.cabinet.setFault(locker, 'slow-spring');
    await rig.input({ type: 'code.entered', code });
    expect(rig.screen).toMatchObject({ screen: 'door-opening', door: { locker } });
    await rig.input({ type: 'finish.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'door-opening', door: { locker } });
    await rig.advance(2_500);
    expect(rig.screen).toMatchObject({ screen: 'door-open', purpose: 'pickup', door: { locker } });
  });

  test('an operator', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    rig.cabinet.setFault(locker, 'slow-spring');
    await rig.signIn();
    await scan(rig, 'r-1');
    await rig.input({ type: 'finish.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'door-opening', door: { locker } });
    expect(rig.upstream.ofType('staff.signed-out')).toEqual([]);
    await rig.advance(2_500);
    expect(rig.screen).toMatchObject({ screen: 'door-open', purpose: 'deposit', door: { locker } });
  });
});

test('a jammed door is pulsed no more after the disk has failed in mid-release', async () => {
  const rig = await BankRig.start();
  rig.cabinet.setFault(5, 'jammed');
  rig.upstream.command('locker.open', { locker: 5 });
  await rig.advance(1_000);
  expect(pulsesAt(rig, 5)).toBe(1);
  rig.disk.fault = 'sync-fails';
  rig.cabinet.pull(2);
  await rig.advance(30_000);
  expect(rig.screen).toEqual({ screen: 'out-of-order' });
  expect(rig.cabinet.pulses()).toHaveLength(1);
});

test('an operator who is taken out of the directory while signed in opens no further locker', async () => {
  const rig = await BankRig.start();
  const first = await rig.reserve('r-1');
  await rig.reserve('r-2', '47110816');
  await rig.signIn();
  await scan(rig, 'r-1');
  await rig.shut(first);
  await rig.input({ type: 'next.chosen' });
  await rig.declare('directory', { recipients: [{ id: 'ada', name: 'Ada' }], operators: [] });
  expect(rig.upstream.ofType('document.applied')).toHaveLength(2);
  await scan(rig, 'r-2');
  expect(rig.screen).toMatchObject({ screen: 'staff-label', notice: 'parcel-unknown' });
  await rig.advance(20_000);
  expect(rig.cabinet.pulses().map((pulse) => pulse.locker)).toEqual([first]);
});

test('ten quick sign-ins cost one hash at a time', async () => {
  let now = 0;
  let most = 0;
  let letGo: () => void = () => undefined;
  const hasher: Hasher = {
    scrypt: async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => (letGo = resolve));
      now--;
      return new Uint8Array(32);
    },
  };
  const rig = await BankRig.start({ hasher });
  await rig.publishDirectory();
  for (let times = 0; times < 10; times++) {
    await rig.input({ type: 'staff.chosen' }, 10);
    await rig.input({ type: 'password.entered', username: 'mia', password: 'guessed' }, 10);
    await rig.input({ type: 'finish.chosen' }, 10);
  }
  expect([now, most]).toEqual([1, 1]);
  letGo();
  await rig.input({ type: 'staff.chosen' });
  await rig.input({ type: 'password.entered', username: 'mia', password: 'guessed' });
  expect([now, most]).toEqual([1, 1]);
  letGo();
  await rig.advance(100);
  expect(rig.screen).toMatchObject({ screen: 'staff-sign-in', notice: 'sign-in-refused' });
});
