import { describe, expect, test } from 'vitest';
import { sayError } from '../../../../firmware/adapters/process.ts';
import { PinOutputs } from '../../../../firmware/hardware/gpio/pin-outputs.ts';
import type { PinPlan } from '../../../../firmware/hardware/gpio/pin-plan.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';

const device = '/dev/i2c-1';
const plan: PinPlan = {
  chips: [{ labels: ['pinctrl-rp1'], outputs: [{ pin: 16, channel: 16 }], inputs: [{ pin: 4, channel: 4 }] }],
  expanders: [{
    device, address: 0x20, outputs: 0x30, outputPins: [{ pin: 104, channel: 4 }, { pin: 105, channel: 5 }],
    inputPins: [{ pin: 100, channel: 0 }],
  }],
};

function rig() {
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-rp1');
  const expander = kernel.addExpander(device, 0x20);
  const troubles: string[] = [];
  const reach: string[] = [];
  const logged: string[] = [];
  const onTrouble = (where: string, error: unknown): void => {
    troubles.push(`${where}: ${(error as Error).message}`);
    logged.push(sayError(error));
  };
  const onReach = (pins: readonly number[], is: string): void => void reach.push(`${pins.join(' ')} ${is}`);
  const clock = new VirtualClock();
  const options = { kernel, plan, clock, onTrouble, onReach };
  const open = (): Promise<PinOutputs> => PinOutputs.open(options);
  return { kernel, expander, troubles, logged, reach, clock, options, open };
}

/** Looks after the expanders, once a second: `+` where it answers, `-` where it does not, `!` where its power has dipped before. */
async function looks(outputs: PinOutputs, { expander, clock }: ReturnType<typeof rig>, rounds: string): Promise<void> {
  for (const round of rounds) {
    expander.isThere = round !== '-';
    if (round === '!') dip(expander);
    await clock.advance(ms(1000));
    await outputs.mend();
  }
}

function dip({ words }: ReturnType<typeof rig>['expander']): void {
  for (const register of [0x00, 0x0c, 0x14]) words.set(register, register === 0 ? 0xffff : 0);
}

