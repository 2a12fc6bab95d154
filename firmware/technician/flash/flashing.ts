import { never } from '../../../statecharts/never.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import { libraryFor } from '../../adapters/profile-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import type { Call, ExitCode, Switch, Text } from '../cli/command.ts';
import { readKey, withBank } from '../commands/bank.ts';
import { isMeant } from '../commands/is-meant.ts';
import { readReason } from '../commands/reason.ts';
import { diffOf, sayDiff } from '../profile/diff.ts';
import { textOf } from '../profile/work.ts';
import type { BankClient } from '../socket/client.ts';
import { bundleOf, readBundle } from './bundle.ts';
import type { Comparison, Excuses, FlashedNow, FlashRefused, Unchanged, WayBack } from './flasher.ts';
import { sayLost } from './identity.ts';
import { nameOf, sayFailed } from './say-profile.ts';
import { sha256Of } from './slot-store.ts';
import { sayWireTrouble } from './wires.ts';

type FlashCall = Call<{
  readonly key: Text; readonly yes: Switch; readonly reason: Text; readonly 'without-boards': Text; readonly 'doors-open': Text;
}>;

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

/** What a technician has let in, and what that changes; `null`: it is the first. */
interface Ordered {
  readonly told: Told;
  readonly diff: ReturnType<typeof diffOf> | null;
}

/** Flashes a profile into the running bank, or the first one into its set-up screen. */
export async function flash(call: FlashCall): Promise<ExitCode> {
  const file = textOf(call.operands[0] ?? '', call);
  const { text, profile } = bundleOf(file, libraryFor(file, call.profileFolder));
  const reason = reasonIn(call, 'reason');
  const excuses = excusesIn(call);
  const key = await readKey(call, call.options.key);
  return untilUsed(call, async (client) => {
    await client.signIn(key);
    const compared = await shownBefore(call, client, text);
    if (compared.kind !== 'compared') return compared;
    const { wires, diff } = compared;
    if (wires.length > 0 && excuses.withoutBoards === null) return { kind: 'refused', why: 'wires', troubles: wires };
    if (!(await isMeant(call, `Flash ${profile.id}, version ${String(profile.version)}?`))) return null;
    const signature = client.answersFor(key, sha256Of(text));
    const told = await client.ask({ ask: 'flash', bundle: text, signature, reason, ...excuses }) as Told | Unchanged | FlashRefused;
    return told.kind === 'flashed' ? { told, diff } : told;
  });
}

export async function rollBack(call: FlashCall): Promise<ExitCode> {
  const reason = readReason('reason', call.options.reason);
  const excuses = excusesIn(call);
  const key = await readKey(call, call.options.key);
  return untilUsed(call, async (client) => {
    await client.signIn(key);
    const way = await client.ask({ ask: 'way-back' }) as WayBack | FlashRefused;
    if (way.kind === 'refused') return way;
    const compared = await shownBefore(call, client, way.bundle);
    if (compared.kind !== 'compared') return compared;
    const { id, version } = readBundle(way.bundle, 'the profile before');
    if (!(await isMeant(call, `Go back to ${id}, version ${String(version)}?`))) return null;
    const told = await client.ask({ ask: 'roll-back', reason, ...excuses }) as Told | FlashRefused;
    return told.kind === 'flashed' ? { told, diff: compared.diff } : told;
  });
}

function excusesIn(call: FlashCall): Excuses {
  return { withoutBoards: reasonIn(call, 'without-boards'), doorsOpen: reasonIn(call, 'doors-open') };
}

/** `null`: none is given. */
function reasonIn({ options }: FlashCall, option: 'reason' | 'without-boards' | 'doors-open'): string | null {
  const said = options[option];
  return said === undefined ? null : readReason(option, said);
}

