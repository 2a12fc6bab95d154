import { describe, expect, test } from 'vitest';
import type { Screen } from '../../../../firmware/kiosk/screens.ts';
import type { Shown } from '../../../../firmware/kiosk/shown.ts';
import { keyed } from '../../../../firmware/kiosk/speech/keyed-choices.ts';
import { personalOf } from '../../../../firmware/kiosk/speech/privacy.ts';
import { allParts, choosingSpoken, typingSpoken, wordsSpoken } from '../../../../firmware/kiosk/speech/spoken.ts';
import { speechWords } from '../../../../firmware/kiosk/speech/speech-words.ts';
import { Typing } from '../../../../firmware/kiosk/speech/typing.ts';
import { tellingOf } from '../../../../firmware/kiosk/telling.ts';
import { languages } from '../../../../firmware/kiosk/words/languages.ts';
import type { Output } from '../../../../firmware/ports/speech.ts';
import { allScreens } from '../telling-samples.ts';

function shownIn(language: string, screen: Screen): Shown {
  const telling = tellingOf(screen, {
    language, languages: Object.keys(languages), help: 'Call 4711.', timeZone: 'Europe/Berlin', isWarned: false, secondsLeft: null,
    texts: {},
  });
  const quiet = { homeInMs: null, isWarned: false, hears: true, isBlank: false, left: [], forced: [], remote: null, helpLink: '' };
  return { screen, telling, language, ...quiet };
}

/** Everything that can be heard of a screen: it, how to type, and every page of its choices. */
function allSpoken(shown: Shown, output: Output): readonly string[] {
  const choices = keyed(shown.telling.choices);
  const pages = Math.max(1, choices.pages.length);
  const typing = new Typing(shown.telling.fields);
  const typed = shown.telling.fields.map(() => {
    const said = typingSpoken(shown, typing, choices, output);
    typing.enter();
    return said;
  });
  return [
    ...wordsSpoken(shown, allParts, output), ...typed.flat(),
    ...Array.from({ length: pages }, (_, page) => choosingSpoken(shown, choices, page, output)).flat(),
  ];
}

/** Codes are spelled: spaces tell nothing. */
const joined = (text: string): string => text.replaceAll(/[\s-]/g, '');

describe.each(Object.keys(languages))('every screen in every state [%s]', (language) => {
  test('says in headphones all that is drawn: title, text, notice, places, fields and choices', () => {
    for (const screen of allScreens) {
      const shown = shownIn(language, screen);
      const { title, text, notice, places, fields, choices } = shown.telling;
      const heard = joined(allSpoken(shown, 'headphones').join(' '));
      const drawn = [title, text, notice?.text ?? '', ...places, ...fields.map(({ label }) => label), ...choices.map(({ name }) => name)];
      expect(drawn.filter((one) => !heard.includes(joined(one))), JSON.stringify(screen)).toEqual([]);
    }
  });

  test('says on the loudspeaker nobody\'s name, no label and no code, and where there is one, that headphones say it', () => {
    let withheld = 0;
    for (const screen of allScreens) {
      const shown = shownIn(language, screen);
      const heard = allSpoken(shown, 'loudspeaker').join(' ');
      const long = personalOf(screen).filter((one) => one.length > 2);
      expect(long.filter((one) => joined(heard).includes(joined(one))), heard).toEqual([]);
      if (heard.includes(speechWords(language).withheld) || heard.includes(speechWords(language).plugIn)) withheld++;
    }
    expect(withheld).toBeGreaterThan(10);
  });

  test('says nothing that has a gap in it', () => {
    for (const screen of allScreens) expect(allSpoken(shownIn(language, screen), 'headphones').join(' ')).not.toMatch(/[{}]/);
  });
});
