import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleMost, bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { Flasher } from '../../../../firmware/technician/flash/flasher.ts';
import { SlotStore } from '../../../../firmware/technician/flash/slot-store.ts';
import { giveUp, prove, startProfile } from '../../../../firmware/technician/flash/start-profile.ts';
import type { WireTrouble } from '../../../../firmware/technician/flash/wires.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = JSON.parse(library('cabinet', 'sim-24')?.text ?? '') as Record<string, unknown>;
const textOf = (change: object): string =>
  bundleOf({ text: JSON.stringify({ ...sim, ...change }), where: 'mine' }, library).text;

/** Whatever a trial asks for, it asks for. */
const noExcuse = { withoutBoards: null, doorsOpen: null };

function rig(occupied: readonly number[] = []) {
  const disk = new MemoryDisk();
  const store = new SlotStore(disk, () => undefined);
  const bank = { profile: null as Profile | null, serving: false, forgotten: false, missing: [] as WireTrouble[], whileAsked: () => {} };
  const flasher = new Flasher(store, {
    get profile() { return bank.profile; },
    occupied: () => occupied,
    isServing: () => bank.serving,
    doors: () => ({ 1: 'closed', 2: 'open' }),
    get hasForgotten() { return bank.forgotten; },
    wires: async () => {
      bank.whileAsked();
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      return bank.missing;
    },
  });
  const flash = (change: object, reason: string | null = null) =>
    flasher.flash({ text: textOf(change), reason, ...noExcuse });
  /** @returns what the program begins with */
  const begin = async () => {
    const start = await startProfile(store);
    if (start.kind === 'none') throw new Error(start.why);
    return start;
  };
  /** The bank begins anew, with what has been flashed, and finds all well. */
  const restart = async (): Promise<string> => {
    const { profile, sha256 } = await begin();
    bank.profile = profile;
    await prove(store, sha256, []);
    return profile.label;
  };
  /** What is flashed, and has passed its trial. */
  const inUse = async (change: object): Promise<void> => {
    await flash(change);
    await restart();
  };
  return { disk, store, bank, flasher, flash, begin, restart, inUse };
}