/** Shows what changes, and what is not on the wires. */
async function shownBefore(call: Call, client: BankClient, bundle: string) {
  const compared = await client.ask({ ask: 'compare', bundle }) as Comparison | Unchanged | FlashRefused;
  if (compared.kind !== 'compared') return compared;
  const profile = readBundle(bundle, 'the new profile');
  const before = compared.before === null ? null : readBundle(compared.before, 'the profile in use');
  const diff = before && diffOf(before, profile);
  call.note(diff ? sayDiff(diff) : `${profile.label}: the first profile of this bank.`);
  for (const trouble of compared.wires) call.note(`Not on the wires: ${sayWireTrouble(trouble)}`);
  return { ...compared, diff };
}

/** Has something flashed, and waits until the bank works with it. `null`: the technician did not want it after all. */
async function untilUsed(
  call: FlashCall, order: (client: BankClient) => Promise<Ordered | Unchanged | FlashRefused | null>,
): Promise<ExitCode> {
  const { ordered, bootid } = await withBank(call, async (client) => ({ ordered: await order(client), bootid: client.greeting.bootid }));
  if (ordered === null) return 1;
  if ('kind' in ordered) return ordered.kind === 'refused' ? refused(call, ordered) : unchanged(call, ordered);
  const { told, diff } = ordered;
  const name = nameOf(told);
  call.note(`${name}, is in slot ${told.slot}. The bank starts anew and tries it out, also if you press Ctrl-C here …`);
  const back = await untilBack(call, bootid);
  if (back === null) {
    const isLeft = call.terminal.interrupted.aborted;
    call.answer({ ...told, diff, isBack: false }, isLeft
      ? `The trial goes on by itself: soon the bank works with ${name}, or has gone back. Look: lockerbank status`
      : 'The bank is not back yet. Look: lockerbank status, journalctl -u lockerbank');
    return 1;
  }
  const { now } = back;
  // The same id may stand for an older version: only the text itself tells them apart.
  const isUsed = !back.setUp && now?.sha256 === told.sha256;
  const says = now?.verdict?.sha256 === told.sha256 ? now.verdict.says : [];
  call.answer({ ...told, diff, isBack: true, isUsed, says }, isUsed
    ? `The bank works with ${[name, ...says].join('; ')}. Now try every door: lockerbank selftest`
    : `${sayFailed({ ...told, says })}.\n`
      + `The bank has gone back to ${now && !back.setUp ? nameOf(now) : 'its set-up screen'}.`);
  return isUsed ? 0 : 1;
}

function unchanged(call: FlashCall, told: Unchanged): ExitCode {
  call.answer(told, `The bank works with ${nameOf(told)}, already: there is nothing to do.`);
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
    case 'forgotten':
      return 'this bank has been at work, and its profile is lost, so nobody can compare what is occupied. Say with --reason why it may.';
    case 'wires':
      return `${told.troubles.map(sayWireTrouble).join('; ')}. Mend it, or say with --without-boards why that is known.`;
    case 'no-other':
      return 'there is no other profile to go back to.';
    default:
      return never(told, 'refusal');
  }
}

/** Waits until another life of the bank has outlived its trial, or shows its set-up screen again. */
async function untilBack(call: FlashCall, bootid: string): Promise<{ readonly now: FlashedNow | null; readonly setUp: boolean } | null> {
  const clock = new RealClock();
  const endMs = clock.monoMs() + backWithin;
  while (clock.monoMs() < endMs && !call.terminal.interrupted.aborted) {
    await new Promise<void>((resolve) => void clock.setTimer('the bank is looked for', looksEvery, resolve));
    try {
      const back = await withBank(call, async (client) => {
        const { greeting } = client;
        if (greeting.bootid === bootid) return null;
        return { now: await client.ask({ ask: 'flashed' }) as FlashedNow | null, setUp: greeting.setUp !== undefined };
      });
      if (back !== null && (back.setUp || back.now?.isOnTrial !== true)) return back;
    } catch (error) {
      if (!(error instanceof LockerError)) throw error;
    }
  }
  return null;
}
