import { describe, expect, test, vi } from 'vitest';
import { inFlightMost, payloadBytesMost } from '../../../firmware/contract/limits.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { bank } from '../../support/hand-upstream.ts';
import { largeEvent, linkRig, smallEvent, type LinkRig, type LinkRigOptions } from '../../support/link-rig.ts';

const upTo = (last: number, from = 1): number[] => Array.from({ length: last - from + 1 }, (_, index) => from + index);
const hellos = (rig: LinkRig) => rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.hello.v1');

/** Sequence numbers in the order in which they were sent from now on, batches taken apart. */
function listen(rig: LinkRig): () => number[] {
  const before = rig.upstream.texts('events').length;
  return () => rig.upstream.texts('events').slice(before).flatMap((text) => {
    const message = JSON.parse(text) as EventMessage & { readonly data: { readonly events?: readonly EventMessage[] } };
    return (message.data.events ?? [message]).map(({ sequence }) => Number(sequence));
  });
}

/** A bank that has told ten things, all of them acknowledged. */
async function settled(options: LinkRigOptions = {}): Promise<LinkRig> {
  const rig = await linkRig(options);
  rig.link.start();
  for (let n = 0; n < 10; n++) await rig.commit(smallEvent());
  await rig.advance(2_000);
  expect(rig.link.acknowledged).toBe(10);
  return rig;
}

/** The upstream is set back to an older state of its own, and comes back with it. */
function restore(rig: LinkRig, through: number): void {
  rig.upstream.through = through;
  for (const sequence of [...rig.upstream.events.keys()]) if (sequence > through) rig.upstream.events.delete(sequence);
}

describe('an upstream that was restored from a backup', () => {
  test('says so in its answer to hello, and gets everything after that again', async () => {
    const rig = await settled();
    restore(rig, 3);
    const heard = listen(rig);
    const commits = vi.spyOn(rig.ledger, 'commit');
    rig.broker.drop(bank);
    await rig.advance(5_000);
    expect(commits).not.toHaveBeenCalled(); // What the upstream has again, the books knew already.
    expect(rig.notices).toEqual(['rewound 3']);
    expect(heard()).toEqual(upTo(10, 4));
    expect(rig.upstream.through).toBe(10);
    expect(await rig.ledger.events(1, 20)).toEqual([...rig.upstream.events].sort(([a], [b]) => a - b).map(([, text]) => text));
  });

  test('is heard once, though the broker says everything twice', async () => {
    const rig = await settled({ timeMs: () => 0 });
    restore(rig, 3);
    rig.broker.faults.duplicates = (topic) => topic === rig.upstream.topics.answers;
    rig.broker.faults.loses = (topic) => topic === rig.upstream.topics.acks;
    rig.broker.drop(bank);
    await rig.advance(5_000);
    expect(rig.notices.filter((notice) => notice.startsWith('rewound'))).toEqual(['rewound 3']);
    expect(rig.notices.filter((notice) => notice.startsWith('time'))).toHaveLength(2);
  });

  test('is found out by its acknowledgement too, when the bank never lost its line', async () => {
    const rig = await settled();
    await rig.advance(20_000);
    restore(rig, 6);
    const heard = listen(rig);
    rig.upstream.acknowledge(6);
    await rig.advance(1_000);
    expect(hellos(rig)).toHaveLength(2);
    expect(rig.notices).toEqual(['rewound 6']);
    expect(heard()).toEqual(upTo(10, 7));
  });

  test('is asked how it stands every 10 s at most, whatever it acknowledges', async () => {
    const rig = await settled();
    for (let second = 0; second < 60; second++) {
      rig.upstream.acknowledge(2);
      await rig.advance(1_000);
    }
    expect(hellos(rig).length).toBeLessThanOrEqual(8);
    expect(rig.notices).toEqual([]);
  });

  test('gets the rest again over the next line when the first breaks, and is waited for as ever', async () => {
    const rig = await settled();
    restore(rig, 3);
    rig.upstream.acknowledges = false;
    rig.broker.drop(bank);
    await rig.advance(5_000);
    rig.upstream.answersHello = false; // Busy with its restoring.
    const heard = listen(rig);
    rig.broker.drop(bank);
    await rig.advance(8_000);
    expect(heard()).toEqual(upTo(10));
    await rig.advance(10_000);
    expect(heard()).toEqual([...upTo(10), ...upTo(10)]);
  });

  test('that acknowledges while its answer is on its way is not taken for one', async () => {
    const rig = await linkRig({ answersHello: false });
    rig.link.start();
    await rig.advance(500);
    for (let n = 0; n < 5; n++) await rig.commit(smallEvent());
    await rig.advance(3_000);
    expect(rig.link.acknowledged).toBe(5);
    const [question] = hellos(rig);
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'late', source: 'lb://hand', type: 'lockerbank.hello.answer.v1', correlationid: question?.correlationid,
      data: { logid: rig.ledger.logid, through: 0 },
    });
    await rig.advance(1_000);
    expect(rig.notices).toEqual([]);
  });
});

