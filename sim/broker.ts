import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { Aedes } from 'aedes';
import { LockerError } from '../statecharts/locker-error.ts';

/** The simulator's own MQTT broker, on loopback alone. */
export interface Broker {
  readonly url: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** @throws LockerError `port.busy`, naming the port and the variable that changes it */
export async function startBroker(port: number): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') return reject(cause);
      reject(new LockerError(
        'port.busy',
        `port ${String(port)}`,
        'another program listens there. ' +
          'Cure: stop it, set LOCKERBANK_MQTT_PORT to a free port, or LOCKERBANK_MQTT_URL to use that broker',
        cause,
      ));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `mqtt://${host}:${String(bound)}`,
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
