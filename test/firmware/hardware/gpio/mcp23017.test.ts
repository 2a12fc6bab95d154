import { describe, expect, test } from 'vitest';
import { Mcp23017 } from '../../../../firmware/hardware/gpio/mcp23017.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';

const plan = { device: '/dev/i2c-1', address: 0x21, outputs: 0xf0f0 } as const;

function expander() {
  const kernel = new FakeKernel();
  const fake = kernel.addExpander(plan.device, plan.address);
  return { kernel, fake, chip: Mcp23017.open(kernel, plan) };
}

describe('an MCP23017', () => {
  test('has its coils low before they become outputs, and pulls its contacts up', () => {
    const { kernel, fake, chip } = expander();
    fake.words.set(0x14, 0xffff);
    chip.setUp();
    // Bank layout, latch, direction, pull-ups, polarity: in this order and no other.
    expect(kernel.written).toEqual(['5:0', '14=0', '0=f0f', 'c=f0f', '2=0']);
    expect(chip.isSetUp()).toBe(true);
  });

  test('moves one coil with each order, whatever else is on', () => {
    const { kernel, chip } = expander();
    chip.setUp();
    kernel.written.length = 0;
    chip.set(4, 'on');
    chip.set(15, 'on');
    chip.set(4, 'off');
    expect(kernel.written).toEqual(['14=10', '14=8010', '14=8000']);
    expect(() => chip.set(0, 'on')).toThrow('channel 0 is no output');
  });

  test('forgets an order that it did not take', () => {
    const { kernel, fake, chip } = expander();
    chip.setUp();
    fake.isThere = false;
    expect(() => chip.set(4, 'on')).toThrow('EREMOTEIO');
    fake.isThere = true;
    chip.set(5, 'on');
    expect(kernel.written.at(-1)).toBe('14=20');
  });

  test('is known to have lost its power by what it says of its pins', () => {
    const { fake, chip } = expander();
    chip.setUp();
    fake.words.set(0x00, 0xffff);
    fake.words.set(0x0c, 0);
    expect(chip.isSetUp()).toBe(false);
  });

  test.each([
    ['there is no such bus', { ...plan, device: '/dev/i2c-9' }, null, /raspi-config/],
    ['they may not open it', plan, 'EACCES', /usermod -aG i2c/],
    ['a driver has it', plan, 'EBUSY', /overlay/],
    ['something else is wrong', plan, 'EIO', /see the cause/],
  ])('a technician learns that %s', (_what, where, code, says) => {
    const { kernel } = expander();
    if (code !== null) kernel.failing.set('open', code);
    const open = (): unknown => Mcp23017.open(kernel, where);
    expect(open).toThrow(expect.objectContaining({ code: 'hardware.not-ready', message: expect.stringMatching(says) as string }));
  });

  test('leaves nothing open', () => {
    const { kernel, chip } = expander();
    chip.close();
    expect(kernel.filesOpen()).toBe(0);
  });
});
