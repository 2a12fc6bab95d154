import type { Words } from './words.ts';

/**
 * Words of which the upstream has replaced some, by their dotted names as its branding document has them. That knows no
 * hyphens: `notices.codeRefused` is `notices['code-refused']`. A name that is none says nothing, and a gap that the
 * text of the house does not have stays empty: it would be shown as it is.
 */
export function brandedWords(words: Words, texts: Readonly<Record<string, string>>): Words {
  const wanted = Object.entries(texts);
  if (wanted.length === 0) return words;
  const branded = structuredClone(words);
  for (const [name, text] of wanted) replace(branded, name.split('.'), text);
  return branded;
}

/** What is no text, but says how texts are drawn and what the language is called. */
const fixed: readonly string[] = ['language', 'direction'];

function replace(words: Words, path: readonly string[], text: string): void {
  let at: unknown = words;
  for (const [index, name] of path.entries()) {
    if (!isGroup(at)) return;
    const key = Object.keys(at).find((one) => camelCase(one) === name);
    if (key === undefined || (index === 0 && fixed.includes(key))) return;
    const value = at[key];
    if (index === path.length - 1 && typeof value === 'string') at[key] = withGapsOf(value, text);
    at = value;
  }
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function camelCase(key: string): string {
  return key.replaceAll(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase());
}

function withGapsOf(original: string, text: string): string {
  return text.replaceAll(/\{\w+\}/g, (gap) => (original.includes(gap) || gap === '{help}' ? gap : ''));
}
