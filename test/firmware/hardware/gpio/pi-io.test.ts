import { describe, expect, test } from 'vitest';
import { sayError } from '../../../../firmware/adapters/process.ts';
import { PiIo } from '../../../../firmware/hardware/gpio/pi-io.ts';
import type { PinPlan } from '../../../../firmware/hardware/gpio/pin-plan.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';
import { until } from '../../../support/until.ts';

const device = '/dev/i2c-1';
const pins = (...numbers: readonly number[]) => numbers.map((pin) => ({ pin, channel: pin % 100 }));
const plan: PinPlan = {
  chips: [{ labels: ['pinctrl-rp1'], outputs: pins(16), inputs: pins(4, 5) }],
  expanders: [{ device, address: 0x20, outputs: 0x10, outputPins: pins(104), inputPins: pins(100, 108) }],
};

/** As its guardian leaves it, who has its outputs. */
function setUp({ words }: ReturnType<FakeKernel['addExpander']>): void {
  words.set(0x00, 0xffef).set(0x0c, 0xffef);
}

function rig() {
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-rp1');
  const expander = kernel.addExpander(device, 0x20);
  const clock = new CountedClock();
  const orders: string[] = [];
  const troubles: string[] = [];
  const logged: string[] = [];
  const open = (): PiIo => new PiIo({
    kernel, plan, clock,
    onTrouble: (where, error) => {
      troubles.push(where);
      logged.push(sayError(error));
    },
    outputs: {
      order: (pin, to) => {
        orders.push(`${String(pin)} ${to}`);
        return Promise.resolve(to === 'on');
      },
    },
  });
  setUp(expander);
  return { kernel, expander, clock, orders, troubles, logged, open };
}

function reading(io: PiIo, pin: number): number[] {
  const read: number[] = [];
  io.digitalRead(pin, (value) => void read.push(value));
  return read;
}

