import { never } from '../../../statecharts/never.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import { lockDataFolder } from '../../adapters/data-lock.ts';
import { libraryFor } from '../../adapters/profile-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { realDisk } from '../../adapters/real-disk.ts';
import type { Disk } from '../../ports/disk.ts';
import { flashText, signText, type TechnicianKey } from '../../signed/technician-keys.ts';
import { Misuse, type Call, type ExitCode } from '../cli/command.ts';
import { meantBank, readKey, withBank } from '../commands/bank.ts';
import { askStatus } from '../commands/looking.ts';
import { diffOf, sayDiff } from '../profile/diff.ts';
import { textOf } from '../profile/work.ts';
import type { StatusAnswer } from '../socket/protocol.ts';
import { bundleOf, bundleText } from './bundle.ts';
import { Flasher, type FlashDone, type FlashRefused } from './flasher.ts';
import { sayLost } from './identity.ts';
import { profileInUse } from './profile-in-use.ts';
import { SlotStore, sha256Of } from './slot-store.ts';

type Text = { readonly takes: 'text'; readonly says: string };
type Switch = { readonly takes: 'nothing'; readonly says: string };
type FlashCall = Call<{ readonly key: Text; readonly yes: Switch; readonly reason: Text }>;

/** A bank that ends in order, is started again, tries its boards and believes them: 30 s of trial and something to spare. */
const backWithin = seconds(90);
const looksEvery = seconds(1);

/** Flashes a profile into the running bank; into a data folder without a bank where there has never been one. */
export async function flash(call: FlashCall): Promise<ExitCode> {
  const [named = ''] = call.operands;
  const file = textOf(named, call);
  const { bundle, profile } = bundleOf(file, libraryFor(file, call.profileFolder));
  const { configuration, dataFolder } = meantBank(call);
  const disk = realDisk(dataFolder);
  const before = await profileInUse({ named: configuration.profile, profileFolder: call.profileFolder, disk }).catch(() => null);
  call.note(before ? sayDiff(diffOf(before, profile)) : `${profile.label}: the first profile of this bank.`);
  if (!(await isMeant(call, `Flash ${profile.id}, version ${String(profile.version)}?`))) return 1;
  const text = bundleText(bundle);
  const reason = call.options.reason?.trim() ?? null;
  const key = await readKey(call, call.options.key);
  if (await isRunning(call)) {
    return overSocket(call, key, (signature) => ({ ask: 'flash', bundle: text, signature: signature(sha256Of(text)), reason }));
  }
  return intoFolder(call, { disk, dataFolder, text, key, reason });
}

export async function rollBack(call: FlashCall): Promise<ExitCode> {
  const reason = call.options.reason?.trim() ?? '';
  if (reason.length < 3) throw new Misuse('--reason is missing: it is told to whoever runs the bank');
  if (!(await isMeant(call, 'Go back to the profile before this one?'))) return 1;
  const key = await readKey(call, call.options.key);
  return overSocket(call, key, () => ({ ask: 'roll-back', reason }));
}

type Sign = (sha256: string) => string;
type Order = { ask: 'flash'; bundle: string; signature: string; reason: string | null } | { ask: 'roll-back'; reason: string };
type Told = { kind: 'flashed'; slot: string; sha256: string; profile: string; version: number } | FlashRefused;

async function overSocket(call: FlashCall, key: TechnicianKey, orderOf: (sign: Sign) => Order): Promise<ExitCode> {
  const { told, bootid } = await withBank(call, async (client) => {
    await client.signIn(key);
    const order = orderOf((sha256) => client.answersFor(key, sha256));
    return { told: await client.ask(order) as Told, bootid: client.greeting.bootid };
  });
  if (told.kind === 'refused') return refused(call, told);
  call.note(`${told.profile}, version ${String(told.version)}, is in slot ${told.slot}. The bank starts anew and tries it out …`);
  const status = await untilBack(call, bootid);
  if (status === null) {
    call.answer({ ...told, isBack: false }, 'The bank is not back yet. Look: lockerbank status, journalctl -u lockerbank');
    return 1;
  }
  // The same id may stand for an older version: only the text itself tells them apart.
  const isUsed = status.flashed?.sha256 === told.sha256;
  call.answer({ ...told, isBack: true, isUsed }, isUsed
    ? `The bank works with ${told.profile}, version ${String(told.version)}. Now try every door: lockerbank selftest`
    : `The bank has gone back to ${status.profile}: see journalctl -u lockerbank`);
  return isUsed ? 0 : 1;
}

