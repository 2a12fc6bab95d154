import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leftAloneAfter } from '../../../../firmware/kiosk/speech/audio-mode.ts';
import { beepEvery } from '../../../../firmware/kiosk/speech/door-beeps.ts';
import { usualVolume } from '../../../../firmware/kiosk/speech/voice.ts';
import {
  AudioRig, choice, doorSeven, doorsScreen, finish, home, openDoor, shown, shutDoor,
} from '../../../support/audio-rig.ts';

let rig: AudioRig;
const begin = (isPlugged = false) => (rig = new AudioRig(isPlugged));
beforeEach(() => void begin());
afterEach(() => {
  rig.audio.stop();
  expect(rig.clock.waiting().filter((name) => name !== 'speech')).toEqual([]);
  expect(rig.speech.isSilent()).toBe(true);
});

/** Somebody whose headphones are in, at this screen, which they have heard. */
async function listeningTo(first = home): Promise<void> {
  begin(true).show(first);
  await rig.listen();
}

describe('hearing begins', () => {
  test('when headphones are plugged in: with the first word at once, and the chart gives more time', () => {
    rig.show(home);
    expect(rig.speech.heard()).toEqual([]);
    rig.headphones.plug(true);
    expect(rig.speech.heard()[0]).toMatchObject({ atMs: rig.clock.monoMs(), output: 'headphones' });
    expect(rig.speech.texts()[0]).toContain('Speech is on');
    expect(rig.told).toEqual(['headphones.plugged']);
  });

  test('where the plug was in before the bank woke up, with whatever the screen says', async () => {
    begin(true).show(shown({ screen: 'out-of-order' }, { title: 'Out of order', text: 'What lies in the lockers is safe.' }));
    expect(await rig.listen()).toContain('Out of order What lies in the lockers is safe.');
    expect(rig.told).toEqual(['headphones.plugged']);
  });

  test('with any key, from the loudspeaker; that key does nothing else', async () => {
    rig.show(home);
    await rig.press('1');
    expect(rig.speech.heard()[0]).toMatchObject({ output: 'loudspeaker' });
    expect(await rig.listen()).toContain('Welcome Type the code from your message. Type: Code.');
    expect([rig.sent, rig.told]).toEqual([[], ['headphones.plugged']]);
  });

  test('before the first screen is there: it is spoken as soon as it comes', async () => {
    rig.headphones.plug(true);
    await rig.listen();
    rig.show(home);
    expect(await rig.listen()).toContain('Welcome');
  });
});

describe('a screen is spoken', () => {
  test('with its title, notice, text and places, then what to type and all choices with their keys', async () => {
    await listeningTo();
    rig.show(shown(doorsScreen('shut'), {
      title: 'Thank you', text: 'Locker 7 is shut.', notice: { kind: 'done', text: 'Noted.' },
      places: ['Locker 7: column 3 from the left.'],
      choices: [choice('Open locker 7 again', { type: 'reopen.chosen', locker: 7 }), finish],
    }));
    expect(await rig.listen()).toBe('Thank you Noted. Locker 7 is shut. Locker 7: column 3 from the left. '
      + 'Press 1 for: Open locker 7 again. Press 9 for: I am finished.');
  });

  test('where something can be typed, the choices are told with the star key before them', async () => {
    begin(true).show(home);
    expect(await rig.listen()).toContain('Type: Code. Then press the round key. Press the star key, then 1 for: Staff. '
      + 'Press the star key, then 2 for: Store belongings.');
  });

  test('in the language of the screen, and anew when that changes', () => {
    begin(true).show(home);
    rig.show({ ...home, language: 'de', telling: { ...home.telling, title: 'Willkommen' } });
    const last = rig.speech.heard().at(-1);
    expect(last).toMatchObject({ language: 'de', text: 'Willkommen' });
  });

  test('once: what is shown again and is the same says nothing', async () => {
    await listeningTo();
    rig.show({ ...home, homeInMs: 12_000 });
    expect(await rig.listen()).toBe('');
  });

  test('of a list that has changed, only what is new', async () => {
    const screen = { screen: 'choose', name: null, offers: [], stores: true, works: [], notice: null } as const;
    const list = shown(screen, { title: 'What?', text: 'Choose.', choices: [finish] });
    await listeningTo(list);
    rig.show({ ...list, telling: { ...list.telling, notice: { kind: 'done', text: 'The locker is yours for longer.' } } });
    expect(await rig.listen()).toBe('The locker is yours for longer.');
    rig.show({ ...list, telling: { ...list.telling, choices: [choice('Store', { type: 'storing.chosen' }), finish] } });
    expect(await rig.listen()).toBe('Press 1 for: Store. Press 9 for: I am finished.');
  });

  test('in peace, when nothing has changed but that a notice is gone', async () => {
    begin(true).show({ ...home, telling: { ...home.telling, notice: { kind: 'done', text: 'Noted.' } } });
    await rig.wait(500);
    rig.show(home);
    expect(await rig.listen()).toMatch(/^Speech is on\..*Welcome Noted\. Type the code(?!.*Welcome)/);
  });

  test('whole again, where it was cut off by what is new', async () => {
    begin(true).show(home);
    await rig.wait(500);
    rig.show({ ...home, telling: { ...home.telling, notice: { kind: 'trouble', text: 'This opens nothing here.' } } });
    expect(await rig.listen()).toContain('Welcome This opens nothing here. Type the code');
  });

  test('to its end, sentence by sentence, though the sound card was away for one of them', async () => {
    begin(true).show(home);
    rig.speech.break(true);
    await rig.wait(100);
    rig.speech.break(false);
    await rig.press('round');
    expect(await rig.listen()).toContain('Welcome');
  });
});

