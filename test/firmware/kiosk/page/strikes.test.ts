import { expect, test } from 'vitest';
import { isOwnStroke, type Stroke } from '../../../../firmware/kiosk/page/strikes.ts';

const choice = (name: string, atMs: number): Stroke => ({ on: 'choice', name, atMs });
const key = (name: string, atMs: number): Stroke => ({ on: 'key', name, atMs });

test.each([
  ['the first stroke of all', choice('Open', 0), null, true],
  ['the second stroke of a double tap', choice('Open', 200), choice('Open', 0), false],
  ['the second stroke, on what the first has called up', choice('Finish', 299), choice('Open', 0), false],
  ['another choice, made by somebody quick', choice('Finish', 300), choice('Open', 0), true],
  ['the next digit of a code, from the other thumb', key('7', 40), key('5', 0), true],
  ['the same digit again, as in 55', key('5', 150), key('5', 0), true],
  ['a digit from a hand that trembles', key('5', 149), key('5', 0), false],
  ['a digit, right after the choice that has called up the keypad', key('5', 200), choice('Type a code', 0), false],
  ['a choice, right after the last digit', choice('Back', 100), key('5', 0), false],
] as const)('%s [counts: %#]', (_what, stroke, last, isOwn) => {
  expect(isOwnStroke(stroke, last)).toBe(isOwn);
});
