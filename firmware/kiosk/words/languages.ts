import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Words } from './words.ts';

/** The languages that are complete. A further one is a further file, and a line here. */
export const languages: Readonly<Record<string, Words>> = { en, de, fr, es };

/** English where the bank has no words of a language. */
export function wordsIn(language: string): Words {
  return (Object.hasOwn(languages, language) ? languages[language] : undefined) ?? en;
}
