import { command, type Command } from '../cli/command.ts';

/** What the cabinet itself is asked. */
export const learnCommands: readonly Command[] = [
  command({
    name: 'learn',
    purpose: 'Opens one lock after the other, sees which contact moves, and writes the profile that the cabinet has',
    more: 'The bank must be stopped. Before each opening it waits for Enter; q or Ctrl-C ends, and writes what is known so far\n'
      + '(a connection that is lost does, too). Ends with 1 where a door could not be learned.',
    operands: [{
      name: 'DRAFT', says: 'the profile as it is on paper: a file, or the id of one that comes with the program',
      completes: 'cabinets-and-files',
    }],
    options: {
      to: { takes: 'text', value: 'FILE', says: 'where it goes; else beside the draft, with -learned in its name' },
      only: { takes: 'text', value: 'LOCKERS', says: 'the locks of these doors alone, as in 7,12; all others stay as on paper' },
    },
    examples: [
      { line: 'lockerbank learn town-hall.json', says: 'writes town-hall-learned.json, which inherits from town-hall' },
      { line: 'lockerbank learn town-hall.json --only 7,12 --to town-hall-2.json', says: 'after two locks were exchanged' },
    ],
    load: async () => (await import('./work.ts')).learn,
  }),
];
