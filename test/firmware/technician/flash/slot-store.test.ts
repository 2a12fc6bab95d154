import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleMost, bundleOf, readBundle } from '../../../../firmware/technician/flash/bundle.ts';
import { lineMost } from '../../../../firmware/ports/local-peer.ts';
import { sha256Of, SlotStore } from '../../../../firmware/technician/flash/slot-store.ts';
import { proven, spareSlot, switched, trialStartsMost } from '../../../../firmware/technician/flash/slots.ts';
import { giveUp, prove, startProfile } from '../../../../firmware/technician/flash/start-profile.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../../sim/seeded-random.ts';
import { LockerError } from '../../../../statecharts/locker-error.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = library('cabinet', 'sim-24');
if (sim === null) throw new Error('no sim-24');

/** The simulator's cabinet as a technician changes it: another version, another label. */
function bundleOfVersion(version: number, change: object = {}) {
  const text = JSON.stringify({ ...JSON.parse(sim?.text ?? '') as object, version, label: `version ${String(version)}`, ...change });
  return bundleOf({ text, where: 'mine.json' }, library);
}

function newStore() {
  const disk = new MemoryDisk();
  const troubles: string[] = [];
  const store = new SlotStore(disk, (where) => troubles.push(where));
  return { disk, troubles, store };
}

/** Flashes a profile as a technician does: into the spare slot, then the switch. */
async function flash(store: SlotStore, version: number, change: object = {}): Promise<void> {
  const { text, profile } = bundleOfVersion(version, change);
  const state = await store.state();
  await store.write(spareSlot(state), text);
  await store.writeState(switched(state, profile));
}

/** The program begins with it, and finds all well. */
async function work(store: SlotStore): Promise<void> {
  await prove(store, await begin(store), []);
}

/** @returns what the program begins with */
async function begin(store: SlotStore): Promise<string> {
  const start = await startProfile(store);
  if (start.kind === 'none') throw new Error(start.why);
  return start.sha256;
}

/** The same cabinet with the wires of doors 3 and 4 exchanged. */
function exchanged(): object {
  const { columns } = JSON.parse(sim?.text ?? '') as { columns: { lockers: { number: number; lock: string }[] }[] };
  const lockOf = (number: number): string => columns.flatMap(({ lockers }) => lockers).find((one) => one.number === number)?.lock ?? '';
  const other: Record<number, number> = { 3: 4, 4: 3 };
  const wired = columns.map((column) => ({
    ...column, lockers: column.lockers.map((locker) => ({ ...locker, lock: lockOf(other[locker.number] ?? locker.number) })),
  }));
  return { columns: wired };
}

