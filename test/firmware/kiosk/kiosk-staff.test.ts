import { describe, expect, test } from 'vitest';
import type { BankRig } from '../../support/bank-rig.ts';
import { kioskRig, screenAt } from '../../support/kiosk-rig.ts';

/** Mia has typed the first letters of the name on a parcel that nobody has announced. */
async function seek(rig: BankRig, label: string, letters: string): Promise<void> {
  await rig.input({ type: 'label.entered', label }, 500);
  expect(rig.screen).toMatchObject({ screen: 'party', label, sought: '' });
  await rig.input({ type: 'letters.typed', letters });
}

async function bring(rig: BankRig, label: string): Promise<number> {
  await seek(rig, label, 'ada');
  await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
  await rig.input({ type: 'size.chosen', size: 'small', accessible: false }, 1_000);
  return screenAt(rig, 'doors').doors[0]?.locker ?? 0;
}

describe('a parcel that nobody has announced', () => {
  test('is for somebody whose name begins so, and gets a locker', async () => {
    const rig = await kioskRig();
    await rig.signIn();
    await seek(rig, 'NEW-1', 'ad');
    expect(screenAt(rig, 'party').found).toEqual([]); // Two letters list half the building.
    await rig.input({ type: 'letters.typed', letters: 'ada' });
    expect(screenAt(rig, 'party').found).toEqual([
      { party: { type: 'recipient', id: 'ada' }, name: 'Ada Lovelace' },
      { party: { type: 'recipient', id: 'lea' }, name: 'Lea-Sophie Ada' },
    ]);
    await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
    expect(rig.screen).toMatchObject({ screen: 'place', party: 'Ada Lovelace', beside: [], sizes: [{ size: 'small', free: 8 }] });
    await rig.input({ type: 'size.chosen', size: 'small', accessible: false }, 1_000);
    expect(rig.openDoors()).toEqual([1]);
    await rig.shut(1);
    expect(screenAt(rig, 'doors').may).toMatchObject({ reopen: true, retract: true, larger: true, next: 'parcel' });
    expect(rig.upstream.ofType('deposit.completed')).toMatchObject([{ data: { items: [{ id: 'NEW-1' }], party: { id: 'ada' } } }]);
  });

  test('is put to what its recipient has already, where that is chosen', async () => {
    const rig = await kioskRig();
    const locker = await rig.deposit('r-1');
    await rig.signIn();
    await seek(rig, 'NEW-1', 'ada');
    await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
    expect(screenAt(rig, 'place').beside.map((place) => place.locker)).toEqual([locker]);
    await rig.input({ type: 'beside.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('gets another locker than what its recipient has already, where a size is chosen', async () => {
    const rig = await kioskRig();
    const first = await rig.deposit('r-1');
    await rig.signIn();
    expect(await bring(rig, 'NEW-1')).not.toBe(first);
  });

  test('leaves nothing behind in the books when its door did not open', async () => {
    const rig = await kioskRig();
    await rig.signIn();
    rig.cabinet.setFault(1, 'jammed');
    await bring(rig, 'NEW-1');
    await rig.advance(20_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'stuck' });
    await rig.input({ type: 'skip.chosen', locker: 1 });
    expect(rig.screen.screen).toBe('label');
    await rig.input({ type: 'label.entered', label: 'NEW-2' }, 500);
    expect(rig.upstream.ofType('reservation.cancelled')).toMatchObject([{ data: { locker: 1 } }]);
    expect(rig.screen).toMatchObject({ screen: 'party', label: 'NEW-2' });
  });

  test('leaves nothing behind when it was not put in after all', async () => {
    const rig = await kioskRig();
    await rig.signIn();
    const locker = await bring(rig, 'NEW-1');
    await rig.shut(locker);
    await rig.input({ type: 'retract.chosen' }, 500);
    expect(rig.screen).toMatchObject({ screen: 'label', notice: 'retracted' });
    expect(rig.upstream.ofType('reservation.cancelled')).toHaveLength(1);
  });

  test('that does not fit gets a larger locker, with its recipient known already', async () => {
    const rig = await kioskRig();
    await rig.signIn();
    const locker = await bring(rig, 'NEW-1');
    await rig.shut(locker);
    await rig.input({ type: 'larger.chosen' }, 500);
    expect(rig.screen).toMatchObject({ screen: 'place', party: 'Ada Lovelace' });
    await rig.input({ type: 'size.chosen', size: 'small', accessible: false }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open' });
  });

  test('is not asked about where it may not be brought', async () => {
    const rig = await kioskRig({ mailroomDirectDropOff: false });
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'NEW-1' });
    expect(rig.screen).toMatchObject({ screen: 'label', notice: 'parcel-unknown' });
  });

  test.each([
    ['initials', 'Ada L.'], ['off', 'Ada L.'],
  ])('is for somebody of whose name no more is shown than was typed [%s]', async (nameAtSelection, name) => {
    const rig = await kioskRig({ nameAtSelection });
    await rig.signIn();
    await seek(rig, 'NEW-1', 'ada');
    expect(screenAt(rig, 'party').found[0]).toEqual({ party: { type: 'recipient', id: 'ada' }, name });
    await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
    expect(screenAt(rig, 'place').party).toBe(nameAtSelection === 'off' ? '…' : 'A. L.');
  });
});

