import { expect, test } from 'vitest';
import type { Transport } from '../../firmware/ports/transport.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms, seconds } from '../../statecharts/units.ts';
import { transportContract } from '../transport-contract.ts';

transportContract('the broker in memory', () => {
  const clock = new VirtualClock();
  const broker = new MemoryBroker({ clock });
  const names = new Set<string>();
  const noted: Transport = {
    connect: (options) => {
      names.add(options.clientId);
      return broker.transport().connect(options);
    },
  };
  const lines = (): readonly string[] => broker.clients().filter((name) => names.has(name));
  return Promise.resolve({
    transport: noted,
    watcher: broker.transport(),
    async until(what, isTrue) {
      for (let turn = 0; turn < 1_000; turn++) {
        if (isTrue()) return;
        await clock.advance(ms(5));
      }
      throw new Error(`waited in vain until ${what}`);
    },
    pause: () => clock.advance(ms(100)),
    cut: () => {
      for (const name of lines()) broker.drop(name);
    },
    refuse: () => {
      broker.faults.refuses = true;
    },
    lines: () => lines().length,
    async end() {
      await clock.advance(ms(100));
      return [...clock.waiting(), ...broker.clients()];
    },
  });
});

async function pair() {
  const clock = new VirtualClock();
  const broker = new MemoryBroker({ clock });
  const heard: string[] = [];
  const join = async (clientId: string, subscriptions: readonly string[] = []) => {
    const making = broker.transport().connect({
      clientId, subscriptions, will: { topic: 'will', payload: `of ${clientId}` }, onLost: () => undefined,
      onMessage: (_topic, payload) => heard.push(Buffer.from(payload).toString('utf8')),
    });
    await clock.advance(ms(20));
    const made = await making;
    if (made.kind === 'unreachable') throw new Error(made.why);
    return made;
  };
  const bank = await join('bank-1');
  await join('watcher', ['evt', 'will']);
  const publish = async (topic: string, payload: string): Promise<boolean | 'silence'> => {
    const answer = bank.publish(topic, payload);
    await clock.advance(ms(20));
    return Promise.race([answer, Promise.resolve('silence' as const)]);
  };
  return { clock, broker, heard, publish };
}

test('a broker that loses what it has acknowledged says yes and delivers nothing', async () => {
  const { broker, heard, publish } = await pair();
  broker.faults.loses = (topic) => topic === 'evt';
  expect(await publish('evt', 'lost')).toBe(true);
  broker.faults.loses = () => false;
  expect(await publish('evt', 'here')).toBe(true);
  expect(heard).toEqual(['here']);
  expect(broker.published.map((message) => message.payload)).toEqual(['lost', 'here']);
});

test('a broker that repeats itself delivers the same message twice', async () => {
  const { broker, heard, publish } = await pair();
  broker.faults.duplicates = () => true;
  await publish('evt', 'again');
  expect(heard).toEqual(['again', 'again']);
});

test('a line that has gone silent answers nothing, and tells nobody', async () => {
  const { broker, heard, publish } = await pair();
  broker.faults.silent = true;
  expect(await publish('evt', 'into the void')).toBe('silence');
  expect(heard).toEqual([]);
});

test('a will can come late', async () => {
  const { broker, clock, heard } = await pair();
  broker.faults.willAfter = seconds(90);
  broker.drop('bank-1');
  await clock.advance(seconds(89));
  expect(heard).toEqual([]);
  await clock.advance(seconds(2));
  expect(heard).toEqual(['of bank-1']);
  expect(broker.retained.get('will')).toBe('of bank-1');
});

test('a retained message is forgotten when an empty one is retained in its place', async () => {
  const { broker, clock } = await pair();
  broker.drop('bank-1');
  const making = broker.transport().connect({
    clientId: 'tidy', subscriptions: [], will: { topic: 'x', payload: '' }, onMessage: () => undefined, onLost: () => undefined,
  });
  await clock.advance(ms(20));
  const made = await making;
  if (made.kind === 'connected') void made.publish('will', '', { retain: true });
  await clock.advance(ms(20));
  expect([...broker.retained.keys()]).toEqual([]);
});
