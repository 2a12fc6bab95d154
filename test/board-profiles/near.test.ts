import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../board-profiles/near.ts';

test.each([
  ['a letter left out', 'pulsMs', 'pulseMs'],
  ['a letter too many', 'pulseeMs', 'pulseMs'],
  ['a wrong letter', 'bcc-8a-15', 'bcc-8a-16'],
  ['two letters swapped', 'restsM', 'restMs'],
  ['a capital', 'PulseMs', 'pulseMs'],
])('a technician who has written %s is told what was meant', (_what, written, meant) => {
  expect(nearest(written, ['restMs', 'pulseMs', 'bcc-8a-16'])).toBe(meant);
});

test('the nearest is taken, of two that are near', () => {
  expect(nearest('wkly-2', ['wkly-24', 'wkly-1'])).toBe('wkly-24');
});

test('a word that is like none is not guessed at; a short one less than a long one', () => {
  expect(nearest('colour', ['pulseMs', 'lock'])).toBeNull();
  expect(nearest('ab', ['cd'])).toBeNull();
  expect(didYouMean('colour', ['lock'])).toBe('');
  expect(didYouMean('lokc', ['lock'])).toBe('; did you mean lock?');
});

const commands = ['doors', 'open', 'watch', 'selftest', 'restore', 'key'];

test.each([
  ['dooors', 'doors'], ['dors', 'doors'], ['odors', 'doors'], ['DOORS', 'doors'], ['selftset', 'selftest'], ['opne', 'open'], ['ke', 'key'],
])('who types %s probably means %s', (typed, meant) => {
  expect(nearest(typed, commands)).toBe(meant);
});

test.each(['flash', 'x', '', 'lockers', 'kezz2'])('nobody guesses what %s means', (typed) => {
  expect(nearest(typed, commands)).toBeNull();
});
