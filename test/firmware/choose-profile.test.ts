import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { profileLibrary } from '../../firmware/adapters/profile-file.ts';
import { chooseProfile } from '../../firmware/choose-profile.ts';
import { bundleOf } from '../../firmware/technician/flash/bundle.ts';
import { SlotStore } from '../../firmware/technician/flash/slot-store.ts';
import { proven, switched } from '../../firmware/technician/flash/slots.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';

const profileFolder = join(import.meta.dirname, '../../board-profiles');
const library = profileLibrary(profileFolder);

let disk: MemoryDisk;
let locks: number;
beforeEach(() => {
  disk = new MemoryDisk();
  locks = 0;
});

const choose = (named: string | null = null) => chooseProfile({
  named, profileFolder, disk, clock: new VirtualClock(), restart: () => undefined, onTrouble: () => undefined,
  lock: () => {
    locks++;
    return Promise.resolve({ release: () => Promise.resolve(void locks--) });
  },
});

async function flash(): Promise<void> {
  const { text, profile } = bundleOf(library('cabinet', 'sim-24') ?? { text: '', where: '' }, library);
  const store = new SlotStore(disk, () => undefined);
  await store.write('a', text);
  await store.writeState(proven(switched(null, profile)));
}

test('a bank works with what was flashed, and nobody else touches its data from then on', async () => {
  await flash();
  expect(await choose()).toMatchObject({ kind: 'profile', profile: { id: 'sim-24' } });
  expect(locks).toBe(1);
});

test('a set-up screen keeps the data folder, too: a profile may be flashed into it at any moment', async () => {
  const chosen = await choose();
  expect(chosen).toMatchObject({ kind: 'none', why: 'never-flashed' });
  expect(locks).toBe(1);
  if (chosen.kind === 'none') await chosen.lock.release();
  expect(locks).toBe(0);
});

test('a card that cannot be read ends the start, and the next one is not locked out by it', async () => {
  await flash();
  disk.fault = 'read-fails';
  await expect(choose()).rejects.toThrow('the read failed');
  expect(locks).toBe(0);
});

test('a profile that is named where the bank is started leaves the slots alone', async () => {
  await flash();
  expect(await choose('pi-gpio-12')).toMatchObject({ kind: 'profile', slots: null, profile: { id: 'pi-gpio-12' } });
  expect(locks).toBe(0);
});
