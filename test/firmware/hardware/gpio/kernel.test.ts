import { closeSync, openSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { sayError } from '../../../../firmware/adapters/process.ts';
import { loadKernel } from '../../../../firmware/hardware/gpio/kernel.ts';

/** What any Linux can show; with real chips below them, in test/boards. */
describe('calls to Linux', () => {
  test('name what has failed', async () => {
    const kernel = await loadKernel();
    const nothing = openSync('/dev/null', 'r+');
    expect(() => kernel.ask(nothing, 0x8044_b401, new Uint8Array(68))).toThrow(expect.objectContaining({ code: 'ENOTTY' }));
    expect(() => kernel.tell(-1, 0x0703, 0x20)).toThrow(expect.objectContaining({ code: 'EBADF' }));
    await expect(kernel.readWord(nothing, 0x12)).rejects.toMatchObject({ code: 'ENOTTY' });
    await expect(kernel.writeWord(nothing, 0x14, 0)).rejects.toMatchObject({ code: 'ENOTTY' });
    await expect(kernel.writeByte(nothing, 0x05, 0)).rejects.toMatchObject({ code: 'ENOTTY' });
    await expect(kernel.readWord(-1, 0x12)).rejects.toMatchObject({ code: 'EBADF' });
    // A board that is cut off is a line of the log.
    expect(await kernel.readWord(-1, 0x12).catch(sayError)).toMatch(/^EBADF: .+$/);
    expect(() => kernel.open('/dev/no-such-chip')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    closeSync(nothing);
  });

  test('wait for what can be read, and not for ever', async () => {
    const kernel = await loadKernel();
    const zeros = kernel.open('/dev/zero');
    expect(await kernel.readable([zeros], 1000)).toEqual([zeros]);
    expect(kernel.read(zeros, new Uint8Array(48))).toBe(48);
    kernel.close(zeros);
    const began = performance.now();
    expect(await kernel.readable([], 50)).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(45);
  });

  test('list GPIO chips, which may be none', async () => {
    expect((await loadKernel()).chips().every((path) => path.startsWith('/dev/gpiochip'))).toBe(true);
  });

  test('a technician learns that the package for the pins is missing', async () => {
    vi.doMock('koffi', () => {
      throw new Error('Cannot find package');
    });
    vi.resetModules();
    const { loadKernel: again } = await import('../../../../firmware/hardware/gpio/kernel.ts');
    const message = expect.stringContaining('npm install koffi@') as string;
    await expect(again()).rejects.toMatchObject({ code: 'hardware.not-ready', where: 'koffi', message });
    vi.doUnmock('koffi');
  });

  test('a technician learns that this system is a 32-bit one', async () => {
    vi.doMock('koffi', async (original) => ({ ...(await original<object>()), sizeof: (type: unknown) => (type === 'void *' ? 4 : 592) }));
    vi.resetModules();
    const { loadKernel: again } = await import('../../../../firmware/hardware/gpio/kernel.ts');
    await expect(again()).rejects.toMatchObject({ code: 'hardware.not-ready', message: expect.stringContaining('64-bit') as string });
    vi.doUnmock('koffi');
  });
});