describe('a flashed profile', () => {
  test('it needs no other file: whoever updates the program later drives the bank as it was tested', () => {
    const { text, profile } = bundleOfVersion(2);
    const bundle = JSON.parse(text) as { boards: object };
    expect(Object.keys(bundle.boards)).toEqual(['simulated']);
    expect(readBundle(text, 'slot a')).toEqual(profile);
    expect(() => readBundle(JSON.stringify({ ...bundle, boards: {} }), 'slot a')).toThrow(/no board profile called simulated/);
    expect(() => readBundle('{}', 'slot a')).toThrow(LockerError);
  });

  test('it is there after a restart, and on trial until it is proven', async () => {
    const { store } = newStore();
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'never-flashed' });
    await flash(store, 2);
    expect(await startProfile(store)).toMatchObject({ kind: 'profile', trial: { from: null }, profile: { label: 'version 2' } });
    const state = await store.state();
    if (state) await store.writeState(proven(state));
    expect(await startProfile(store)).toMatchObject({ kind: 'profile', profile: { label: 'version 2' }, trial: null, gaveUp: null });
  });

  test('a new one that crashes three times is given up, and the technician is told which', async () => {
    const { store } = newStore();
    await flash(store, 2);
    await startProfile(store);
    await store.writeState(proven((await store.state())!));
    await flash(store, 3);
    for (let start = 0; start < trialStartsMost; start++) {
      expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 3' }, trial: { from: 'a' } });
    }
    expect(await startProfile(store)).toMatchObject({ trial: null, profile: { label: 'version 2' }, gaveUp: { label: 'version 3' } });
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 2' }, gaveUp: null });
  });

  test('what became of a trial is kept for whoever asks, also after the start that goes without it', async () => {
    const { store } = newStore();
    await flash(store, 2);
    await giveUp(store, await begin(store), ['a board does not answer: b6']);
    await startProfile(store);
    expect((await store.state())?.verdict).toEqual({
      sha256: sha256Of(bundleOfVersion(2).text), isPassed: false, says: ['a board does not answer: b6'],
    });
    await flash(store, 3);
    expect((await store.state())?.verdict).toBeNull();
    await prove(store, await begin(store), ['6 of 6 boards answer']);
    expect((await store.state())?.verdict).toMatchObject({ isPassed: true, says: ['6 of 6 boards answer'] });
    await flash(store, 4);
    for (let start = 0; start <= trialStartsMost; start++) await startProfile(store);
    expect((await store.state())?.verdict).toEqual({
      sha256: sha256Of(bundleOfVersion(4).text), isPassed: false, says: ['the program ended 3 times with it before the trial was over'],
    });
  });

  test('a first profile with which the program crashes is left with that word', async () => {
    const { store } = newStore();
    await flash(store, 2);
    for (let start = 0; start < trialStartsMost; start++) await startProfile(store);
    const says = ['the program ended 3 times with it before the trial was over'];
    const failed = { profile: 'sim-24', version: 2, says };
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'not-passed', failed });
    expect((await store.state())?.verdict?.says).toEqual(says);
  });

  test('a trial that fails leads back to the one before it, or to the set-up screen where there was none', async () => {
    const { store } = newStore();
    await flash(store, 2);
    await giveUp(store, await begin(store), []);
    expect(await startProfile(store)).toMatchObject({ kind: 'none', why: 'not-passed' });
    await flash(store, 3);
    await work(store);
    await flash(store, 4);
    await giveUp(store, await begin(store), []);
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 3' }, trial: null });
  });

  test('whoever stands before the set-up screen learns which first profile failed, and why, also after a power cut', async () => {
    const { store, disk, troubles } = newStore();
    await flash(store, 2);
    await giveUp(store, await begin(store), ['a board does not answer: b6', 'no contact reads on board b6']);
    const failed = { profile: 'sim-24', version: 2, says: ['a board does not answer: b6', 'no contact reads on board b6'] };
    for (let start = 0; start < 3; start++) {
      disk.powerCut(new SeededRandom(start));
      expect(await startProfile(new SlotStore(disk, () => undefined))).toEqual({ kind: 'none', why: 'not-passed', failed });
    }
    await disk.replace('profile/a.json', Buffer.from('gone'));
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'damaged' });
    expect(troubles).toContain('profile/a.json');
  });

  test('one that is flashed while another is on trial is neither proven nor given up by that trial', async () => {
    const { store } = newStore();
    await flash(store, 2);
    const second = await startProfile(store);
    await flash(store, 3);
    if (second.kind === 'none') throw new Error('nothing was flashed');
    expect(await prove(store, second.sha256, [])).toBe(false);
    await giveUp(store, second.sha256, []);
    const third = await startProfile(store);
    expect(third).toMatchObject({ trial: { starts: 1 }, profile: { label: 'version 3' } });
    if (third.kind === 'none') throw new Error('nothing was flashed');
    expect(await prove(store, third.sha256, [])).toBe(true);
    expect(await startProfile(store)).toMatchObject({ trial: null, profile: { label: 'version 3' } });
  });

  test('where the card has lost one slot the other is used, and somebody is told', async () => {
    const { store, disk, troubles } = newStore();
    await flash(store, 2);
    await work(store);
    await flash(store, 3);
    await work(store);
    await disk.replace('profile/b.json', Buffer.from('{"sha256":"00","text":"{}"}'));
    const fallen = { profile: { label: 'version 2' }, trial: { starts: 1, from: null } };
    expect(await startProfile(store)).toMatchObject(fallen);
    await disk.replace('profile/a.json', Buffer.from('gone'));
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'damaged' });
    expect(new Set(troubles)).toEqual(new Set(['profile/b.json', 'profile/a.json']));
    await disk.replace('profile/slots.json', Buffer.from('gone'));
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'damaged' });
  });
});

test('what a technician once gave up does not come back unseen when the card loses the slot in use', async () => {
  const { store, disk } = newStore();
  await flash(store, 2);
  await work(store);
  await flash(store, 3);
  await giveUp(store, await begin(store), []);
  await work(store);
  await disk.replace('profile/a.json', Buffer.from('gone'));
  for (let start = 0; start < trialStartsMost; start++) {
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 3' }, trial: { from: null } });
  }
  const says = ['the program ended 3 times with it before the trial was over'];
  expect(await startProfile(store)).toEqual({ kind: 'none', why: 'not-passed', failed: { profile: 'sim-24', version: 3, says } });
  expect((await store.state())?.verdict).toEqual({ sha256: sha256Of(bundleOfVersion(3).text), isPassed: false, says });
});

