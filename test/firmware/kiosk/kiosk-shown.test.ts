import { describe, expect, test } from 'vitest';
import { BankRig, code } from '../../support/bank-rig.ts';
import { kioskRig, screenAt, showBadge } from '../../support/kiosk-rig.ts';

describe('the time that a screen stays', () => {
  test('is told with it, never longer than it is, and begins anew with a touch', async () => {
    const rig = await BankRig.start();
    expect(rig.shown).toMatchObject({ homeInMs: null, isWarned: false });
    await rig.input({ type: 'way.chosen', way: 'password' }, 0);
    expect(rig.shown.homeInMs).toBe(60_000);
    await rig.advance(30_000);
    await rig.declare('settings', { supportText: 'Ask Olga' });
    expect(rig.shown.homeInMs).toBeGreaterThan(59_000); // Settings that change give it all its time again.
    await rig.advance(10_000);
    await rig.input({ type: 'person.touched' }, 0);
    expect(rig.shown.homeInMs).toBe(60_000);
  });

  test('ends with a warning of 20 s, and one touch keeps everything', async () => {
    const rig = await BankRig.start();
    await rig.input({ type: 'way.chosen', way: 'password' }, 0);
    await rig.advance(40_000);
    expect(rig.shown).toMatchObject({ homeInMs: 20_000, isWarned: true });
    expect(rig.shown.telling.choices[0]).toMatchObject({ does: { type: 'more-time.chosen' } });
    await rig.advance(19_000);
    expect(rig.screen.screen).toBe('sign-in');
    await rig.input({ type: 'more-time.chosen' }, 0);
    expect(rig.shown).toMatchObject({ homeInMs: 60_000, isWarned: false });
    await rig.advance(60_000);
    expect(rig.shown).toMatchObject({ screen: { screen: 'home' }, homeInMs: null, isWarned: false });
  });

  test('is longer for whoever hears it', async () => {
    const rig = await BankRig.start();
    await rig.input({ type: 'way.chosen', way: 'password' }, 0);
    rig.controller.kiosk.tell({ type: 'headphones.plugged' });
    await rig.advance(0);
    expect(rig.shown).toMatchObject({ hears: true, homeInMs: 180_000 });
  });
});

describe('a screen is shown anew', () => {
  test('not for what changes nothing on it', async () => {
    const rig = await BankRig.start();
    const before = rig.showings.length;
    await rig.reserve('r-1');
    await rig.advance(120_000);
    expect(rig.showings).toHaveLength(before);
  });

  test('when fewer lockers are free than it says', async () => {
    const rig = await kioskRig({ reservationWithoutRecipient: true });
    await rig.input({ type: 'storing.chosen' });
    expect(screenAt(rig, 'store-size').sizes[0]?.free).toBe(8);
    await rig.reserve('r-1');
    expect(screenAt(rig, 'store-size').sizes[0]?.free).toBe(7);
  });

  test('once for each step of a person, whatever the chart passes on its way', async () => {
    const rig = await kioskRig();
    await rig.deposit('r-1');
    await rig.reserve('r-2', '47110816');
    const before = rig.showings.length;
    await showBadge(rig, '1001', '481516');
    const seen = rig.showings.slice(before).map(({ screen }) => screen.screen);
    expect(seen).toEqual(['one-moment', 'pin', 'one-moment', 'choose']);
  });
});

