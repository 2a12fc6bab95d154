import { describe, expect, test } from 'vitest';
import { GpioChip, inRequests, piChipLabels } from '../../../../firmware/hardware/gpio/cdev.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';

function headerOf(label = 'pinctrl-rp1') {
  const kernel = new FakeKernel();
  kernel.addChip('raspberrypi-exp-gpio');
  kernel.addChip(label);
  return { kernel, chip: GpioChip.open(kernel, piChipLabels) };
}

const refusal = (says: RegExp): Error =>
  expect.objectContaining({ code: 'hardware.not-ready', message: expect.stringMatching(says) as string }) as Error;

describe('lines of the GPIO character device', () => {
  test('coils are off in the very call that makes their pins outputs, then move one by one', () => {
    const { kernel, chip } = headerOf();
    expect(kernel.level(17, 1)).toBe(1);
    const outputs = chip.requestOutputs([16, 17]);
    expect([kernel.level(16, 1), kernel.level(17, 1), kernel.level(18, 1)]).toEqual([0, 0, 1]);
    outputs.set(17, 'on');
    outputs.set(17, 'off');
    expect(kernel.written).toEqual(['output 16 17', 'line 17=1', 'line 17=0']);
    expect(() => outputs.set(18, 'on')).toThrow('line 18 is no output');
    outputs.close();
    chip.close();
    expect(kernel.filesOpen()).toBe(0);
  });

  test.each(piChipLabels)('the header of a Pi is found by its label %s, wherever it is', (label) => {
    const { kernel, chip } = headerOf(label);
    expect(kernel.filesOpen()).toBe(1);
    chip.close();
  });

  test.each([
    ['another program has a pin', 'EBUSY', (kernel: FakeKernel) => kernel.take(17, 'spi0 CS0'), /in use by somebody else: 17 \(spi0 CS0\)/],
    ['the kernel has a pin and does not say so', 'EBUSY', (kernel: FakeKernel) => kernel.take(17, ''), /17 \(the kernel\)/],
    ['the board has no such pin', 'EINVAL', () => undefined, /has not all of the pins 17, 99/],
    ['the kernel is too old', 'ENOTTY', (kernel: FakeKernel) => void kernel.failing.set('ask', 'ENOTTY'), /update the kernel/],
  ])('a technician learns that %s', (_what, code, prepare, says) => {
    const kernel = new FakeKernel();
    kernel.addChip('pinctrl-rp1');
    const chip = GpioChip.open(kernel, piChipLabels);
    prepare(kernel);
    const lines = code === 'EINVAL' ? [17, 99] : [17];
    expect(() => chip.requestOutputs(lines)).toThrow(refusal(says));
  });

  test.each([
    ['there is no GPIO chip at all', () => new FakeKernel(), /has no GPIO chip at all/],
    ['no chip has that label', () => {
      const kernel = new FakeKernel();
      kernel.addChip('gpio-other');
      return kernel;
    }, /there are gpio-other/],
    ['they may not open it', () => {
      const kernel = new FakeKernel();
      kernel.addChip('pinctrl-rp1');
      kernel.failing.set('open', 'EACCES');
      return kernel;
    }, /usermod -aG gpio/],
  ])('a technician learns that %s', (_what, make, says) => {
    const kernel = make();
    expect(() => GpioChip.open(kernel, piChipLabels)).toThrow(refusal(says));
    expect(kernel.filesOpen()).toBe(0);
  });

  test('contacts are inputs with pull-ups, and say what they are when one has moved', async () => {
    const kernel = new FakeKernel();
    kernel.addChip('pinctrl-rp1');
    const chip = GpioChip.open(kernel, piChipLabels);
    const inputs = chip.requestInputs([4, 5]);
    kernel.pull(5, 0);
    expect(await kernel.readable([inputs.file], 1000)).toEqual([inputs.file]);
    inputs.drain();
    expect([...inputs.levels()]).toEqual([[4, 'high'], [5, 'low']]);
    expect(await kernel.readable([inputs.file], 1)).toEqual([]);
    inputs.close();
    chip.close();
    expect(kernel.filesOpen()).toBe(0);
  });

  test('more pins than fit into one request are several', () => {
    const pins = Array.from({ length: 130 }, (_, pin) => pin);
    expect(inRequests(pins).map((group) => group.length)).toEqual([64, 64, 2]);
    expect(inRequests(pins).flat()).toEqual(pins);
  });
});
