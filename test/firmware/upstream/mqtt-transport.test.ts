import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { mqttTransport } from '../../../firmware/upstream/mqtt-transport.ts';
import { startBroker } from '../../../sim/broker.ts';
import { overBroker } from '../../support/over-broker.ts';
import { until } from '../../support/until.ts';
import { transportContract } from '../../transport-contract.ts';

transportContract('mqtt.js over the embedded broker', async () => {
  const { url, close } = await startBroker(0);
  return overBroker({ url, stop: close });
});

const connack = Buffer.from([0x20, 2, 0, 0]);
const servers: Server[] = [];
const sockets: Socket[] = [];

type Manner = (packet: Buffer) => Buffer | null;

/** Something that listens where a broker should, and answers each packet in its own manner. */
async function pretender(manner: Manner): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (packet) => {
      const answer = manner(packet);
      if (answer) socket.write(answer);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `mqtt://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const isConnect = (packet: Buffer): boolean => packet[0] === 0x10;

const manners: readonly (readonly [string, Manner])[] = [
  ['takes the call and says nothing', () => null],
  ['says hello and never confirms a subscription', (packet) => (isConnect(packet) ? connack : null)],
  ['says that the bank has no right to come', () => Buffer.from([0x20, 2, 0, 5])],
  ['refuses a subscription', (packet) => (isConnect(packet) ? connack : Buffer.from([0x90, 3, packet[2] ?? 0, packet[3] ?? 0, 0x80]))],
  ['speaks no MQTT at all', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

test.each(manners)('a broker that %s is unreachable, and nothing is left of the attempt', async (_what, manner) => {
  const url = await pretender(manner);
  let lost = 0;
  const made = await mqttTransport(url, { connectTimeoutMs: 300 }).connect({
    clientId: 'bank-1', will: { topic: 'lb/state', payload: '{}' }, subscriptions: ['lb/a'],
    onMessage: () => undefined, onLost: () => lost++,
  });
  expect(made.kind).toBe('unreachable');
  await until('the line is closed', () => sockets.every((socket) => socket.destroyed || socket.readableEnded));
  expect(lost).toBe(0);
});
