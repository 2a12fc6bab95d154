import { describe, expect, test } from 'vitest';
import { filled, speechWords, spokenLanguages } from '../../../../firmware/kiosk/speech/speech-words.ts';
import { languages } from '../../../../firmware/kiosk/words/languages.ts';

const gapsOf = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).toSorted();

describe('what is said about the keys', () => {
  test('is there in every language in which screens are', () => {
    expect(Object.keys(spokenLanguages).toSorted()).toEqual(Object.keys(languages).toSorted());
  });

  test.each(Object.keys(spokenLanguages))('has the same gaps as in English, and is not English itself [%s]', (language) => {
    const english = speechWords('en');
    for (const [name, text] of Object.entries(speechWords(language))) {
      expect(gapsOf(text), name).toEqual(gapsOf(english[name as keyof typeof english]));
      if (language !== 'en') expect(text, name).not.toBe(english[name as keyof typeof english]);
    }
  });

  test('is English where a language has none, whatever it is called', () => {
    expect([speechWords('tlh'), speechWords('constructor')]).toEqual([speechWords('en'), speechWords('en')]);
  });

  test('keeps a gap that nothing fills, so that a test sees it', () => {
    expect(filled('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });
});
