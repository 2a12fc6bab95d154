import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventFact } from '../../../../firmware/bank/facts.ts';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { SlotStore, sha256Of } from '../../../../firmware/technician/flash/slot-store.ts';
import { begun, proven, switched, withoutUsed } from '../../../../firmware/technician/flash/slots.ts';
import { tellOfSetUp } from '../../../../firmware/technician/flash/told.ts';
import type { WireTrouble } from '../../../../firmware/technician/flash/wires.ts';
import { publicOf } from '../../../../firmware/signed/technician-keys.ts';
import { BankClient } from '../../../../firmware/technician/socket/client.ts';
import { desksOfSetUp } from '../../../../firmware/technician/socket/desks-of-set-up.ts';
import { TechnicianServer } from '../../../../firmware/technician/socket/server.ts';
import { writeTechnicians } from '../../../../firmware/technician/socket/technicians.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { keyFor, peers } from '../../../support/technician-rig.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = library('cabinet', 'sim-24') ?? { text: '', where: '' };
const { text: bundle } = bundleOf(sim, library);

let disk: MemoryDisk;
let restarts: number;
let missing: readonly WireTrouble[];
let log: string[];
beforeEach(() => {
  disk = new MemoryDisk();
  restarts = 0;
  missing = [];
  log = [];
});

/** A technician at the socket of a bank without a profile. */
async function atSetUp(why: 'never-flashed' | 'not-passed' | 'damaged' = 'never-flashed') {
  const [clock, random] = [new VirtualClock(), new SeededRandom(3)];
  const onTrouble = (where: string, error: unknown): void => void log.push(`${where}: ${String(error)}`);
  const desks = await desksOfSetUp({
    why, source: 'lb://demo/bank-1', disk, slots: new SlotStore(disk, onTrouble), clock, random, wires: () => Promise.resolve(missing),
    restart: () => void restarts++, onTrouble,
  });
  const server = new TechnicianServer({ desks, firmware: '0.0.0', clock, random, onTrouble });
  const [mine, theirs] = peers();
  const opening = BankClient.open(mine, clock);
  server.take(theirs);
  const client = await opening;
  const flash = (reason: string | null = null, withoutBoards: string | null = null) => {
    const signature = client.answersFor(keyFor('tess'), sha256Of(bundle));
    return client.ask({ ask: 'flash', bundle, signature, reason, withoutBoards, doorsOpen: null });
  };
  return { client, flash };
}

const addKey = (): Promise<void> => writeTechnicians(disk, [{ id: 'tess', public: publicOf(keyFor('tess')) ?? '' }]);
const slots = (): SlotStore => new SlotStore(disk, () => undefined);
const lived = (): Promise<void> => disk.replace('bank.json', Buffer.from('{}'));

