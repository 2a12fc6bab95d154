import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runGuardian } from '../../../../firmware/hardware/guardian/guardian-program.ts';
import { Lines, type Report, type Watch } from '../../../../firmware/hardware/guardian/orders.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';
import { until } from '../../../support/until.ts';

const watch: Watch = {
  kind: 'pins', atOnce: 1, pins: [{ pin: 16, mostMs: 300 }, { pin: 17, mostMs: 300 }],
  plan: { chips: [{ labels: ['pinctrl-rp1'], outputs: [16, 17].map((pin) => ({ pin, channel: pin })), inputs: [] }], expanders: [] },
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
