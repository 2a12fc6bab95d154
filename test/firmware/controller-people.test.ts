import { describe, expect, test } from 'vitest';
import { usualBankSettings } from '../../firmware/bank/settings.ts';
import type { Hasher } from '../../firmware/ports/hasher.ts';
import { BankRig, code } from '../support/bank-rig.ts';

const inner = ({ screen }: BankRig): string => (screen.screen === 'doors' ? `doors ${screen.stage}` : screen.screen);

async function pickup(rig: BankRig): Promise<number> {
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 1_000);
  expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker }] });
  return locker;
}

describe('the four timers bring the kiosk home', () => {
  test('from a door left open, and the next person is served while it stands open [return home after pickup]', async () => {
    const rig = await BankRig.start();
    const locker = await pickup(rig);
    await rig.advance(28_000);
    expect(inner(rig)).toBe('doors open');
    await rig.advance(2_000);
    expect(inner(rig)).toBe('home');
    expect(rig.openDoors()).toEqual([locker]);
    await rig.input({ type: 'way.chosen', way: 'password' });
    expect(inner(rig)).toBe('sign-in');
    await rig.shut(locker);
    expect(inner(rig)).toBe('sign-in');
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
  });

  test('from a sign-in that nobody finished [return home on inactivity]', async () => {
    const rig = await BankRig.start();
    await rig.input({ type: 'way.chosen', way: 'password' });
    await rig.advance(55_000);
    await rig.input({ type: 'person.touched' });
    await rig.advance(55_000);
    expect(inner(rig)).toBe('sign-in');
    await rig.advance(6_000);
    expect(inner(rig)).toBe('home');
  });

  test('from an operator who walked away from an open door, who is signed out [admin session timeout]', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
    await rig.advance(295_000);
    expect(inner(rig)).toBe('doors open');
    await rig.advance(10_000);
    expect(inner(rig)).toBe('home');
    expect(rig.openDoors()).toEqual([locker]);
    expect(rig.upstream.ofType('staff.signed-out')).toHaveLength(1);
    await rig.shut(locker);
    expect(rig.upstream.ofType('deposit.completed')).toHaveLength(1);
  });

  test('and end the right to open a locker again that was collected from [locker access after pickup]', async () => {
    const rig = await BankRig.start();
    await rig.declare('settings', { lockerAccessAfterPickup: 20_000, returnHomeAfterPickup: 60_000 });
    const locker = await pickup(rig);
    await rig.shut(locker);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'shut', may: { reopen: true } });
    await rig.advance(20_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'shut', may: { reopen: false } });
    await rig.input({ type: 'reopen.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([]);
    await rig.input({ type: 'finish.chosen' });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'code-refused' });
    expect(rig.openDoors()).toEqual([]);
  });
});

describe('the reopen window', () => {
  test('lets a recipient open the same door again, by the button or by the code', async () => {
    const rig = await BankRig.start();
    const locker = await pickup(rig);
    await rig.shut(locker);
    await rig.input({ type: 'reopen.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    await rig.shut(locker);
    await rig.input({ type: 'finish.chosen' });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    expect(rig.upstream.ofType('pickup.reopened')).toHaveLength(2);
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
  });

  test('lets an operator take a parcel out again that was put into the wrong locker, and no longer than that', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
    await rig.shut(locker);
    await rig.input({ type: 'reopen.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    await rig.shut(locker);
    await rig.input({ type: 'retract.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'label', notice: 'retracted' });
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
    await rig.shut(locker);
    for (let minute = 0; minute < 6; minute++) {
      await rig.input({ type: 'person.touched' });
      await rig.advance(60_000);
    }
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'shut', may: { reopen: false } });
    await rig.input({ type: 'reopen.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([]);
    expect(rig.upstream.types().filter((type) => type.startsWith('deposit.'))).toEqual([
      'deposit.started', 'deposit.completed', 'deposit.reopened', 'deposit.abandoned', 'deposit.started', 'deposit.completed',
    ]);
  });

  test('keeps the locker of its last recipient, who may still come back, and gives it to all as soon as it is over', async () => {
    const rig = await BankRig.start();
    const locker = await pickup(rig);
    await rig.shut(locker);
    const statusOf = () => rig.upstream.messages('report').at(-1)?.lockers?.find((row) => row.number === locker)?.status;
    await rig.advance(5_000);
    expect(statusOf()).toBe('reserved');
    await rig.advance(usualBankSettings.lockerAccessAfterPickup);
    expect(statusOf()).toBe('available');
  });
});

describe('nobody leaves while their door may still open', () => {
  test('a recipient', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    rig.cabinet.setFault(locker, 'slow-spring');
    await rig.input({ type: 'code.entered', code });
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'opening', doors: [{ locker }] });
    await rig.input({ type: 'finish.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'opening', doors: [{ locker }] });
    await rig.advance(2_500);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker, purpose: 'pickup' }] });
  });

  test('an operator', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    rig.cabinet.setFault(locker, 'slow-spring');
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 500);
    await rig.input({ type: 'finish.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'opening', doors: [{ locker }] });
    expect(rig.upstream.ofType('staff.signed-out')).toEqual([]);
    await rig.advance(2_500);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker, purpose: 'deposit' }] });
  });
});