describe('headphones that are pulled out', () => {
  test('end all speech at once; the chart is told, and the room is asked, without a word about what was shown', async () => {
    await listeningTo(shutDoor);
    await rig.press('round');
    rig.headphones.plug(false);
    expect(rig.told).toEqual(['headphones.plugged', 'headphones.unplugged']);
    expect(rig.speech.texts('loudspeaker')).toEqual([expect.stringContaining('The headphones were pulled out.')]);
    rig.show(openDoor);
    expect(await rig.listen()).not.toContain('Take your things');
  });

  test('light a dark screen, and darken it when they are back', async () => {
    await listeningTo(shutDoor);
    await rig.press('dark');
    rig.headphones.plug(false);
    rig.headphones.plug(true);
    expect(rig.blanked).toEqual([true, false, true]);
  });

  test('at the home screen are no news to anybody, and the next person finds everything as it was', async () => {
    await listeningTo();
    await rig.press('louder');
    rig.headphones.plug(false);
    expect(rig.speech.texts('loudspeaker')).toEqual([]);
    rig.headphones.plug(true);
    expect(rig.speech.heard().at(-1)).toMatchObject({ volume: usualVolume });
  });

  test('are no matter to a voice that comes from the loudspeaker since they are in: it moves to them', async () => {
    rig.show(shutDoor);
    await rig.press('5');
    rig.headphones.plug(true);
    expect(rig.speech.heard().at(-1)).toMatchObject({ output: 'headphones' });
  });
});

describe('the loudspeaker', () => {
  test('is off again after the session, and says so', async () => {
    rig.show(shutDoor);
    await rig.press('5');
    rig.show(home);
    expect(await rig.listen()).toContain('Speech is off.');
    expect(rig.told).toEqual(['headphones.plugged', 'headphones.unplugged']);
  });

  test('stays on when a code was refused: somebody is still here', async () => {
    const refused = { ...home, screen: { ...home.screen, notice: 'code-refused' } as typeof home.screen };
    rig.show(shown({ screen: 'one-moment' }, { title: 'One moment' }));
    await rig.press('5');
    rig.show({ ...refused, telling: { ...home.telling, notice: { kind: 'trouble', text: 'This opens nothing here.' } } });
    expect(await rig.listen()).toContain('Welcome This opens nothing here.');
    expect(rig.told).toEqual(['headphones.plugged']);
  });

  test('falls silent at the home screen when nobody presses a key', async () => {
    rig.show(home);
    await rig.press('5');
    await rig.wait(leftAloneAfter - 1);
    expect(rig.told).toEqual(['headphones.plugged']);
    await rig.wait(1);
    expect(rig.told).toEqual(['headphones.plugged', 'headphones.unplugged']);
  });

  test('stays on within a session, whose own timers end it', async () => {
    rig.show(shutDoor);
    await rig.press('5');
    await rig.wait(3 * leftAloneAfter);
    expect(rig.told).toEqual(['headphones.plugged']);
  });
});

