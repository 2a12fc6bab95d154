import type { Call, Switch } from '../cli/command.ts';

/** Asks before something is flashed. Where nobody is there to answer, nothing is meant. */
export async function isMeant(call: Call<{ readonly yes: Switch }>, question: string): Promise<boolean> {
  if (call.options.yes) return true;
  const said = await call.terminal.ask(`${question} [y/N] `);
  const isYes = /^y(?:es)?$/i.test(said?.trim() ?? '');
  if (!isYes) call.note(`Nothing was flashed.${said === null ? ' Where nobody can be asked: --yes' : ''}`);
  return isYes;
}
