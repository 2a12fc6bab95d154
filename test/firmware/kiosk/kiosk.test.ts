import { describe, expect, test } from 'vitest';
import { code, type BankRig } from '../../support/bank-rig.ts';
import { kioskRig, screenAt, showBadge } from '../../support/kiosk-rig.ts';

describe('somebody who signs in', () => {
  test('with a badge is asked for the PIN that belongs to it, and then sees by name what is theirs', async () => {
    const rig = await kioskRig();
    const locker = await rig.deposit('r-1');
    await rig.reserve('r-2', '47110816');
    await showBadge(rig, '1001');
    expect(rig.screen).toEqual({ screen: 'pin', why: 'badge' });
    await rig.input({ type: 'pin.entered', pin: '481516' }, 500);
    expect(rig.screen).toMatchObject({
      screen: 'choose', name: 'Ada Lovelace', stores: true, notice: null,
      offers: [{ locker, column: 1, purpose: 'pickup', kind: 'delivery', items: 1, trouble: null, department: null, extension: null }],
    });
  });

  test('and has nothing here is told so at the home screen, and nobody is known any more', async () => {
    const rig = await kioskRig({ bankModes: ['delivery'] });
    await showBadge(rig, '1002');
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'nothing-here' });
    expect(rig.controller.desk.visitor).toBeNull();
  });

  test('with something that opens nothing stays where they typed it', async () => {
    const rig = await kioskRig({ carrierDirectDropOff: true });
    expect(screenAt(rig, 'home').ways).toEqual(['code', 'password', 'carrier-code']);
    await rig.input({ type: 'way.chosen', way: 'carrier-code' });
    await rig.input({ type: 'carrier-code.entered', code: '999999' });
    expect(rig.screen).toMatchObject({ screen: 'sign-in', way: 'carrier-code', notice: 'code-refused' });
    await rig.input({ type: 'carrier-code.entered', code: '471100' });
    expect(rig.screen).toMatchObject({ screen: 'label', person: { role: 'carrier', name: 'Speedy', administers: false } });
  });
});

