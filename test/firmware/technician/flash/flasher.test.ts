import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf, bundleText } from '../../../../firmware/technician/flash/bundle.ts';
import { Flasher } from '../../../../firmware/technician/flash/flasher.ts';
import { SlotStore } from '../../../../firmware/technician/flash/slot-store.ts';
import { prove, startProfile } from '../../../../firmware/technician/flash/start-profile.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = JSON.parse(library('cabinet', 'sim-24')?.text ?? '') as Record<string, unknown>;
const textOf = (change: object): string =>
  bundleText(bundleOf({ text: JSON.stringify({ ...sim, ...change }), where: 'mine' }, library).bundle);
const signed = { by: 'tina', signature: 'x' };

function rig(occupied: readonly number[] = []) {
  const disk = new MemoryDisk();
  const store = new SlotStore(disk, () => undefined);
  const bank = { profile: null as Profile | null, serving: false };
  const flasher = new Flasher(store, {
    get profile() { return bank.profile; },
    occupied: () => occupied,
    isServing: () => bank.serving,
  });
  const flash = (change: object, reason: string | null = null) => flasher.flash({ text: textOf(change), signed, reason });
  /** The bank begins anew, with what has been flashed, and finds all well. */
  const restart = async (): Promise<string> => {
    const start = await startProfile(store);
    if (start.kind === 'none') return start.why;
    bank.profile = start.profile;
    await prove(store, start.sha256);
    return start.profile.label;
  };
  return { disk, store, bank, flasher, flash, restart };
}

describe('a technician flashes a profile', () => {
  test('it is used from the next start on, and the one before stays for the way back', async () => {
    const { flash, flasher, restart } = rig();
    expect(await flash({ label: 'first' })).toMatchObject({ kind: 'flashed', slot: 'a' });
    expect(await restart()).toBe('first');
    expect(await flash({ label: 'second', version: 2 })).toMatchObject({ kind: 'flashed', slot: 'b', profile: { label: 'second' } });
    expect(await restart()).toBe('second');
    expect(await flasher.rollBack()).toMatchObject({ kind: 'flashed', slot: 'a', profile: { label: 'first' } });
    expect(await restart()).toBe('first');
  });

  test('there is nothing to roll back to on a bank that has had one profile only', async () => {
    const { flash, flasher, restart } = rig();
    expect(await flasher.rollBack()).toEqual({ kind: 'refused', why: 'no-other' });
    await flash({});
    await restart();
    expect(await flasher.rollBack()).toEqual({ kind: 'refused', why: 'no-other' });
  });

  test('a profile that is older than one that was here goes in only for a reason', async () => {
    const { flash, restart } = rig();
    await flash({ version: 5 });
    await restart();
    expect(await flash({ version: 4 })).toEqual({ kind: 'refused', why: 'older', newest: 5 });
    expect(await flash({ version: 4, label: 'old' }, 'the new wiring loom was faulty')).toMatchObject({ kind: 'flashed' });
    await restart();
    expect(await flash({ version: 4 })).toEqual({ kind: 'refused', why: 'older', newest: 5 });
  });

  test('nothing is flashed while somebody stands at the kiosk', async () => {
    const { flash, bank, disk } = rig();
    bank.serving = true;
    expect(await flash({})).toEqual({ kind: 'refused', why: 'session-active' });
    expect(disk.calls).toBe(0);
  });

  test('what lies in a locker stays there: a profile that would make another locker of it is refused, also on the way back', async () => {
    const { flash, flasher, restart } = rig([24]);
    const columns = sim['columns'] as { lockers: { number: number }[] }[];
    const without = columns.map((column) => ({ ...column, lockers: column.lockers.filter(({ number }) => number !== 24) }));
    await flash({ columns: without, label: 'without 24' });
    await restart();
    await flash({ version: 2 });
    await restart();
    const refused = { kind: 'refused', why: 'occupied', lost: [{ locker: 24, what: 'gone' }] };
    expect(await flash({ columns: without, version: 3 })).toEqual(refused);
    expect(await flasher.rollBack()).toEqual(refused);
    expect(await flash({ label: 'another label', version: 3 })).toMatchObject({ kind: 'flashed' });
  });

  test.each([
    ['what is no bundle', '{"hello":1}', /no flashed profile/],
    ['a profile with a mistake', JSON.stringify({ bundle: 1, cabinet: '{}', cabinets: {}, boards: {} }), /profileVersion/],
    ['a text without end', ' '.repeat(1024 * 1024 + 1), /too long/],
  ])('%s is refused before anything is written', async (_, text, says) => {
    const { flasher, disk } = rig();
    const what = expect.stringMatching(says) as unknown;
    expect(await flasher.flash({ text, signed, reason: null })).toMatchObject({ kind: 'refused', why: 'malformed', what });
    expect(disk.calls).toBe(0);
  });
});
