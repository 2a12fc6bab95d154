import { expect, test } from 'vitest';
import { sayError } from '../../../firmware/adapters/process.ts';
import { ExpectedTrouble } from '../../../firmware/ports/expected-trouble.ts';

test('a board that was cut off is one line in the log, and a fault of the program is told with where it was', () => {
  expect(sayError(new ExpectedTrouble('does not answer'))).toBe('does not answer');
  expect(sayError(new Error('undefined is not a board'))).toMatch(/^Error: undefined is not a board\n +at /);
});
