import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../firmware/ports/transport.ts';
import { inFlightMost } from '../../../firmware/contract/limits.ts';
import { seconds } from '../../../statecharts/units.ts';
import { bank, commandOf } from '../../support/hand-upstream.ts';
import { linkRig, smallEvent, type LinkRig } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';

const states = (rig: LinkRig) => rig.upstream.messages('state').map(({ s, session }) => ({ s, session }));
const retainedState = ({ broker, upstream }: LinkRig) =>
  JSON.parse(broker.retained.get(upstream.topics.state) ?? '{}') as { s: string; session: string };
const spoken = (rig: LinkRig) => rig.broker.published.filter((message) => message.from === bank);

describe('a bank that comes online', () => {
  test('says so, reports, and says hello, in this order', async () => {
    const rig = await linkRig();
    await rig.commit(smallEvent());
    rig.link.start();
    await rig.advance(500);
    const { state, report, requests, events } = rig.upstream.topics;
    const inOrder = [[state, true], [report, true], [requests, false], [events, false]];
    expect(spoken(rig).map(({ topic, retain }) => [topic, retain])).toEqual(inOrder);
    const [online] = rig.upstream.messages('state');
    expect(online).toMatchObject({ s: 'online', logid: rig.ledger.logid, head: 1, firmware: '0.0.0' });
    expect(rig.upstream.messages('requests')[0]).toMatchObject({
      type: 'lockerbank.hello.v1', data: { session: online?.session, logid: rig.ledger.logid, head: 1, acknowledged: 0 },
    });
    expect(rig.upstream.messages('report')[0]).toMatchObject({ session: online?.session, profile: 'test-8', trust: 'broker' });
    expect(rig.link.isOnline).toBe(true);
  });

  test('has a session of its own in each connection, and names it in its will', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(500);
    rig.broker.drop(bank);
    await rig.advance(3_000);
    rig.broker.drop(bank);
    await rig.advance(5_000);
    const [first, will, second] = states(rig);
    expect([first?.s, will?.s, second?.s]).toEqual(['online', 'lost', 'online']);
    expect(will?.session).toBe(first?.session);
    expect(second?.session).not.toBe(first?.session);
    expect(first?.session).toMatch(/^[0-9A-Z]{16}$/);
    expect(retainedState(rig).s).toBe('online');
  });

  test('says online again when the will of an earlier connection comes late', async () => {
    const rig = await linkRig();
    rig.broker.faults.willAfter = seconds(90);
    rig.link.start();
    await rig.advance(500);
    rig.broker.drop(bank);
    await rig.advance(80_000);
    const session = retainedState(rig).session;
    await rig.advance(11_000);
    expect(states(rig).map(({ s }) => s)).toEqual(['online', 'online', 'lost', 'online']);
    expect(retainedState(rig)).toMatchObject({ s: 'online', session });
  });

  test('is not shaken by its own voice, nor by the upstream that comes and goes', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(500);
    rig.upstream.say('host', { s: 'online' }, { retain: true });
    await rig.advance(2_000);
    expect(states(rig)).toHaveLength(1);
    expect(rig.link.messagesRefused).toBe(0);
    expect(rig.troubles).toEqual([]);
  });
});

test('why the broker cannot be reached is told, once a minute at most', async () => {
  const rig = await linkRig();
  rig.broker.faults.refuses = true;
  rig.link.start();
  await rig.advance(600_000);
  const told = rig.troubles.map(({ where, error }) => `${where}: ${String(error)}`);
  expect(told[0]).toBe('broker: the broker cannot be reached: the broker does not answer');
  expect(told[1]).toMatch(/^broker: .*, and \d+ more since the last time$/);
  expect(told.length).toBeLessThanOrEqual(10);
});

describe('hello', () => {
  test('that is answered has the bank send what comes after the last committed event, at once', async () => {
    const rig = await linkRig({ acknowledges: true });
    for (let n = 0; n < 5; n++) await rig.commit(smallEvent());
    rig.upstream.through = 3;
    rig.link.start();
    await rig.advance(100);
    expect([...rig.upstream.events.keys()]).toEqual([4, 5]);
    expect(rig.link.acknowledged).toBe(5);
  });

  test('that nobody answers is waited for 2 s, and the events are sent all the same', async () => {
    const rig = await linkRig({ answersHello: false });
    await rig.commit(smallEvent());
    rig.link.start();
    await rig.advance(1_900);
    expect(rig.upstream.events.size).toBe(0);
    await rig.advance(200);
    expect(rig.upstream.events.size).toBe(1);
  });

  test('that is answered with commands has each carried out', async () => {
    const rig = await linkRig({ answersHello: false });
    rig.link.start();
    await rig.advance(500);
    const correlationid = rig.upstream.messages('requests')[0]?.correlationid;
    const commands = [commandOf('c-1', 'locker.open', { locker: 3 }), commandOf('c-2', 'locker.paint', {}), 'nonsense'];
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'a', source: 'lb://hand', type: 'lockerbank.hello.answer.v1', correlationid,
      data: { logid: rig.ledger.logid, through: 0, commands },
    });
    await rig.advance(100);
    expect(rig.commands).toMatchObject([{ kind: 'command', command: { id: 'c-1' } }, { kind: 'refused', id: 'c-2', why: 'unsupported' }]);
    expect(rig.link.messagesRefused).toBe(2);
  });
});

