import { expect, test } from 'vitest';
import { InTurn } from '../../../firmware/ports/in-turn.ts';

test('whoever uses a bus, or a file, waits until the one before has done with it, and goes on whatever became of that one', async () => {
  const turns = new InTurn();
  const told: string[] = [];
  let end: (error: Error) => void = () => undefined;
  const first = turns.take(() => new Promise((_, reject) => (end = reject)));
  const second = turns.take(() => Promise.resolve(told.push('second')));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told).toEqual([]);
  end(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await second;
  await turns.idle();
  expect(told).toEqual(['second']);
});
