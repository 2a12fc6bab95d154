import { never } from '../../../statecharts/never.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import { libraryFor } from '../../adapters/profile-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import type { Call, ExitCode, Switch, Text } from '../cli/command.ts';
import { readKey, withBank } from '../commands/bank.ts';
import { isMeant } from '../commands/is-meant.ts';
import { askStatus } from '../commands/looking.ts';
import { readReason } from '../commands/reason.ts';
import { diffOf, sayDiff } from '../profile/diff.ts';
import { textOf } from '../profile/work.ts';
import type { BankClient } from '../socket/client.ts';
import type { Greeting, StatusAnswer } from '../socket/protocol.ts';
import { bundleOf, readBundle } from './bundle.ts';
import type { Comparison, FlashRefused } from './flasher.ts';
import { sayLost } from './identity.ts';
import { sha256Of } from './slot-store.ts';
import { sayWireTrouble } from './wires.ts';

type RollBackCall = Call<{ readonly key: Text; readonly yes: Switch; readonly reason: Text }>;
type FlashCall = Call<{ readonly key: Text; readonly yes: Switch; readonly reason: Text; readonly 'without-boards': Text }>;

/** A bank that ends in order, is started again, tries its boards and believes them: 30 s of trial and something to spare. */
const backWithin = seconds(90);
const looksEvery = seconds(1);

/** What the bank, or its set-up screen, says of a profile that has gone in. */
interface Told {
  readonly kind: 'flashed';
  readonly slot: string;
  readonly sha256: string;
  readonly profile: string;
  readonly version: number;
}

/** Flashes a profile into the running bank, or the first one into its set-up screen. */
export async function flash(call: FlashCall): Promise<ExitCode> {
  const file = textOf(call.operands[0] ?? '', call);
  const { text, profile } = bundleOf(file, libraryFor(file, call.profileFolder));
  const reason = call.options.reason === undefined ? null : readReason('reason', call.options.reason);
  const without = call.options['without-boards'];
  const withoutBoards = without === undefined ? null : readReason('without-boards', without);
  const key = await readKey(call, call.options.key);
  return untilUsed(call, async (client) => {
    await client.signIn(key);
    const compared = await client.ask({ ask: 'compare', bundle: text }) as Comparison | FlashRefused;
    if (compared.kind === 'refused') return compared;
    const { before, wires } = compared;
    call.note(before === null
      ? `${profile.label}: the first profile of this bank.`
      : sayDiff(diffOf(readBundle(before, 'the profile in use'), profile)));
    for (const trouble of wires) call.note(`Not on the wires: ${sayWireTrouble(trouble)}`);
    if (wires.length > 0 && withoutBoards === null) return { kind: 'refused', why: 'wires', troubles: wires };
    if (!(await isMeant(call, `Flash ${profile.id}, version ${String(profile.version)}?`))) return null;
    const signature = client.answersFor(key, sha256Of(text));
    return await client.ask({ ask: 'flash', bundle: text, signature, reason, withoutBoards }) as Told | FlashRefused;
  });
}

export async function rollBack(call: RollBackCall): Promise<ExitCode> {
  const reason = readReason('reason', call.options.reason);
  const key = await readKey(call, call.options.key);
  return untilUsed(call, async (client) => {
    await client.signIn(key);
    if (!(await isMeant(call, 'Go back to the profile before this one?'))) return null;
    return await client.ask({ ask: 'roll-back', reason }) as Told | FlashRefused;
  });
}

/** Has something flashed, and waits until the bank works with it. `null`: the technician did not want it after all. */
async function untilUsed(call: RollBackCall, order: (client: BankClient) => Promise<Told | FlashRefused | null>): Promise<ExitCode> {
  const { told, bootid } = await withBank(call, async (client) => ({ told: await order(client), bootid: client.greeting.bootid }));
  if (told === null) return 1;
  if (told.kind === 'refused') return refused(call, told);
  call.note(`${told.profile}, version ${String(told.version)}, is in slot ${told.slot}. The bank starts anew and tries it out …`);
  const back = await untilBack(call, bootid);
  if (back === null) {
    call.answer({ ...told, isBack: false }, 'The bank is not back yet. Look: lockerbank status, journalctl -u lockerbank');
    return 1;
  }
  // The same id may stand for an older version: only the text itself tells them apart.
  const isUsed = typeof back !== 'string' && back.flashed?.sha256 === told.sha256;
  call.answer({ ...told, isBack: true, isUsed }, isUsed
    ? `The bank works with ${told.profile}, version ${String(told.version)}. Now try every door: lockerbank selftest`
    : `The bank has gone back to ${typeof back === 'string' ? 'its set-up screen' : nameOf(back)}: see journalctl -u lockerbank`);
  return isUsed ? 0 : 1;
}

/** Two versions have one name. */
function nameOf({ profile, flashed }: StatusAnswer): string {
  return flashed === null ? profile : `${profile}, version ${String(flashed.version)}`;
}

function refused(call: RollBackCall, told: FlashRefused): ExitCode {
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
    case 'forgotten':
      return 'this bank has been at work, and its profile is lost, so nobody can compare what is occupied. Say with --reason why it may.';
    case 'wires':
      return `${told.troubles.map(sayWireTrouble).join('; ')}. Mend it, or say with --without-boards why that is known.`;
    case 'no-other':
      return 'there is no profile before this one.';
    default:
      return never(told, 'refusal');
  }
}

/** Waits until another life of the bank has outlived its trial, or shows its set-up screen again. */
async function untilBack(call: RollBackCall, bootid: string): Promise<StatusAnswer | NonNullable<Greeting['setUp']> | null> {
  const clock = new RealClock();
  const endMs = clock.monoMs() + backWithin;
  while (clock.monoMs() < endMs && !call.terminal.interrupted.aborted) {
    await new Promise<void>((resolve) => void clock.setTimer('the bank is looked for', looksEvery, resolve));
    try {
      const back = await withBank(call, async (client) => {
        const { greeting } = client;
        return greeting.bootid === bootid ? null : greeting.setUp ?? askStatus(client);
      });
      if (back !== null && (typeof back === 'string' || back.flashed?.isOnTrial !== true)) return back;
    } catch (error) {
      if (!(error instanceof LockerError)) throw error;
    }
  }
  return null;
}