describe('the warning before a session ends', () => {
  const warned = { ...shutDoor, isWarned: true, homeInMs: 20_000 };

  test('is spoken at once, 20 seconds before; any key keeps the session and does nothing else', async () => {
    await listeningTo(shutDoor);
    rig.show(warned);
    expect(rig.speech.heard().at(-1)).toMatchObject({ atMs: rig.clock.monoMs() });
    expect(rig.speech.texts().at(-1)).toContain('This ends in 20 seconds');
    await rig.press('1');
    expect(rig.inputs()).toEqual([{ type: 'more-time.chosen' }]);
  });

  test('is said once, and the screen again when it is over', async () => {
    await listeningTo(shutDoor);
    rig.show(warned);
    await rig.listen();
    rig.show({ ...warned, homeInMs: 12_000 });
    expect(await rig.listen()).toBe('');
    rig.show(shutDoor);
    expect(await rig.listen()).toContain('Thank you Locker 7 is shut.');
  });

  test('is a sound from the loudspeaker for whoever has asked for no speech', () => {
    rig.show(shutDoor);
    rig.show(warned);
    rig.show({ ...warned, homeInMs: 10_000 });
    expect(rig.tones()).toEqual(['warning loudspeaker']);
  });
});

describe('a door', () => {
  test('that has opened beeps again and again for whoever listens, until it is shut', async () => {
    await listeningTo(shown(doorsScreen('releasing'), { title: 'Locker 7 is opening' }));
    rig.show(openDoor);
    await rig.wait(2 * beepEvery);
    rig.show(shutDoor);
    await rig.wait(5 * beepEvery);
    expect(rig.beeper.beeps().map(({ locker }) => locker)).toEqual([7, 7, 7]);
  });

  test('beeps for nobody who does not listen', async () => {
    rig.show(openDoor);
    await rig.wait(beepEvery);
    expect(rig.beeper.beeps()).toEqual([]);
  });

  test('that was left open beeps and is spoken of to everybody, once', async () => {
    rig.show({ ...home, left: [doorSeven] });
    rig.show({ ...home, left: [doorSeven] });
    expect(await rig.listen()).toBe('Please shut the door of locker 7: column 3 from the left, row 2 from the top.');
    expect(rig.beeper.beeps()[0]).toMatchObject({ locker: 7 });
    rig.show(home);
  });

  test('that stands open is told to whoever plugs in, asks again, or is the next, and not at every screen', async () => {
    const shutSeven = 'Please shut the door of locker 7: column 3 from the left, row 2 from the top.';
    rig.show({ ...home, left: [doorSeven] });
    await rig.listen();
    rig.headphones.plug(true);
    expect(await rig.listen()).toContain(shutSeven);
    await rig.press('speech');
    expect(await rig.listen()).toContain(shutSeven);
    rig.show({ ...shutDoor, left: [doorSeven] });
    expect(await rig.listen()).not.toContain(shutSeven);
    rig.show({ ...home, left: [doorSeven] });
    expect(await rig.listen()).toContain(shutSeven);
    rig.show({ ...home, left: [doorSeven] });
    expect(await rig.listen()).toBe('');
    rig.show(home);
  });

  test('that was opened by force beeps and is spoken of to everybody, once', async () => {
    rig.show({ ...home, forced: [doorSeven] });
    rig.show({ ...home, forced: [doorSeven] });
    expect(await rig.listen()).toBe('Alarm: locker 7 has been opened by force: column 3 from the left, row 2 from the top.');
    expect(rig.beeper.beeps()[0]).toMatchObject({ locker: 7 });
    rig.show(home);
  });

  test('that was left open is told first to whoever listens, during a warning too', async () => {
    await listeningTo(shutDoor);
    rig.show({ ...shutDoor, left: [doorSeven] });
    expect(await rig.listen()).toMatch(/^Please shut the door of locker 7.*Press 1 for: Open locker 7 again/);
    rig.show({ ...shutDoor, isWarned: true, homeInMs: 20_000, left: [doorSeven, { locker: 8, column: 3, row: 3 }] });
    expect(await rig.listen()).toMatch(/^Are you still there\?.*Please shut the door of locker 8/);
    begin().show({ ...shutDoor, isWarned: true, left: [doorSeven] });
    expect(await rig.listen()).toContain('Please shut the door of locker 7');
  });

  test('that is opened from afar is told, and why in headphones alone', async () => {
    const remote = { door: doorSeven, text: 'Locker 7 is being opened. Reason: for Ada' };
    await listeningTo(shutDoor);
    rig.show({ ...shutDoor, remote });
    expect(await rig.listen()).toContain('Reason: for Ada');
    rig.headphones.plug(false);
    await rig.press('5');
    await rig.listen();
    rig.show(shutDoor);
    rig.show({ ...shutDoor, remote });
    expect(await rig.listen()).toMatch(/^Locker 7 is being opened by the people who look after it\. Press 1/);
  });
});

test('a bank that has stopped says nothing, whatever is shown, pressed or plugged in', async () => {
  rig.audio.stop();
  rig.show(home);
  await rig.press('5');
  rig.headphones.plug(true);
  rig.headphones.plug(false);
  expect([rig.speech.heard(), rig.sent, rig.told]).toEqual([[], [], []]);
});
