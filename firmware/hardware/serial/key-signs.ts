import type { Digit, Key } from '../../ports/keypad.ts';

/** How a keypad is laid out, and so what its keys beside the digits are called. */
export type KeypadLayout = 'telephone' | 'calculator';

/** Keypads of four times four keys send letters for the last column; those of a computer have signs for reckoning. */
const signs: Readonly<Record<KeypadLayout, ReadonlyMap<string, Key>>> = {
  telephone: new Map([['*', 'star'], ['#', 'round'], ['A', 'speech'], ['B', 'louder'], ['C', 'softer'], ['D', 'dark']]),
  calculator: new Map([
    ['.', 'star'], [',', 'star'], ['\b', 'star'], ['\u007f', 'star'], ['\r', 'round'], ['\n', 'round'],
    ['*', 'speech'], ['+', 'louder'], ['-', 'softer'], ['/', 'dark'],
  ]),
};

/** The key that a character stands for; `null`: none, as the line end that some keypads send after each. */
export function keyOf(sign: string, layout: KeypadLayout): Key | null {
  return /^\d$/.test(sign) ? (sign as Digit) : (signs[layout].get(sign) ?? null);
}