describe('a person with parcels in two lockers', () => {
  async function two(settings: object = {}) {
    const rig = await kioskRig(settings);
    const lockers = [await rig.deposit('r-1'), await rig.deposit('r-2', '47110816')] as const;
    await showBadge(rig, '1001', '481516');
    return { rig, lockers };
  }

  test('opens them one after the other, and the next one by a touch', async () => {
    const { rig, lockers: [first, second] } = await two();
    await rig.input({ type: 'visits.chosen', lockers: [first, second] }, 1_000);
    expect(rig.openDoors()).toEqual([first]);
    await rig.shut(first);
    expect(screenAt(rig, 'doors').may).toMatchObject({ reopen: true, retract: false, larger: false, end: false, next: 'door', code: null });
    await rig.input({ type: 'next.chosen' }, 1_000);
    expect(rig.openDoors()).toEqual([second]);
    await rig.shut(second);
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(2);
  });

  test('opens all at once where the settings say so, one coil at a time', async () => {
    const { rig, lockers } = await two({ allDoorsAtOnce: true });
    await rig.input({ type: 'visits.chosen', lockers }, 3_000);
    expect(rig.openDoors()).toEqual(lockers);
    expect(screenAt(rig, 'doors').doors.map(({ is, items }) => [is, items])).toEqual([['open', ['PKG-r-1']], ['open', ['PKG-r-2']]]);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test('is told which door did not open, and tries it again when it can', async () => {
    const { rig, lockers: [first] } = await two();
    rig.cabinet.setFault(first, 'jammed');
    await rig.input({ type: 'visits.chosen', lockers: [first] }, 20_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'stuck', doors: [{ locker: first, is: 'stuck', why: 'did-not-open' }] });
    rig.cabinet.setFault(first, null);
    await rig.input({ type: 'retry.chosen', locker: first }, 1_000);
    expect(rig.openDoors()).toEqual([first]);
  });

  test('leaves some of it in the locker by saying so', async () => {
    const { rig, lockers: [first] } = await two();
    await rig.input({ type: 'visits.chosen', lockers: [first] }, 1_000);
    await rig.input({ type: 'left-some.chosen', locker: first, left: ['PKG-r-1'] });
    await rig.shut(first);
    expect(rig.upstream.ofType('pickup.completed')).toEqual([]);
    expect(rig.upstream.ofType('pickup.partial')).toMatchObject([{ data: { locker: first, left: [{ id: 'PKG-r-1' }] } }]);
  });
});

describe('a signature that is asked for', () => {
  test('is told as a hash before the door opens, and its strokes stand nowhere', async () => {
    const rig = await kioskRig({ signature: 'sign' });
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'code.entered', code });
    expect(rig.screen).toEqual({ screen: 'sign', how: 'sign', notice: null });
    expect(rig.openDoors()).toEqual([]);
    await rig.input({ type: 'signature.given', strokes: '1,2 3,4' }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    const [captured] = rig.upstream.ofType('signature.captured');
    expect(captured?.data).toMatchObject({ reservation: 'r-1', locker, by: { role: 'recipient', id: 'ada' } });
    expect(captured?.data['sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(rig.broker.published)).not.toContain('1,2 3,4');
  });

  test('is a PIN for whoever does not sign, and a wrong one opens nothing', async () => {
    const rig = await kioskRig({ signature: 'pin' });
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'code.entered', code });
    await rig.input({ type: 'pin.entered', pin: '000001' }, 500);
    expect(rig.screen).toEqual({ screen: 'sign', how: 'pin', notice: 'sign-in-refused' });
    await rig.input({ type: 'pin.entered', pin: '481516' }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });
});

describe('a visitor who stores a bag', () => {
  const open = { reservationWithoutRecipient: true };

  async function stored(): Promise<{ rig: BankRig; locker: number; code: string }> {
    const rig = await kioskRig(open);
    expect(screenAt(rig, 'home').stores).toBe(true);
    await rig.input({ type: 'storing.chosen' });
    expect(rig.screen).toMatchObject({ screen: 'store-size', sizes: [{ size: 'small', free: 8 }] });
    await rig.input({ type: 'size.chosen', size: 'small', accessible: false });
    expect(rig.screen).toMatchObject({ screen: 'store-length', firstMs: 3_600_000, stepMs: 3_600_000, lastMs: 86_400_000 });
    await rig.input({ type: 'length.chosen', lengthMs: 7_200_000 }, 1_000);
    const { doors: [door], may } = screenAt(rig, 'doors');
    return { rig, locker: door?.locker ?? 0, code: may.code ?? '' };
  }

  test('is shown the code that opens the locker again, and nobody sees it after they have gone', async () => {
    const { rig, locker, code: theirs } = await stored();
    expect(theirs).toMatch(/^\d{8}$/);
    await rig.shut(locker);
    expect(screenAt(rig, 'doors').may).toMatchObject({ code: theirs, end: true });
    await rig.input({ type: 'finish.chosen' });
    expect(rig.screen.screen).toBe('home');
    expect(JSON.stringify(rig.shown)).not.toContain(theirs);
    await rig.input({ type: 'code.entered', code: theirs }, 1_000);
    expect(screenAt(rig, 'choose')).toMatchObject({ name: null, offers: [{ locker, purpose: 'keep', mayEnd: true }], works: [] });
    expect(rig.openDoors()).toEqual([]);
    await rig.input({ type: 'visits.chosen', lockers: [locker] }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    expect(screenAt(rig, 'doors').may.code).toBeNull();
  });

  test('ends it without opening it, a moment after it was shut, and is told that it is over', async () => {
    const { rig, locker, code: theirs } = await stored();
    await rig.shut(locker);
    await rig.input({ type: 'finish.chosen' });
    await rig.input({ type: 'code.entered', code: theirs }, 500);
    await rig.input({ type: 'end.chosen', locker }, 500);
    expect(rig.upstream.ofType('storage.ended')).toHaveLength(1);
    expect(rig.openDoors()).toEqual([]);
    // What they have just ended opens once more, for whoever has ended it by mistake.
    expect(rig.screen).toMatchObject({ screen: 'choose', offers: [{ locker, again: true, mayEnd: false }], notice: 'ended' });
  });

  test('opens it at once where it can neither last longer nor end unopened', async () => {
    const { rig, locker, code: theirs } = await stored();
    await rig.shut(locker);
    await rig.input({ type: 'finish.chosen' });
    await rig.advance(600_000);
    await rig.declare('settings', { ...open, bankModes: ['delivery', 'storage'], storageDuration: 'fixed' });
    await rig.input({ type: 'code.entered', code: theirs }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('ends the storage once everything is out', async () => {
    const { rig, locker } = await stored();
    await rig.shut(locker);
    await rig.input({ type: 'ending.chosen', ends: true }, 500);
    expect(rig.upstream.ofType('storage.ended')).toHaveLength(1);
  });

  test('leaves nothing reserved where the door did not open and they went home', async () => {
    const rig = await kioskRig(open);
    rig.cabinet.setFault(1, 'jammed');
    await rig.input({ type: 'storing.chosen' });
    await rig.input({ type: 'size.chosen', size: 'small', accessible: false });
    await rig.input({ type: 'length.chosen', lengthMs: 3_600_000 }, 20_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'stuck' });
    await rig.input({ type: 'finish.chosen' }, 500);
    expect(rig.upstream.ofType('reservation.cancelled')).toHaveLength(1);
  });
});

test('somebody who stores belongings keeps them for longer, as far as is offered', async () => {
  const rig = await kioskRig();
  await showBadge(rig, '1001', '481516');
  await rig.input({ type: 'storing.chosen' });
  await rig.input({ type: 'size.chosen', size: null, accessible: false });
  await rig.input({ type: 'length.chosen', lengthMs: 3_600_000 }, 1_000);
  const locker = screenAt(rig, 'doors').doors[0]?.locker ?? 0;
  expect(screenAt(rig, 'doors').may.code).toBeNull(); // Their badge opens it.
  await rig.shut(locker);
  expect(screenAt(rig, 'doors').may.next).toBe('list');
  await rig.input({ type: 'next.chosen' });
  const { extension, untilMs } = screenAt(rig, 'choose').offers.find((one) => one.kind === 'storage') ?? {};
  expect(extension?.firstMs).toBe((untilMs ?? 0) + 3_600_000);
  await rig.input({ type: 'longer.chosen', locker });
  expect(rig.screen).toMatchObject({ screen: 'longer', locker, extension });
  await rig.input({ type: 'extension.chosen', untilMs: extension?.firstMs ?? 0 });
  expect(rig.screen).toMatchObject({ screen: 'choose', notice: 'extended' });
  expect(rig.upstream.ofType('storage.extended')).toHaveLength(1);
});

test('a person reports what is wrong, and it is told', async () => {
  const rig = await kioskRig();
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 1_000);
  await rig.input({ type: 'reporting.chosen' });
  expect(rig.screen).toMatchObject({ screen: 'problem', locker });
  await rig.input({ type: 'problem.chosen', locker, why: 'empty' });
  expect(rig.upstream.ofType('problem.reported')).toMatchObject([{ data: { why: 'empty', locker } }]);
  expect(rig.screen).toMatchObject({ screen: 'doors', notice: 'problem-reported' });
});

test('somebody who stores without an end is asked at each opening whether they need the locker any more', async () => {
  const rig = await kioskRig({ storageDuration: 'unlimited' });
  await showBadge(rig, '1001', '481516');
  await rig.input({ type: 'storing.chosen' });
  await rig.input({ type: 'size.chosen', size: 'small', accessible: false }, 1_000);
  const locker = screenAt(rig, 'doors').doors[0]?.locker ?? 0;
  await rig.shut(locker);
  await rig.input({ type: 'finish.chosen' });
  await showBadge(rig, '1001', '481516');
  expect(rig.screen).toMatchObject({ screen: 'ask-end', door: { locker } });
  await rig.input({ type: 'ending.chosen', ends: true }, 1_000);
  expect(rig.openDoors()).toEqual([locker]);
  await rig.shut(locker);
  expect(rig.upstream.ofType('storage.ended')).toHaveLength(1);
});

test('somebody who comes for their department sees whose parcels they are', async () => {
  const rig = await kioskRig({ departmentPickup: 'members', departmentSplit: true, bankModes: ['delivery'] });
  await rig.reserve('r-1', code, { party: { type: 'department', id: 'law' } });
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
  await rig.shut(1);
  await rig.input({ type: 'finish.chosen' });
  await rig.reserve('r-2', '47110816', { party: { type: 'recipient', id: 'bea' } });
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'PKG-r-2' }, 1_000);
  await rig.shut(2);
  await rig.input({ type: 'finish.chosen' });
  await showBadge(rig, '1002');
  expect(screenAt(rig, 'choose').offers.map(({ locker, department }) => [locker, department])).toEqual([[2, null], [1, 'Law']]);
});

test('a code that nobody may use is one thing to say at the home screen, where it is said no longer than a minute', async () => {
  const rig = await kioskRig();
  await rig.input({ type: 'code.entered', code: '00000000' });
  expect(rig.screen).toMatchObject({ screen: 'home', notice: 'code-refused' });
  await rig.advance(61_000);
  expect(rig.screen).toMatchObject({ screen: 'home', notice: null });
});
