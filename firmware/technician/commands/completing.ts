import { profileLibrary } from '../../adapters/profile-file.ts';
import type { Call, Command, ExitCode } from '../cli/command.ts';
import { completionFor, shells } from '../cli/completion.ts';

/** Prints what a shell needs to complete the words of all these commands. */
export function completing(commands: () => readonly Command[]): (call: Call) => Promise<ExitCode> {
  return (call) => {
    const shell = shells.find((one) => one === call.operands[0]) ?? 'bash';
    const cabinets = profileLibrary(call.profileFolder).names?.('cabinet') ?? [];
    const script = completionFor(shell, { commands: commands(), cabinets });
    call.answer({ shell, script }, script.trimEnd());
    return Promise.resolve(0);
  };
}
