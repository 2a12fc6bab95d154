import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Words } from './words.ts';

/** The languages that are complete. A further one is a further file, and a line here. */
export const languages: Readonly<Record<string, Words>> = { en, de, fr, es };

/** The first of them of which the bank has the words: a page that said it spoke another would be read out in its accent. */
export function spokenLanguage(wanted: readonly string[]): string {
  return wanted.find((language) => Object.hasOwn(languages, language)) ?? 'en';
}

/** English where the bank has no words of a language. */
export function wordsIn(language: string): Words {
  return (Object.hasOwn(languages, language) ? languages[language] : undefined) ?? en;
}
