import { expect, test } from 'vitest';
import { I2cBus, visitAll } from '../../../../firmware/hardware/gpio/i2c-bus.ts';

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

test('whoever uses a bus waits until the one before has done with it, and goes on whatever became of that one', async () => {
  const bus = new I2cBus();
  const told: string[] = [];
  let end: (error: Error) => void = () => undefined;
  const first = bus.run(() => new Promise((_, reject) => (end = reject)));
  const second = bus.run(() => Promise.resolve(told.push('second')));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told).toEqual([]);
  end(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await second;
  await bus.idle();
  expect(told).toEqual(['second']);
});

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
