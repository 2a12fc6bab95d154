import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { listenOn, loopback } from '../../../firmware/adapters/listen.ts';

describe('a server on loopback', () => {
  const servers: Server[] = [];
  const server = (): Server => {
    const made = createServer();
    servers.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of servers.splice(0)) made.close();
  });

  test('takes any free port for 0, and says which', async () => {
    const one = server();
    const port = await listenOn(one, 0, 'LOCKERBANK_SIM_PORT');
    expect(one.address()).toMatchObject({ address: loopback, port });
  });

  test.each([
    [undefined, 'Cure: stop it, or set LOCKERBANK_SIM_PORT to a free port'],
    ['use it', 'Cure: stop it, or set LOCKERBANK_SIM_PORT to a free port, or use it'],
  ])('names a busy port, the variable that changes it, and every cure [%s]', async (orElse, cure) => {
    const port = await listenOn(server(), 0, 'LOCKERBANK_SIM_PORT');
    await expect(listenOn(server(), port, 'LOCKERBANK_SIM_PORT', orElse)).rejects.toMatchObject({
      code: 'port.busy', message: `port ${String(port)}: another program listens there. ${cure}`,
    });
  });

  test('hands on every other trouble as it is', async () => {
    const listening = server();
    await listenOn(listening, 0, 'LOCKERBANK_SIM_PORT');
    await expect(listenOn(listening, 0, 'LOCKERBANK_SIM_PORT')).rejects.toMatchObject({ code: 'ERR_SERVER_ALREADY_LISTEN' });
  });
});