describe('an administrator', () => {
  async function atLockers(rig: BankRig, marked: readonly number[]): Promise<void> {
    await rig.signIn();
    await rig.input({ type: 'administering.chosen' });
    await rig.input({ type: 'lockers.marked', lockers: marked });
  }

  test('takes a locker out of service, with the reason, and back into it', async () => {
    const rig = await kioskRig();
    await atLockers(rig, [3]);
    expect(screenAt(rig, 'lockers').lockers[2]).toMatchObject({ status: 'available', isOpen: false, outOfService: null, items: 0 });
    await rig.input({ type: 'deed.chosen', deed: 'out-of-service' });
    expect(rig.screen).toMatchObject({ screen: 'reason', marked: [3] });
    await rig.input({ type: 'reason.chosen', why: 'dirty' });
    await rig.input({ type: 'deed.confirmed' }, 500);
    expect(screenAt(rig, 'lockers').lockers[2]).toMatchObject({ status: 'out-of-service', outOfService: 'dirty' });
    await rig.input({ type: 'lockers.marked', lockers: [3] });
    await rig.input({ type: 'deed.chosen', deed: 'in-service' });
    expect(rig.screen).toEqual({ screen: 'confirm', deed: 'in-service', marked: [3] });
    await rig.input({ type: 'deed.confirmed' }, 500);
    expect(screenAt(rig, 'lockers').lockers[2]).toMatchObject({ status: 'available' });
  });

  test('ends what was only reserved by a word, and what lies there by opening the door', async () => {
    const rig = await kioskRig();
    const occupied = await rig.deposit('r-1');
    const reserved = await rig.reserve('r-2', '47110816');
    await atLockers(rig, [occupied, reserved]);
    await rig.input({ type: 'deed.chosen', deed: 'end' });
    await rig.input({ type: 'deed.confirmed' }, 1_000);
    expect(rig.upstream.ofType('reservation.cancelled')).toMatchObject([{ data: { reservation: 'r-2' } }]);
    expect(rig.openDoors()).toEqual([occupied]);
    expect(screenAt(rig, 'doors').doors).toMatchObject([{ purpose: 'empty', items: ['PKG-r-1'] }]);
  });

  test('looks into several lockers, one coil at a time', async () => {
    const rig = await kioskRig();
    await atLockers(rig, [2, 4, 6]);
    await rig.input({ type: 'deed.chosen', deed: 'open' });
    await rig.input({ type: 'deed.confirmed' }, 5_000);
    expect(rig.openDoors()).toEqual([2, 4, 6]);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test('is told why nothing was done', async () => {
    const rig = await kioskRig();
    await atLockers(rig, [3]);
    await rig.input({ type: 'deed.chosen', deed: 'check' });
    await rig.input({ type: 'deed.confirmed' }, 500);
    expect(rig.screen).toMatchObject({ screen: 'lockers', notice: 'nothing-there' });
  });

  test('sees first what has expired, and takes it out', async () => {
    const rig = await kioskRig({ itemExpiry: 24 * 3_600_000 });
    const locker = await rig.deposit('r-1');
    await rig.reserve('r-2', '47110816');
    await rig.advance(25 * 3_600_000);
    await rig.signIn();
    expect(screenAt(rig, 'lockers')).toMatchObject({ only: 'expired', lockers: [{ locker, status: 'expired', items: 1 }] });
    await rig.input({ type: 'lockers.marked', lockers: [locker] });
    await rig.input({ type: 'deed.chosen', deed: 'remove' });
    await rig.input({ type: 'deed.confirmed' }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('sees a locker change that somebody else has changed', async () => {
    const rig = await kioskRig();
    await atLockers(rig, []);
    await rig.command('locker.service', { locker: 5, to: 'out', reason: 'painted' });
    expect(screenAt(rig, 'lockers').lockers[4]).toMatchObject({ locker: 5, status: 'out-of-service' });
  });
});

test('a carrier is shown nothing of what lies in the lockers', async () => {
  const rig = await kioskRig({ carrierDirectDropOff: true });
  await rig.deposit('r-1');
  await rig.input({ type: 'way.chosen', way: 'carrier-code' });
  await rig.input({ type: 'carrier-code.entered', code: '471100' });
  await rig.input({ type: 'administering.chosen' });
  expect(rig.screen.screen).toBe('label');
  await seek(rig, 'NEW-1', 'ada');
  await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
  expect(screenAt(rig, 'place').beside).toEqual([]);
  expect(JSON.stringify(rig.shown)).not.toContain('PKG-r-1');
});

test('an operator puts several parcels behind one open door, where the settings let them', async () => {
  const rig = await kioskRig({ batchDropOff: true });
  const locker = await rig.reserve('r-1', '47110815', { items: [{ id: 'ONE' }, { id: 'TWO' }] });
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'ONE' }, 1_000);
  await rig.input({ type: 'label.scanned', text: 'TWO' }, 1_000);
  expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker, items: ['TWO'] }] });
  await rig.shut(locker);
  expect(rig.upstream.ofType('deposit.completed')).toMatchObject([{ data: { items: [{ id: 'ONE' }, { id: 'TWO' }] } }]);
});

