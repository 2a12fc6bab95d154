import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runGuardian } from '../../../../firmware/hardware/guardian/guardian-program.ts';
import { Lines, readReport, type Report, type Watch } from '../../../../firmware/hardware/guardian/orders.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';
import { until } from '../../../support/until.ts';

const watch: Watch = {
  kind: 'pins', atOnce: 1, pins: [{ pin: 16, mostMs: 300 }, { pin: 17, mostMs: 300 }],
  plan: { chips: [{ labels: ['pinctrl-rp1'], outputs: [16, 17].map((pin) => ({ pin, channel: pin })), inputs: [] }], expanders: [] },
};

const device = '/dev/i2c-1';
const withExpander: Watch = {
  ...watch, atOnce: 2, pins: [...watch.pins, { pin: 104, mostMs: 300 }],
  plan: { ...watch.plan, expanders: [{ device, address: 0x20, outputs: 0x10, outputPins: [{ pin: 104, channel: 4 }], inputPins: [] }] },
};

/** A guardian in this process, over a kernel in memory. */
function rig() {
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-rp1');
  const clock = new CountedClock();
  const [orders, reports] = [new PassThrough(), new PassThrough()];
  const said: Report[] = [];
  const lines = new Lines();
  reports.setEncoding('utf8').on('data', (text: string) => void said.push(...lines.push(text).map((line) => JSON.parse(line) as Report)));
  const over = runGuardian({ orders, reports, bytes: () => new PassThrough(), clock, kernel: () => Promise.resolve(kernel) });
  const say = (one: unknown): void => void orders.write(`${JSON.stringify(one)}\n`);
  return { kernel, clock, orders, said, over, say };
}

describe('the guardian', () => {
  test('takes all outputs off, does as it is ordered, and leaves nothing behind', async () => {
    const { kernel, clock, orders, said, over, say } = rig();
    say(watch);
    await until('it is ready', () => said.length === 1);
    expect([said, kernel.level(16)]).toEqual([[{ kind: 'ready' }], 0]);
    say({ number: 1, pin: 16, to: 'on' });
    say({ number: 2, pin: 17, to: 'on' });
    await until('it has answered', () => said.length === 3);
    expect(said.slice(1)).toEqual([{ kind: 'taken', number: 1 }, { kind: 'refused', number: 2 }]);
    expect([kernel.level(16), kernel.level(17)]).toEqual([1, 0]);
    orders.end();
    await over;
    expect([kernel.level(16), kernel.filesOpen(), clock.waiting()]).toEqual([0, 0, []]);
  });

  test('ends a pulse that its controller has forgotten, and says so', async () => {
    const { kernel, orders, said, over, say } = rig();
    say(watch);
    say({ number: 1, pin: 16, to: 'on' });
    await until('the coil is on', () => kernel.level(16) === 1 && said.length === 2);
    await until('the coil is off', () => kernel.level(16) === 0);
    await until('it has said so', () => said.length === 3);
    expect(said.at(-1)).toMatchObject({ kind: 'trouble', where: 'pin 16' });
    orders.end();
    await over;
  });

  test('waits for a guardian before it to let go of its pins', async () => {
    const { kernel, orders, said, over, say } = rig();
    kernel.take(16, 'lockerbank');
    say(watch);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(said).toEqual([]);
    kernel.take(16, null);
    await until('it is ready', () => said.length === 1);
    orders.end();
    await over;
  });

  test('ends a pulse in time although the bus of the expanders stands still, and answers every order', async () => {
    const { kernel, orders, said, over, say } = rig();
    const expander = kernel.addExpander(device, 0x20);
    say(withExpander);
    await until('it is ready', () => said.length === 1);
    kernel.stuckMs.set(device, 1000);
    await new Promise((resolve) => setTimeout(resolve, 1100)); // It looks after the expander, and waits.
    const began = performance.now();
    say({ number: 1, pin: 16, to: 'on' });
    say({ number: 2, pin: 104, to: 'on' });
    await until('the coil is on', () => kernel.level(16) === 1);
    await until('both orders are answered', () => said.some((one) => one.kind === 'refused'));
    expect(performance.now() - began).toBeLessThan(450);
    await until('the coil is off', () => kernel.level(16) === 0);
    expect(performance.now() - began).toBeLessThan(600);
    await until('it has told of the expander', () => said.some(({ kind }) => kind === 'reach'));
    expect(said.find(({ kind }) => kind === 'reach')).toEqual({ kind: 'reach', pins: [104], is: 'lost' });
    kernel.stuckMs.delete(device);
    orders.end();
    expect(await over).toBe(true);
    expect([expander.words.get(0x14), kernel.filesOpen(), kernel.threads.most]).toEqual([0, 0, 1]);
  });

  test('says at its end that not everything is off, so that its controller sees to it', async () => {
    const { kernel, orders, said, over, say } = rig();
    const expander = kernel.addExpander(device, 0x20);
    say(withExpander);
    say({ number: 1, pin: 104, to: 'on' });
    await until('the coil is on', () => said.length === 2);
    expander.isThere = false;
    orders.end();
    expect(await over).toBe(false);
    expect(kernel.filesOpen()).toBe(0);
  });

  test('says why it cannot watch over what it was told to', async () => {
    const { kernel, clock, said, over, say } = rig();
    kernel.take(17, 'gpioset');
    say(watch);
    await over;
    expect(said).toEqual([{ kind: 'not-ready', where: 'pinctrl-rp1', what: expect.stringContaining('17 (gpioset)') as string }]);
    expect([kernel.filesOpen(), clock.waiting()]).toEqual([0, []]);
  });

  test('makes nothing of what is no order, and lets go of everything', async () => {
    const { kernel, orders, said, over, say } = rig();
    say(watch);
    await until('it is ready', () => said.length === 1);
    say({ number: 1, pin: 16, to: 'on' });
    orders.write('{"number": 2, "pin"\n');
    await over;
    expect(said.at(-1)).toMatchObject({ kind: 'trouble', where: 'guardian' });
    expect([kernel.level(16), kernel.filesOpen()]).toEqual([0, 0]);
  });
});

describe('lines out of a stream', () => {
  test('are whole, however they were cut', () => {
    const lines = new Lines();
    expect(['{"a"', ':1}\n{"b":2}\n', '\n{', '}\n'].flatMap((text) => lines.push(text))).toEqual(['{"a":1}', '{"b":2}', '{}']);
  });
});

describe('what a guardian reports', () => {
  const noReports = ['', 'null', '5', '"ready"', '[]', '{}', '{"kind":"gone"}', '(node:1) Warning: something'];

  test.each(noReports)('nobody takes %j for one', (line) => expect(readReport(line)).toBeNull());

  test('is read', () => {
    expect(readReport('{"kind":"taken","number":3}')).toEqual({ kind: 'taken', number: 3 });
  });
});
