import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { Aedes } from 'aedes';
import { listenOn, loopback } from '../firmware/adapters/listen.ts';

/** The simulator's own MQTT broker, on loopback alone. */
export interface Broker {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws LockerError `port.busy`, naming the port and the variable that changes it */
export async function startBroker(port: number): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  const bound = await listenOn(server, port, 'LOCKERBANK_MQTT_PORT', 'LOCKERBANK_MQTT_URL to use that broker');
  return {
    url: `mqtt://${loopback}:${String(bound)}`,
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