test('an operator who is taken out of the directory while signed in opens no further locker', async () => {
  const rig = await BankRig.start();
  const first = await rig.reserve('r-1');
  await rig.reserve('r-2', '47110816');
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 500);
  await rig.shut(first);
  await rig.input({ type: 'next.chosen' });
  await rig.declare('directory', { recipients: [{ id: 'ada', name: 'Ada' }], operators: [] });
  expect(rig.upstream.ofType('document.applied')).toHaveLength(2);
  await rig.input({ type: 'label.entered', label: 'PKG-r-2' }, 500);
  expect(rig.screen).toMatchObject({ screen: 'label', notice: 'not-allowed' });
  await rig.advance(20_000);
  expect(rig.cabinet.pulses().map((pulse) => pulse.locker)).toEqual([first]);
});

describe('a person who guesses', () => {
  const guess = async (rig: BankRig, times: number): Promise<void> => {
    for (let n = 0; n < times; n++) await rig.input({ type: 'code.entered', code: `0000000${String(n)}` });
  };

  test('five times is locked out, also across a power cut, and the right code is as good as a wrong one meanwhile', async () => {
    const rig = await BankRig.start();
    await rig.deposit('r-1');
    await guess(rig, 4);
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'code-refused', keypadLockedForMs: 0 });
    await guess(rig, 1);
    expect(rig.screen).toMatchObject({ screen: 'home', keypadLockedForMs: expect.any(Number) as number });
    await rig.kill();
    await rig.boot();
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'keypad-locked' });
    expect(rig.openDoors()).toEqual([]);
    await rig.advance(60_000);
    expect(rig.screen).toMatchObject({ screen: 'home', keypadLockedForMs: 0 });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(inner(rig)).toBe('doors open');
    expect(rig.upstream.ofType('credential.locked-out')).toHaveLength(1);
    expect(rig.upstream.ofType('credential.refused')).toHaveLength(5);
  });

  test('at a password is refused, and nobody is told whether the name exists', async () => {
    const rig = await BankRig.start();
    await rig.publishDirectory();
    await rig.input({ type: 'way.chosen', way: 'password' });
    const notices = [];
    for (const username of ['mia', 'nobody']) {
      await rig.input({ type: 'password.entered', username, password: 'guessed' });
      notices.push(rig.screen);
    }
    expect(notices[0]).toMatchObject({ screen: 'sign-in', notice: 'sign-in-refused' });
    expect(notices[1]).toEqual(notices[0]);
  });

  test('at ten passwords, in quick sign-ins, costs one hash at a time', async () => {
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
      await rig.input({ type: 'way.chosen', way: 'password' }, 10);
      await rig.input({ type: 'password.entered', username: 'mia', password: 'guessed' }, 10);
      await rig.input({ type: 'finish.chosen' }, 10);
    }
    expect([now, most]).toEqual([1, 1]);
    letGo();
    await rig.input({ type: 'way.chosen', way: 'password' });
    await rig.input({ type: 'password.entered', username: 'mia', password: 'guessed' });
    expect([now, most]).toEqual([1, 1]);
    letGo();
    await rig.advance(100);
    expect(rig.screen).toMatchObject({ screen: 'sign-in', notice: 'sign-in-refused' });
  });
});

