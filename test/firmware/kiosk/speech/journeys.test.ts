import { describe, expect, test } from 'vitest';
import { EarRig } from '../../../support/ear-rig.ts';
import { code } from '../../../support/bank-rig.ts';

describe('with twelve keys, headphones and a dark screen', () => {
  test('a parcel is collected by its code: the open door is told by its place, and beeps until it is shut', async () => {
    const ear = await EarRig.start();
    const locker = await ear.bank.deposit('r-1');
    await ear.plugIn();
    expect(ear.bank.shown.isBlank).toBe(true);
    await ear.type(code);
    expect(ear.heard).toMatch(new RegExp(`ocker ${String(locker)}: column \\d+ from the left, row \\d+ from the top`));
    expect(ear.bank.openDoors()).toEqual([locker]);
    expect(new Set(ear.beeper.beeps().map((beep) => beep.locker))).toEqual(new Set([locker]));
    ear.bank.cabinet.takeOut(locker, 'PKG-r-1');
    await ear.bank.shut(locker);
    await ear.listen();
    const beeps = ear.beeper.beeps().length;
    await ear.choose(/finished/);
    expect(ear.bank.screen.screen).toBe('home');
    expect(ear.bank.upstream.ofType('pickup.completed')).toHaveLength(1);
    expect(ear.beeper.beeps()).toHaveLength(beeps);
    expect(ear.bank.shown.isBlank).toBe(false);
  });

  test('a wrong code is said to be wrong, and the right one is typed after it', async () => {
    const ear = await EarRig.start();
    const locker = await ear.bank.deposit('r-1');
    await ear.plugIn();
    await ear.type('11112222');
    expect(ear.heard).toMatch(/check it/);
    await ear.type(code);
    expect(ear.bank.openDoors()).toEqual([locker]);
  });

  test('somebody whose badge has a PIN types it unheard, and opens what they choose', async () => {
    const ear = await EarRig.start();
    const locker = await ear.bank.deposit('r-1');
    await ear.plugIn();
    await ear.bank.input({ type: 'badge.shown', text: '1001' }, 500);
    await ear.listen();
    ear.speech.clear();
    await ear.type('481516');
    expect(ear.heard).toContain('Ada Lovelace');
    await ear.choose(new RegExp(`locker ${String(locker)}`));
    expect(ear.bank.openDoors()).toEqual([locker]);
  });

  test('a parcel that nobody has announced is put in: its label typed, its person found by three keys', async () => {
    const ear = await EarRig.start();
    await ear.plugIn();
    await ear.choose(/Staff|Sign in/i);
    // mia, parcels-42: each letter by pressing its key several times.
    await ear.press('6', '4', '4', '4', '2', 'round');
    expect(await ear.listen()).toMatch(/^m g h i a Type: Password/);
    await ear.type('7' + '2' + '777' + '222' + '33' + '555' + '7777' + '111' + '4444444' + '2222222');
    expect(ear.heard).toMatch(/^One moment/);
    await ear.type('998877');
    await ear.press('5', '6', '8');
    await ear.listen();
    expect(ear.heard).toContain('Ada Lovelace');
    await ear.choose(/Lovelace/);
    await ear.choose(/small/);
    const [locker = 0] = ear.bank.openDoors();
    expect(locker).toBeGreaterThan(0);
    ear.bank.cabinet.putIn(locker, '998877');
    await ear.bank.shut(locker);
    await ear.listen();
    await ear.choose(/Next parcel/);
    await ear.choose(/Sign out/);
    expect(ear.bank.screen.screen).toBe('home');
    expect(ear.bank.upstream.ofType('deposit.completed')).toHaveLength(1);
  });

  test('belongings are stored, and fetched again', async () => {
    const ear = await EarRig.start();
    await ear.plugIn();
    await ear.bank.input({ type: 'badge.shown', text: '1002' }, 500);
    await ear.listen();
    await ear.choose(/[Ss]tore/);
    await ear.choose(/small/);
    await ear.choose(/hour|day/);
    const [locker = 0] = ear.bank.openDoors();
    expect(locker).toBeGreaterThan(0);
    await ear.bank.shut(locker);
    await ear.listen();
    await ear.choose(/finished/);
    await ear.bank.input({ type: 'badge.shown', text: '1002' }, 500);
    await ear.listen();
    await ear.choose(/longer/);
    await ear.choose(/^Until/);
    expect(ear.bank.upstream.ofType('storage.extended')).toHaveLength(1);
    await ear.choose(/[Oo]pen my locker/);
    expect(ear.bank.openDoors()).toEqual([locker]);
  });

  test('somebody who falls silent is asked 20 seconds before, has more time by any key, and goes on ten times', async () => {
    const ear = await EarRig.start();
    await ear.bank.deposit('r-1');
    await ear.plugIn();
    await ear.choose(/Staff|Sign in/i);
    for (let time = 0; time < 10; time++) {
      for (let step = 0; step < 400 && !ear.bank.shown.isWarned; step++) await ear.bank.advance(1_000);
      expect(ear.bank.shown.homeInMs).toBeGreaterThanOrEqual(20_000);
      expect(await ear.listen()).toContain('Are you still there?');
      await ear.press('5');
      expect([ear.bank.shown.isWarned, ear.bank.screen.screen]).toEqual([false, 'sign-in']);
      await ear.listen();
    }
    await ear.bank.advance(400_000);
    expect(ear.bank.screen.screen).toBe('home');
  });

  test('whoever pulls out the plug is asked, and the session ends if nobody answers', async () => {
    const ear = await EarRig.start();
    await ear.plugIn();
    await ear.choose(/Staff|Sign in/i);
    ear.headphones.plug(false);
    await ear.bank.advance(500);
    expect(ear.bank.shown).toMatchObject({ isWarned: true, isBlank: false, hears: false });
    await ear.bank.advance(21_000);
    expect(ear.bank.screen.screen).toBe('home');
    expect(ear.speech.texts('loudspeaker').join(' ')).not.toMatch(/Staff|Sign in/);
  });
});

describe('with twelve keys and the loudspeaker', () => {
  test('a parcel is collected, and the room hears no name, no code and no PIN', async () => {
    const ear = await EarRig.start();
    const locker = await ear.bank.deposit('r-1');
    const room: string[] = [];
    await ear.press('5');
    room.push(await ear.listen());
    await ear.type(code);
    room.push(ear.heard);
    expect(ear.bank.openDoors()).toEqual([locker]);
    await ear.bank.shut(locker);
    room.push(await ear.listen());
    await ear.choose(/finished/);
    room.push(ear.heard);
    expect(ear.heard).toContain('Speech is off.');
    await ear.press('5');
    await ear.bank.input({ type: 'badge.shown', text: '1001' }, 500);
    await ear.listen();
    await ear.type('481516');
    room.push(ear.heard);
    expect(ear.heard).toContain('Plug in headphones to hear what is for you alone.');
    const said = room.join(' ');
    expect(said).not.toMatch(/Ada|Lovelace|PKG/);
    for (const secret of [code, '481516']) expect(said.replaceAll(/\s/g, '')).not.toContain(secret);
  });
});
