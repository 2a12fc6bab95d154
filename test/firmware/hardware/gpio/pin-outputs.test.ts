import { describe, expect, test } from 'vitest';
import { PinOutputs } from '../../../../firmware/hardware/gpio/pin-outputs.ts';
import type { PinPlan } from '../../../../firmware/hardware/gpio/pin-plan.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';

const device = '/dev/i2c-1';
const plan: PinPlan = {
  chips: [{ labels: ['pinctrl-rp1'], outputs: [{ pin: 16, channel: 16 }], inputs: [{ pin: 4, channel: 4 }] }],
  expanders: [{ device, address: 0x20, outputs: 0x10, outputPins: [{ pin: 104, channel: 4 }], inputPins: [{ pin: 100, channel: 0 }] }],
};

function rig() {
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-rp1');
  const expander = kernel.addExpander(device, 0x20);
  const troubles: string[] = [];
  const onTrouble = (where: string, error: unknown): void => void troubles.push(`${where}: ${(error as Error).message}`);
  const open = (): PinOutputs => new PinOutputs(kernel, plan, onTrouble);
  return { kernel, expander, troubles, open };
}

describe('the outputs of a Pi and its expanders', () => {
  test('are all off before anything else, and switched by their number', () => {
    const { kernel, expander, open } = rig();
    expander.words.set(0x14, 0xffff);
    const outputs = open();
    expect([kernel.level(16), expander.words.get(0x14)]).toEqual([0, 0]);
    outputs.set(16, 'on');
    outputs.set(104, 'on');
    expect([kernel.level(16), expander.words.get(0x14)]).toEqual([1, 0x10]);
    expect(() => outputs.set(4, 'on')).toThrow('pin 4 is no output');
    outputs.close();
    // As the kernel of the Pi does it: nobody's, and still on. That is why somebody takes them, off, once more.
    expect(kernel.level(16)).toBe(1);
    open().close();
    expect([kernel.level(16), expander.words.get(0x14), kernel.filesOpen()]).toEqual([0, 0, 0]);
  });

  test('an expander that is away keeps no other door shut, and is low before anything of it moves again', () => {
    const { kernel, expander, troubles, open } = rig();
    expander.isThere = false;
    expander.words.set(0x14, 0x10);
    const outputs = open();
    expect(troubles).toEqual(['/dev/i2c-1 0x20: EREMOTEIO: as asked for']);
    outputs.set(104, 'off');
    outputs.set(16, 'on');
    expect(() => outputs.set(104, 'on')).toThrow('EREMOTEIO');
    outputs.mend();
    expect(troubles).toHaveLength(1);
    expander.isThere = true;
    outputs.mend();
    expect(troubles.at(-1)).toContain('is back');
    expect([expander.words.get(0x14), expander.words.get(0x00)]).toEqual([0, 0xffef]);
    outputs.set(104, 'on');
    expect(expander.words.get(0x14)).toBe(0x10);
    outputs.close();
    expect(kernel.filesOpen()).toBe(0);
  });

  test('an expander that has lost its power for a moment is set up again before its next coil', () => {
    const { expander, troubles, open } = rig();
    const outputs = open();
    for (const register of [0x00, 0x0c, 0x14]) expander.words.set(register, register === 0 ? 0xffff : 0);
    outputs.set(104, 'on');
    expect([0x00, 0x0c, 0x14].map((register) => expander.words.get(register))).toEqual([0xffef, 0xffef, 0x10]);
    expect(troubles).toEqual(['/dev/i2c-1 0x20: the expander had lost its power for a moment']);
    outputs.close();
  });

  test('a coil whose order to go off did not arrive is no coil that is off', () => {
    const { expander, open } = rig();
    const outputs = open();
    outputs.set(104, 'on');
    expander.isThere = false;
    outputs.mend();
    expect(() => outputs.set(104, 'off')).toThrow('EREMOTEIO');
    expander.isThere = true;
    outputs.set(104, 'off');
    expect(expander.words.get(0x14)).toBe(0);
    outputs.close();
  });

  test('leave nothing open where one of them cannot be had', () => {
    const { kernel, open } = rig();
    kernel.take(16, 'gpioset');
    expect(open).toThrow('16 (gpioset)');
    expect(kernel.filesOpen()).toBe(0);
  });
});