describe('a settings document', () => {
  test('that is declared changes the timers of the bank that is running', async () => {
    const rig = await BankRig.start();
    await rig.declare('settings', { returnHomeAfterPickup: 25_000, heldOpenAfter: 30_000, openWarning: 5_000 });
    expect(rig.upstream.ofType('document.applied')).toHaveLength(1);
    await pickup(rig);
    await rig.advance(24_500);
    expect(inner(rig)).toBe('home');
    await rig.advance(6_000);
    expect(rig.upstream.ofType('door.held-open')).toHaveLength(1);
  });

  test.each([
    ['that asks for too much', { returnHomeAfterPickup: 1 }, 'returnHomeAfterPickup'],
    ['that names what there is not', { colour: 7 }, 'colour'],
  ])('%s changes nothing, and the reason is told', async (_what, document, why) => {
    const rig = await BankRig.start();
    await rig.declare('settings', document);
    expect(rig.upstream.ofType('document.rejected')[0]?.data['why']).toContain(why);
    expect(rig.upstream.ofType('document.applied')).toEqual([]);
  });

  test('lasts over a power cut, and an older version does not come back', async () => {
    const rig = await BankRig.start();
    await rig.declare('settings', { returnHomeAfterPickup: 24_000 });
    await rig.declare('settings', { returnHomeAfterPickup: 25_000 });
    await rig.kill();
    rig.upstream.documents.set('settings', { version: 1, body: JSON.stringify({ returnHomeAfterPickup: 120_000 }) });
    rig.upstream.declare();
    await rig.boot();
    await pickup(rig);
    await rig.advance(24_500);
    expect(inner(rig)).toBe('home');
    expect(rig.upstream.ofType('document.applied')).toHaveLength(3); // Two of settings, one of people.
  });
});

test('a visitor who left while their locker was being written down is not who stands at the kiosk next', async () => {
  const rig = await BankRig.start();
  await rig.declare('settings', { bankModes: ['delivery', 'storage'], reservationWithoutRecipient: true });
  const { desk } = rig.controller;
  desk.begin('the visitor');
  const storing = desk.store({ whose: 'visitor', accessible: false, lengthMs: null });
  desk.begin('whoever comes next');
  expect((await storing).answer.kind).toBe('taken');
  expect(desk.lockers()).toEqual([]);
  desk.begin('another visitor');
  await desk.store({ whose: 'visitor', accessible: false, lengthMs: null });
  expect(desk.lockers()).toHaveLength(1);
});

describe('an operator is signed out', () => {
  test('when the bank stops in order', async () => {
    const rig = await BankRig.start();
    await rig.signIn();
    void rig.controller.stop();
    await rig.advance(5_000);
    rig.cabinet.stop();
    await rig.boot();
    expect(rig.upstream.types().filter((type) => type.startsWith('staff.'))).toEqual(['staff.signed-in', 'staff.signed-out']);
  });

  test('when they leave while their signing in is written down', async () => {
    const rig = await BankRig.start();
    await rig.publishDirectory();
    const { desk } = rig.controller;
    desk.begin('the operator');
    const letGo = rig.disk.holdSyncs();
    const presenting = desk.present({ how: 'password', username: 'mia', password: 'parcels-42' });
    await rig.advance(100);
    desk.begin('whoever comes next');
    letGo();
    await rig.advance(100);
    expect(await presenting).toEqual({ kind: 'refused', why: 'bank-trouble' });
    expect(rig.upstream.types().filter((type) => type.startsWith('staff.'))).toEqual(['staff.signed-in', 'staff.signed-out']);
  });
});
