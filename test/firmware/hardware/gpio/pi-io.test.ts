import { describe, expect, test } from 'vitest';
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

function rig() {
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-rp1');
  const expander = kernel.addExpander(device, 0x20);
  const clock = new CountedClock();
  const orders: string[] = [];
  const troubles: string[] = [];
  const open = (): PiIo => new PiIo({
    kernel, plan, clock, onTrouble: (where) => void troubles.push(where),
    outputs: { order: (pin, to) => void orders.push(`${String(pin)} ${to}`) },
  });
  return { kernel, expander, clock, orders, troubles, open };
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
    expect(performance.now() - began).toBeGreaterThan(120);
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

  test('are lost for good with a chip that fails: a restart finds out why', async () => {
    const { kernel, clock, troubles, open } = rig();
    const io = open();
    const lost: number[] = [];
    io.on('lost', (pin: number) => void lost.push(pin));
    kernel.failing.set('readable', 'ENODEV');
    kernel.pull(4, 0);
    await until('both are lost', () => lost.length === 2);
    expect([lost, troubles]).toEqual([[4, 5], ['pins of the Pi']]);
    await io.close();
    expect([kernel.filesOpen(), clock.waiting()]).toEqual([0, []]);
  });

  test('leave nothing open where one of them cannot be had', () => {
    const { kernel, open } = rig();
    kernel.take(5, 'gpiomon');
    expect(open).toThrow('5 (gpiomon)');
    expect(kernel.filesOpen()).toBe(0);
  });
});
