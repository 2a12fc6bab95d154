import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { askExpanders } from '../../../../firmware/technician/flash/expanders.ts';
import { sayWireTrouble } from '../../../../firmware/technician/flash/wires.ts';
import { LockerError } from '../../../../statecharts/locker-error.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';

const profile = loadProfile('pi-mcp-48', join(import.meta.dirname, '../../../../board-profiles'));
const fitted = profile.boards.flatMap(({ model, bus, address, id }) =>
  (model.family === 'mcp23017' && bus.kind === 'i2c' ? [{ id, device: bus.device, address }] : []));
const always = (): boolean => true;

let kernel: FakeKernel;
let expanders: ReturnType<FakeKernel['addExpander']>[];
beforeEach(() => {
  kernel = new FakeKernel();
  expanders = fitted.map(({ device, address }) => kernel.addExpander(device, address));
});
const asked = () => askExpanders(profile, always, () => Promise.resolve(kernel));

test('expanders that are all there keep no profile out, and nothing is ordered of them', async () => {
  expect(fitted.length).toBeGreaterThan(2);
  expect(await asked()).toEqual([]);
  expect(kernel.written).toEqual([]);
});

test('one that does not answer is named', async () => {
  const [, second] = expanders;
  if (second) second.isThere = false;
  const silent = /^board \S+ \(mcp23017, address \d+\) at \/dev\/i2c-1 does not answer$/;
  expect((await asked()).map(sayWireTrouble)).toEqual([expect.stringMatching(silent)]);
});

test('a bus that cannot be opened is told once, with what to do', async () => {
  kernel.failing.set('open', 'EACCES');
  const [trouble, ...more] = (await asked()).map(sayWireTrouble);
  expect(trouble).toContain('/dev/i2c-1 cannot be used');
  expect(trouble).toContain('usermod -aG i2c');
  expect(more).toEqual([]);
  const noKoffi = (): Promise<never> => Promise.reject(new LockerError('hardware.not-ready', 'koffi', 'is missing'));
  expect(await askExpanders(profile, always, noKoffi)).toMatchObject([{ what: 'shut-port' }]);
});

test('a bus that is not there has been told already', async () => {
  expect(await askExpanders(profile, () => false, () => Promise.reject(new Error('asked')))).toEqual([]);
});
