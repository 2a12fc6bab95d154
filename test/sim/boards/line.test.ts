import { afterEach, describe, expect, test } from 'vitest';
import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { bcc8a } from '../../../firmware/hardware/bus/families/bcc-8a.ts';
import { EmulatedBuses } from '../../../sim/boards/emulated-buses.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { busProfile } from '../../support/bus-profiles.ts';

/** A line with two 8A boards of 24 channels, at addresses 1 and 2, and the ear of a host. */
function lineRig(family: LockBoardFamily = 'bcc-8a') {
  const clock = new VirtualClock();
  const profile = busProfile(family);
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const { line, plug } = buses.bus('line');
  const heard: [number, string][] = [];
  line.listen((bytes) => heard.push([clock.monoMs(), Buffer.from(bytes).toString('hex')]));
  const ask = async (bytes: Uint8Array, forMs = 400): Promise<string[]> => {
    heard.length = 0;
    line.hear(bytes);
    await clock.advance(ms(forMs));
    return heard.map(([, hex]) => hex);
  };
  const end = (): readonly string[] => {
    buses.stop();
    cabinet.stop();
    return clock.waiting();
  };
  return { clock, profile, cabinet, buses, line, plug, heard, ask, end };
}

const addressed = (rig: ReturnType<typeof lineRig>) => {
  const [board] = rig.profile.boards;
  if (board === undefined) throw new Error('a board');
  return { address: board.address, model: board.model, settings: board.settings };
};
const closed = '800100000033b2';

describe('an emulated line', () => {
  let rig: ReturnType<typeof lineRig>;
  afterEach(() => expect(rig.end()).toEqual([]));
  const begin = () => (rig = lineRig());
  const question = () => bcc8a.contacts(addressed(rig))?.bytes ?? new Uint8Array();

  test('a board answers when the question and the answer have passed the wire', async () => {
    const { ask, heard } = begin();
    expect(await ask(question())).toEqual([closed]);
    expect(heard[0]?.[0]).toBe(6 + 8); // 5 and 7 characters of 10 bits at 9600 baud.
  });

  test.each([
    ['silent', []],
    ['dead', []],
    ['short', ['800100000033']],
    ['corrupt', ['800100080033b2']],
    ['wrong-address', ['800200000033b1']],
  ] as const)('a board with bad manners answers so [%s]', async (manner, answers) => {
    const { ask, line } = begin();
    line.setManner('left', manner, true);
    expect(await ask(question())).toEqual(answers);
    line.setManner('left', manner, false);
    expect(await ask(question())).toEqual([closed]);
  });

  test('a board that is late answers when nobody waits any more', async () => {
    const { ask, line, heard } = begin();
    line.setManner('left', 'late', true);
    expect(await ask(question())).toEqual([closed]);
    expect(heard[0]?.[0]).toBeGreaterThan(250);
  });

  test('two boards with one address spoil each other\'s answers', async () => {
    const { ask, line } = begin();
    line.setManner('left', 'twin', true);
    const answers = await ask(question());
    expect(answers).toHaveLength(2);
    expect(answers).not.toContain(closed);
  });

  test('before an answer comes the last one again, and both are whole', async () => {
    const { ask, line, cabinet, clock } = begin();
    line.setManner('left', 'stale', true);
    await ask(question());
    cabinet.pull(1);
    await clock.advance(ms(50));
    const [answer] = await ask(question());
    expect(answer).toBe(`${closed}800100000133b3`);
  });

  test('a board that is busy after a pulse hears nothing for a while', async () => {
    const { ask, line } = begin();
    line.setManner('left', 'busy', true);
    await ask(bcc8a.open(addressed(rig), 1, ms(200)).bytes);
    expect(await ask(question(), 200)).toEqual([]);
    await ask(new Uint8Array(), 300);
    expect(await ask(question())).toHaveLength(1);
  });

  test('the adapter gives back what the host says, and the answer comes behind it', async () => {
    const { ask, line } = begin();
    line.setEcho(true);
    expect(await ask(question())).toEqual([Buffer.from(question()).toString('hex'), closed]);
  });

  test('who talks into an answer spoils it, and is not understood', async () => {
    const { ask, line, clock, heard } = begin();
    line.hear(question());
    await clock.advance(ms(8));
    line.hear(question());
    await clock.advance(ms(100));
    expect(heard.map(([, hex]) => hex)).toEqual([expect.not.stringMatching(closed)]);
    expect(await ask(question())).toEqual([closed]);
  });

  test('the power of a board dips: its coil is off, and it hears nothing until it has started again', async () => {
    const { ask, line, cabinet } = begin();
    await ask(bcc8a.open(addressed(rig), 1, ms(200)).bytes, 50);
    expect(cabinet.door(1).coil).toBe('energised');
    line.brownOut('left');
    expect(cabinet.door(1).coil).toBe('resting');
    expect(await ask(question(), 150)).toEqual([]);
    await ask(new Uint8Array(), 100);
    expect(await ask(question())).toHaveLength(1);
  });

  test.each([
    ['at the wrong speed', { baudRate: 19_200 }], ['with the wrong parity', { baudRate: 9600, parity: 'even' }],
  ] as const)('a technician %s hears and says nothing that makes sense', async (_, settings) => {
    const { plug, clock, cabinet } = begin();
    const port = plug.makePort({ path: '/dev/lock-bus', ...settings, autoOpen: false });
    const heard: string[] = [];
    port.on('data', (bytes) => heard.push(Buffer.from(bytes).toString('hex')));
    await new Promise((resolve) => port.open(resolve));
    port.write(bcc8a.open(addressed(rig), 1, ms(200)).bytes, () => undefined);
    await clock.advance(ms(300));
    expect([heard, cabinet.pulses()]).toEqual([[], []]);
    rig.line.hear(question());
    await clock.advance(ms(100));
    expect(heard).toHaveLength(1);
    expect(heard).not.toContain(closed);
  });

  test('boards that report by themselves say one thing after the other, and only those that are there', async () => {
    rig = lineRig('wkly');
    const { clock, cabinet, line } = rig;
    const said: string[] = [];
    line.overhear((from) => said.push(from));
    await clock.advance(ms(200));
    cabinet.pull(1);
    cabinet.pull(2);
    rig.heard.length = 0;
    await clock.advance(ms(200));
    expect(said).toEqual(['left', 'left']);
    expect(rig.heard.map(([, hex]) => hex.slice(0, 8))).toEqual(['574b4c59', '574b4c59']);
  });

  test('a port that is open is nobody else\'s, and one that was pulled out is not there', async () => {
    const { plug } = begin();
    const make = () => plug.makePort({ path: '/dev/lock-bus', baudRate: 9600, autoOpen: false });
    const [first, second] = [make(), make()];
    let isGone = false;
    first.on('close', () => (isGone = true));
    const opened = (port: typeof first) => new Promise((resolve) => port.open((error) => resolve(error === null)));
    expect([await opened(first), await opened(second)]).toEqual([true, false]);
    plug.unplug();
    expect([isGone, first.isOpen, await opened(make())]).toEqual([true, false, false]);
    plug.plugIn();
    expect(await opened(make())).toBe(true);
  });

  test('nobody speaks of boards and buses that are not there', () => {
    const { buses, line } = begin();
    expect(() => line.setManner('middle', 'late', true)).toThrow(RangeError);
    expect(() => buses.bus('attic')).toThrow(RangeError);
    expect(() => buses.makePort({ path: '/dev/attic', baudRate: 9600, autoOpen: false })).toThrow(RangeError);
  });
});
