import { expect, test } from 'vitest';
import { visitAll } from '../../../../firmware/hardware/gpio/visit-all.ts';

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function board(told: string[], name: string, fails: string | null = null) {
  return {
    visit: () => {
      told.push(`${name} asked`);
      return fails === null ? Promise.resolve() : Promise.reject(failure(fails));
    },
    fail: (error: unknown) => void told.push(`${name} ${(error as Error).message}`),
  };
}

test('an expander that is away keeps nobody from looking at the others on its bus', async () => {
  const told: string[] = [];
  await visitAll([board(told, 'left', 'EREMOTEIO'), board(told, 'right')]);
  expect(told).toEqual(['left asked', 'left EREMOTEIO', 'right asked']);
});

test('of a bus that stands still only the first expander is asked, and none of them can be reached', async () => {
  const told: string[] = [];
  await visitAll([board(told, 'left'), board(told, 'middle', 'ETIMEDOUT'), board(told, 'right')]);
  expect(told).toEqual(['left asked', 'middle asked', 'middle ETIMEDOUT', 'right ETIMEDOUT']);
});
