import { RealClock } from '../../adapters/real-clock.ts';
import { Misuse, type Call, type ExitCode, type Switch, type Text } from '../cli/command.ts';
import { paint } from '../cli/colours.ts';
import { isOpen, refusalWords, type OpenAllPart, type OpenAnswer, type OpenOutcome } from '../socket/protocol.ts';
import { readKey, withBank } from './bank.ts';
import { DoorWatch } from './door-watch.ts';
import { readReason } from './reason.ts';

const outcomeWords: Readonly<Record<OpenOutcome, string>> = {
  'opened': 'opened',
  'already-open': 'was open already',
  'did-not-open': 'did not open',
  'nothing-heard': 'may have opened or not',
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
  const seen = await withBank(call, async (client) => {
    await client.signIn(key);
    const watch = await DoorWatch.begin(client, new RealClock());
    const answer = await watch.open(locker, reason);
    // One that has not opened in all its time leaves none to the others either.
    if (answer.outcome === 'opened') await watch.allHeard();
    return { answer, others: watch.othersThan(locker), because: watch.whyNot(answer).says };
  });
  const { answer, others } = seen;
  const isRight = isOpen(answer) && others.length === 0;
  call.answer({ ...answer, others }, paint(call.terminal, isRight ? 'green' : 'red', openedText(seen)));
  return isRight ? 0 : 1;
}

interface Seen {
  readonly answer: OpenAnswer;
  /** Other doors that opened meanwhile, and the bank had ordered it for nobody. */
  readonly others: readonly number[];
  /** What is known of why it did not open. */
  readonly because: string;
}

function openedText({ answer: { locker, outcome, afterMs }, others, because }: Seen): string {
  const said = `Locker ${String(locker)} ${outcomeWords[outcome]}`;
  const names = others.join(', ');
  const tooText = others.length > 0 ? ` Locker ${names} opened meanwhile.` : '';
  if (outcome === 'opened') return `${said} after ${String(afterMs)} ms.${tooText}`;
  if (outcome === 'already-open') return `${said}.${tooText}`;
  if (others.length === 0) return `${said}: ${because}.`;
  return `${said}: ${because}.${tooText} If nobody else opened it, two doors are exchanged, at their locks or at their contacts. `
    + 'Shut it; lockerbank learn finds out which wires.';
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
  const failed = parts.filter((part) => 'outcome' in part && !isOpen(part)).length;
  call.answer({ ...sum, doors: parts }, `${String(sum.opened)} of ${String(sum.of)} doors are open.`);
  return failed === 0 ? 0 : 1;
}

function partText(part: OpenAllPart): string {
  const what = 'outcome' in part ? outcomeWords[part.outcome] : `not opened: ${refusalWords[part.skipped]}`;
  return `locker ${String(part.locker).padEnd(4)} ${what}`;
}