describe('a language that somebody chooses', () => {
  const both = { languages: ['en', 'de'] };

  test('is theirs alone: it goes with them', async () => {
    const rig = await kioskRig(both);
    await rig.input({ type: 'way.chosen', way: 'password' });
    await rig.input({ type: 'language.chosen', language: 'de' });
    expect(rig.shown).toMatchObject({ language: 'de', screen: { screen: 'sign-in' } });
    expect(rig.shown.telling.languages).toMatchObject([{ does: { type: 'language.chosen', language: 'en' } }]);
    await rig.input({ type: 'finish.chosen' });
    expect(rig.shown.language).toBe('en');
  });

  test('at the home screen lasts until they have begun and ended, or have not', async () => {
    const rig = await kioskRig(both);
    await rig.input({ type: 'language.chosen', language: 'de' });
    await rig.advance(50_000);
    await rig.input({ type: 'way.chosen', way: 'password' });
    await rig.advance(30_000);
    expect(rig.shown).toMatchObject({ language: 'de', screen: { screen: 'sign-in' } });
    await rig.input({ type: 'finish.chosen' });
    await rig.input({ type: 'language.chosen', language: 'de' });
    await rig.advance(61_000);
    expect(rig.shown.language).toBe('en');
  });

  test('that the bank has no words of is none that it says it speaks', async () => {
    const rig = await kioskRig({ language: 'it', languages: ['pl', 'de', 'it', 'fr'] });
    expect(rig.shown).toMatchObject({ language: 'de', telling: { languages: [{ does: { language: 'fr' } }] } });
    await rig.input({ type: 'language.chosen', language: 'it' });
    expect(rig.shown.language).toBe('de');
    const mute = await kioskRig({ language: 'nl', languages: ['nl'] });
    expect(mute.shown).toMatchObject({ language: 'en', telling: { title: 'Welcome' } });
  });

  test('has to be one of the bank', async () => {
    const rig = await kioskRig(both);
    await rig.input({ type: 'language.chosen', language: 'fr' });
    expect(rig.shown.language).toBe('en');
  });
});

describe('whoever stands there while a door is opened from afar', () => {
  test('is told which, and why, before it moves', async () => {
    const rig = await BankRig.start();
    await rig.input({ type: 'way.chosen', way: 'password' });
    const letGo = rig.disk.holdSyncs();
    rig.upstream.command('locker.open', { locker: 5, reason: 'the fire drill' });
    await rig.advance(100);
    expect(rig.cabinet.pulses()).toEqual([]);
    expect(rig.shown).toMatchObject({ screen: { screen: 'sign-in' }, remote: { door: { locker: 5, column: 1, row: 5 } } });
    expect(rig.shown.remote?.text).toContain('the fire drill');
    letGo();
    await rig.advance(31_000);
    expect(rig.openDoors()).toEqual([5]);
    expect(rig.shown.remote).toBeNull();
  });

  test('is told no reason where none was given', async () => {
    const rig = await kioskRig({ languages: ['en', 'de'] });
    rig.upstream.command('locker.open', { locker: 5 });
    await rig.advance(100);
    expect(rig.shown.remote?.text).toBe('Locker 5 is being opened by the people who look after these lockers.');
    await rig.input({ type: 'language.chosen', language: 'de' });
    expect(rig.shown.remote?.text).not.toContain('Grund');
  });

  test('is told nothing where the command is refused', async () => {
    const rig = await BankRig.start();
    await rig.command('locker.open', { locker: 99 });
    expect(rig.showings.every(({ remote }) => remote === null)).toBe(true);
  });
});

test('a door that is left open is said on the spot, to whoever is there, until it is shut', async () => {
  const rig = await BankRig.start();
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 1_000);
  await rig.advance(30_000);
  expect(rig.shown).toMatchObject({ screen: { screen: 'home' }, left: [{ locker, column: 1 }] });
  expect(rig.upstream.ofType('door.held-open')).toEqual([]);
  await rig.shut(locker);
  expect(rig.shown.left).toEqual([]);
});

test('whoever needs help is shown the way to it, as soon as the bank has one', async () => {
  const rig = await kioskRig();
  expect(rig.shown.helpLink).toBe('');
  await rig.declare('settings', { supportLink: 'https://help.example/lockers' });
  expect(rig.shown.helpLink).toBe('https://help.example/lockers');
});

