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
  test('has its coils low before they become outputs, and pulls its contacts up', async () => {
    const { kernel, fake, chip } = expander();
    fake.words.set(0x14, 0xffff);
    await chip.setUp();
    // Bank layout, latch, direction, pull-ups, polarity: in this order and no other.
    expect(kernel.written).toEqual(['5:0', '14=0', '0=f0f', 'c=f0f', '2=0']);
    expect(await chip.isSetUp()).toBe(true);
  });

  test('switches its coils, and never what is a contact', async () => {
    const { kernel, chip } = expander();
    await chip.switch(0x8010);
    await chip.switch(0x8000);
    expect(kernel.written).toEqual(['14=8010', '14=8000']);
    await expect(chip.switch(0x8001)).rejects.toThrow('no outputs: 0x8001');
    expect(kernel.written).toHaveLength(2);
  });

  test('is known to have lost its power by what it says of its pins', async () => {
    const { fake, chip } = expander();
    await chip.setUp();
    fake.words.set(0x00, 0xffff);
    fake.words.set(0x0c, 0);
    expect(await chip.isSetUp()).toBe(false);
  });

  test('says nothing of its doors as long as its pull-ups are off, and nothing when they go off or on meanwhile', async () => {
    const { fake, chip } = expander();
    fake.words.set(0x12, 0x0005);
    await expect(chip.read()).rejects.toThrow('its pull-ups are off');
    await chip.setUp();
    expect(await chip.read()).toBe(0x0005);
    const reading = chip.read();
    await new Promise((resolve) => setTimeout(resolve, 2));
    fake.words.set(0x0c, 0);
    await expect(reading).rejects.toThrow('its pull-ups are off');
    const early = chip.read();
    setTimeout(() => fake.words.set(0x0c, 0x0f0f), 1);
    await expect(early).rejects.toThrow('its pull-ups are off');
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
