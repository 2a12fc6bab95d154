import { afterEach, describe, expect, test } from 'vitest';
import { countedAfter } from '../../../../firmware/kiosk/speech/audio-mode.ts';
import { usualVolume } from '../../../../firmware/kiosk/speech/voice.ts';
import { AudioRig, back, choice, doorsScreen, field, home, shown, shutDoor } from '../../../support/audio-rig.ts';

const person = { role: 'carrier', name: null, administers: false, delivers: true, receives: false } as const;

let rig: AudioRig;
afterEach(() => {
  rig.audio.stop();
  expect(rig.clock.waiting()).toEqual([]);
});

/** Somebody whose headphones are in, at this screen, which they have heard. */
async function listeningTo(first = home): Promise<void> {
  rig = new AudioRig(true);
  rig.show(first);
  await rig.listen();
}

describe('the keys', () => {
  test('any of them silences what is spoken, at once', async () => {
    await listeningTo();
    await rig.press('round');
    await rig.wait(300);
    rig.keypad.press('5');
    const [first] = rig.speech.heard();
    expect(first).toMatchObject({ end: 'cut-off', endedMs: rig.clock.monoMs() });
    expect(rig.speech.texts().at(-1)).toBe('5');
  });

  test('silence it also where nothing is said to them', async () => {
    await listeningTo(shutDoor);
    await rig.press('round');
    rig.speech.clear();
    await rig.press('round');
    await rig.wait(250);
    rig.keypad.press('1');
    expect(rig.speech.isSilent()).toBe(true);
    expect(rig.inputs()).toEqual([{ type: 'reopen.chosen', locker: 7 }]);
  });

  test('type a code, which is sent with the round key', async () => {
    await listeningTo();
    await rig.press('4', '8', '2', '1', 'round');
    expect(rig.inputs()).toEqual([{ type: 'code.entered', code: '4821' }]);
  });

  test('that strike twice in a tremor are one press, and a digit twice on purpose is two', async () => {
    await listeningTo();
    rig.keypad.press('4');
    for (let strike = 0; strike < 3; strike++) {
      await rig.wait(120);
      rig.keypad.press('4');
    }
    await rig.press('4', 'round');
    expect(rig.inputs()).toEqual([{ type: 'code.entered', code: '44' }]);
  });

  test('say the screen again: the round key, while nothing is typed', async () => {
    await listeningTo();
    await rig.press('round');
    expect(await rig.listen()).toContain('Welcome Type the code');
    expect(rig.inputs()).toEqual([]);
  });

  test('delete with the star, and count what is left', async () => {
    await listeningTo();
    await rig.press('4', '8', 'star');
    expect(await rig.listen()).toContain('Deleted. 1 typed.');
    await rig.press('star');
    expect(await rig.listen()).toContain('Deleted. Nothing is typed.');
  });

  test('choose after the star, where there is a field', async () => {
    await listeningTo();
    await rig.press('star');
    expect(await rig.listen()).toBe('Press 1 for: Staff. Press 2 for: Store belongings. Press the star key to type.');
    await rig.press('2');
    expect(rig.inputs()).toEqual([{ type: 'storing.chosen' }]);
  });

  test('go back to typing with the star', async () => {
    await listeningTo();
    await rig.press('star', 'star', '7', 'round');
    expect(rig.inputs()).toEqual([{ type: 'code.entered', code: '7' }]);
  });

  test('choose at once where there is nothing to type, with the way out always on 9', async () => {
    await listeningTo(shutDoor);
    await rig.press('1', '9');
    expect(rig.inputs()).toEqual([{ type: 'reopen.chosen', locker: 7 }, { type: 'finish.chosen' }]);
  });

  test('on which there is nothing say so', async () => {
    await listeningTo(shutDoor);
    await rig.press('5');
    expect(await rig.listen()).toBe('There is nothing on this key.');
    expect(rig.inputs()).toEqual([]);
  });

  test('buzz while there is nothing to choose at all', async () => {
    await listeningTo(shown(doorsScreen('releasing'), { title: 'Locker 7 is opening' }));
    await rig.press('1');
    expect([rig.tones(), rig.speech.texts(), rig.inputs()]).toEqual([['refused headphones'], [], []]);
  });

  test('turn the pages of a long list with 8 and 9', async () => {
    const many = Array.from({ length: 15 }, (_, at) => choice(`Locker ${String(at + 1)}`, { type: 'visits.chosen', lockers: [at + 1] }));
    const nothing = { screen: 'choose', name: null, offers: [], stores: false, works: [], notice: null } as const;
    await listeningTo(shown(nothing, { choices: [...many, back] }));
    await rig.press('8');
    const said = await rig.listen();
    expect(said).toMatch(/^Press 1 for: Locker 8\..*Press 7 for: Locker 14\./);
    expect(said).toMatch(/Press 8 for more\. This was page 2 of 3\. Press 9 for the page before\.$/);
    await rig.press('8', '1', '9', '9', '7', '9');
    expect(rig.inputs()).toEqual([
      { type: 'visits.chosen', lockers: [15] }, { type: 'visits.chosen', lockers: [7] }, { type: 'back.chosen' },
    ]);
  });

  test('stay on a page that is there when the list becomes shorter', async () => {
    const list = (count: number) => shown({ screen: 'choose', name: null, offers: [], stores: false, works: [], notice: null }, {
      choices: Array.from({ length: count }, (_, at) => choice(`Locker ${String(at + 1)}`, { type: 'visits.chosen', lockers: [at + 1] })),
    });
    await listeningTo(list(15));
    await rig.press('8', '8');
    await rig.listen();
    rig.show(list(8));
    expect(await rig.listen()).toBe('Press 1 for: Locker 8. Press 9 for the page before.');
  });

  test('say that somebody is here, at most once in a second', async () => {
    await listeningTo();
    await rig.press('1', '2', '3', '4', '5');
    expect(rig.sent).toEqual([{ type: 'person.touched' }, { type: 'person.touched' }]);
  });
});

