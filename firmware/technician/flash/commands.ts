import { command, type Command } from '../cli/command.ts';

const key = { takes: 'text', value: 'FILE', says: 'your key; usually ~/.config/lockerbank/technician.key' } as const;
const reason = { takes: 'text', value: 'REASON', says: 'why; it is told to whoever runs the bank' } as const;
const yes = { takes: 'nothing', says: 'do not ask' } as const;

/** What changes the profile with which a bank works. */
export const flashCommands: readonly Command[] = [
  command({
    name: 'flash', purpose: 'Gives the bank another profile, has it try it out, and goes back by itself where that fails',
    more: 'Nothing is written while somebody is at the bank, or where an occupied locker would become another one. Ctrl-C is safe ' +
      'at any moment: the bank has the old profile or the new one. On a bank that has never had one it may be run without the ' +
      'bank running, by the bank\'s own user.',
    operands: [{ name: 'PROFILE', says: 'a file, or the id of one that comes with the program' }],
    options: { key, yes, reason: { ...reason, says: 'why an older version is to go in all the same' } },
    examples: [
      { line: 'lockerbank flash bank-7.json', says: 'shows what changes, and asks' },
      { line: 'lockerbank flash bank-7.json --reason "the new loom is faulty"', says: 'back to an older version' },
    ],
    load: async () => (await import('./flashing.ts')).flash,
  }),
  command({
    name: 'rollback', purpose: 'Gives the bank the profile that it had before, under the same conditions',
    options: { key, yes, reason },
    examples: [{ line: 'lockerbank rollback --reason "doors 3 and 4 are exchanged"', says: 'and the bank starts anew' }],
    load: async () => (await import('./flashing.ts')).rollBack,
  }),
];
