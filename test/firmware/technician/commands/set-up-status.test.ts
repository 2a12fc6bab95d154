import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenLocally } from '../../../../firmware/adapters/local-socket.ts';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { SlotStore } from '../../../../firmware/technician/flash/slot-store.ts';
import { switched } from '../../../../firmware/technician/flash/slots.ts';
import { giveUp, startProfile } from '../../../../firmware/technician/flash/start-profile.ts';
import { desksOfSetUp } from '../../../../firmware/technician/socket/desks-of-set-up.ts';
import { TechnicianServer } from '../../../../firmware/technician/socket/server.ts';
import { MemoryDisk } from '../../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../../sim/seeded-random.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { runLine } from '../../../support/stand-in-terminal.ts';

const library = profileLibrary(join(import.meta.dirname, '../../../../board-profiles'));
const { text, profile } = bundleOf(library('cabinet', 'sim-24') ?? { text: '', where: '' }, library);
const name = `sim-24, version ${String(profile.version)}`;

let folder: string;
let disk: MemoryDisk;
let slots: SlotStore;
let close: () => Promise<void>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  disk = new MemoryDisk();
  slots = new SlotStore(disk, () => undefined);
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

/** A bank that begins with what the card has, and so shows its set-up screen. */
async function begins(): Promise<void> {
  const start = await startProfile(slots);
  if (start.kind !== 'none') throw new Error('it has a profile');
  const [clock, random, onTrouble] = [new VirtualClock(), new SeededRandom(3), () => undefined];
  const desks = await desksOfSetUp({
    why: start.why, source: 'lb://demo/bank-1', disk, slots, clock, random, wires: () => Promise.resolve([]), restart: () => undefined,
    onTrouble,
  });
  const server = new TechnicianServer({ desks, firmware: '1.2.3', clock, random, onTrouble });
  const socket = await listenLocally(join(folder, 'bank.sock'), (peer) => server.take(peer));
  close = async () => {
    await server.close();
    await socket.close();
  };
}

/** A technician asks how it is. */
async function asks(...words: readonly string[]) {
  const { code, terminal } = await runLine(['status', ...words], { environment: { LOCKERBANK_SOCKET: join(folder, 'bank.sock') }, folder });
  return { code, shown: terminal.shown, complaints: terminal.complaints };
}

async function status(...words: readonly string[]) {
  await begins();
  return asks(...words);
}

/** A technician has flashed a first profile, and its trial has found this. */
async function failedTrial(...says: readonly string[]): Promise<void> {
  await slots.write('a', text);
  await slots.writeState(switched(null, profile));
  const start = await startProfile(slots);
  if (start.kind === 'profile') await giveUp(slots, start.sha256, says);
}

test('a technician whose first profile has failed reads which one, and why, without a key', async () => {
  await failedTrial('a board does not answer: b6', 'no contact reads on board b6');
  const { code, shown, complaints } = await status();
  expect([code, complaints]).toEqual([1, '']);
  expect(shown).toMatch(/^bank +lb:\/\/demo\/bank-1\nfirmware +1\.2\.3, boot \S+\nstate +setting up\n/);
  expect(shown).toContain(`${name}, has not passed its trial: a board does not answer: b6; no contact reads on board b6. When that is `
    + 'mended: lockerbank flash PROFILE');
  expect(shown).toContain('This bank is not at work.');
});

test('a program can tell a bank that is set up from one that is at work and unwell', async () => {
  await failedTrial('a board does not answer: b6');
  const { code, shown } = await status('--json');
  expect(code).toBe(1);
  expect(JSON.parse(shown)).toMatchObject({
    bank: 'lb://demo/bank-1', setUp: 'not-passed', well: false,
    flashed: { profile: 'sim-24', version: profile.version, verdict: { isPassed: false, says: ['a board does not answer: b6'] } },
  });
});

test('a profile that was flashed a moment ago is not said to have failed: its trial is still to come', async () => {
  await failedTrial('a board does not answer: b6');
  await begins();
  const state = await slots.state();
  await slots.write('b', text);
  await slots.writeState(switched(state, profile));
  expect((await asks()).shown).toContain(`profile        ${name}, has been flashed, and is tried at the next start\n`);
});

test('a technician at a new bank is told how to begin', async () => {
  const { code, shown } = await status();
  expect([code, shown]).toEqual([1, expect.stringMatching(/^profile +No profile has been flashed\. Begin with: lockerbank flash/m)]);
});

test.each(['slots', 'a'])('where the card has lost profile/%s.json a technician is told so, and of no trial', async (lost) => {
  await failedTrial('a board does not answer: b6');
  await disk.replace(`profile/${lost}.json`, Buffer.from('gone'));
  const { code, shown } = await status();
  expect([code, shown]).toEqual([1, expect.stringMatching(/^profile +The flashed profile is damaged\. Flash it again: /m)]);
});