describe('the menu under 0', () => {
  const atMenu = async () => {
    await listeningTo(shutDoor);
    await rig.press('0');
    await rig.listen();
  };

  test('says what the keys do, and has every setting of hearing on one', async () => {
    await listeningTo(shutDoor);
    await rig.press('0');
    const said = await rig.listen();
    expect(said).toContain('The round key says everything again.');
    expect(said).toContain('Press 1 for: Louder. Press 2 for: Softer. Press 3 for: Faster. Press 4 for: Slower. Press 5 for: Turn');
  });

  test('says who helps, as the screen does', async () => {
    await listeningTo({ ...shutDoor, telling: { ...shutDoor.telling, help: 'The post room helps: 555 0123' } });
    await rig.press('0');
    expect(await rig.listen()).toContain('The post room helps: 5');
  });

  test('makes it louder and faster, up to an end, until the session is over', async () => {
    await atMenu();
    await rig.press('1', '3');
    expect(rig.speech.heard().at(-1)).toMatchObject({ volume: usualVolume + 1, pace: 195 });
    await rig.press(...Array.from({ length: 12 }, () => '1' as const));
    expect(rig.speech.heard().at(-1)).toMatchObject({ volume: 10 });
    rig.show(home);
    expect(rig.speech.heard().at(-1)).toMatchObject({ volume: usualVolume, pace: 165 });
  });

  test('turns the screen dark, and lights it after the session', async () => {
    await atMenu();
    await rig.press('5');
    expect(rig.speech.texts().at(-1)).toBe('The screen is dark now.');
    rig.show(home);
    expect(rig.blanked).toEqual([true, false]);
  });

  test('chooses another language of the bank', async () => {
    const german = { name: 'Deutsch', weight: 'quiet', does: { type: 'language.chosen', language: 'de' } } as const;
    await listeningTo({ ...shutDoor, telling: { ...shutDoor.telling, languages: [german] } });
    await rig.press('0', '6', '9');
    expect(rig.inputs()).toEqual([{ type: 'language.chosen', language: 'de' }]);
  });

  test('switches a label to letters and back, and says how they are typed', async () => {
    await listeningTo(shown({ screen: 'label', person, noLabel: false, notice: null }, {
      fields: [field('label', 'Label', { keys: 'text' })], choices: [back],
    }));
    await rig.press('star', '0', '6');
    expect(await rig.listen()).toContain('Letters are typed by pressing their key several times.');
    await rig.press('5', '3', 'round');
    expect(rig.inputs()).toEqual([{ type: 'label.entered', label: 'JD' }]);
    await rig.press('star', '0');
    expect(await rig.listen()).toContain('Press 6 for: Type digits.');
  });

  test('is left with 9 or the star, and the screen is said again', async () => {
    await atMenu();
    await rig.press('9');
    expect(await rig.listen()).toContain('Thank you Locker 7 is shut.');
    await rig.press('0', 'star', '1');
    expect(rig.inputs()).toEqual([{ type: 'reopen.chosen', locker: 7 }]);
  });

  test('says itself again with the round key, and that a key has nothing', async () => {
    await atMenu();
    await rig.press('round');
    expect(await rig.listen()).toContain('Press 1 for: Louder.');
    await rig.press('8');
    expect(await rig.listen()).toBe('There is nothing on this key.');
  });

  test('is not needed where a keypad has keys for it', async () => {
    await listeningTo();
    await rig.press('louder');
    expect(rig.speech.heard().at(-1)).toMatchObject({ text: 'Louder', volume: usualVolume + 1 });
    await rig.press('softer', 'dark', '4', '2', 'speech');
    expect(await rig.listen()).toContain('Welcome');
    await rig.press('round');
    expect([rig.blanked, rig.inputs()]).toEqual([[true], [{ type: 'code.entered', code: '42' }]]);
  });
});

