import { expect, test } from 'vitest';
import { typedBeginning } from '../../../../firmware/kiosk/speech/key-letters.ts';

/** As the directory is searched: in small letters, without accents. */
const plain = (name: string): string => name.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

test.each([
  ['Ada Lovelace', '232', true],
  ['Ada Lovelace', '568', true],
  ['Ada Lovelace', 'lov', true],
  ['Ada Lovelace', 'l6v', true],
  ['Ada Lovelace', '233', false],
  ['Ada Lovelace', '323', false],
  ['Ada Lovelace', '3252', false],
  ['Lea-Sophie', '767', true],
  ['Émile Ångström', '264', true],
  ['Søren', '767', true],
  ['Łukasz', '585', true],
  ['O’Brien', '274', true],
  ['3M', '36', true],
  ['Team 7', '7', true],
  ['Ada', '.*', false],
  ['A.B', 'a.b', true],
])('%s is found by %s: %s', (name, keys, isFound) => {
  expect(typedBeginning(keys).test(plain(name))).toBe(isFound);
});
