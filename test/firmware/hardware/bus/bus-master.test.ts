import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { BusMaster, lateAnswersMost, type BusUrgency } from '../../../../firmware/hardware/bus/bus-master.ts';
import { takenWithin, type BusAnswer } from '../../../../firmware/hardware/bus/exchange.ts';
import { bcc8a } from '../../../../firmware/hardware/bus/families/bcc-8a.ts';
import type { AddressedBoard, Family } from '../../../../firmware/hardware/bus/family.ts';
import { boardAnswersWithin } from '../../../../firmware/hardware/field.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { HandPort } from '../../../support/hand-port.ts';

const board: AddressedBoard = {
  address: 1, model: { locks: { first: 1, last: 8 }, contacts: { first: 1, last: 8 } },
  settings: { answersOpen: true, groupOrder: 'lowest-first' },
};
const open = (channel: number) => bcc8a.open(board, channel, ms(300));
const poll = bcc8a.contacts(board);
if (poll === null) throw new Error('this family has contacts');
const closed = Uint8Array.of(0x80, 1, 0, 0, 0, 0x33, 0x80 ^ 1 ^ 0x33);
const probe = bcc8a.hello(32);
const answerWithinMs = 100;
/** Five characters of eleven bits at 9600 baud. */
const onWireMs = 6;

/** As these boards would be if one of their frames were a refusal. */
const refusal = Uint8Array.of(0x99, 0x99);
const refusing: Family = {
  ...bcc8a,
  decode: (bytes, asked) => (bytes[0] === 0x99 && bytes[1] === 0x99
    ? { kind: 'frame', says: { says: 'refused', address: 1, why: 'busy' }, length: 2 } : bcc8a.decode(bytes, asked)),
};

/** A line of which the test plays the boards. Its echo is known to be none, unless it says otherwise. */
async function lineRig({ echoes = false, knowsEcho = true, speaks = bcc8a } = {}) {
  const clock = new VirtualClock();
  const ports: HandPort[] = [];
  const master = new BusMaster({
    port: '/dev/line', baud: 9600, clock, family: speaks, pause: ms(5), answerWithin: ms(answerWithinMs),
    probe: knowsEcho ? probe : null,
    onOpen: () => undefined, onLost: () => undefined,
    makePort: () => {
      const port = new HandPort();
      ports.push(port);
      return port;
    },
  });
  masters.push({ master, clock });
  const [port] = ports;
  if (port === undefined) throw new Error('no port was made');
  const pass = (byMs: number): Promise<void> => clock.advance(ms(byMs));
  await pass(1);
  if (echoes) port.say(probe.bytes);
  await pass(300);
  port.written.length = 0;
  const answers: BusAnswer[] = [];
  const ask = (request: typeof probe, urgency: BusUrgency): void => {
    void master.exchange(request, urgency).then((answer) => answers.push(answer));
  };
  return { clock, master, port, ports, pass, ask, answers };
}

const masters: { readonly master: BusMaster; readonly clock: VirtualClock }[] = [];
const opening = (channel: number): BusAnswer => ({ kind: 'said', says: { says: 'opening', address: 1, channel } });
const failed = (why: 'silent' | 'garbled'): BusAnswer => ({ kind: 'failed', why, wasWritten: true });