describe('a technician flashes a profile', () => {
  test('it is used from the next start on, and the one before stays for the way back', async () => {
    const { flash, flasher, restart } = rig();
    expect(await flash({ label: 'first' })).toMatchObject({ kind: 'flashed', slot: 'a' });
    expect(await restart()).toBe('first');
    expect(await flash({ label: 'second', version: 2 })).toMatchObject({ kind: 'flashed', slot: 'b', profile: { label: 'second' } });
    expect(await restart()).toBe('second');
    expect(await flasher.rollBack(noExcuse)).toMatchObject({ kind: 'flashed', slot: 'a', profile: { label: 'first' } });
    expect(await restart()).toBe('first');
  });

  test('what is in use already is not written once more: that would cost the way back', async () => {
    const { disk, flasher, flash, inUse } = rig();
    await inUse({ label: 'first' });
    await inUse({ label: 'second', version: 2 });
    const unchanged = { kind: 'unchanged', profile: 'sim-24', version: 2 };
    const before = await disk.read('profile/slots.json');
    expect(await flash({ label: 'second', version: 2 }, 'to be sure')).toEqual(unchanged);
    const spaced = textOf({ label: 'second', version: 2 }).replace('{\\"', '{ \\"');
    expect(await flasher.flash({ text: spaced, reason: null, ...noExcuse })).toEqual(unchanged);
    expect(await flasher.compare(spaced)).toEqual(unchanged);
    expect(await disk.read('profile/slots.json')).toEqual(before);
    expect(await flasher.rollBack(noExcuse)).toMatchObject({ kind: 'flashed', profile: { label: 'first' } });
  });

  test('what is in use already stays so after another one has failed, and what has failed may go in once more', async () => {
    const { store, bank, flasher, flash, begin, restart } = rig();
    await flash({ label: 'first' });
    const start = await begin();
    await giveUp(store, start.sha256, ['a board does not answer']);
    expect(await flash({ label: 'first' })).toMatchObject({ kind: 'flashed' });
    await restart();
    await flash({ label: 'second', version: 2 });
    const second = await begin();
    bank.profile = second.profile;
    expect(await flash({ label: 'second', version: 2 })).toMatchObject({ kind: 'flashed' });
    await giveUp(store, second.sha256, ['a board does not answer']);
    await restart();
    expect(await flash({ label: 'first' })).toMatchObject({ kind: 'unchanged' });
    expect(await flash({ label: 'second', version: 2 })).toMatchObject({ kind: 'flashed' });
    expect(await flasher.now()).toMatchObject({ version: 2, isOnTrial: true, verdict: null });
  });

  test('where both slots say the same there is nothing to go back to', async () => {
    const { store, flasher, inUse } = rig();
    await inUse({ label: 'first' });
    await store.write('b', textOf({ label: 'first' }));
    expect(await flasher.wayBack()).toEqual({ kind: 'refused', why: 'no-other' });
    expect(await flasher.rollBack(noExcuse)).toEqual({ kind: 'refused', why: 'no-other' });
  });

  test('whoever is about to go back sees where to, and how the doors were is kept for the trial', async () => {
    const { store, flasher, inUse } = rig();
    await inUse({ label: 'first' });
    await inUse({ label: 'second', version: 2 });
    expect(await flasher.wayBack()).toEqual({ kind: 'way-back', bundle: textOf({ label: 'first' }) });
    expect((await store.state())?.trial).toBeNull();
    await flasher.rollBack(noExcuse);
    expect((await store.state())?.trial).toMatchObject({ withoutBoards: false, doorsOpen: false, doors: { 1: 'closed', 2: 'open' } });
  });

  test('whoever goes back to the right profile may say what its trial must not ask for', async () => {
    const { store, flasher, inUse } = rig();
    await inUse({ label: 'first' });
    await inUse({ label: 'reversed', version: 2 });
    await flasher.rollBack({ withoutBoards: 'the loom comes tomorrow', doorsOpen: 'no V+ yet' });
    expect((await store.state())?.trial).toMatchObject({ withoutBoards: true, doorsOpen: true, doors: { 1: 'closed' } });
  });

  test('there is nothing to roll back to on a bank that has had one profile only', async () => {
    const { flasher, inUse } = rig();
    expect(await flasher.rollBack(noExcuse)).toEqual({ kind: 'refused', why: 'no-other' });
    await inUse({});
    expect(await flasher.rollBack(noExcuse)).toEqual({ kind: 'refused', why: 'no-other' });
  });

  test('a profile that is older than one that was here goes in only for a reason', async () => {
    const { flash, restart, inUse } = rig();
    await inUse({ version: 5 });
    expect(await flash({ version: 4 })).toEqual({ kind: 'refused', why: 'older', newest: 5 });
    expect(await flash({ version: 4, label: 'old' }, 'the new wiring loom was faulty')).toMatchObject({ kind: 'flashed' });
    await restart();
    expect(await flash({ version: 4 })).toEqual({ kind: 'refused', why: 'older', newest: 5 });
  });

  test('boards that are missing keep it out, and a reason lets it in: then the trial asks nothing of them', async () => {
    const { flasher, bank, disk, store } = rig();
    bank.missing = [{ what: 'no-port', port: '/dev/left' }];
    const order = { text: textOf({}), reason: null, doorsOpen: null };
    expect(await flasher.flash({ ...order, withoutBoards: null })).toEqual({ kind: 'refused', why: 'wires', troubles: bank.missing });
    expect(await disk.list('profile')).toEqual([]);
    expect(await flasher.flash({ ...order, withoutBoards: 'the loom comes tomorrow' })).toMatchObject({ kind: 'flashed' });
    expect(await startProfile(store)).toMatchObject({ trial: { withoutBoards: true } });
    bank.missing = [];
    await flasher.flash({ ...order, withoutBoards: null });
    expect(await startProfile(store)).toMatchObject({ trial: { withoutBoards: false } });
  });

  test('boards that are missing keep the way back shut, too, until somebody says why', async () => {
    const { disk, bank, flasher, inUse } = rig();
    await inUse({ label: 'first' });
    await inUse({ label: 'second', version: 2 });
    bank.missing = [{ what: 'no-port', port: '/dev/left' }];
    const before = await disk.read('profile/slots.json');
    expect(await flasher.rollBack(noExcuse)).toEqual({ kind: 'refused', why: 'wires', troubles: bank.missing });
    expect(await disk.read('profile/slots.json')).toEqual(before);
    const excused = { ...noExcuse, withoutBoards: 'the loom comes tomorrow' };
    expect(await flasher.rollBack(excused)).toMatchObject({ kind: 'flashed', profile: { label: 'first' } });
  });

  test('out of a trial the way back stays free, whatever is on the wires', async () => {
    const { store, bank, flasher, flash, inUse } = rig();
    await inUse({ label: 'first' });
    await flash({ label: 'second', version: 2 });
    await startProfile(store);
    bank.missing = [{ what: 'no-port', port: '/dev/left' }];
    expect(await flasher.rollBack(noExcuse)).toMatchObject({ kind: 'flashed', profile: { label: 'first' } });
    expect((await store.state())?.trial).toBeNull();
  });

  test('whoever comes to the kiosk while boards are asked keeps the bank as it is', async () => {
    const { bank, flasher, flash, inUse } = rig();
    await inUse({ label: 'first' });
    await inUse({ label: 'second', version: 2 });
    bank.whileAsked = () => void (bank.serving = true);
    const refused = { kind: 'refused', why: 'session-active' };
    expect(await flasher.rollBack(noExcuse)).toEqual(refused);
    bank.serving = false;
    expect(await flash({ label: 'third', version: 3 })).toEqual(refused);
  });

  test('at the set-up screen what could not be read at the start goes in once more, though it can be read by now', async () => {
    const { bank, flash, inUse } = rig();
    await inUse({ label: 'first' });
    bank.profile = null;
    expect(await flash({ label: 'first' })).toMatchObject({ kind: 'flashed' });
  });

  test('a bank that has been at work, and whose profile is lost, takes one only for a reason', async () => {
    const { flash, bank } = rig();
    bank.forgotten = true;
    expect(await flash({})).toEqual({ kind: 'refused', why: 'forgotten' });
    expect(await flash({}, 'every door was looked into')).toMatchObject({ kind: 'flashed' });
  });

  test('two who flash at once do so one after the other', async () => {
    const { flash, restart } = rig();
    const [first, second] = await Promise.all([flash({ label: 'first' }), flash({ label: 'second', version: 2 })]);
    expect([first.kind, second.kind]).toEqual(['flashed', 'flashed']);
    expect(await restart()).toBe('second');
  });

  test('a profile that passes its trial while the boards of the next one are asked is not written over as one that works', async () => {
    const { store, bank, flash, begin, inUse } = rig();
    await inUse({ label: 'first' });
    await flash({ label: 'second', version: 2 });
    const second = await begin();
    const proving: Promise<boolean>[] = [];
    bank.whileAsked = () => void proving.push(prove(store, second.sha256, []));
    await flash({ label: 'third', version: 3 });
    const state = await store.state();
    const way = state?.trial?.from ? await store.content(state.trial.from) : null;
    const [isProven] = await Promise.all(proving);
    expect(way?.profile.label).toBe(isProven ? 'second' : 'first');
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'third' } });
  });

  test('nothing is flashed while somebody stands at the kiosk', async () => {
    const { flash, bank, disk } = rig();
    bank.serving = true;
    expect(await flash({})).toEqual({ kind: 'refused', why: 'session-active' });
    expect(disk.calls).toBe(0);
  });

  test('what lies in a locker stays there: a profile that would make another locker of it is refused, also on the way back', async () => {
    const { flasher, flash, inUse } = rig([24]);
    const columns = sim['columns'] as { lockers: { number: number }[] }[];
    const without = columns.map((column) => ({ ...column, lockers: column.lockers.filter(({ number }) => number !== 24) }));
    await inUse({ columns: without, label: 'without 24' });
    await inUse({ version: 2 });
    const refused = { kind: 'refused', why: 'occupied', lost: [{ locker: 24, what: 'gone' }] };
    expect(await flash({ columns: without, version: 3 })).toEqual(refused);
    expect(await flasher.rollBack(noExcuse)).toEqual(refused);
    expect(await flash({ label: 'another label', version: 3 })).toMatchObject({ kind: 'flashed' });
  });

  test.each([
    ['what is no bundle', '{"hello":1}', /no flashed profile/],
    ['a profile with a mistake', JSON.stringify({ bundle: 1, cabinet: '{}', cabinets: {}, boards: {} }), /profileVersion/],
    ['a text without end', ' '.repeat(bundleMost + 1), /too long/],
  ])('%s is refused before anything is written', async (_, text, says) => {
    const { flasher, disk } = rig();
    const what = expect.stringMatching(says) as unknown;
    const order = { text, reason: null, ...noExcuse };
    expect(await flasher.flash(order)).toMatchObject({ kind: 'refused', why: 'malformed', what });
    expect(disk.calls).toBe(0);
  });
});