describe('an upstream that has more of the log than the bank: the bank was restored from a backup', () => {
  async function forked(): Promise<LinkRig> {
    const rig = await settled();
    rig.upstream.through = 25;
    for (const n of upTo(25)) rig.upstream.events.set(n, rig.upstream.events.get(n) ?? '{}');
    rig.broker.drop(bank);
    await rig.advance(5_000);
    return rig;
  }

  test('is heard, once, and nothing more of that log is sent to it', async () => {
    const rig = await forked();
    expect(rig.notices).toEqual(['forked 25']);
    const heard = listen(rig);
    await rig.commit(smallEvent(), smallEvent());
    await rig.advance(600_000);
    rig.broker.drop(bank);
    await rig.advance(60_000);
    expect(hellos(rig)).toHaveLength(3);
    expect(heard()).toEqual([]);
    expect(rig.notices).toEqual(['forked 25']);
    expect(rig.link.acknowledged).toBe(10);
  });

  test('gets the new log from its beginning, after the bank has said its name', async () => {
    const rig = await forked();
    const { ledger } = rig;
    const heard = listen(rig);
    const states = rig.upstream.messages('state').length;
    const fresh = await linkRig();
    await fresh.commit(smallEvent(), smallEvent(), smallEvent());
    const texts = await fresh.ledger.events(1, 10);
    // As a ledger does that has begun another log: other name, other events, nothing acknowledged.
    Object.defineProperties(ledger, {
      logid: { get: () => 'NEWLOG' },
      head: { get: () => 3 },
      events: { value: (from: number, most: number) => Promise.resolve(texts.slice(from - 1, from - 1 + most)) },
      books: { get: () => ({ ...fresh.ledger.books, acknowledged: 0 }) },
    });
    rig.upstream.through = 0;
    rig.upstream.events.clear();
    await rig.commit(smallEvent());
    await rig.advance(100);
    expect(rig.upstream.messages('state').slice(states)).toMatchObject([{ s: 'online', logid: 'NEWLOG', head: 3 }]);
    expect(hellos(rig).at(-1)).toMatchObject({ data: { logid: 'NEWLOG', acknowledged: 0 } });
    expect(heard()).toEqual([1, 2, 3]);
  });
});

describe('a replay', () => {
  test('sends everything from one event on again, although it was all acknowledged', async () => {
    const rig = await settled();
    const heard = listen(rig);
    rig.link.replay(4);
    await rig.advance(1_000);
    expect(heard()).toEqual(upTo(10, 4));
    await rig.advance(600_000);
    expect(heard()).toEqual(upTo(10, 4));
  });

  test('goes in batches within the window, and what happens meanwhile follows it', async () => {
    const rig = await linkRig();
    await rig.commit(...upTo(600).map((n) => largeEvent(`r-${String(n)}`)));
    rig.link.start();
    for (let n = 0; n < 30; n++) await rig.advance(100);
    expect(rig.upstream.events.size).toBe(600);
    const heard = listen(rig);
    rig.link.replay(1);
    await rig.advance(10);
    await rig.commit(smallEvent());
    for (let n = 0; n < 30; n++) await rig.advance(100);
    expect(heard().toSorted((a, b) => a - b)).toEqual(upTo(601));
    expect(rig.broker.inFlightMost.get(bank)).toBeLessThanOrEqual(inFlightMost);
    for (const text of rig.upstream.texts('events')) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(payloadBytesMost);
  });

  test('begins with the oldest event that is still kept', async () => {
    const rig = await settled();
    Object.defineProperty(rig.ledger, 'oldestEvent', { get: () => 7 });
    const heard = listen(rig);
    rig.link.replay(1);
    await rig.advance(1_000);
    expect(heard()).toEqual(upTo(10, 7));
  });

  test('of what has never been sent is nothing; of what is not there yet is nothing too', async () => {
    const rig = await settled();
    const heard = listen(rig);
    rig.link.replay(11);
    rig.link.replay(99);
    await rig.advance(60_000);
    expect(heard()).toEqual([]);
    await rig.commit(smallEvent());
    await rig.advance(1_000);
    expect(heard()).toEqual([11]);
  });

  test('that is cut off goes on over the next line, with everything that may have been lost', async () => {
    const rig = await linkRig();
    await rig.commit(...upTo(600).map((n) => largeEvent(`r-${String(n)}`)));
    rig.link.start();
    for (let n = 0; n < 30; n++) await rig.advance(100);
    const heard = listen(rig);
    rig.link.replay(1);
    await rig.advance(8);
    rig.broker.drop(bank);
    for (let n = 0; n < 100; n++) await rig.advance(100);
    expect(new Set(heard())).toEqual(new Set(upTo(600)));
  });

  test('that is over says nothing about the next one', async () => {
    const rig = await settled();
    rig.link.replay(4);
    await rig.advance(1_000);
    for (let n = 0; n < 10; n++) await rig.commit(smallEvent());
    await rig.advance(2_000);
    const heard = listen(rig);
    rig.link.replay(18);
    await rig.advance(1_000);
    expect(heard()).toEqual(upTo(20, 18));
  });

  test('asked for twice is one, from the earlier event on', async () => {
    const rig = await settled();
    const heard = listen(rig);
    rig.link.replay(8);
    rig.link.replay(5);
    await rig.advance(1_000);
    expect(new Set(heard())).toEqual(new Set(upTo(10, 5)));
  });

  test('of which a message does not get through sends it again later, without spinning', async () => {
    const rig = await settled();
    rig.broker.faults.silent = true;
    rig.link.replay(9);
    await rig.advance(5_000);
    rig.broker.faults.silent = false;
    rig.broker.drop(bank);
    const heard = listen(rig);
    await rig.advance(20_000);
    expect(heard()).toEqual([9, 10]);
  });
});
