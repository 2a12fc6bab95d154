import { expect, test } from 'vitest';
import { sayNumbers } from '../../statecharts/say-numbers.ts';

test.each([
  [[], ''], [[7], '7'], [[2, 1], '1, 2'], [[1, 2, 3], '1 to 3'], [[48, 41, 42, 43, 1], '1, 41 to 43, 48'],
])('lockers %j are said in one breath: %s', (numbers, says) => {
  expect(sayNumbers(numbers)).toBe(says);
});

test('lockers in one line have a dash between them', () => {
  expect(sayNumbers([1, 2, 3, 5, 6], '–')).toBe('1–3, 5, 6');
});