describe('the outputs of a Pi and its expanders', () => {
  test('are all off before anything else, and switched by their number', async () => {
    const { kernel, expander, open } = rig();
    expander.words.set(0x14, 0xffff);
    const outputs = await open();
    expect([kernel.level(16), expander.words.get(0x14)]).toEqual([0, 0]);
    expect(outputs.set(16, 'on')).toBeUndefined();
    expect(kernel.level(16)).toBe(1);
    await outputs.set(104, 'on');
    expect(expander.words.get(0x14)).toBe(0x10);
    expect(() => outputs.set(4, 'on')).toThrow('pin 4 is no output');
    await outputs.close();
    // As the kernel of the Pi does it: nobody's, and still on. That is why somebody takes them, off, once more.
    expect(kernel.level(16)).toBe(1);
    await (await open()).close();
    expect([kernel.level(16), expander.words.get(0x14), kernel.filesOpen()]).toEqual([0, 0, 0]);
  });

  test('are off at once where their guardian has died, with one order to each expander, and anybody\'s', async () => {
    const { kernel, expander, options } = rig();
    expander.words.set(0x14, 0x10).set(0x00, 0xffcf);
    const resting = PinOutputs.rest(options);
    expect(kernel.level(16)).toBe(0);
    await resting;
    expect([expander.words.get(0x14), kernel.written, kernel.filesOpen()]).toEqual([0, ['output 16', '14=0'], 0]);
  });

  test('those of the Pi are off before anybody has waited, whatever becomes of the expanders', async () => {
    const { kernel, open } = rig();
    kernel.stuckMs.set(device, 50);
    const opening = open();
    expect(kernel.level(16)).toBe(0);
    await (await opening).close();
    expect([kernel.filesOpen(), kernel.threads.now]).toEqual([0, 0]);
  });

  test('an expander that is away keeps no other door shut, and is low before anything of it moves again', async () => {
    const world = rig();
    const { kernel, expander, troubles, reach, open } = world;
    expander.isThere = false;
    expander.words.set(0x14, 0x10);
    const outputs = await open();
    expect([troubles, reach]).toEqual([['/dev/i2c-1 0x20: EREMOTEIO: as asked for'], ['104 105 lost']]);
    await outputs.set(104, 'off');
    void outputs.set(16, 'on');
    await expect(outputs.set(104, 'on')).rejects.toThrow('EREMOTEIO');
    await outputs.mend();
    expect(troubles).toHaveLength(1);
    await looks(outputs, world, '+');
    // What it had refused does not come on now.
    expect([expander.words.get(0x14), expander.words.get(0x00)]).toEqual([0, 0xffcf]);
    await outputs.set(104, 'on'); // Nobody who stands at a door waits until it is believed.
    expect([expander.words.get(0x14), reach]).toEqual([0x10, ['104 105 lost']]);
    await looks(outputs, world, '+++');
    expect([troubles.at(-1), reach]).toEqual([expect.stringContaining('is back'), ['104 105 lost', '104 105 found']]);
    expect(expander.words.get(0x14)).toBe(0x10);
    await outputs.close();
    expect(kernel.filesOpen()).toBe(0);
  });

  test('an expander that has lost its power for a moment is set up again before its next coil', async () => {
    const { expander, troubles, logged, open } = rig();
    const outputs = await open();
    dip(expander);
    await outputs.set(104, 'on');
    expect([0x00, 0x0c, 0x14].map((register) => expander.words.get(register))).toEqual([0xffcf, 0xffcf, 0x10]);
    expect([troubles, logged]).toEqual([[`${device} 0x20: ${logged.join()}`], ['the expander had lost its power for a moment']]);
    await outputs.close();
  });

  test.each([
    ['on a loose wire', '-+'.repeat(30), 'EREMOTEIO: as asked for'],
    ['on a wire that makes contact two times out of three', '-++'.repeat(20), 'EREMOTEIO: as asked for'],
    ['whose power dips again and again', '!+'.repeat(30), 'the expander had lost its power for a moment'],
  ])('an expander %s is told as lost once, and as back when it has stayed', async (_, rounds, why) => {
    const world = rig();
    const outputs = await world.open();
    await looks(outputs, world, rounds);
    expect([world.troubles, world.reach]).toEqual([[`/dev/i2c-1 0x20: ${why}`], ['104 105 lost']]);
    await looks(outputs, world, '++++');
    expect([world.troubles.slice(1), world.reach.slice(1)]).toEqual([['/dev/i2c-1 0x20: the expander is back'], ['104 105 found']]);
    await looks(outputs, world, '++++++-');
    expect(world.reach.at(-1)).toBe('104 105 lost');
    await outputs.close();
  });

  test('a coil that has gone off with the power of its expander stays off, whatever else is switched on', async () => {
    const { expander, open } = rig();
    const outputs = await open();
    await outputs.set(104, 'on');
    dip(expander);
    await outputs.set(105, 'on');
    expect(expander.words.get(0x14)).toBe(0x20);
    await outputs.close();
  });

  test('a coil whose order was refused does not come on with the next one', async () => {
    const { expander, open } = rig();
    const outputs = await open();
    expander.isThere = false;
    await expect(outputs.set(104, 'on')).rejects.toThrow('EREMOTEIO');
    expander.isThere = true;
    await outputs.set(105, 'on');
    expect(expander.words.get(0x14)).toBe(0x20);
    await outputs.close();
  });

  test('a coil whose order to go off did not arrive is no coil that is off', async () => {
    const { expander, open } = rig();
    const outputs = await open();
    await outputs.set(104, 'on');
    expander.isThere = false;
    await outputs.mend();
    await expect(outputs.set(104, 'off')).rejects.toThrow('EREMOTEIO');
    expander.isThere = true;
    await outputs.set(104, 'off');
    expect(expander.words.get(0x14)).toBe(0);
    await outputs.close();
  });

  test('a coil whose order was taken back while its bus stood still never comes on', async () => {
    const { kernel, expander, open } = rig();
    const outputs = await open();
    kernel.stuckMs.set(device, 100);
    const mending = outputs.mend();
    const on = outputs.set(104, 'on');
    kernel.stuckMs.delete(device);
    await Promise.all([outputs.set(104, 'off'), on, mending]);
    expect(kernel.written.filter((one) => one === '14=10')).toEqual([]);
    expect(expander.words.get(0x14)).toBe(0);
    await outputs.close();
  });

  test('are off, all but the one that cannot be had, where their guardian has died; and nobody says that all are', async () => {
    const { kernel, expander, options } = rig();
    kernel.take(16, 'gpioset');
    expander.words.set(0x14, 0x10).set(0x00, 0xffcf);
    await expect(PinOutputs.rest(options)).rejects.toThrow('16 (gpioset)');
    expect([expander.words.get(0x14), kernel.filesOpen()]).toEqual([0, 0]);
    kernel.take(16, null);
    expander.isThere = false;
    await expect(PinOutputs.rest(options)).rejects.toThrow('EREMOTEIO');
    expect([kernel.level(16), kernel.filesOpen()]).toEqual([0, 0]);
  });

  test('leave nothing open where one of them cannot be had', async () => {
    const { kernel, open } = rig();
    kernel.take(16, 'gpioset');
    await expect(open()).rejects.toThrow('16 (gpioset)');
    expect(kernel.filesOpen()).toBe(0);
  });
});