test('slots that a later program wrote are read by an earlier one, without what it does not know', async () => {
  const { store, disk, troubles } = newStore();
  await flash(store, 2);
  await work(store);
  await flash(store, 3);
  const written = JSON.parse(Buffer.from((await disk.read('profile/slots.json'))!).toString()) as { trial: object; wirings: object };
  const later = { ...written, later: 1, trial: { ...written.trial, later: 1 }, wirings: { ...written.wirings, c: null } };
  const before = await store.state();
  await disk.replace('profile/slots.json', Buffer.from(JSON.stringify(later)));
  expect(await store.state()).toEqual(before);
  expect(troubles).toEqual([]);
});

describe('the card loses the slot in use, and the other one is wired otherwise', () => {
  test('the bank asks for a technician: the recipient of what lies in 3 would get the door of 4', async () => {
    const { store, disk } = newStore();
    await flash(store, 2, exchanged());
    await work(store);
    await flash(store, 3);
    await work(store);
    await disk.replace('profile/b.json', Buffer.from('gone'));
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'damaged' });
  });

  test('what was flashed and given up since says nothing about the wires of the one that is lost', async () => {
    const { store, disk } = newStore();
    await flash(store, 2);
    await work(store);
    await flash(store, 3, exchanged());
    await giveUp(store, await begin(store), []);
    await disk.replace('profile/a.json', Buffer.from('gone'));
    expect(await startProfile(store)).toEqual({ kind: 'none', why: 'damaged' });
  });

  test('one that is on trial still leads back: nothing has been put in under it', async () => {
    const { store, disk } = newStore();
    await flash(store, 2, exchanged());
    await work(store);
    await flash(store, 3);
    await begin(store);
    await disk.replace('profile/b.json', Buffer.from('gone'));
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 2' }, trial: null });
  });

  test('a bank whose slots an earlier program wrote learns its wires at the first start', async () => {
    const { store, disk } = newStore();
    await flash(store, 2);
    await work(store);
    await flash(store, 3);
    await work(store);
    const earlier = { slots: 1, active: 'b', trial: null, newest: { 'sim-24': 3 } };
    await disk.replace('profile/slots.json', Buffer.from(JSON.stringify(earlier)));
    await begin(store);
    await disk.replace('profile/b.json', Buffer.from('gone'));
    expect(await startProfile(store)).toMatchObject({ profile: { label: 'version 2' } });
  });
});

test('the longest bundle still fits in one line of the socket, whatever stands in it', () => {
  const text = '"'.repeat(bundleMost);
  expect(JSON.stringify({ id: Number.MAX_SAFE_INTEGER, ask: 'flash', bundle: text }).length).toBeLessThan(lineMost - 1000);
  const cabinet = { text: `${sim?.text ?? ''}${' '.repeat(bundleMost)}`, where: 'mine.json' };
  expect(() => bundleOf(cabinet, library)).toThrow(/characters with all that it names/);
});

test('a power cut at any moment of a flash leaves the old profile or the new one, never none', async () => {
  const whole = newStore();
  await flash(whole.store, 2);
  await whole.store.writeState(proven((await whole.store.state())!));
  const before = whole.disk.calls;
  await flash(whole.store, 3);
  await startProfile(whole.store);
  const calls = whole.disk.calls - before;
  expect(calls).toBeGreaterThanOrEqual(3);
  const seen = new Set<string>();
  for (let call = 1; call <= calls; call++) {
    for (let seed = 0; seed < 12; seed++) {
      const { store, disk } = newStore();
      await flash(store, 2);
      await store.writeState(proven((await store.state())!));
      disk.haltAt(before + call);
      void flash(store, 3).then(() => startProfile(store));
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      await new Promise(setImmediate);
      disk.powerCut(new SeededRandom(call * 100 + seed));
      const start = await startProfile(new SlotStore(disk, () => undefined));
      expect(start.kind).toBe('profile');
      if (start.kind === 'profile') seen.add(start.profile.label);
    }
  }
  expect([...seen].toSorted()).toEqual(['version 2', 'version 3']);
});