describe('a bank that has never had a profile', () => {
  test('takes its first one from a technician with a key, and begins anew with it', async () => {
    await addKey();
    const { client, flash } = await atSetUp();
    expect(client.greeting).toMatchObject({ source: 'lb://demo/bank-1', setUp: 'never-flashed' });
    await client.signIn(keyFor('tess'));
    expect(await client.ask({ ask: 'compare', bundle })).toEqual({ kind: 'compared', before: null, wires: [] });
    expect(restarts).toBe(0);
    expect(await flash()).toMatchObject({ kind: 'flashed', slot: 'a', profile: 'sim-24' });
    expect(restarts).toBe(1);
    expect(log).toContainEqual(expect.stringMatching(/^set-up: problem\.reported .*flashed sim-24 \d+.*"tess"/));
  });

  test('the upstream hears who gave it one, and why, as soon as a bank is at work', async () => {
    await addKey();
    missing = [{ what: 'no-port', port: '/dev/left' }];
    const { client, flash } = await atSetUp();
    await client.signIn(keyFor('tess'));
    await flash('it is new', 'wired tomorrow');
    const heard: EventFact[] = [];
    const commit = (facts: readonly EventFact[]) => Promise.resolve(void heard.push(...facts));
    await expect(tellOfSetUp(slots(), () => Promise.reject(new Error('the journal is full')))).rejects.toThrow('full');
    await tellOfSetUp(slots(), commit);
    await tellOfSetUp(slots(), commit);
    const by = { role: 'technician', id: 'tess' };
    expect(heard.map(({ type, data }) => [type, data])).toEqual([
      ['problem.reported', { why: expect.stringMatching(/^flashed sim-24 \d+$/) as unknown, by }],
      ['problem.reported', { why: 'reason: it is new', by }],
      ['problem.reported', { why: 'without boards: wired tomorrow', by }],
    ]);
  });

  test('however often it is flashed, what is kept for the upstream stays short', async () => {
    await addKey();
    const { client, flash } = await atSetUp();
    await client.signIn(keyFor('tess'));
    for (let time = 0; time < 60; time++) await flash(`time ${String(time)}`);
    const told = (await slots().state())?.told ?? [];
    expect(told.length).toBeLessThanOrEqual(100);
    expect(told.at(-1)).toMatchObject({ why: 'reason: time 59' });
  });

  test('takes nothing from anybody without one, not even before there is any key', async () => {
    const { client, flash } = await atSetUp();
    await expect(flash()).rejects.toMatchObject({ why: 'sign-in-first' });
    await expect(client.ask({ ask: 'compare', bundle })).rejects.toMatchObject({ why: 'sign-in-first' });
    await expect(client.signIn(keyFor('tess'))).rejects.toMatchObject({ why: 'key-refused' });
    expect(await disk.list('profile')).toEqual([]);
  });

  test('says what it is to whoever asks for doors', async () => {
    const { client } = await atSetUp();
    for (const ask of ['status', 'doors', 'watch'] as const) {
      await expect(client.ask({ ask })).rejects.toMatchObject({ why: 'no-profile' });
    }
    await expect(client.ask({ ask: 'open', locker: 1, reason: 'no reason' })).rejects.toMatchObject({ why: 'no-profile' });
  });

  test('takes one whose boards are missing only for a reason', async () => {
    await addKey();
    missing = [{ what: 'no-port', port: '/dev/left' }];
    const { client, flash } = await atSetUp();
    await client.signIn(keyFor('tess'));
    expect(await flash()).toEqual({ kind: 'refused', why: 'wires', troubles: missing });
    expect(await flash(null, 'wired tomorrow')).toMatchObject({ kind: 'flashed' });
  });
});

describe('a bank that has been at work, and has lost its profile', () => {
  test.each(['never-flashed', 'damaged'] as const)('takes another one only with a key and for a reason (%s)', async (why) => {
    await lived();
    await addKey();
    const { client, flash } = await atSetUp(why);
    await expect(flash('every door was looked into')).rejects.toMatchObject({ why: 'sign-in-first' });
    await client.signIn(keyFor('tess'));
    expect(await flash()).toEqual({ kind: 'refused', why: 'forgotten' });
    expect(await flash('every door was looked into')).toMatchObject({ kind: 'flashed' });
  });

  test('asks for one, too, where what the card had left of its profiles has failed its trial', async () => {
    await lived();
    await addKey();
    await slots().writeState(begun(withoutUsed(proven(switched(null, { id: 'acme', version: 1 })))!).state);
    const { client, flash } = await atSetUp('not-passed');
    await client.signIn(keyFor('tess'));
    expect(await flash()).toEqual({ kind: 'refused', why: 'forgotten' });
  });

  test('does not ask for one where its first profile has failed its trial: there has been no other', async () => {
    await lived();
    await addKey();
    await slots().writeState(switched(null, { id: 'acme', version: 1 }));
    const { client, flash } = await atSetUp('not-passed');
    await client.signIn(keyFor('tess'));
    expect(await flash()).toMatchObject({ kind: 'flashed' });
  });

  test('does not let in whom its directory had dropped', async () => {
    await lived();
    await addKey();
    await disk.replace('technicians-directory.json', Buffer.from('{"said":{"tess":"gone"}}'));
    const { client } = await atSetUp('damaged');
    await expect(client.signIn(keyFor('tess'))).rejects.toMatchObject({ why: 'not-allowed' });
  });

  test('goes on where that word itself is damaged, and somebody is told', async () => {
    await addKey();
    await disk.replace('technicians-directory.json', Buffer.from('gone'));
    const { client } = await atSetUp();
    await client.signIn(keyFor('tess'));
    expect(log[0]).toMatch(/^technicians-directory\.json: /);
  });
});
