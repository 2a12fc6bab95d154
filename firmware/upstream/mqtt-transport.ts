import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { ConnectOptions, Connection, Transport } from '../ports/transport.ts';

/** A broker that has not taken the connection and its subscriptions by then is tried again later. */
const usualConnectTimeoutMs = 10_000;
const keepaliveSeconds = 60;

/** How long a goodbye may take before the connection is dropped all the same. */
const closeTimeoutMs = 2_000;

/**
 * MQTT 3.1.1 by mqtt.js. Each connection is a client of its own: the will names the session, and a client that
 * reconnects by itself would keep an old one. mqtt.js's own queues stay empty, because the journal is the queue.
 */
export function mqttTransport(url: string, { connectTimeoutMs = usualConnectTimeoutMs } = {}): Transport {
  return { connect: (options) => connectOnce(url, options, connectTimeoutMs) };
}

function connectOnce(url: string, options: ConnectOptions, connectTimeoutMs: number): ReturnType<Transport['connect']> {
  const settings: IClientOptions = {
    clientId: options.clientId,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: connectTimeoutMs,
    keepalive: keepaliveSeconds,
    queueQoSZero: false,
    resubscribe: false,
    will: { topic: options.will.topic, payload: Buffer.from(options.will.payload), qos: 1, retain: true },
  };
  return new Promise((resolve) => {
    const client = connect(url, settings);
    let isSettled = false;
    const settle = (): boolean => {
      if (isSettled) return false;
      isSettled = true;
      clearTimeout(timeout);
      return true;
    };
    const giveUp = (why: string) => {
      if (!settle()) return;
      client.end(true);
      resolve({ kind: 'unreachable', why });
    };
    // mqtt.js gives up on the connection itself, but waits for ever for the answer to a subscription.
    const timeout = setTimeout(() => giveUp('the broker did not answer in time'), connectTimeoutMs);
    client.on('error', (error) => giveUp(error.message));
    client.on('close', () => giveUp('the connection was closed'));
    client.on('message', (topic, payload) => options.onMessage(topic, payload));
    client.once('connect', () => {
      client.subscribe([...options.subscriptions], { qos: 1 }, (error) => {
        if (error) return giveUp(error.message);
        if (settle()) resolve(connectionOver(client, options.onLost));
      });
    });
  });
}

function connectionOver(client: MqttClient, onLost: () => void): Connection {
  const waiting = new Set<(ok: boolean) => void>();
  let isOver = false;

  const end = (): boolean => {
    if (isOver) return false;
    isOver = true;
    for (const answer of [...waiting]) answer(false);
    return true;
  };
  client.on('close', () => {
    if (!end()) return;
    client.end(true);
    onLost();
  });

  return {
    kind: 'connected',
    publish(topic, payload, { retain = false } = {}) {
      if (isOver) return Promise.resolve(false);
      return new Promise((resolve) => {
        const answer = (ok: boolean) => {
          waiting.delete(answer);
          resolve(ok);
        };
        waiting.add(answer);
        client.publish(topic, payload, { qos: 1, retain }, (error) => answer(!error));
      });
    },
    drop() {
      if (end()) client.end(true);
    },
    close() {
      if (!end()) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => client.end(true, () => resolve()), closeTimeoutMs);
        client.end(false, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
