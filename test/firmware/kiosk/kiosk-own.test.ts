import { describe, expect, test } from 'vitest';
import { code, type BankRig } from '../../support/bank-rig.ts';
import { kioskDirectory, kioskRig, screenAt, showBadge } from '../../support/kiosk-rig.ts';
import { verifierOf } from '../../support/scrypt.ts';

/** A parcel for somebody, put in by whoever else works here. */
async function brought(rig: BankRig, id: string, party: string): Promise<number> {
  const locker = await rig.reserve(id, id === 'r-1' ? code : '47110816', { party: { type: 'recipient', id: party } });
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: `PKG-${id}` }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'finish.chosen' });
  return locker;
}

/** Mia works here, and is a recipient by the same id; both are one person with one badge. */
async function miaHasParcels(settings: object = {}): Promise<BankRig> {
  const rig = await kioskRig(settings);
  const { recipients } = kioskDirectory;
  await rig.declare('directory', {
    ...kioskDirectory, recipients: [...recipients, { id: 'mia', name: 'Mia', badges: ['2001'], pin: verifierOf('271828') }],
  });
  return rig;
}

describe('somebody who works here and has parcels here', () => {
  test('is asked first whether they come for their own or for their work', async () => {
    const rig = await miaHasParcels();
    const locker = await brought(rig, 'r-1', 'mia');
    await rig.signIn();
    expect(screenAt(rig, 'choose')).toMatchObject({
      name: 'Mia', offers: [{ locker, purpose: 'pickup' }], works: ['delivering', 'administering'],
    });
    await rig.input({ type: 'visits.chosen', lockers: [locker] }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    await rig.shut(locker);
    expect(rig.upstream.ofType('pickup.completed')).toMatchObject([{ data: { by: { role: 'recipient', id: 'mia' } } }]);
    await rig.input({ type: 'next.chosen' });
    await rig.input({ type: 'delivering.chosen' });
    expect(screenAt(rig, 'label').person).toMatchObject({ role: 'administrator', receives: true });
    await rig.input({ type: 'finish.chosen' });
    expect(rig.upstream.ofType('staff.signed-in').length).toBe(rig.upstream.ofType('staff.signed-out').length);
  });

  test('goes to their work at once where nothing is here for them, and finds their own from there', async () => {
    const rig = await miaHasParcels();
    await rig.signIn();
    expect(rig.screen.screen).toBe('label');
    await rig.input({ type: 'visiting.chosen' });
    expect(screenAt(rig, 'choose')).toMatchObject({ offers: [], works: ['delivering', 'administering'] });
    await rig.input({ type: 'administering.chosen' });
    expect(rig.screen.screen).toBe('lockers');
  });

  test('leaves some of it in the locker, as anybody may', async () => {
    const rig = await miaHasParcels();
    const locker = await brought(rig, 'r-1', 'mia');
    await rig.signIn();
    await rig.input({ type: 'visits.chosen', lockers: [locker] }, 1_000);
    await rig.input({ type: 'left-some.chosen', locker, left: ['PKG-r-1'] });
    await rig.shut(locker);
    expect(rig.upstream.ofType('pickup.partial')).toHaveLength(1);
  });

  test('proves by their PIN what they take out, and signs in no second time by it', async () => {
    const rig = await miaHasParcels({ signature: 'pin' });
    const locker = await brought(rig, 'r-1', 'mia');
    await rig.signIn();
    const before = rig.upstream.ofType('staff.signed-in').length;
    await rig.input({ type: 'visits.chosen', lockers: [locker] }, 500);
    expect(rig.screen).toMatchObject({ screen: 'sign', how: 'pin' });
    await rig.input({ type: 'pin.entered', pin: '271828' }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    expect(rig.upstream.ofType('staff.signed-in')).toHaveLength(before);
    await rig.shut(locker);
    await rig.input({ type: 'next.chosen' });
    await rig.input({ type: 'administering.chosen' });
    expect(rig.screen.screen).toBe('lockers');
  });

  test('opens nobody else\'s by that', async () => {
    const rig = await miaHasParcels();
    const adas = await brought(rig, 'r-2', 'ada');
    const hers = await brought(rig, 'r-1', 'mia');
    await rig.signIn();
    expect(screenAt(rig, 'choose').offers.map(({ locker }) => locker)).toEqual([hers]);
    await rig.input({ type: 'visits.chosen', lockers: [adas] }, 1_000);
    expect(rig.openDoors()).toEqual([]);
  });
});

test('a courier opens nothing that is for a recipient of the same id: a whole company knows that code', async () => {
  const rig = await kioskRig({ carrierDirectDropOff: true });
  const { recipients } = kioskDirectory;
  await rig.declare('directory', { ...kioskDirectory, recipients: [...recipients, { id: 'speedy', name: 'Speedy' }] });
  const locker = await brought(rig, 'r-1', 'speedy');
  await rig.input({ type: 'way.chosen', way: 'carrier-code' });
  await rig.input({ type: 'carrier-code.entered', code: '471100' });
  expect(screenAt(rig, 'label').person).toMatchObject({ role: 'carrier', receives: false });
  await rig.input({ type: 'visiting.chosen' });
  await rig.input({ type: 'visits.chosen', lockers: [locker] }, 1_000);
  expect(rig.openDoors()).toEqual([]);
});

describe('the label of an asset at the home screen', () => {
  const asset = { kind: 'asset', items: [{ id: 'LAPTOP-7' }] } as const;

  async function withLaptop(settings: object = {}): Promise<{ readonly rig: BankRig; readonly locker: number }> {
    const rig = await kioskRig(settings);
    const locker = await rig.reserve('r-1', code, asset);
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'LAPTOP-7' }, 1_000);
    await rig.shut(locker);
    await rig.input({ type: 'finish.chosen' });
    return { rig, locker };
  }

  test('tells a stranger the same as a label of nothing, and so do its door, the log and the upstream', async () => {
    const { rig } = await withLaptop();
    const shownBy = async (text: string) => {
      const before = rig.upstream.booked().length;
      await rig.input({ type: 'label.scanned', text });
      const seen = [rig.shown.screen, rig.shown.telling, rig.upstream.booked().slice(before).map(({ type }) => type)];
      await rig.input({ type: 'back.chosen' });
      return seen;
    };
    expect(await shownBy('LAPTOP-7')).toEqual(await shownBy('LAPTOP-8'));
    await rig.input({ type: 'label.scanned', text: 'LAPTOP-7' });
    expect(rig.shown).toMatchObject({ screen: { screen: 'sign-in', way: 'code', isForLabel: true }, telling: { title: 'Who are you?' } });
    expect(rig.openDoors()).toEqual([]);
  });

  test('opens its door for whoever it is for, once a badge and its PIN have said who they are', async () => {
    const { rig, locker } = await withLaptop();
    await rig.input({ type: 'label.scanned', text: 'laptop-7' });
    await showBadge(rig, '1001', '481516');
    await rig.advance(1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('opens its door for whoever types its code', async () => {
    const { rig, locker } = await withLaptop();
    await rig.input({ type: 'label.scanned', text: 'LAPTOP-7' });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('tells somebody else who is known no more than that it is not for them', async () => {
    const { rig } = await withLaptop();
    await brought(rig, 'r-2', 'bea');
    const told: unknown[] = [];
    for (const text of ['LAPTOP-7', 'LAPTOP-8']) {
      await rig.input({ type: 'label.scanned', text });
      await showBadge(rig, '1002');
      told.push([rig.shown.screen, rig.shown.telling]);
      expect(screenAt(rig, 'choose')).toMatchObject({ notice: 'not-yours', offers: [{ purpose: 'pickup' }] });
      expect(rig.openDoors()).toEqual([]);
      await rig.input({ type: 'finish.chosen' });
    }
    expect(told[0]).toEqual(told[1]);
  });

  test('leads an operator who then signs in straight to the locker that waits for it', async () => {
    const rig = await kioskRig();
    const locker = await rig.reserve('r-1', code, asset);
    await rig.input({ type: 'label.scanned', text: 'LAPTOP-7' });
    await rig.signIn();
    await rig.advance(1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('is a code that opens nothing where the bank has no assets', async () => {
    const rig = await kioskRig({ bankModes: ['delivery'] });
    await rig.input({ type: 'label.scanned', text: 'LAPTOP-7' });
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'code-refused' });
  });
});

test('a photo that is asked for is a signature: no bank has a camera', async () => {
  const rig = await kioskRig({ signature: 'photo' });
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code });
  expect(rig.screen).toEqual({ screen: 'sign', how: 'sign', notice: null });
  await rig.input({ type: 'signature.given', strokes: '1,2 3,4' }, 1_000);
  expect(rig.openDoors()).toEqual([locker]);
});
