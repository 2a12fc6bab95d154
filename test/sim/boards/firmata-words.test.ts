import { expect, test } from 'vitest';
import { firmataWords } from '../../../sim/boards/firmata-words.ts';

test.each([
  [[0xf9, 2, 5], 'speaks Firmata 2.5'],
  [[0x91, 0x05, 0x01], 'of pins 8 to 15, 8, 10, 15 are high'],
  [[0x90, 0x04, 0], 'of pins 0 to 7, 2 is high'],
  [[0x90, 0, 0], 'of pins 0 to 7, none is high'],
  [[0xf0, 0x6e, 22, 1, 0, 0xf7], 'pin 22 is an output'],
  [[0xf0, 0x6e, 12, 11, 1, 0xf7], 'pin 12 is an input with its pull-up'],
  [[0xf0, 0x6e, 12, 9, 1, 0xf7], 'pin 12 is something else'],
  [[0xf0, 0x79, 2, 5, 0xf7], 'names its program'],
  [[0xf0, 0x6c, 0, 1, 0x7f, 0xf7], 'tells what its pins can do'],
  [[0xf0, 0x71, 0x41, 0xf7], 'says something else'],
  [[0xe0, 1, 2], 'says something else'],
  [[0x91, 0x05], 'no good message'],
])('what a microcontroller says, %j, is told as: %s', (bytes, words) => {
  expect(firmataWords(Uint8Array.from(bytes))).toBe(words);
});