test('an operator with a second label in hand shuts the first door before the second one opens', async () => {
  const rig = await kioskRig({ batchDropOff: true });
  const first = await rig.reserve('r-1', '47110815');
  const second = await rig.reserve('r-2', '47110816');
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
  await rig.input({ type: 'label.scanned', text: 'PKG-r-2' }, 1_000);
  expect(rig.openDoors()).toEqual([first]);
  expect(screenAt(rig, 'doors')).toMatchObject({ stage: 'open', doors: [{ locker: first }], may: { held: second, report: false } });
  await rig.shut(first);
  await rig.advance(1_000);
  expect(rig.openDoors()).toEqual([second]);
  await rig.shut(second);
  expect(rig.upstream.ofType('deposit.completed').map(({ data }) => data['locker'])).toEqual([first, second]);
});

test('a larger locker is offered for what lies behind the door, never in the name of a parcel that was looked up meanwhile', async () => {
  const rig = await kioskRig();
  await rig.signIn();
  const locker = await bring(rig, 'FOR-ADA');
  await rig.shut(locker);
  expect(screenAt(rig, 'doors').may.larger).toBe(true);
  await rig.input({ type: 'label.scanned', text: 'FOR-BEA' }, 500);
  await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'bea' } });
  await rig.input({ type: 'back.chosen' });
  await rig.input({ type: 'back.chosen' });
  expect(screenAt(rig, 'doors').may).toMatchObject({ larger: false, retract: true });
  await rig.input({ type: 'larger.chosen' }, 500);
  expect(rig.screen.screen).toBe('doors');
});

test('a label that the scanner reads again and again neither asks for the same door twice nor takes typed letters away', async () => {
  const rig = await kioskRig();
  await rig.signIn();
  await rig.input({ type: 'label.scanned', text: 'NEW-1' }, 500);
  await rig.input({ type: 'letters.typed', letters: 'ada' });
  await rig.input({ type: 'label.scanned', text: 'NEW-1' }, 500);
  expect(screenAt(rig, 'party').sought).toBe('ada');
  await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
  await rig.input({ type: 'size.chosen', size: 'small', accessible: false }, 1_000);
  await rig.input({ type: 'label.scanned', text: 'NEW-1' }, 1_000);
  expect(screenAt(rig, 'doors').may.held).toBeNull();
  await rig.shut(1);
  await rig.advance(1_000);
  expect(rig.openDoors()).toEqual([]);
});

test('a parcel without a label is brought where there is a camera for it, and goes into a locker of its own', async () => {
  const rig = await kioskRig({ photoWithoutBarcode: true });
  await rig.deposit('r-1');
  await rig.signIn();
  expect(screenAt(rig, 'label').noLabel).toBe(true);
  await rig.input({ type: 'no-label.chosen' });
  await rig.input({ type: 'letters.typed', letters: 'ada' });
  await rig.input({ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } });
  expect(screenAt(rig, 'place').beside).toEqual([]);
  await rig.input({ type: 'size.chosen', size: null, accessible: false }, 1_000);
  expect(rig.openDoors()).toEqual([2]);
});

test('letters that were typed for one parcel are not there for the next', async () => {
  const rig = await kioskRig();
  await rig.signIn();
  await seek(rig, 'NEW-1', 'ada');
  await rig.input({ type: 'back.chosen' });
  await rig.input({ type: 'label.entered', label: 'NEW-2' });
  expect(rig.screen).toMatchObject({ screen: 'party', label: 'NEW-2', sought: '', found: [] });
});