describe('a door that somebody tears open', () => {
  test('is told to everybody near it until it is shut', async () => {
    const rig = await kioskRig();
    rig.cabinet.pull(6);
    await rig.advance(500);
    expect(rig.shown).toMatchObject({ screen: { screen: 'home' }, forced: [{ locker: 6, column: 1, row: 6 }] });
    await rig.shut(6);
    expect(rig.shown.forced).toEqual([]);
  });

  test('is told to the upstream alone where the settings want no alarm', async () => {
    const rig = await kioskRig({ forcedAlarm: false });
    rig.cabinet.pull(6);
    await rig.advance(500);
    expect(rig.shown.forced).toEqual([]);
    expect(rig.upstream.ofType('door.forced')).toHaveLength(1);
  });
});

test('two seconds after a session nothing is left of whoever was here', async () => {
  const rig = await kioskRig();
  await rig.deposit('r-1');
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'NEW-1' });
  await rig.input({ type: 'letters.typed', letters: 'ada' });
  rig.controller.kiosk.blank(true);
  await rig.advance(0);
  expect(rig.shown).toMatchObject({ isBlank: true, screen: { sought: 'ada' } });
  await rig.input({ type: 'finish.chosen' }, 2_000);
  const text = JSON.stringify(rig.shown);
  for (const personal of ['Ada', 'Mia', 'NEW-1', 'PKG', 'ada']) expect(text).not.toContain(personal);
  expect(rig.shown.isBlank).toBe(false);
});

describe('a bank in trouble', () => {
  test('answers every question all the same', async () => {
    const rig = await kioskRig({ reservationWithoutRecipient: true });
    const { desk } = rig.controller;
    const fails = () => Promise.reject(new Error('thrown by the books'));
    desk.store = fails;
    await rig.input({ type: 'storing.chosen' });
    await rig.input({ type: 'size.chosen', size: 'small', accessible: false });
    await rig.input({ type: 'length.chosen', lengthMs: 3_600_000 });
    expect(rig.screen).toMatchObject({ screen: 'store-size', notice: 'bank-trouble' });
    await rig.input({ type: 'finish.chosen' });
    desk.present = fails;
    await rig.input({ type: 'code.entered', code });
    expect(rig.screen).toMatchObject({ screen: 'home', notice: 'bank-trouble' });
    expect(rig.troubles).toEqual(['kiosk storage.begin', 'kiosk credential.check']);
  });

  test('tells somebody whose door is not released that the bank is at fault, and lets them try again', async () => {
    const rig = await kioskRig();
    const locker = await rig.deposit('r-1');
    const { desk } = rig.controller;
    const { release } = desk;
    desk.release = () => Promise.reject(new Error('thrown by the books'));
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'stuck', doors: [{ why: 'bank-trouble' }] });
    desk.release = release.bind(desk);
    await rig.input({ type: 'retry.chosen', locker }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('is at home again after its session chart has died, and serves whoever comes next', async () => {
    const rig = await kioskRig();
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'way.chosen', way: 'password' });
    rig.controller.kiosk.tell({ type: 'settings.changed', settings: null as never });
    await rig.advance(100);
    expect(rig.troubles).toContain('session');
    expect(rig.screen.screen).toBe('home');
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });

  test('tells the log and the upstream when the page at the kiosk has died, and the upstream when it lives again', async () => {
    const rig = await BankRig.start();
    const told = () => (['bank.degraded', 'bank.recovered'] as const).flatMap((type) =>
      rig.upstream.ofType(type).map(({ data }) => [type, data]));
    const page = async (state: 'alive' | 'dead') => {
      rig.controller.page(state);
      await rig.advance(500);
    };
    await page('alive');
    expect(told()).toEqual([]);
    await page('dead');
    await page('dead');
    expect(told()).toEqual([['bank.degraded', { why: 'page-silent' }]]);
    await page('alive');
    expect(told()[1]).toEqual(['bank.recovered', { why: 'page-silent' }]);
    expect(new Set(rig.troubles)).toEqual(new Set(['page']));
  });
});
