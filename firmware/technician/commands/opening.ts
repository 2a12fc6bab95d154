import { Misuse, type Call, type ExitCode, type Switch, type Text } from '../cli/command.ts';
import { paint } from '../cli/colours.ts';
import type { OpenAllPart, OpenAnswer, OpenOutcome } from '../socket/protocol.ts';
import { readKey, withBank } from './bank.ts';
import { readReason } from './reason.ts';

export const outcomeWords: Readonly<Record<OpenOutcome, string>> = {
  'opened': 'opened',
  'already-open': 'was open already',
  'did-not-open': 'did not open',
  'nothing-heard': 'nothing was heard of it',
};

type OpenCall = Call<{
  readonly reason: Text;
  readonly key: Text;
  readonly all: Switch;
  readonly 'second-key': Text;
  readonly 'occupied-too': Switch;
  readonly yes: Switch;
}>;

/** Opens one door, or one after the other all of them. */
export async function open(call: OpenCall): Promise<ExitCode> {
  const { reason, all } = call.options;
  const text = readReason('reason', reason);
  const locker = call.operands[0];
  if (all === (locker !== undefined)) throw new Misuse('say which LOCKER is to be opened, or --all');
  return all ? openAll(call, text) : openOne(call, Number(locker), text);
}

async function openOne(call: OpenCall, locker: number, reason: string): Promise<ExitCode> {
  if (!Number.isInteger(locker) || locker < 1) throw new Misuse('LOCKER takes the number on its door');
  const key = await readKey(call, call.options.key);
  const answer = await withBank(call, async (client) => {
    await client.signIn(key);
    return await client.ask({ ask: 'open', locker, reason }) as OpenAnswer;
  });
  const isOpen = answer.outcome === 'opened' || answer.outcome === 'already-open';
  const after = answer.outcome === 'opened' ? ` after ${String(answer.afterMs)} ms` : '';
  const text = `Locker ${String(locker)} ${outcomeWords[answer.outcome]}${after}.`;
  call.answer(answer, paint(call.terminal, isOpen ? 'green' : 'red', text));
  return isOpen ? 0 : 1;
}

async function openAll(call: OpenCall, reason: string): Promise<ExitCode> {
  const secondKey = call.options['second-key'];
  if (secondKey === undefined) throw new Misuse('--all needs a second technician: --second-key FILE');
  const [first, second] = [await readKey(call, call.options.key), await readKey(call, secondKey)];
  if (!call.options.yes) {
    const which = call.options['occupied-too'] ? 'Every door, whatever lies behind it,' : 'Every door behind which nothing lies';
    const question = `${which} will open, one after the other. Type "open all": `;
    if ((await call.terminal.ask(question))?.trim() !== 'open all') {
      call.note('Nothing was opened.');
      return 1;
    }
  }
  const parts: OpenAllPart[] = [];
  const { interrupted } = call.terminal;
  const sum = await withBank(call, async (client) => {
    // The bank opens no further door for somebody who has hung up.
    interrupted.addEventListener('abort', () => client.close(), { once: true });
    await client.signIn(first);
    return await client.ask(
      { ask: 'open-all', reason, occupiedToo: call.options['occupied-too'], second: client.second(second, reason) },
      (part) => {
        parts.push(part as OpenAllPart);
        call.note(partText(part as OpenAllPart));
      },
    ) as { opened: number; of: number };
  });
  const failed = parts.filter((part) => 'outcome' in part && part.outcome !== 'opened' && part.outcome !== 'already-open').length;
  call.answer({ ...sum, doors: parts }, `${String(sum.opened)} of ${String(sum.of)} doors are open.`);
  return failed === 0 ? 0 : 1;
}

function partText(part: OpenAllPart): string {
  return `locker ${String(part.locker).padEnd(4)} ${'outcome' in part ? outcomeWords[part.outcome] : `left shut: ${part.skipped}`}`;
}
