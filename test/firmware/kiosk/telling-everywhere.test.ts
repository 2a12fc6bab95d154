import { describe, expect, test } from 'vitest';
import { readInput } from '../../../firmware/kiosk/input.ts';
import type { Telling } from '../../../firmware/kiosk/shown.ts';
import { tell, tellingOf, type TellingFrame } from '../../../firmware/kiosk/telling.ts';
import { wordingOf } from '../../../firmware/kiosk/telling/wording.ts';
import { en } from '../../../firmware/kiosk/words/en.ts';
import { languages } from '../../../firmware/kiosk/words/languages.ts';
import type { Words } from '../../../firmware/kiosk/words/words.ts';
import { allScreens, notices } from './telling-samples.ts';

const frame: TellingFrame = {
  language: 'en', languages: ['en', 'de', 'fr', 'es'], help: 'Ψ 555', timeZone: 'Europe/Berlin', isWarned: false, secondsLeft: null,
  texts: {},
};
const frames = Object.keys(languages).flatMap((language) => [
  { ...frame, language }, { ...frame, language, help: '', isWarned: true, secondsLeft: 20 }, { ...frame, language, isWarned: true },
]);

function textsOf({ title, text, notice, places, fields, choices }: Telling): readonly string[] {
  const named = [...fields.map(({ label }) => label), ...choices.map(({ name }) => name)];
  return [title, text, ...(notice ? [notice.text] : []), ...places, ...named];
}

describe.each(frames)('whoever stands at the bank ($language, warned: $isWarned)', (one) => {
  const tellings = allScreens.map((screen) => [screen, tellingOf(screen, one)] as const);

  test('is told something on every screen, with nothing left open in it', () => {
    for (const [screen, telling] of tellings) {
      for (const text of textsOf(telling)) {
        expect(text, JSON.stringify(screen)).toMatch(/\S/);
        expect(text, JSON.stringify(screen)).not.toMatch(/[{}]|\b(undefined|null|NaN)\b| {2}|^\s|\s$/);
      }
    }
  });

  test('can tell every choice from the others, by its name and by what it does', () => {
    for (const [screen, { choices }] of tellings) {
      const names = choices.map(({ name }) => name);
      expect(new Set(names).size, JSON.stringify([screen, names])).toBe(names.length);
      expect(new Set(choices.map(({ does }) => JSON.stringify(does))).size, JSON.stringify(screen)).toBe(choices.length);
    }
  });

  test('chooses nothing that the kiosk would not take', () => {
    for (const [, { choices, languages: others }] of tellings) {
      for (const { does } of [...choices, ...others]) expect(readInput(JSON.stringify(does))).toEqual(does);
    }
  });

  test('finds what most people want first, and the way out last', () => {
    for (const [, { choices }] of tellings) {
      const isOut = choices.map(({ does: { type } }) => type === 'finish.chosen' || type === 'back.chosen');
      expect(isOut.slice(0, -1)).not.toContain(true);
      const before = isOut.at(-1) === true ? choices.slice(0, -1) : choices;
      const weights = before.map(({ weight }) => ['main', 'other', 'quiet'].indexOf(weight));
      expect(weights.toSorted((a, b) => a - b)).toEqual(weights);
    }
  });

  test('can answer that they are still there, with one key and before anything else', () => {
    const first = tellings.map(([, { choices }]) => choices[0]?.does.type);
    if (one.isWarned) expect(new Set(first)).toEqual(new Set(['more-time.chosen']));
    else expect(first).not.toContain('more-time.chosen');
  });
});

test('every notice is said on a screen that has one, as something done or as trouble', () => {
  const said = allScreens.flatMap((screen) =>
    'notice' in screen && screen.notice ? [[screen.notice, tellingOf(screen, frame).notice] as const] : []);
  expect(new Set(said.map(([notice]) => notice))).toEqual(new Set(notices));
  const done = said.filter(([, told]) => told?.kind === 'done').map(([notice]) => notice);
  expect(new Set(done)).toEqual(new Set(['retracted', 'left', 'ended', 'extended', 'done', 'problem-reported']));
});

/** A language that nobody speaks, from right to left: each letter of a text is an Alef, its gaps are kept. */
function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{\w+\}|[A-Za-z]/g, (piece) => (piece.startsWith('{') ? piece : 'א'));
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, pseudo(one)]));
}

test('nothing is written into the code: in a language from right to left no Latin letter is left', () => {
  const words = { ...(pseudo(en) as Words), direction: 'rtl' } satisfies Words;
  const wording = wordingOf(words, { locale: 'he', help: 'Ψ 555', timeZone: 'Europe/Berlin' });
  for (const screen of allScreens) {
    const telling = tell(screen, wording, { ...frame, languages: [] });
    for (const text of textsOf(telling)) expect(text, JSON.stringify(screen)).not.toMatch(/[A-Za-z]/);
    expect(telling.direction).toBe('rtl');
    expect(telling.page).toBe(words.page);
  }
});