describe('what is typed', () => {
  const fields = [field('pin', 'PIN', { isSecret: true })];
  const pin = shown({ screen: 'pin', why: 'badge' }, { title: 'Your PIN', fields, choices: [back] });

  test('is said digit by digit in headphones, and how much it is after a pause', async () => {
    await listeningTo();
    rig.speech.clear();
    await rig.press('4', '8');
    expect(rig.speech.texts()).toEqual(['4', '8']);
    await rig.wait(countedAfter);
    expect(rig.speech.texts().at(-1)).toBe('2 typed.');
  });

  test('is a tone where it is a secret, in headphones too', async () => {
    await listeningTo(pin);
    rig.speech.clear();
    await rig.press('4', '8', '1', '5');
    expect([rig.speech.texts(), rig.tones()]).toEqual([[], Array.from({ length: 4 }, () => 'typed headphones')]);
    await rig.press('round');
    expect(rig.inputs()).toEqual([{ type: 'pin.entered', pin: '4815' }]);
  });

  test('is a tone on the loudspeaker, secret or not', async () => {
    rig = new AudioRig();
    rig.show(home);
    await rig.press('1');
    await rig.listen();
    await rig.press('4', '8', '2');
    expect([rig.speech.texts(), rig.tones()]).toEqual([[], Array.from({ length: 3 }, () => 'typed loudspeaker')]);
  });

  test('is forgotten when the plug is pulled: the next hand begins anew', async () => {
    await listeningTo(pin);
    await rig.press('4', '8');
    rig.headphones.plug(false);
    rig.headphones.plug(true);
    await rig.press('1', 'round');
    expect(rig.inputs()).toEqual([{ type: 'pin.entered', pin: '1' }]);
  });

  test('stays while the person is asked whether they are still there', async () => {
    await listeningTo(pin);
    await rig.press('4', '8');
    rig.show({ ...pin, isWarned: true, homeInMs: 20_000, telling: { ...pin.telling, title: 'Are you still there?', fields: [] } });
    await rig.press('5');
    rig.show(pin);
    await rig.press('1', 'round');
    expect(rig.inputs()).toEqual([{ type: 'more-time.chosen' }, { type: 'pin.entered', pin: '481' }]);
  });

  test('that does not fit any more is refused in words', async () => {
    await listeningTo(shown({ screen: 'pin', why: 'badge' }, { fields: [field('pin', 'PIN', { most: 2 })] }));
    await rig.press('1', '2', '3');
    expect(await rig.listen()).toContain('No more fits.');
  });

  test('in two fields: the user name first, then the password, by pressing a key several times', async () => {
    const way = shown({ screen: 'sign-in', way: 'password', isForLabel: false, notice: null, keypadLockedForMs: 0 }, {
      fields: [field('username', 'User name', { keys: 'text' }), field('password', 'Password', { keys: 'text', isSecret: true })],
    });
    await listeningTo(way);
    await rig.press('6', '4', '4', '4', '2', 'round');
    expect(await rig.listen()).toContain('Type: Password.');
    await rig.press('7', '1', '1', '1', 'round');
    expect(rig.inputs()).toEqual([{ type: 'password.entered', username: 'mia', password: 'p-' }]);
  });
});

describe('a name', () => {
  const party = (sought: string, ...names: readonly string[]) => shown(
    { screen: 'party', label: null, sought, found: names.map((name) => ({ party: { type: 'recipient', id: name }, name })) },
    {
      title: 'Who is it for?', text: names.length > 0 ? 'Choose the person.' : sought === '' ? 'Type letters.' : 'Nobody has such a name.',
      fields: [field('letters', 'First three letters of the name', { keys: 'text', most: 20 })],
      choices: [...names.map((name) => choice(name, { type: 'party.chosen', party: { type: 'recipient', id: name } })), back],
    },
  );

  test('is found by three presses, and chosen by a fourth', async () => {
    await listeningTo(party(''));
    rig.answers = (input) => (input.type === 'letters.typed' ? party(input.letters, 'Ada Lovelace', 'Bea Levy') : null);
    await rig.press('5', '6', '8');
    expect(await rig.listen()).toContain('Choose the person. Press 1 for: Ada Lovelace. Press 2 for: Bea Levy. Press 9 for: Back.');
    await rig.press('1');
    expect(rig.inputs()).toEqual([
      { type: 'letters.typed', letters: '568' }, { type: 'party.chosen', party: { type: 'recipient', id: 'Ada Lovelace' } },
    ]);
  });

  test('of which there are many is narrowed down by a further letter, after the star', async () => {
    await listeningTo(party(''));
    rig.answers = (input) => (input.type === 'letters.typed' ? party(input.letters, 'Ada', 'Bea') : null);
    await rig.press('5', '6', '8', 'star', '3');
    expect(rig.inputs()).toEqual([{ type: 'letters.typed', letters: '568' }, { type: 'letters.typed', letters: '5683' }]);
  });

  test('that nobody has is typed anew', async () => {
    await listeningTo(party(''));
    rig.answers = (input) => (input.type === 'letters.typed' ? party(input.letters) : null);
    await rig.press('5', '6', '8');
    expect(await rig.listen()).toContain('Nobody has such a name. Type: First three letters of the name.');
    await rig.press('2', '3', '2');
    expect(rig.inputs().at(-1)).toEqual({ type: 'letters.typed', letters: '232' });
    expect(await rig.listen()).toContain('Type: First three letters');
  });
});
