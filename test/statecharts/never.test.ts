import { expect, test } from 'vitest';
import { never } from '../../statecharts/never.ts';

test('a command that no shell knows is named, not passed over', () => {
  expect(() => never({ type: 'lock.melt' } as never, 'door command')).toThrow(new TypeError('unknown door command: {"type":"lock.melt"}'));
});