describe('the pins of a Pi and its expanders, for johnny-five', () => {
  test('are ready when somebody has had the time to listen, and go away with all their files and threads', async () => {
    const { kernel, clock, open } = rig();
    const io = open();
    const said: string[] = [];
    for (const name of ['connect', 'ready']) io.on(name, () => void said.push(name));
    expect(io.isReady).toBe(false);
    await until('it is ready', () => io.isReady);
    expect(said).toEqual(['connect', 'ready']);
    await io.close();
    expect([kernel.filesOpen(), clock.waiting()]).toEqual([0, []]);
  });

  test('are what the wiring makes of them, and nothing else', async () => {
    const { orders, open } = rig();
    const io = open();
    expect([4, 16, 6, 104, 108].map((pin) => io.pins[pin]?.supportedModes)).toEqual([[0], [1], [], [1], [0]]);
    io.pinMode(16, io.MODES.OUTPUT);
    expect(() => io.pinMode(4, io.MODES.OUTPUT)).toThrow('pin 4 is not wired so');
    expect(() => io.digitalRead(16, () => undefined)).toThrow('pin 16 is no input');
    io.digitalWrite(16, 1);
    io.digitalWrite(104, 0);
    // johnny-five asks for a pull-up in this way, which is on already.
    io.digitalWrite(4, 1);
    expect(orders).toEqual(['16 on', '104 off']);
    await io.close();
  });

  test('tell a door on a pin within 250 ms, and soon what it is now', async () => {
    const { kernel, open } = rig();
    const io = open();
    const [still, moved] = [reading(io, 4), reading(io, 5)];
    await until('both are known', () => still.length + moved.length === 2);
    const began = performance.now();
    kernel.pull(5, 0);
    await until('it has moved', () => moved.at(-1) === 0);
    expect(performance.now() - began).toBeLessThan(250);
    expect([still, moved]).toEqual([[1], [1, 0]]);
    await io.close();
  });

  test('tell a door on an expander within 250 ms', async () => {
    const { expander, open } = rig();
    const io = open();
    const [left, right] = [reading(io, 100), reading(io, 108)];
    await until('both are known', () => left.length + right.length === 2);
    const began = performance.now();
    expander.words.set(0x12, 0x0100);
    await until('it has moved', () => right.at(-1) === 1);
    expect(performance.now() - began).toBeLessThan(250);
    expect([left, right]).toEqual([[0], [0, 1]]);
    await io.close();
  });

  test('are lost with their expander, and found again only when it has answered for a while', async () => {
    const { expander, troubles, open } = rig();
    const io = open();
    const reach: string[] = [];
    for (const is of ['lost', 'found']) io.on(is, (pin: number) => void reach.push(`${String(pin)} ${is}`));
    const left = reading(io, 100);
    await until('it is known', () => left.length === 1);
    reach.length = 0;
    expander.isThere = false;
    await until('both are lost', () => reach.length === 2);
    expect([reach, troubles]).toEqual([['100 lost', '108 lost'], [`${device} 0x20`]]);
    expander.isThere = true;
    const began = performance.now();
    await until('both are found', () => reach.length === 4);
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect([reach.slice(2), left]).toEqual([['100 found', '108 found'], [0, 0]]);
    await io.close();
  });

  test('one reading of an expander that fails is nothing that anybody has to know', async () => {
    const { expander, troubles, open } = rig();
    const io = open();
    const left = reading(io, 100);
    await until('it is known', () => left.length === 1);
    expander.isThere = false;
    await new Promise((resolve) => setTimeout(resolve, 45));
    expander.isThere = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([troubles, left]).toEqual([[], [0]]);
    await io.close();
  });

  test('of an expander that had lost its power for a moment are believed only when its pull-ups are on again', async () => {
    const { expander, troubles, logged, open } = rig();
    const io = open();
    const left = reading(io, 100);
    await until('it is known', () => left.length === 1);
    expander.words.set(0x00, 0xffff).set(0x0c, 0).set(0x12, 0xffff); // What floats may read as anything.
    await until('its doors are lost', () => troubles.length === 1);
    expect([left, logged]).toEqual([[0], ['its pull-ups are off: it had lost its power']]);
    expander.words.set(0x12, 0);
    setUp(expander);
    await until('they are found', () => left.length === 2);
    expect(left).toEqual([0, 0]);
    await io.close();
  });

  test.each(['EINTR', 'EAGAIN'])('nobody has to know of a call that was interrupted [%s]', async (code) => {
    const { kernel, troubles, open } = rig();
    const io = open();
    const moved = reading(io, 4);
    await until('it is known', () => moved.length === 1);
    kernel.failing.set('readable', code);
    kernel.pull(5, 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    kernel.failing.delete('readable');
    kernel.pull(4, 0);
    await until('it has moved', () => moved.at(-1) === 0);
    expect(troubles).toEqual([]);
    await io.close();
  });

  test('are lost with a chip that goes on failing, and found again when it does not', async () => {
    const { kernel, clock, troubles, open } = rig();
    const io = open();
    const reach: string[] = [];
    for (const is of ['lost', 'found']) io.on(is, (pin: number) => void (pin < 100 && reach.push(`${String(pin)} ${is}`)));
    const moved = reading(io, 4);
    await until('it is known', () => moved.length === 1);
    reach.length = 0;
    kernel.failing.set('readable', 'ENODEV');
    kernel.pull(4, 0);
    await until('both are lost', () => reach.length === 2);
    expect([reach, troubles]).toEqual([['4 lost', '5 lost'], ['pins of the Pi']]);
    // Its lines are nobody's meanwhile, and another program has one of them when they are wanted again.
    kernel.failing.delete('readable');
    kernel.take(5, 'gpiomon');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([reach.length, troubles.length]).toEqual([2, 1]);
    kernel.take(5, null);
    await until('both are found', () => reach.length === 4);
    // What it is now is told anew: somebody may have believed it to be unknown.
    expect([reach.slice(2), moved]).toEqual([['4 found', '5 found'], [1, 0, 0]]);
    await io.close();
    expect([kernel.filesOpen(), clock.waiting()]).toEqual([0, []]);
  });

  test('take two threads for any number of I2C buses, even while all of them stand still, and one for the pins of the Pi', async () => {
    const { kernel, clock } = rig();
    const buses = ['/dev/i2c-1', '/dev/i2c-3', '/dev/i2c-4', '/dev/i2c-5'];
    const expanders = buses.flatMap((bus, board) => [0, 1, 2].map((index) => {
      setUp(kernel.addExpander(bus, 0x20 + index));
      const pin = 100 * (1 + board * 3 + index);
      return { device: bus, address: 0x20 + index, outputs: 0x10, outputPins: [], inputPins: [{ pin, channel: 0 }] };
    }));
    const lost: number[] = [];
    const io = new PiIo({
      kernel, clock, plan: { chips: plan.chips, expanders }, outputs: { order: () => Promise.resolve(true) }, onTrouble: () => undefined,
    });
    io.on('lost', (pin: number) => void lost.push(pin));
    await Promise.all([io.round(), io.round()]);
    for (const bus of buses) kernel.stuckMs.set(bus, 100);
    // Twelve expanders of 100 ms each three times over would take 3.6 s; a bus that stands still is asked once a round.
    await until('all are lost', () => lost.length === 12, 2000);
    expect(kernel.threads.most).toBe(3);
    await io.close();
    expect([kernel.filesOpen(), kernel.threads.now]).toEqual([0, 0]);
  });

  test('tell whether an order was carried out', async () => {
    const io = rig().open();
    io.digitalWrite(16, 1);
    expect(await io.taken(16)).toBe(true);
    io.digitalWrite(16, 0);
    expect(await io.taken(16)).toBe(false);
    await io.close();
  });

  test('leave nothing open where there is no bus for the expanders', async () => {
    const { kernel, clock } = rig();
    const [expander] = plan.expanders;
    if (expander === undefined) throw new Error('there is one');
    const open = (): PiIo => new PiIo({
      kernel, clock, plan: { ...plan, expanders: [{ ...expander, device: '/dev/i2c-9' }] }, onTrouble: () => undefined,
      outputs: { order: () => Promise.resolve(true) },
    });
    expect(open).toThrow('there is no such I2C bus');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([kernel.filesOpen(), kernel.threads.now, clock.waiting()]).toEqual([0, 0, []]);
  });

  test('leave nothing open where one of them cannot be had', () => {
    const { kernel, open } = rig();
    kernel.take(5, 'gpiomon');
    expect(open).toThrow('5 (gpiomon)');
    expect(kernel.filesOpen()).toBe(0);
  });
});
