import { describe, expect, test, vi } from 'vitest';
import { inFlightMost, payloadBytesMost } from '../../../firmware/contract/limits.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { Outbox } from '../../../firmware/upstream/outbox.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { largeEvent, openLedger, smallEvent } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';

interface Sent {
  readonly atMs: number;
  readonly payload: string;
  readonly answer: (ok: boolean) => void;
}

/** A line that takes nothing, though it has not gone. */
const refusing = { is: false };

async function outboxRig(brokerAnswers = true) {
  const clock = new VirtualClock({ wallMs: noonMs });
  const disk = new MemoryDisk();
  const ledger = await openLedger(clock, disk);
  const sent: Sent[] = [];
  const troubles: string[] = [];
  const notices: string[] = [];
  const outbox = new Outbox({
    ledger, clock,
    send: (payload) => new Promise((answer) => {
      sent.push({ atMs: clock.monoMs(), payload, answer });
      if (brokerAnswers) answer(!refusing.is);
    }),
    onTrouble: (where) => troubles.push(where),
    onAcknowledged: () => undefined,
    onDoubt: () => notices.push('doubt'),
    onRewound: (through) => notices.push(`rewound ${String(through)}`),
    onForked: (through) => notices.push(`forked ${String(through)}`),
  });
  ledger.onCommitted(() => outbox.more());
  const turn = async (): Promise<void> => {
    for (let again = 0; again < 10; again++) await clock.advance(ms(0));
  };
  const happen = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await ledger.commit([smallEvent()]);
      await turn();
    }
  };
  return { clock, disk, ledger, outbox, sent, troubles, notices, turn, happen };
}

/** Sequence numbers in the order in which they were sent, batches taken apart. */
function sequences(sent: readonly Sent[]): number[] {
  return sent.flatMap(({ payload }) => eventsIn(payload)).map((event) => Number(event.sequence));
}

function eventsIn(payload: string): readonly EventMessage[] {
  const message = JSON.parse(payload) as EventMessage & { readonly data: { readonly events?: readonly EventMessage[] } };
  return message.data.events ?? [message];
}

const upTo = (last: number, from = 1): number[] => Array.from({ length: last - from + 1 }, (_, index) => from + index);

describe('what happens at the bank is sent', () => {
  test('one by one, as it happens, in the very bytes of the journal', async () => {
    const { ledger, outbox, sent, happen } = await outboxRig();
    outbox.open();
    await happen(3);
    expect(sent.map(({ payload }) => payload)).toEqual(await ledger.events(1, 10));
    expect(sequences(sent)).toEqual([1, 2, 3]);
  });

  test('not at all before the bank has been greeted, nor after the line has gone', async () => {
    const { outbox, sent, happen, turn, clock } = await outboxRig();
    await happen(2);
    outbox.more();
    await turn();
    expect(sent).toEqual([]);
    outbox.open();
    await turn();
    expect(sequences(sent)).toEqual([1, 2]);
    outbox.close();
    await happen(2);
    await clock.advance(ms(600_000));
    expect(sequences(sent)).toEqual([1, 2]);
    expect(clock.waiting()).toEqual([]);
  });

  test('again from the first event that the upstream has not committed, when the line is back', async () => {
    const { ledger, outbox, sent, happen, turn } = await outboxRig();
    outbox.open();
    await happen(4);
    outbox.acknowledged(ledger.logid, 2);
    await turn();
    outbox.close();
    outbox.open();
    await turn();
    expect(sequences(sent)).toEqual([1, 2, 3, 4, 3, 4]);
    expect(sent[4]?.payload).toBe(sent[2]?.payload);
  });

  test('and opening an open outbox sends nothing twice', async () => {
    const { outbox, sent, happen, turn } = await outboxRig();
    outbox.open();
    await happen(2);
    outbox.open();
    await turn();
    expect(sequences(sent)).toEqual([1, 2]);
  });
});

describe('a broker that is slow', () => {
  test('never has more than eight messages of the bank to answer', async () => {
    const { outbox, sent, happen, turn } = await outboxRig(false);
    outbox.open();
    await happen(20);
    expect(sequences(sent)).toEqual(upTo(inFlightMost));
    sent[0]?.answer(true);
    await turn();
    expect(sent).toHaveLength(inFlightMost + 1);
    for (let index = 1; index < sent.length; index++) {
      sent[index]?.answer(true);
      await turn();
    }
    expect(sequences(sent)).toEqual(upTo(20));
  });

  test('has no more than eight to answer when the upstream is silent too', async () => {
    const { clock, outbox, sent, happen, turn } = await outboxRig(false);
    outbox.open();
    await happen(10);
    await clock.advance(ms(60_000));
    expect(sent).toHaveLength(inFlightMost);
    sent[0]?.answer(true);
    await turn();
    expect(sequences(sent.slice(inFlightMost))).toEqual(upTo(10));
  });

  test('that answers for the line before says nothing about this one', async () => {
    const { outbox, sent, happen, turn } = await outboxRig(false);
    outbox.open();
    await happen(8);
    outbox.close();
    outbox.open();
    await turn();
    for (const { answer } of sent.slice(0, 8)) answer(false);
    await turn();
    expect(sent).toHaveLength(16);
    await happen(1);
    expect(sent).toHaveLength(16);
  });
});

