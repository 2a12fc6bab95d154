import type { Digit } from '../../ports/keypad.ts';

/** The letters on the keys of a telephone (ITU-T E.161), as they can be felt or are known by heart. */
export const keyLetters: Readonly<Record<Digit, string>> = {
  0: '', 1: '', 2: 'abc', 3: 'def', 4: 'ghi', 5: 'jkl', 6: 'mno', 7: 'pqrs', 8: 'tuv', 9: 'wxyz',
};

/** Letters that no accent makes of another one stand with the one that they look like. */
const looksLike: Readonly<Partial<Record<Digit, string>>> = { 2: 'æ', 3: 'đð', 4: 'ı', 5: 'ł', 6: 'øœ', 7: 'ß', 8: 'þ' };

/**
 * What any word of a name has to begin with, in small letters without accents. A digit stands for any letter of its key, so that
 * three presses find one of a few hundred people: eight keys three times are 512 beginnings.
 */
export function typedBeginning(typed: string): RegExp {
  const letters = [...typed.toLowerCase()].map((one) => {
    const onKey = one in keyLetters ? keyLetters[one as Digit] + (looksLike[one as Digit] ?? '') : '';
    return onKey === '' ? one.replace(/[^\p{L}\p{M}\d]/u, '\\$&') : `[${onKey}${one}]`;
  });
  return new RegExp(`(?:^|[\\s,'’-])${letters.join('')}`);
}
