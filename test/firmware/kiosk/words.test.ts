import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { brandedWords } from '../../../firmware/kiosk/words/branded.ts';
import { en } from '../../../firmware/kiosk/words/en.ts';
import { languages, wordsIn } from '../../../firmware/kiosk/words/languages.ts';
import { brandingSchema } from '../../../firmware/contract/document-bodies.ts';
import { gapsOf, leavesOf } from './words-leaves.ts';

const english = new Map(leavesOf(en));
const others = Object.entries(languages).filter(([language]) => language !== 'en');

/** As the branding document names a text. */
const camelCase = (name: string) => name.replaceAll(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase());

/** What is the same in this language, and no forgotten translation. */
const same: Readonly<Record<string, readonly string[]>> = {
  de: ['fields.code', 'fields.pin'],
  fr: ['fields.code'],
  es: ['fields.pin'],
};
/** Signs, and what is pressed on every machine. */
const sameEverywhere = [
  'direction', 'choose.detail', 'size.offer', 'party.same', 'page.enter.code', 'page.enter.carrier-code', 'page.enter.pin',
];

describe.each(others)('a person who reads %s', (language, words) => {
  const leaves = leavesOf(words);

  test('finds every text, and none in English', () => {
    const plain = leaves.filter(([name, text]) => english.get(name) === text).map(([name]) => name);
    expect(plain.toSorted()).toEqual([...sameEverywhere, ...(same[language] ?? [])].toSorted());
    const isEnglish = (text: string) => /\b(the|your|you|and|is|are|of|with|please|door|locker)\b/i.test(text);
    const leftovers = leaves.filter(([, text]) => isEnglish(text.replaceAll(/\{\w+\}/g, '')));
    expect(leftovers).toEqual([]);
  });

  test('is told the same numbers, names and lockers as in English', () => {
    const gaps = leaves.map(([name, text]) => [name, gapsOf(text)]);
    expect(gaps).toEqual(leaves.map(([name]) => [name, gapsOf(english.get(name) ?? '')]));
  });
});

test('no line of French begins with a colon or a question mark: a space that does not break stands before it', () => {
  const words = leavesOf(wordsIn('fr')).filter(([, text]) => / [:;?!»]|« |[^\s\u00a0][?!;]/.test(text));
  expect(words).toEqual([]);
});

describe.each(Object.entries(languages))('the words of %s', (language, words) => {
  test('are whole sentences without a space too many, and none of them is empty', () => {
    for (const [name, text] of leavesOf(words)) {
      expect(text.trim(), name).toBe(text);
      expect(text, name).toMatch(/\S/);
      expect(text, name).not.toMatch(/ {2}| [,.]|["']/);
    }
  });

  test('end a sentence of their own with a full stop, and no title or choice with one', () => {
    const ended = leavesOf(words).filter(([name]) => /\.text$|^notices\./.test(name)).filter(([, text]) => !/([.!?]|\{help\})$/.test(text));
    expect(ended).toEqual([]);
    expect(leavesOf(words).filter(([name, text]) => name.endsWith('title') && text.endsWith('.'))).toEqual([]);
  });

  test('have the form for every number of lockers', () => {
    const rules = new Intl.PluralRules(language);
    for (const forms of [words.choose.all, words.choose.items, words.doors.inside, words.doors.waiting, words.lockers.marked]) {
      for (let count = 0; count <= 200; count++) expect(forms[rules.select(count)], String(count)).toBeDefined();
    }
  });
});

test('somebody whose language the bank does not speak is spoken to in English', () => {
  expect(wordsIn('it')).toBe(en);
  expect(wordsIn('toString')).toBe(en);
});

describe('the upstream', () => {
  test('can name every text of the bank in its branding document, and replaces exactly that', () => {
    const names = [...english.keys()].map(camelCase);
    const texts = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
    expect(v.safeParse(brandingSchema, { texts: { en: texts } }).success).toBe(true);
    expect(new Set(names).size).toBe(english.size);
    const fixed = ['language', 'direction'];
    const expected = [...english].map(([name, text]) => [name, fixed.includes(name) ? text : `<${camelCase(name)}>`]);
    expect(leavesOf(brandedWords(en, texts))).toEqual(expected);
  });

  test('changes nothing by a name that is no text', () => {
    const texts = { 'home': 'a', 'home.title.more': 'b', 'nowhere': 'c', 'constructor.name': 'd', 'proto.title': 'e', '': 'f' };
    expect(brandedWords(en, texts)).toEqual(en);
    expect(brandedWords(en, {})).toBe(en);
  });

  test('gets no gap shown that the bank would not fill in, but for who helps', () => {
    const { home, choose } = brandedWords(en, { 'home.title': 'Hello {name}!{help}', 'choose.hello': 'Welcome, {name}{locker}' });
    expect(home.title).toBe('Hello !{help}');
    expect(choose.hello).toBe('Welcome, {name}');
  });

  test('leaves the words of the house as they are for the next language', () => {
    brandedWords(en, { 'home.title': 'Acme' });
    expect(en.home.title).toBe('Welcome');
  });
});