describe('a backlog', () => {
  test('goes in few messages, each of which every broker can carry, each event once and in turn', async () => {
    const { ledger, outbox, sent, turn } = await outboxRig();
    await ledger.commit(upTo(450).map((n) => largeEvent(`r-${String(n)}`)));
    outbox.open();
    await turn();
    expect(sequences(sent)).toEqual(upTo(450));
    expect(sent.length).toBeLessThan(30);
    for (const { payload } of sent) expect(Buffer.byteLength(payload)).toBeLessThan(payloadBytesMost);
  });

  test('keeps to eight messages in flight as well', async () => {
    const { ledger, outbox, sent, turn } = await outboxRig(false);
    await ledger.commit(upTo(450).map((n) => largeEvent(`r-${String(n)}`)));
    outbox.open();
    await turn();
    expect(sent.length).toBeLessThanOrEqual(inFlightMost);
  });

  test('has an id of its own for each batch, because source and id are how an upstream knows a message again', async () => {
    const { ledger, outbox, sent, turn } = await outboxRig();
    await ledger.commit(upTo(400).map((n) => largeEvent(`r-${String(n)}`)));
    outbox.open();
    await turn();
    const ids = sent.map(({ payload }) => (JSON.parse(payload) as EventMessage).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('of another log has other ids, though its numbers are the same', async () => {
    const { ledger, outbox, sent, turn } = await outboxRig();
    outbox.open();
    await ledger.commit(upTo(20).map(() => smallEvent()));
    await turn();
    await ledger.beginNewLog('the upstream knows more of it');
    await ledger.commit(upTo(19).map(() => smallEvent()));
    outbox.logBegan();
    await turn();
    expect(sent).toHaveLength(2);
    expect(new Set(sent.map(({ payload }) => (JSON.parse(payload) as EventMessage).id)).size).toBe(2);
  });

  test('carries each event in the bytes of the journal', async () => {
    const { ledger, outbox, sent, turn } = await outboxRig();
    await ledger.commit(upTo(20).map(() => smallEvent()));
    outbox.open();
    await turn();
    expect(sent).toHaveLength(1);
    for (const text of await ledger.events(1, 20)) expect(sent[0]?.payload).toContain(text);
  });
});

describe('an upstream that does not acknowledge', () => {
  test('gets everything again after 10 s, then after twice as long each time, up to 5 min', async () => {
    const { clock, outbox, sent, happen } = await outboxRig();
    outbox.open();
    await happen(1);
    await clock.advance(ms(1_300_000));
    const waits = sent.map(({ atMs }, index) => (atMs - (sent[index - 1]?.atMs ?? 0)) / 1000);
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(new Set(sent.map(({ payload }) => payload)).size).toBe(1);
  });

  test('gets the rest again 10 s after its last word, from the first event that it has not committed', async () => {
    const { clock, ledger, outbox, sent, happen, turn } = await outboxRig();
    outbox.open();
    await happen(5);
    await clock.advance(ms(35_000)); // Sent again at 10 s and at 30 s.
    sent.length = 0;
    outbox.acknowledged(ledger.logid, 3);
    await turn();
    await clock.advance(ms(9_900));
    expect(sent).toEqual([]);
    await clock.advance(ms(100));
    expect(sequences(sent)).toEqual([4, 5]);
  });

  test('is left in peace once it has acknowledged everything', async () => {
    const { clock, ledger, outbox, sent, happen } = await outboxRig();
    outbox.open();
    await happen(3);
    outbox.acknowledged(ledger.logid, 3);
    await clock.advance(ms(600_000));
    expect(clock.waiting()).toEqual([]);
    expect(sequences(sent)).toEqual([1, 2, 3]);
  });
});

describe('an acknowledgement', () => {
  test.each([
    ['of another log', 'SOMEBODYELSE', 2, []], ['beyond what the bank has ever said', null, 99, ['doubt']],
    ['of nothing', null, 0, ['doubt']], ['of as much as before', null, 1, []],
  ])('%s changes nothing, but may be a reason to ask', async (_what, logid, through, told) => {
    const { ledger, outbox, sent, notices, happen, turn, clock } = await outboxRig();
    outbox.open();
    await happen(4);
    outbox.acknowledged(ledger.logid, 1);
    await turn();
    outbox.acknowledged(logid ?? ledger.logid, through);
    await turn();
    expect(notices).toEqual(told);
    expect(outbox.through).toBe(1);
    await clock.advance(ms(10_000));
    expect(sequences(sent)).toEqual([1, 2, 3, 4, 2, 3, 4]);
  });

  test('of events that were never sent in this connection skips them', async () => {
    const { ledger, outbox, sent, happen, turn } = await outboxRig();
    await happen(5);
    outbox.acknowledged(ledger.logid, 3);
    outbox.open();
    await turn();
    expect(sequences(sent)).toEqual([4, 5]);
  });

  test('that cannot be written down is trouble, and no more', async () => {
    const { clock, disk, ledger, outbox, troubles, happen } = await outboxRig();
    outbox.open();
    await happen(2);
    disk.fault = 'sync-fails';
    outbox.acknowledged(ledger.logid, 2);
    await clock.advance(ms(60_000));
    expect(troubles).toEqual(['acknowledgement']);
  });
});

describe('the journal learns of acknowledgements', () => {
  test('once a minute at most, however many come, and of the last one', async () => {
    const { clock, ledger, outbox, happen } = await outboxRig();
    const commits = vi.spyOn(ledger, 'commit');
    outbox.open();
    for (let event = 1; event <= 30; event++) {
      await happen(1);
      outbox.acknowledged(ledger.logid, event);
      await clock.advance(ms(4_000));
    }
    const notes = commits.mock.calls.flatMap(([facts]) => facts.filter(({ type }) => type === 'note.acknowledged'));
    expect(notes).toEqual([{ type: 'note.acknowledged', through: 15 }, { type: 'note.acknowledged', through: 30 }]);
    expect(clock.waiting()).toEqual([]);
  });

  test('of one log alone: what was acknowledged of the log before says nothing of the next', async () => {
    const { clock, ledger, outbox, happen } = await outboxRig();
    outbox.open();
    await happen(5);
    outbox.acknowledged(ledger.logid, 5);
    await ledger.beginNewLog('a test');
    outbox.logBegan();
    await happen(9);
    await clock.advance(ms(60_000));
    expect(ledger.books.acknowledged).toBe(0);
    outbox.acknowledged(ledger.logid, 2);
    await clock.advance(ms(60_000));
    expect(ledger.books.acknowledged).toBe(2);
  });
});

describe('one event again', () => {
  test('whatever has been acknowledged, in the same bytes', async () => {
    const { ledger, outbox, sent, happen, turn } = await outboxRig();
    outbox.open();
    await happen(3);
    outbox.acknowledged(ledger.logid, 3);
    await turn();
    outbox.resend(2);
    await turn();
    expect(sequences(sent)).toEqual([1, 2, 3, 2]);
    expect(sent[3]?.payload).toBe(sent[1]?.payload);
  });

  test('and all after it, and once more 10 s later what did not get through', async () => {
    const { clock, ledger, outbox, sent, happen, turn } = await outboxRig();
    outbox.open();
    await happen(4);
    outbox.acknowledged(ledger.logid, 4);
    await turn();
    sent.length = 0;
    refusing.is = true;
    outbox.replay(3);
    await turn();
    expect(sequences(sent)).toEqual([3, 4]);
    refusing.is = false;
    await clock.advance(ms(9_000));
    expect(sent).toHaveLength(2);
    await clock.advance(ms(1_000));
    expect(sequences(sent)).toEqual([3, 4, 3, 4]);
    await clock.advance(ms(600_000));
    expect(sent).toHaveLength(4);
  });

  test('is nothing where there never was one', async () => {
    const { outbox, sent, turn, troubles } = await outboxRig();
    outbox.open();
    outbox.resend(7);
    await turn();
    expect(sent).toEqual([]);
    expect(troubles).toEqual([]);
  });
});

describe('a journal that cannot be read', () => {
  /** More than goes in one message. */
  const many = 2_500;
  const silent = new Error('the card does not answer');

  test('does not make the bank spin, and is tried again with the next connection', async () => {
    const { ledger, outbox, sent, troubles, turn, happen } = await outboxRig();
    await ledger.commit(upTo(many).map(() => smallEvent()));
    const reading = vi.spyOn(ledger, 'events').mockRejectedValue(silent);
    outbox.open();
    await turn();
    expect(sent).toEqual([]);
    expect(troubles).toEqual(['outbox']);
    outbox.close();
    reading.mockRestore();
    outbox.open();
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(sequences(sent)).toEqual(upTo(many));
    await happen(1);
    expect(sequences(sent).at(-1)).toBe(many + 1);
  });

  test.each([
    [1, 10_000], [2, 30_000], [3, 70_000],
  ])('[%i times] only delays the events, on the same line [%i ms]', async (refusals, afterMs) => {
    const { clock, ledger, outbox, sent, troubles, turn } = await outboxRig();
    await ledger.commit(upTo(many).map(() => smallEvent()));
    const reading = vi.spyOn(ledger, 'events');
    for (let time = 0; time < refusals; time++) reading.mockRejectedValueOnce(silent);
    outbox.open();
    await clock.advance(ms(afterMs - 1));
    expect(sent).toEqual([]);
    expect(troubles).toEqual(Array.from({ length: refusals }, () => 'outbox'));
    await clock.advance(ms(1));
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(sent[0]?.atMs).toBe(afterMs);
    expect(sequences(sent)).toEqual(upTo(many));
    expect(troubles).toHaveLength(refusals);
  });
});
