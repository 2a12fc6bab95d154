import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { libraryFor, profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { SlotStore } from '../../../../firmware/technician/flash/slot-store.ts';
import { proven, switched } from '../../../../firmware/technician/flash/slots.ts';
import { StandInTerminal } from '../../../support/stand-in-terminal.ts';
import { TechnicianRoom, tom } from '../../../support/technician-room.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
const sim = JSON.parse(profileLibrary(profileFolder)('cabinet', 'sim-24')?.text ?? '') as object;

const textOf = (version: number): string => JSON.stringify({ ...sim, version });
const bundleOfVersion = (version: number): ReturnType<typeof bundleOf> => {
  const file = { text: textOf(version), where: 'mine' };
  return bundleOf(file, libraryFor(file, profileFolder));
};

let room: TechnicianRoom;
beforeEach(async () => {
  room = await TechnicianRoom.enter({ profile: bundleOfVersion(2).profile });
});
afterEach(() => room.leave());

/** The bank has worked with version 1, and does now with version 2. */
async function twoVersions(): Promise<SlotStore> {
  const store = new SlotStore(room.rig.bank.disk, () => undefined);
  for (const [version, slot] of [[1, 'a'], [2, 'b']] as const) {
    const { text, profile } = bundleOfVersion(version);
    await store.write(slot, text);
    await store.writeState(proven(switched(await store.state(), profile)));
  }
  return store;
}

describe('lockerbank rollback', () => {
  test('says where it leads before it asks, and leaves everything as it is where that was not meant', async () => {
    const store = await twoVersions();
    const terminal = new StandInTerminal();
    terminal.typed.push('n');
    const { code } = await room.run(['rollback', '--reason', 'doors are exchanged', ...tom], terminal);
    expect(code).toBe(1);
    expect(terminal.complaints).toContain('version 2 -> 1');
    expect(terminal.questions).toEqual(['Go back to sim-24, version 1? [y/N] ']);
    expect(await store.state()).toMatchObject({ active: 'b', trial: null });
    expect(room.rig.restarts).toEqual([]);
  });

  test('tells the trial, and the upstream, why doors stand open and boards are missing', async () => {
    const store = await twoVersions();
    const terminal = new StandInTerminal();
    const why = ['--reason', 'contacts are reversed', '--doors-open', 'no V+ yet', '--without-boards', 'the wing comes'];
    await room.run(['rollback', ...why, '--yes', ...tom], terminal, () => {
      if (terminal.complaints.includes('starts anew')) terminal.interrupt();
    });
    expect(await store.state()).toMatchObject({ active: 'a', trial: { withoutBoards: true, doorsOpen: true } });
    await room.rig.bank.advance(2_000);
    expect(room.rig.booked().map(([, { why: said }]) => said)).toEqual(expect.arrayContaining([
      'flashed sim-24 1', 'reason: contacts are reversed', 'without boards: the wing comes', 'doors open: no V+ yet',
    ]));
  });

  test('tells a program where it has led, and what that changes', async () => {
    await twoVersions();
    const terminal = new StandInTerminal();
    await room.run(['rollback', '--reason', 'doors are exchanged', '--yes', '--json', ...tom], terminal, () => {
      if (terminal.complaints.includes('starts anew')) terminal.interrupt();
    });
    expect(terminal.json).toMatchObject({
      kind: 'flashed', profile: 'sim-24', version: 1, isBack: false,
      diff: { changes: [{ fields: [{ field: 'version', before: 2, after: 1 }] }] },
    });
  });
});

describe('lockerbank flash', () => {
  test('has nothing to do where the bank works with that very profile', async () => {
    const store = await twoVersions();
    const before = await store.state();
    writeFileSync(join(room.folder, 'mine.json'), textOf(2));
    const { code, terminal } = await room.run(['flash', 'mine.json', ...tom]);
    expect([code, terminal.shown]).toEqual([0, 'The bank works with sim-24, version 2, already: there is nothing to do.\n']);
    expect(terminal.questions).toEqual([]);
    expect(await store.state()).toEqual(before);
  });
});