/** A bank that has never had a profile does not run: whoever may write its folder gives it the first one. */
async function intoFolder(
  call: FlashCall,
  { disk, dataFolder, text, key, reason }: {
    readonly disk: Disk; readonly dataFolder: string; readonly text: string; readonly key: TechnicianKey; readonly reason: string | null;
  },
): Promise<ExitCode> {
  const lock = await lockDataFolder(dataFolder);
  try {
    if ((await disk.read('bank.json')) !== null && reason === null) {
      const what = 'has been at work, and does not run. Cure: start it, so that it can say what is occupied; or say with --reason why not';
      throw new LockerError('profile.refused', dataFolder, what);
    }
    const store = new SlotStore(disk, (where, error) => call.note(`${where}: ${String(error)}`));
    const flasher = new Flasher(store, { profile: null, occupied: () => [], isServing: () => false });
    const signature = signText(key, flashText('', '', key.id, sha256Of(text))) ?? '';
    const told = await flasher.flash({ text, signed: { by: key.id, signature }, reason });
    if (told.kind === 'refused') return refused(call, told);
    return flashedIntoFolder(call, told);
  } finally {
    await lock.release();
  }
}

function flashedIntoFolder(call: FlashCall, { slot, sha256, profile }: FlashDone): ExitCode {
  const said = `${profile.id}, version ${String(profile.version)}, is in slot ${slot}. The bank tries it out as soon as it runs.`;
  call.answer({ kind: 'flashed', slot, sha256, profile: profile.id, version: profile.version }, said);
  return 0;
}

function refused(call: FlashCall, told: FlashRefused): ExitCode {
  call.answer(told, `Nothing was flashed: ${sayRefused(told)}`);
  return 1;
}

function sayRefused(told: FlashRefused): string {
  switch (told.why) {
    case 'malformed':
      return told.what;
    case 'session-active':
      return 'somebody is at the bank. Try again when they have gone.';
    case 'older':
      return `version ${String(told.newest)} has been here. Say with --reason why an older one is to go in.`;
    case 'occupied':
      return `${told.lost.map(sayLost).join('; ')}. Have them emptied first.`;
    case 'no-other':
      return 'there is no profile before this one.';
    default:
      return never(told, 'refusal');
  }
}

async function isMeant(call: FlashCall, question: string): Promise<boolean> {
  if (call.options.yes) return true;
  const said = (await call.terminal.ask(`${question} Type yes: `))?.trim();
  if (said !== 'yes') call.note('Nothing was flashed.');
  return said === 'yes';
}

async function isRunning(call: FlashCall): Promise<boolean> {
  try {
    await withBank(call, () => Promise.resolve());
    return true;
  } catch (error) {
    if (error instanceof LockerError && error.code === 'socket.silent') return false;
    throw error;
  }
}

/** Waits until another life of the bank has outlived its trial. */
async function untilBack(call: FlashCall, bootid: string): Promise<StatusAnswer | null> {
  const clock = new RealClock();
  const endMs = clock.monoMs() + backWithin;
  while (clock.monoMs() < endMs && !call.terminal.interrupted.aborted) {
    await new Promise<void>((resolve) => void clock.setTimer('the bank is looked for', looksEvery, resolve));
    try {
      const status = await withBank(call, async (client) => (client.greeting.bootid === bootid ? null : askStatus(client)));
      if (status && status.flashed?.isOnTrial !== true) return status;
    } catch (error) {
      if (!(error instanceof LockerError)) throw error;
    }
  }
  return null;
}
