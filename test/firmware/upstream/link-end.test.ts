import { describe, expect, test } from 'vitest';
import { commandOf } from '../../support/hand-upstream.ts';
import { linkRig, smallEvent, type LinkRig } from '../../support/link-rig.ts';

const states = (rig: LinkRig) => rig.upstream.messages('state').map(({ s, session }) => ({ s, session }));
const retainedState = ({ broker, upstream }: LinkRig) =>
  JSON.parse(broker.retained.get(upstream.topics.state) ?? '{}') as { s: string; session: string };

describe('a planned stop', () => {
  test('says offline in the name of its session, and leaves no will and no timer', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.commit(smallEvent());
    await rig.advance(3_000);
    const { session } = retainedState(rig);
    const stopping = rig.link.stop();
    await rig.advance(100);
    await stopping;
    await rig.advance(600_000);
    expect(retainedState(rig)).toMatchObject({ s: 'offline', session, logid: rig.ledger.logid });
    expect(states(rig).map(({ s }) => s)).toEqual(['online', 'offline']);
    expect(rig.broker.clients()).toEqual(['upstream']);
    expect(rig.clock.waiting()).toEqual([]);
    expect(rig.changes).toEqual([]);
  });

  test('writes down what the upstream has, which it is not sent again', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.commit(smallEvent(), smallEvent());
    await rig.advance(3_000);
    expect(rig.ledger.books.acknowledged).toBe(0);
    const stopping = rig.link.stop();
    await rig.advance(100);
    await stopping;
    expect(rig.ledger.books.acknowledged).toBe(2);
  });

  test('does not wait for a broker that has fallen silent', async () => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(3_000);
    rig.broker.faults.silent = true;
    let isStopped = false;
    void rig.link.stop().then(() => (isStopped = true));
    await rig.advance(3_000);
    expect(isStopped).toBe(true);
    expect(rig.clock.waiting()).toEqual([]);
  });

  test.each([0, 3, 6, 12, 20])('at any moment of the greeting leaves nothing behind [%i ms]', async (after) => {
    const rig = await linkRig();
    rig.link.start();
    await rig.advance(after);
    const stopping = rig.link.stop();
    await rig.advance(3_000);
    await stopping;
    expect(rig.broker.clients()).toEqual(['upstream']);
    expect(rig.clock.waiting()).toEqual([]);
    expect(states(rig).at(-1)?.s ?? 'never seen').not.toBe('online');
  });

  test('while the broker is away ends the waiting too', async () => {
    const rig = await linkRig();
    rig.broker.faults.refuses = true;
    rig.link.start();
    await rig.advance(10);
    await rig.link.stop();
    expect(rig.clock.waiting()).toEqual([]);
  });

  test('is the end: what still comes by an old line is heard by nobody', async () => {
    let say = (_topic: string, _payload: Uint8Array): void => undefined;
    const rig = await linkRig({
      transport: (broker) => ({
        connect: (options) => {
          say = options.onMessage;
          return broker.transport().connect(options);
        },
      }),
    });
    rig.link.start();
    await rig.advance(3_000);
    const stopping = rig.link.stop();
    await rig.advance(100);
    await stopping;
    say(rig.upstream.topics.commands, Buffer.from(JSON.stringify(commandOf('c-1', 'locker.open', { locker: 3 }))));
    say(rig.upstream.topics.commands, Buffer.from('nonsense'));
    expect(rig.commands).toEqual([]);
    expect(rig.link.messagesRefused).toBe(0);
  });
});

describe('whatever throws', () => {
  test('a transport that breaks its promise is trouble, and is tried again', async () => {
    let calls = 0;
    const rig = await linkRig({
      transport: (broker) => ({
        connect: (options) => {
          calls++;
          if (calls === 1) throw new Error('thrown');
          if (calls === 2) return Promise.reject(new Error('rejected'));
          return broker.transport().connect(options);
        },
      }),
    });
    rig.link.start();
    await rig.advance(10_000);
    expect(rig.troubles.map(({ where }) => where)).toEqual(['transport', 'broker', 'transport']);
    expect(rig.link.isOnline).toBe(true);
  });

  test.each(['throws', 'rejects'])('a connection whose publish %s is trouble, and the bank goes on', async (manner) => {
    const rig = await linkRig({
      transport: (broker) => ({
        connect: async (options) => {
          const made = await broker.transport().connect(options);
          const publish = (): Promise<boolean> => {
            if (manner === 'throws') throw new Error('thrown');
            return Promise.reject(new Error('rejected'));
          };
          return made.kind === 'connected' ? { ...made, publish } : made;
        },
      }),
    });
    await rig.commit(smallEvent());
    rig.link.start();
    await rig.advance(20_000);
    expect(new Set(rig.troubles.map(({ where }) => where))).toEqual(new Set(['transport']));
    const stopping = rig.link.stop();
    await rig.advance(100);
    await stopping;
    expect(rig.clock.waiting()).toEqual([]);
  });

  test('a listener that throws does not take the line down', async () => {
    const rig = await linkRig({ change: { onCommand: () => { throw new Error('thrown'); } } });
    rig.link.start();
    await rig.advance(500);
    rig.upstream.command('locker.open', { locker: 3 });
    await rig.commit(smallEvent());
    await rig.advance(500);
    expect(rig.troubles.map(({ where }) => where)).toEqual([rig.upstream.topics.commands]);
    expect(rig.link.acknowledged).toBe(1);
  });

  test('a report that cannot be made is trouble, and the line holds', async () => {
    const rig = await linkRig({ change: { report: () => { throw new Error('thrown'); } } });
    rig.link.start();
    await rig.advance(500);
    await rig.commit(smallEvent());
    await rig.advance(5_000);
    expect(rig.troubles.map(({ where }) => where)).toContain('report');
    expect(rig.link.acknowledged).toBe(1);
  });
});
