import { describe, expect, test } from 'vitest';
import { givesAway, personalOf, spelledOut } from '../../../../firmware/kiosk/speech/privacy.ts';
import { wordsSpoken } from '../../../../firmware/kiosk/speech/spoken.ts';
import { AudioRig, choice, doorsScreen, shown } from '../../../support/audio-rig.ts';

describe('a sentence gives a person away', () => {
  test.each([
    ['Hello Ada Lovelace, nice day.', 'Ada Lovelace', true],
    ['Hello ADA.', 'ada', true],
    ['There is a cadaver.', 'Ada', false],
    ['Your code: 4821 3907.', '48213907', true],
    ['Your code: 4-8-2-1-3-9-0-7.', '48213907', true],
    ['Until 4:82, locker 13.', '48213907', false],
    ['Parcel JD 0146 is inside.', 'JD0146', true],
    ['Locker 471 is free.', '47', false],
    ['Anything.', '', false],
  ])('"%s" with %s: %s', (sentence, personal, isGivenAway) => {
    expect(givesAway(sentence, [personal])).toBe(isGivenAway);
  });
});

const may = { reopen: true, retract: false, larger: false, next: null, end: false, held: null, report: false, code: '48213907' } as const;
const atCode = doorsScreen('shut', { may });

test('what is personal is taken from the screen itself, and not from its words', () => {
  expect(personalOf(atCode)).toEqual(['48213907', 'JD014600003']);
  expect(personalOf({ screen: 'choose', name: null, offers: [], stores: true, works: [], notice: null })).toEqual([]);
});

test('a code is spelled, however it is grouped, and a locker is not', () => {
  expect(spelledOut('Your code: 4821 3907, locker 7.', atCode)).toBe('Your code: 4 8 2 1 3 9 0 7, locker 7.');
  expect(spelledOut('Parcel jd014600003', atCode)).toBe('Parcel J D 0 1 4 6 0 0 0 0 3');
});

test('a greeting is left out on the loudspeaker, what comes with it is not, and how to hear the rest is said', () => {
  const screen = { screen: 'choose', name: 'Ada', offers: [], stores: true, works: [], notice: null } as const;
  const hello = shown(screen, { title: 'What now?', text: 'Hello Ada! Choose a locker.' });
  expect(wordsSpoken(hello, ['title', 'text'], 'loudspeaker'))
    .toEqual(['What now?', 'Choose a locker.', 'Plug in headphones to hear what is for you alone.']);
  expect(wordsSpoken(hello, ['title', 'text'], 'headphones')).toEqual(['What now?', 'Hello Ada!', 'Choose a locker.']);
});

test.each(['Dr. Ada Levy', 'A. Levy', 'Lev… A.'])('a name with a full stop in it is no two sentences [%s]', (party) => {
  const screen = { screen: 'place', party, beside: [], sizes: [], notice: null } as const;
  const fit = shown(screen, { title: `Which locker for ${party}?`, text: 'Choose. Or not.' });
  expect(wordsSpoken(fit, ['title', 'text'], 'loudspeaker').join(' ')).toMatch(/^Choose\. Or not\. Plug in/);
  expect(wordsSpoken(fit, ['text'], 'headphones')).toEqual(['Choose.', 'Or not.']);
});

test('a person of a list can be chosen on the loudspeaker by whoever knows the key, and is not named', async () => {
  const rig = new AudioRig();
  const found = [{ party: { type: 'recipient', id: 'ada' }, name: 'Ada' }] as const;
  const choices = [choice('Ada', { type: 'party.chosen', party: found[0].party })];
  rig.show(shown({ screen: 'party', label: null, sought: 'ada', found }, { choices }));
  await rig.press('5');
  expect(await rig.listen()).toContain('Press 1 for: something that is said in headphones only.');
  await rig.press('1');
  expect(rig.inputs()).toEqual([{ type: 'party.chosen', party: { type: 'recipient', id: 'ada' } }]);
  rig.audio.stop();
});
