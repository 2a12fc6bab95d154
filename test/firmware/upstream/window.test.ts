import { expect, test } from 'vitest';
import type { Connection } from '../../../firmware/ports/transport.ts';
import { windowed } from '../../../firmware/upstream/window.ts';

/** A broker that answers when it is told to. */
function slowBroker(most = 2) {
  const said: string[] = [];
  const answers: ((ok: boolean) => void)[] = [];
  const troubles: unknown[] = [];
  const connection: Connection = {
    kind: 'connected',
    publish: (_topic, payload) => {
      said.push(payload);
      return new Promise((resolve) => answers.push(resolve));
    },
    close: () => Promise.reject(new Error('no goodbye')),
    drop: () => {
      throw new Error('no end');
    },
  };
  return { said, answers, troubles, line: windowed(connection, most, (error) => troubles.push(error)) };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('whoever comes first is sent first, and the third waits until one of two has been answered', async () => {
  const { said, answers, line } = slowBroker();
  const told = ['a', 'b', 'c', 'd'].map((text) => line.publish('lb', text));
  await turn();
  expect(said).toEqual(['a', 'b']);
  answers[1]?.(true);
  await turn();
  expect(said).toEqual(['a', 'b', 'c']);
  answers[0]?.(false);
  answers[2]?.(true);
  await turn();
  expect(said).toEqual(['a', 'b', 'c', 'd']);
  answers[3]?.(true);
  expect(await Promise.all(told)).toEqual([false, true, true, true]);
});

test('a place that has become free is taken again', async () => {
  const { said, answers, line } = slowBroker(1);
  for (const text of ['a', 'b', 'c']) {
    void line.publish('lb', text);
    await turn();
    answers.at(-1)?.(true);
    await turn();
  }
  expect(said).toEqual(['a', 'b', 'c']);
});

test('a broker that is far behind gets nothing more, and whoever asks is told so at once', async () => {
  const { said, line } = slowBroker();
  for (let n = 0; n < 66; n++) void line.publish('lb', String(n));
  expect(await line.publish('lb', 'one too many')).toBe(false);
  expect(said).toEqual(['0', '1']);
});

test('a connection that throws at the end is trouble, and it is the end all the same', async () => {
  const { line, troubles } = slowBroker();
  await line.close();
  line.drop();
  await turn();
  expect(troubles).toHaveLength(2);
});