describe('the owner of a line', () => {
  afterEach(async () => {
    for (const { master, clock } of masters.splice(0)) {
      await master.close();
      expect(clock.waiting()).toEqual([]);
    }
  });

  test('a person\'s door goes before everything that waits, and orders to rest before questions', async () => {
    const { ask, port, pass } = await lineRig();
    ask(poll, 'poll');
    ask(poll, 'poll');
    ask({ ...poll, bytes: Uint8Array.of(3) }, 'confirm');
    ask({ ...poll, bytes: Uint8Array.of(2) }, 'rest');
    ask(open(1), 'open');
    ask(open(2), 'open');
    await pass(1000);
    const inTurn = [poll.bytes, open(1).bytes, open(2).bytes, [2], [3], poll.bytes];
    expect(port.written.map((bytes) => bytes.join())).toEqual(inTurn.map((bytes) => bytes.join()));
  });

  test('two frames are a pause apart, also after an answer', async () => {
    const { ask, port, pass, answers, clock } = await lineRig();
    ask(poll, 'poll');
    ask(open(1), 'open');
    await pass(20);
    port.say(closed);
    const saidMs = clock.monoMs();
    await pass(4);
    expect([port.written.length, answers.length]).toEqual([1, 0]);
    await pass(1);
    expect([port.written.length, answers.length, clock.monoMs() - saidMs]).toEqual([2, 1, 5]);
    await pass(200);
  });

  test('an order that is not answered is silent after its time, and is never written again', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    await pass(5000);
    expect([answers, port.written.length]).toEqual([[failed('silent')], 1]);
  });

  test('what was said before the question answers nothing, and is counted', async () => {
    const { ask, master, port, pass, answers } = await lineRig();
    port.say(open(3).bytes);
    ask(open(3), 'open');
    await pass(200);
    expect([answers, master.unasked]).toEqual([[failed('silent')], 5]);
  });

  test('an answer in three pieces, behind noise that looks like the beginning of a frame, is an answer', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    await pass(20);
    port.say(0x8a, open(3).bytes.subarray(0, 2));
    await pass(3);
    port.say(open(3).bytes.subarray(2, 4));
    await pass(3);
    port.say(open(3).bytes.subarray(4));
    await pass(30);
    expect(answers).toEqual([opening(3)]);
  });

  test.each([
    ['of another channel', open(4).bytes],
    ['of another board', bcc8a.open({ ...board, address: 2 }, 3, ms(300)).bytes],
    ['with a wrong byte', Uint8Array.of(0x8a, 1, 3, 0x11, 0)],
    ['cut off', open(3).bytes.subarray(0, 4)],
  ])('an answer %s confirms nothing', async (_, bytes) => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    await pass(20);
    port.say(bytes);
    await pass(200);
    expect(answers).toEqual([failed('garbled')]);
  });

  test('an order that is answered twice was taken by two boards', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    await pass(20);
    port.say(open(3).bytes, open(3).bytes);
    await pass(200);
    expect(answers).toEqual([failed('garbled')]);
  });

  test('two answers to one question that agree are believed, and two that do not are not', async () => {
    const { ask, port, pass, answers } = await lineRig();
    const opened = Uint8Array.of(0x80, 1, 1, 0, 0, 0x33, 0x80 ^ 1 ^ 1 ^ 0x33);
    for (const second of [closed, opened]) {
      ask(poll, 'poll');
      await pass(20);
      port.say(closed, second);
      await pass(200);
    }
    expect(answers.map(({ kind }) => kind)).toEqual(['said', 'failed']);
  });

  test('behind an adapter that echoes an order is confirmed by what comes after its own words', async () => {
    const { ask, port, pass, answers } = await lineRig({ echoes: true });
    ask(open(3), 'open');
    await pass(10);
    port.say(open(3).bytes);
    await pass(200);
    ask(open(4), 'open');
    await pass(10);
    port.say(open(4).bytes);
    await pass(10);
    port.say(open(4).bytes);
    await pass(200);
    expect(answers).toEqual([failed('silent'), { kind: 'sent' }]);
    await pass(lateAnswersMost);
    ask(poll, 'poll');
    await pass(10);
    port.say(poll.bytes, closed);
    await pass(50);
    ask(open(5), 'open');
    await pass(10);
    port.say(open(5).bytes, open(5).bytes);
    await pass(50);
    expect(answers.at(-1)).toEqual(opening(5));
  });

  test('while nobody knows whether the adapter echoes, an order is sent and not confirmed', async () => {
    const { ask, port, pass, answers } = await lineRig({ knowsEcho: false });
    ask(open(3), 'open');
    await pass(20);
    port.say(open(3).bytes);
    await pass(50);
    ask(poll, 'poll');
    await pass(20);
    port.say(closed);
    await pass(50);
    ask(open(4), 'open');
    await pass(20);
    port.say(open(4).bytes);
    await pass(50);
    expect(answers).toEqual([{ kind: 'sent' }, expect.objectContaining({ kind: 'said' }), opening(4)]);
  });

  test('a refusal is believed although nobody knows whether the adapter echoes: no order looks like one', async () => {
    const { ask, port, pass, answers } = await lineRig({ knowsEcho: false, speaks: refusing });
    ask(open(3), 'open');
    await pass(20);
    port.say(refusal);
    await pass(50);
    expect(answers).toEqual([{ kind: 'said', says: { says: 'refused', address: 1, why: 'busy' } }]);
  });

  test('an adapter that begins to echo is found out by the next question', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(poll, 'poll');
    await pass(20);
    port.say(poll.bytes, closed);
    await pass(50);
    ask(open(3), 'open');
    await pass(20);
    port.say(open(3).bytes);
    await pass(50);
    expect(answers).toEqual([expect.objectContaining({ kind: 'said' }), { kind: 'sent' }]);
  });

  test('an answer after one that never came may be that one, come late: it is no proof for a while', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    await pass(1000);
    for (const wait of [lateAnswersMost, 0]) {
      ask(open(3), 'open');
      await pass(20);
      port.say(open(3).bytes);
      await pass(wait);
    }
    await pass(20);
    expect(answers).toEqual([failed('silent'), { kind: 'sent' }, opening(3)]);
  });

  test('a refusal after an order that was never answered may be meant for that one: this order may have opened its door', async () => {
    const { ask, port, pass, answers } = await lineRig({ speaks: refusing });
    ask(open(3), 'open');
    await pass(1000);
    for (const wait of [lateAnswersMost, 0]) {
      ask(open(4), 'open');
      await pass(20);
      port.say(refusal);
      await pass(wait);
    }
    await pass(20);
    expect(answers).toEqual([failed('silent'), failed('garbled'), { kind: 'said', says: { says: 'refused', address: 1, why: 'busy' } }]);
  });

  test('an order that nobody has answered is forgotten by the port before anything else is said', async () => {
    const { ask, port, pass, answers } = await lineRig();
    const before = port.forgets;
    ask(open(3), 'open');
    ask(open(4), 'open');
    await pass(300);
    expect([answers, port.forgets - before, port.written.length]).toEqual([[failed('silent'), failed('silent')], 2, 2]);
  });

  test('an order that boards do not answer is forgotten by the port when nothing is said to the next question either', async () => {
    const { ask, port, pass, answers } = await lineRig();
    const before = port.forgets;
    for (const says of [closed, null, null]) {
      ask({ ...open(3), isAnswered: false }, 'open');
      ask(poll, 'poll');
      await pass(30);
      expect(port.forgets - before, 'an order has just left').toBe(0);
      if (says === null) break;
      port.say(says);
      await pass(30);
      ask({ ...poll, address: 2 }, 'poll');
      await pass(300);
      expect(port.forgets - before, 'a board has spoken since').toBe(0);
    }
    await pass(300);
    expect([answers.at(-1), port.forgets - before]).toEqual([failed('silent'), 1]);
    ask(poll, 'poll');
    await pass(300);
    expect(port.forgets - before, 'there is nothing left to forget').toBe(1);
  });

  test('a port that says that it could not forget is let go', async () => {
    const { ask, port, ports, pass } = await lineRig();
    port.forgetFails = new Error('EIO');
    ask(open(3), 'open');
    await pass(2000);
    expect([port.isOpen, ports.length]).toEqual([false, 2]);
  });

  test('a port that does not even forget is let go: what it holds is sent by nobody', async () => {
    const { ask, port, ports, pass, answers } = await lineRig();
    port.forgetCallsBack = false;
    ask(open(3), 'open');
    ask(open(4), 'open');
    await pass(3000);
    expect(answers).toEqual([failed('silent'), { kind: 'failed', why: 'no-port', wasWritten: false }]);
    expect([port.written.length, port.isOpen, ports.length]).toEqual([1, false, 2]);
  });

  test('a busy machine hears late that its port has taken an order: the port is kept, and the answer counts', async () => {
    const { ask, port, ports, pass, answers } = await lineRig();
    port.callsBack = false;
    ask(open(3), 'open');
    await pass(300);
    port.callBack();
    await pass(20);
    port.say(open(3).bytes);
    await pass(50);
    expect([answers, ports.length]).toEqual([[opening(3)], 1]);
  });

  test('an order that has waited until its person was told that nothing comes of it is never sent', async () => {
    const { ask, port, pass, answers } = await lineRig();
    for (let channel = 1; channel <= 60; channel++) ask(open(1 + (channel % 8)), 'open');
    await pass(20_000);
    expect(answers).toHaveLength(60);
    const sent = answers.filter((answer) => answer.kind === 'failed' && answer.wasWritten).length;
    expect(sent).toBe(port.written.length);
    expect(sent).toBeLessThan(60);
    expect(answers.slice(-1)).toEqual([{ kind: 'failed', why: 'silent', wasWritten: false }]);
  });

  test('an order whose own exchange would end after its person was told that nothing comes of it is not begun', async () => {
    const { ask, port, ports, pass, answers, clock } = await lineRig();
    port.callsBack = false;
    const heldBackMs: number[] = [];
    port.onWrite = () => {
      heldBackMs.push(clock.monoMs());
      clock.setTimer('a slow port', ms(490), () => port.callBack());
    };
    const askedMs = clock.monoMs();
    for (let count = 0; count < 20; count++) ask(open(1 + (count % 8)), 'open');
    await pass(20_000);
    const lastMs = (heldBackMs.at(-1) ?? 0) - askedMs;
    expect([answers.length, ports.length]).toEqual([20, 1]);
    expect(lastMs + takenWithin + answerWithinMs + onWireMs).toBeLessThanOrEqual(boardAnswersWithin);
    expect(lastMs).toBeGreaterThan(3500);
  });

  test('a line on which somebody talks without end still carries a person\'s order', async () => {
    const { ask, port, pass, answers } = await lineRig();
    for (let count = 0; count < 60; count++) {
      if (count === 5) ask(open(3), 'open');
      port.say(0xff, 0x8a, 0x00);
      await pass(4);
    }
    await pass(200);
    expect([answers, port.written.length]).toEqual([[failed('garbled')], 1]);
  });

  test('a port that never says it has written is let go, and what it holds is never sent by another', async () => {
    const { ask, port, ports, pass, answers } = await lineRig();
    port.callsBack = false;
    ask(open(3), 'open');
    ask(open(4), 'open');
    await pass(2000);
    expect(answers).toEqual([failed('silent'), { kind: 'failed', why: 'no-port', wasWritten: false }]);
    expect([port.isOpen, ports.length]).toEqual([false, 2]);
    expect(ports[1]?.written.map((bytes) => bytes.join())).toEqual([probe.bytes.join()]);
  });

  test('a port that is pulled out answers everybody at once, and who has written may have opened a door', async () => {
    const { ask, port, pass, answers } = await lineRig();
    ask(open(3), 'open');
    ask(open(4), 'open');
    await pass(20);
    port.pullOut();
    await pass(0);
    expect(answers).toEqual([
      { kind: 'failed', why: 'no-port', wasWritten: true }, { kind: 'failed', why: 'no-port', wasWritten: false },
    ]);
  });

  test('whatever boards say, in whatever pieces: an order is written once and ends, and is not confirmed unless they said so', async () => {
    const saying = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom(closed, open(4).bytes, open(3).bytes.subarray(0, 3), poll.bytes),
    );
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(saying, fc.nat(60)), { maxLength: 12 }), async (said) => {
      const { ask, port, pass, answers } = await lineRig();
      ask(open(3), 'open');
      for (const [bytes, wait] of said) {
        port.say(bytes);
        await pass(wait);
      }
      await pass(500);
      const all = said.flatMap(([bytes]) => [...bytes]);
      const confirmations = [0x11, 0x00].map((state) => [0x8a, 1, 3, state, 0x8a ^ 1 ^ 3 ^ state].join());
      const wasSaid = all.some((_, at) => confirmations.includes(all.slice(at, at + 5).join()));
      expect([answers.length, port.written.length]).toEqual([1, 1]);
      if (!wasSaid) expect(answers[0]?.kind).toBe('failed');
    }), { numRuns: 200 });
  });
});
