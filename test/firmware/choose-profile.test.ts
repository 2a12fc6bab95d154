import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { lockersOf } from '../../board-profiles/profile.ts';
import { profileLibrary } from '../../firmware/adapters/profile-file.ts';
import { chooseProfile } from '../../firmware/choose-profile.ts';
import { bundleOf } from '../../firmware/technician/flash/bundle.ts';
import type { Hardware, LockAnswer } from '../../firmware/ports/hardware.ts';
import { SlotStore } from '../../firmware/technician/flash/slot-store.ts';
import { proven, switched, type SlotState } from '../../firmware/technician/flash/slots.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';

const profileFolder = join(import.meta.dirname, '../../board-profiles');
const done = (): Promise<LockAnswer> => Promise.resolve({ kind: 'done' });
const noLocks = { pulse: done, rest: done, restAll: done };

const library = profileLibrary(profileFolder);

let disk: MemoryDisk;
let clock: VirtualClock;
let locks: number;
let restarts: number;
let log: string[];
beforeEach(() => {
  disk = new MemoryDisk();
  clock = new VirtualClock();
  locks = 0;
  restarts = 0;
  log = [];
});

const choose = (named: string | null = null) => chooseProfile({
  named, profileFolder, disk, clock, restart: () => void restarts++, onTrouble: (_, error) => void log.push(String(error)),
  lock: () => {
    locks++;
    return Promise.resolve({ release: () => Promise.resolve(void locks--) });
  },
});

async function flash(state: (state: SlotState) => SlotState = proven): Promise<void> {
  const { text, profile } = bundleOf(library('cabinet', 'sim-24') ?? { text: '', where: '' }, library);
  const store = new SlotStore(disk, () => undefined);
  await store.write('a', text);
  await store.writeState(state(switched(null, profile)));
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

describe('a profile on trial', () => {
  /** The bank begins with it; its boards are silent unless all is well. */
  async function begin(isWell: boolean) {
    await flash((state) => state);
    const chosen = await choose();
    if (chosen.kind === 'none') throw new Error(chosen.why);
    const quiet: Hardware = {
      locks: noLocks, readers: { watch: () => undefined }, close: () => Promise.resolve(),
      sensors: { watch: (listen) => lockersOf(chosen.profile).forEach(({ number }) => listen(number, isWell ? 'closed' : 'lost')) },
    };
    const heard: number[] = [];
    chosen.tried(quiet).sensors.watch((locker) => void heard.push(locker));
    let isPassed = false;
    void chosen.passed?.then(() => (isPassed = true));
    return { heard, passed: () => isPassed };
  }

  test('the kiosk is opened when it has passed, and no sooner', async () => {
    const { passed } = await begin(true);
    await clock.advance(ms(4_999));
    expect(passed()).toBe(false);
    await clock.advance(ms(1_000));
    await new Promise(setImmediate);
    expect(passed()).toBe(true);
    expect(restarts).toBe(0);
    expect(await choose()).toMatchObject({ passed: null });
  });

  test('the books hear of no door before: one that reads its contacts the wrong way round would leave every locker in doubt', async () => {
    const { heard } = await begin(true);
    await clock.advance(ms(4_999));
    expect(heard).toEqual([]);
    await clock.advance(ms(1_000));
    await new Promise(setImmediate);
    expect(heard).toHaveLength(24);
  });

  test('it is left when it has not: nobody has begun anything under it', async () => {
    const { passed } = await begin(false);
    await clock.advance(ms(30_000));
    await new Promise(setImmediate);
    expect([passed(), restarts]).toEqual([false, 1]);
    const says = ['no contact reads on board cabinet'];
    expect(await choose()).toMatchObject({ kind: 'none', why: 'not-passed', failed: { profile: 'sim-24', says } });
    expect(log).toEqual([expect.stringMatching(/sim-24, version \d+, has not passed its trial: no contact reads on board cabinet$/)]);
  });

  test.each([[true, 'write-fails'], [false, 'write-fails'], [false, 'read-fails']] as const)(
    'the bank does not work on with it where the card takes nothing (boards well: %s, %s)', async (isWell, fault) => {
      const { passed } = await begin(isWell);
      disk.fault = fault;
      await clock.advance(ms(30_000));
      await new Promise(setImmediate);
      expect([passed(), restarts]).toEqual([false, 1]);
    },
  );
});