type TriedTransport = (attempt: () => void, rig: () => LinkRig) => Transport;

describe('a bank whose broker is gone', () => {
  /** Seconds between one attempt and the next. */
  async function waits(face: number, forSeconds: number, transport: TriedTransport): Promise<number[]> {
    const attempts: number[] = [];
    let rig: LinkRig | null = null;
    const here = (): LinkRig => rig as LinkRig;
    rig = await linkRig({
      random: { bytes: (length) => new Uint8Array(length).fill(face) },
      transport: () => transport(() => attempts.push(here().clock.monoMs()), here),
    });
    rig.link.start();
    await rig.advance(forSeconds * 1_000);
    return attempts.slice(1).map((at, index) => Math.round((at - (attempts[index] ?? 0)) / 100) / 10);
  }
  const absent = (attempt: () => void): Transport => ({
    connect: () => {
      attempt();
      return Promise.resolve({ kind: 'unreachable', why: 'nobody there' });
    },
  });

  test('tries again later and later, up to every 5 min', async () => {
    expect(await waits(0xff, 1_800, absent)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  test('waits any part of that time, so that a site\'s banks do not return as one', async () => {
    expect(await waits(0x80, 400, absent)).toEqual([0.5, 1, 2, 4, 8, 16.1, 32.1, 64.3, 128.5]);
  });

  test('is as patient with one that takes it in and throws it out at once', async () => {
    const revolvingDoor = (attempt: () => void, rig: () => LinkRig): Transport => ({
      connect: async (options) => {
        attempt();
        const made = await rig().broker.transport().connect(options);
        rig().clock.setTimer('thrown out', seconds(0.1), () => rig().broker.drop(bank));
        return made;
      },
    });
    expect((await waits(0xff, 140, revolvingDoor)).map(Math.round)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  test('begins with short waits again after a connection that held', async () => {
    const rig = await linkRig({ random: { bytes: (length) => new Uint8Array(length).fill(0xff) } });
    rig.broker.faults.refuses = true;
    rig.link.start();
    await rig.advance(40_000);
    rig.broker.faults.refuses = false;
    await rig.advance(64_000);
    expect(rig.link.isOnline).toBe(true);
    rig.broker.drop(bank);
    await rig.advance(1_500);
    expect(rig.link.isOnline).toBe(true);
  });

  test('writes down how long it was cut off', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(500);
    rig.broker.faults.refuses = true;
    rig.broker.drop(bank);
    expect(rig.link.isOnline).toBe(false);
    await rig.advance(60_000);
    rig.broker.faults.refuses = false;
    await rig.advance(600_000);
    expect(rig.changes[0]).toEqual({ kind: 'lost' });
    expect(rig.changes).toHaveLength(2);
    const [, restored] = rig.changes;
    expect(restored?.kind === 'restored' && restored.seconds).toBeGreaterThanOrEqual(60);
  });

  test('that goes again in the middle of the greeting is greeted anew, and the events follow at once', async () => {
    const rig = await linkRig();
    await rig.commit(smallEvent());
    rig.link.start();
    await rig.advance(8); // Connected; `online` is on its way.
    expect(rig.broker.clients()).toContain(bank);
    rig.broker.faults.refuses = true;
    rig.broker.drop(bank);
    await rig.advance(10_000);
    rig.broker.faults.refuses = false;
    rig.broker.drop(bank);
    for (let waited = 0; !rig.link.isOnline && waited < 300; waited++) await rig.advance(1_000);
    await rig.advance(100);
    expect([...rig.upstream.events.keys()]).toEqual([1]);
    expect(rig.changes.map(({ kind }) => kind)).toEqual(['lost', 'restored']);
    const [, restored] = rig.changes;
    expect(restored?.kind === 'restored' && restored.seconds).toBeGreaterThanOrEqual(10);
  });
});

describe('the report', () => {
  test('is sent once a second at most, and tells how things are then', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(5_000);
    const before = rig.upstream.messages('report').length;
    for (let n = 0; n < 50; n++) {
      await rig.commit(smallEvent());
      await rig.advance(20);
    }
    await rig.advance(1_200);
    expect(rig.upstream.messages('report').length - before).toBeLessThanOrEqual(3);
    await rig.advance(60_000);
    expect(rig.upstream.messages('report').length - before).toBeLessThanOrEqual(4);
  });

  test('says since when the upstream has not acknowledged', async () => {
    const rig = await linkRig({ acknowledges: false });
    rig.link.start();
    await rig.advance(2_000);
    expect(rig.upstream.messages('report').at(-1)).toMatchObject({ oldestUnacknowledged: null });
    await rig.commit(smallEvent());
    await rig.advance(60_000);
    await rig.commit(smallEvent());
    await rig.advance(2_000);
    expect(rig.upstream.messages('report').at(-1)).toMatchObject({ oldestUnacknowledged: new Date(noonMs + 2_050).toISOString() });
    rig.upstream.acknowledge(2);
    await rig.advance(2_000);
    expect(rig.upstream.messages('report').at(-1)).toMatchObject({ oldestUnacknowledged: null });
  });

  test('counts the messages that nobody could read, and they change nothing else', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(500);
    const before = rig.ledger.books;
    const nonsense = ['acks', 'answers', 'commands', 'want'] as const;
    for (const name of nonsense) for (const text of ['not JSON', '[]', '{"through":-1}']) rig.upstream.say(name, text);
    rig.upstream.say('state', '{"s":"gone fishing"}');
    rig.upstream.say('answers', { specversion: '1.0', id: 'a', source: 'x', type: 'lockerbank.weather.v1', correlationid: 'c', data: {} });
    await rig.advance(100);
    expect(rig.ledger.books).toBe(before);
    expect(rig.commands).toEqual([]);
    expect(rig.documents).toEqual([]);
    await rig.commit(smallEvent());
    await rig.advance(2_000);
    expect(rig.upstream.messages('report').at(-1)?.health?.messagesRefused).toBe(rig.link.messagesRefused);
    expect(rig.link.messagesRefused).toBe(3 * nonsense.length - 1 + 2); // An empty list is an empty wish: it declares nothing.
    expect(rig.troubles).toEqual([]);
  });
});

describe('acknowledgements', () => {
  test('of the upstream move the books on, those of the broker do not', async () => {
    const rig = await linkRig({ acknowledges: false });
    rig.link.start();
    await rig.commit(smallEvent(), smallEvent());
    await rig.advance(3_000);
    expect(rig.upstream.events.size).toBe(2);
    expect(rig.link.acknowledged).toBe(0);
    rig.upstream.acknowledge(1);
    await rig.advance(100);
    expect(rig.link.acknowledged).toBe(1);
  });

  test('that the broker loses are made good: the event comes again and is acknowledged again', async () => {
    const rig = await linkRig();
    rig.broker.faults.loses = (topic) => topic === rig.upstream.topics.acks;
    rig.link.start();
    await rig.commit(smallEvent());
    await rig.advance(5_000);
    expect(rig.link.acknowledged).toBe(0);
    rig.broker.faults.loses = () => false;
    await rig.advance(10_000);
    expect(rig.link.acknowledged).toBe(1);
    expect(new Set(rig.upstream.texts('events')).size).toBe(1);
  });

  test('come for every event, though the broker loses every third message and repeats every second', async () => {
    const rig = await linkRig();
    let count = 0;
    rig.broker.faults.loses = (topic) => topic === rig.upstream.topics.events && ++count % 3 === 0;
    rig.broker.faults.duplicates = () => count % 2 === 0;
    rig.link.start();
    for (let n = 0; n < 40; n++) {
      await rig.commit(smallEvent());
      await rig.advance(500);
    }
    await rig.advance(120_000);
    expect(rig.link.acknowledged).toBe(40);
    expect(await rig.ledger.events(1, 100)).toEqual([...rig.upstream.events.entries()].sort(([a], [b]) => a - b).map(([, text]) => text));
  });
});

test('at most eight messages of the bank wait for the broker, whatever there is to say', async () => {
  const rig = await linkRig({ answersHello: false });
  for (let n = 0; n < 30; n++) await rig.commit(smallEvent());
  rig.link.start();
  await rig.advance(3_000);
  for (let n = 0; n < 30; n++) rig.link.resend(n + 1);
  for (let n = 0; n < 30; n++) void rig.commit(smallEvent());
  await rig.advance(3_000);
  expect(rig.broker.inFlightMost.get(bank)).toBeLessThanOrEqual(inFlightMost);
  expect(rig.upstream.events.size).toBe(60);
});
