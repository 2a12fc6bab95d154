import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectOptions, Connection, Transport } from '../firmware/ports/transport.ts';

/** A broker with two ways to it: one that can be cut, and one for whoever watches. */
export interface TransportRig {
  readonly transport: Transport;
  readonly watcher: Transport;
  /** Waits, in whatever time there is, until something is true. */
  until(what: string, isTrue: () => boolean): Promise<void>;
  /** Lets a little time pass in which something must not happen. */
  pause(): Promise<void>;
  /** Pulls the cable of everything that came by `transport`, without a goodbye. */
  cut(): void;
  /** Nobody listens any more where `transport` leads. */
  refuse(): void;
  /** Lines that are open by way of `transport`. */
  lines(): number;
  /** Ends the broker. @returns what was left behind */
  end(): Promise<readonly string[]>;
}

interface Client {
  readonly connection: Connection;
  readonly heard: [topic: string, text: string][];
  readonly lost: () => number;
}

const will = { topic: 'lb/1/demo/bank-1/up/state', payload: '{"s":"lost"}' };

/** What every transport promises the link, be it a socket or a model. */
export function transportContract(name: string, makeRig: () => Promise<TransportRig>): void {
  describe(`${name}: what every transport promises`, () => {
    let rig: TransportRig;
    const clients: Client[] = [];

    async function join(transport: Transport, options: Partial<ConnectOptions> = {}): Promise<Client> {
      const heard: [string, string][] = [];
      let lost = 0;
      const made = await waited(transport.connect({
        clientId: 'bank-1', will, subscriptions: ['lb/nothing'],
        onMessage: (topic, payload) => heard.push([topic, Buffer.from(payload).toString('utf8')]),
        onLost: () => lost++,
        ...options,
      }));
      if (made.kind === 'unreachable') throw new Error(made.why);
      const client: Client = { connection: made, heard, lost: () => lost };
      clients.push(client);
      return client;
    }
    const otherWill = { topic: 'lb/other', payload: '{}' };
    const watch = (...subscriptions: string[]) => join(rig.watcher, { clientId: 'watcher', will: otherWill, subscriptions });

    /** The answer, however long it takes in the time of this rig. */
    async function waited<T>(answer: Promise<T>): Promise<T> {
      let isDone = false;
      const seen = answer.finally(() => (isDone = true));
      await rig.until('an answer has come', () => isDone);
      return seen;
    }

    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) await waited(client.connection.close());
      await rig.until('every line is closed', () => rig.lines() === 0);
      expect(await rig.end()).toEqual([]);
    });

    test('what the bank says reaches whoever listens on that very topic, and nobody else', async () => {
      const watcher = await watch('lb/a', 'lb/a/b');
      const { connection } = await join(rig.transport);
      expect(await waited(connection.publish('lb/a', 'on a'))).toBe(true);
      expect(await waited(connection.publish('lb/ab', 'on ab'))).toBe(true);
      expect(await waited(connection.publish('lb/a/b', 'on a/b'))).toBe(true);
      await rig.until('both have come', () => watcher.heard.length >= 2);
      await rig.pause();
      expect(watcher.heard).toEqual([['lb/a', 'on a'], ['lb/a/b', 'on a/b']]);
    });

    test('messages come in the order in which they were said', async () => {
      const watcher = await watch('lb/count');
      const { connection } = await join(rig.transport);
      const said = Array.from({ length: 20 }, (_, index) => String(index));
      expect(await waited(Promise.all(said.map((text) => connection.publish('lb/count', text))))).toEqual(said.map(() => true));
      await rig.until('all have come', () => watcher.heard.length >= 20);
      expect(watcher.heard.map(([, text]) => text)).toEqual(said);
    });

    test('a bank hears what was retained before it came, and of the rest only what comes later', async () => {
      const { connection } = await join(rig.watcher, { clientId: 'watcher' });
      await waited(connection.publish('lb/kept', 'kept', { retain: true }));
      await waited(connection.publish('lb/gone', 'gone'));
      const bank = await join(rig.transport, { subscriptions: ['lb/kept', 'lb/gone'] });
      await waited(connection.publish('lb/gone', 'here'));
      await rig.until('both have come', () => bank.heard.length >= 2);
      expect(bank.heard).toEqual([['lb/kept', 'kept'], ['lb/gone', 'here']]);
    });

    test('a bank that is cut off leaves its will, retained', async () => {
      const watcher = await watch(will.topic);
      await join(rig.transport);
      rig.cut();
      await rig.until('the will has come', () => watcher.heard.length > 0);
      expect(watcher.heard).toEqual([[will.topic, will.payload]]);
      const later = await join(rig.transport, { clientId: 'later', subscriptions: [will.topic], will: otherWill });
      await rig.until('the will has come again', () => later.heard.length > 0);
    });

    test('a bank that says goodbye leaves no will', async () => {
      const watcher = await watch(will.topic);
      const { connection, lost } = await join(rig.transport);
      await waited(connection.publish(will.topic, '{"s":"offline"}', { retain: true }));
      await waited(connection.close());
      await rig.until('the goodbye has come', () => watcher.heard.length > 0);
      await rig.pause();
      expect(watcher.heard).toEqual([[will.topic, '{"s":"offline"}']]);
      expect(lost()).toBe(0);
    });

    test('a bank that goes without a goodbye leaves its will, and is not told of its own loss', async () => {
      const watcher = await watch(will.topic);
      const { connection, lost } = await join(rig.transport);
      connection.drop();
      expect(await waited(connection.publish('lb/a', 'too late'))).toBe(false);
      await rig.until('the will has come', () => watcher.heard.length > 0);
      connection.drop();
      await rig.pause();
      expect(watcher.heard).toEqual([[will.topic, will.payload]]);
      expect(lost()).toBe(0);
    });

    test('a connection that is lost is lost once, and takes nothing more', async () => {
      const { connection, lost } = await join(rig.transport);
      rig.cut();
      await rig.until('the loss is told', () => lost() > 0);
      expect(await waited(connection.publish('lb/a', 'too late'))).toBe(false);
      await waited(connection.close());
      await rig.pause();
      expect(lost()).toBe(1);
    });

    test('what is on its way when the connection goes is answered with no, not with silence', async () => {
      const { connection, lost } = await join(rig.transport);
      const answers = Array.from({ length: 8 }, () => connection.publish('lb/a', 'on its way'));
      rig.cut();
      expect(await waited(Promise.all(answers))).toEqual(answers.map(() => false));
      await rig.until('the loss is told', () => lost() === 1);
    });

    test('a bank that has said goodbye says nothing more, and is not told of losses', async () => {
      const { connection, lost } = await join(rig.transport);
      await waited(connection.close());
      expect(await waited(connection.publish('lb/a', 'too late'))).toBe(false);
      await waited(connection.close());
      rig.cut();
      await rig.pause();
      expect(lost()).toBe(0);
    });

    test('where nobody listens the answer is unreachable, with a reason', async () => {
      rig.refuse();
      let lost = 0;
      const made = await waited(rig.transport.connect({
        clientId: 'bank-1', will, subscriptions: ['lb/a'], onMessage: () => undefined, onLost: () => lost++,
      }));
      expect(made.kind).toBe('unreachable');
      expect(made).toHaveProperty('why');
      await rig.pause();
      expect(lost).toBe(0);
    });

    test('whoever comes with the same name takes the place of the first, who is told', async () => {
      const first = await join(rig.transport);
      const second = await join(rig.transport);
      await rig.until('the first is told', () => first.lost() === 1);
      expect(await waited(first.connection.publish('lb/a', 'from the first'))).toBe(false);
      expect(await waited(second.connection.publish('lb/a', 'from the second'))).toBe(true);
      expect(second.lost()).toBe(0);
    });
  });
}
