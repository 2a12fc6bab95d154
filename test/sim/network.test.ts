import { expect, test, vi } from 'vitest';
import type { Connection, ConnectOptions } from '../../firmware/ports/transport.ts';
import { cuttable } from '../../sim/network.ts';

const options: ConnectOptions = {
  clientId: 'bank-1', will: { topic: 'state', payload: 'lost' }, subscriptions: [], onMessage: () => undefined, onLost: () => undefined,
};

test('a line that is cut while the bank connects does not come about', async () => {
  const connection = { kind: 'connected', publish: vi.fn(), close: vi.fn(), drop: vi.fn() } satisfies Connection;
  const network = cuttable({ connect: () => Promise.resolve(connection) });
  const connecting = network.connect(options);
  network.cut();
  expect((await connecting).kind).toBe('unreachable');
  expect(connection.drop).toHaveBeenCalledOnce();
  network.mend();
  expect((await network.connect(options)).kind).toBe('connected');
});
