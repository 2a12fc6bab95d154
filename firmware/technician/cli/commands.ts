import { bankCommands, keyCommands } from '../commands/rows.ts';
import { flashCommands } from '../flash/commands.ts';
import { learnCommands } from '../learn/commands.ts';
import { probeCommands } from '../probe/commands.ts';
import { profileCommands } from '../profile/commands.ts';
import { command, type Command } from './command.ts';
import { shells } from './completion.ts';

const completion = command({
  name: 'completion', purpose: 'Lets your shell complete the words of lockerbank',
  operands: [{ name: 'SHELL', says: 'which shell it is for', values: shells }],
  examples: [
    { line: 'eval "$(lockerbank completion bash)"', says: 'for this terminal; put the line into ~/.bashrc for all' },
    { line: 'lockerbank completion fish > ~/.config/fish/completions/lockerbank.fish', says: 'for good' },
  ],
  load: async () => (await import('../commands/completing.ts')).completing(() => commands),
});

/** Every command there is, in the order of the help. Rows of one part of the house stand in a file of their own. */
export const commands: readonly Command[] = [
  ...bankCommands, ...keyCommands, ...profileCommands, ...flashCommands, ...probeCommands, ...learnCommands, completion,
];
