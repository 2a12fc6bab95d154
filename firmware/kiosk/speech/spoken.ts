import type { Output } from '../../ports/speech.ts';
import type { Shown } from '../shown.ts';
import type { KeyedChoices } from './keyed-choices.ts';
import { givesAway, personalOf, spelledOut } from './privacy.ts';
import { filled, speechWords } from './speech-words.ts';
import type { Typing } from './typing.ts';

/** Which of the words of a screen are said. */
export type Part = 'title' | 'notice' | 'text' | 'places';

export const allParts: readonly Part[] = ['title', 'notice', 'text', 'places'];

/** What a screen says, in sentences. On the loudspeaker each sentence that says something personal is left out. */
export function wordsSpoken(shown: Shown, parts: readonly Part[], output: Output): readonly string[] {
  const { title, notice, text, places } = shown.telling;
  const said = { title: [title], notice: [notice?.text ?? ''], text: [text], places };
  const personal = personalOf(shown.screen);
  const sentences = parts.flatMap((part) => said[part]).flatMap((one) => sentencesOf(one, personal));
  const heard = output === 'headphones' ? sentences : sentences.filter((one) => !givesAway(one, personal));
  const isWhole = heard.length === sentences.length;
  return [...heard.map((one) => spelledOut(one, shown.screen)), ...(isWhole ? [] : [speechWords(shown.language).plugIn])];
}

/** How to type, and which choices there are beside. */
export function typingSpoken(shown: Shown, typing: Typing, choices: KeyedChoices, output: Output): readonly string[] {
  const words = speechWords(shown.language);
  const field = typing.field();
  if (field === null) return [];
  const said = [filled(words.field, { label: field.label })];
  if (field.name === 'letters') said.push(words.lettersOfName);
  if (typing.takesLetters()) said.push(words.severalPresses);
  const name = naming(shown, output);
  const [first = []] = choices.pages;
  said.push(...first.map((choice, at) => filled(words.afterStar, { key: at + 1, name: name(choice.name) })));
  if (choices.pages.length > 1) said.push(words.starForMore);
  if (choices.wayOut) said.push(filled(words.afterStar, { key: 9, name: name(choices.wayOut.name) }));
  return said;
}

/** The choices of one page, each with its key. */
export function choosingSpoken(shown: Shown, choices: KeyedChoices, page: number, output: Output): readonly string[] {
  const words = speechWords(shown.language);
  const name = naming(shown, output);
  const said = (choices.pages[page] ?? []).map((choice, at) => filled(words.choice, { key: at + 1, name: name(choice.name) }));
  if (page + 1 < choices.pages.length) said.push(filled(words.more, { page: page + 1, pages: choices.pages.length }));
  if (page > 0) said.push(words.previous);
  else if (choices.wayOut) said.push(filled(words.back, { name: name(choices.wayOut.name) }));
  if (shown.telling.fields.length > 0) said.push(words.starToType);
  return said;
}

function naming(shown: Shown, output: Output): (name: string) => string {
  const words = speechWords(shown.language);
  const personal = personalOf(shown.screen);
  return (name) => (output === 'loudspeaker' && givesAway(name, personal) ? words.withheld : spelledOut(name, shown.screen));
}

/**
 * Each is an utterance of its own: one that says a name does not take its neighbours with it. "A. Levy" and "Dr. Levy" must not
 * come apart, or neither half would be known for a name.
 */
function sentencesOf(text: string, personal: readonly string[]): readonly string[] {
  const sentences = text.split(/(?<=[.!?…])\s+/u).filter((sentence) => sentence.trim() !== '');
  const isTorn = personal.some((one) => givesAway(text, [one]) && !sentences.some((sentence) => givesAway(sentence, [one])));
  return isTorn ? [text] : sentences;
}
