import { command, type Command } from '../cli/command.ts';

const key = { takes: 'text', value: 'FILE', says: 'your key; usually ~/.config/lockerbank/technician.key' } as const;

/** What is done with the running bank, and with its data folder. */
export const bankCommands: readonly Command[] = [
  command({
    name: 'status', purpose: 'How the running bank is',
    more: 'Ends with 1 where anything is wrong: no profile works, a door is unknown, a board is silent, something stands under `wrong`,\n'
      + 'be it the clock alone. Else with 0, also while the upstream is away. A script finds the reasons with --json.',
    examples: [
      { line: 'lockerbank status', says: 'a page of words' },
      { line: 'lockerbank status --json', says: 'for a script that watches' },
    ],
    load: async () => (await import('./looking.ts')).status,
  }),
  command({
    name: 'doors', purpose: 'Every locker: its status, its door, where its wires are, when it last moved',
    examples: [{ line: 'lockerbank doors', says: 'a table' }],
    load: async () => (await import('./looking.ts')).doors,
  }),
  command({
    name: 'watch', purpose: 'Each door that changes, as it does, until Ctrl-C',
    examples: [{ line: 'lockerbank watch', says: 'move a door by hand, and see whether it is the one that the bank means' }],
    load: async () => (await import('./looking.ts')).watch,
  }),
  command({
    name: 'events', purpose: 'What the bank tells the upstream, newest last',
    options: {
      from: { takes: 'number', says: 'from this sequence number on, not only the newest 20' },
      follow: { takes: 'nothing', says: 'and all that are to come, until Ctrl-C' },
    },
    examples: [
      { line: 'lockerbank events', says: 'the newest 20' },
      { line: 'lockerbank events --from 1 --json', says: 'all that are kept, a line of JSON each' },
    ],
    load: async () => (await import('./looking.ts')).events,
  }),
  command({
    name: 'open', purpose: 'Opens a door, or one after the other all of them; you sign in with your own key',
    operands: [{ name: 'LOCKER', says: 'the number on its door', isOptional: true }],
    options: {
      reason: { takes: 'text', value: 'REASON', says: 'why: the upstream is told, with your name' }, key,
      all: { takes: 'nothing', says: 'every door behind which nothing lies; a second technician signs, too' },
      'second-key': { takes: 'text', value: 'FILE', says: 'with --all: the key of the second technician' },
      'occupied-too': { takes: 'nothing', says: 'with --all: also doors behind which something lies' },
      yes: { takes: 'nothing', says: 'with --all: do not ask' },
    },
    examples: [
      { line: 'lockerbank open 7 --reason "latch squeaks"', says: 'one door' },
      {
        line: 'lockerbank open --all --reason "new gaskets" --second-key /media/usb/eve.key',
        says: 'one after the other; it asks before',
      },
    ],
    load: async () => (await import('./opening.ts')).open,
  }),
  command({
    name: 'selftest', purpose: 'Opens each door, has you shut it, times both, and writes a report that can be handed over',
    more: 'What is occupied is left alone, and what staff must look into. A door that was moved by hand is out of use until somebody has '
      + 'looked: you are asked at the end. Ctrl-C ends it; the report then holds what was tested.',
    options: {
      only: { takes: 'text', value: 'LOCKERS', says: 'these alone, with commas between them' }, key,
      report: { takes: 'text', value: 'FILE', says: 'writes the report: .html to print and sign by hand, .json, or .txt' },
      'occupied-too': { takes: 'nothing', says: 'tests doors behind which something lies, too' },
      empty: { takes: 'nothing', says: 'you look into each locker as you shut it, and all are empty: do not ask' },
      patience: { takes: 'number', value: 'SECONDS', says: 'how long to wait for you to shut a door; usually 60' },
    },
    examples: [{ line: 'lockerbank selftest --report bank-1.html', says: 'all doors, and a page to print' }],
    load: async () => (await import('./selftest.ts')).selftest,
  }),
  command({
    name: 'backup', purpose: 'Copies everything that the bank must not lose into one file, with checksums; the bank may go on working',
    more: 'The bank\'s key is in it: keep it as you would keep the bank itself.',
    operands: [{ name: 'FILE', says: 'a new file, such as bank-1.backup.tar.gz' }],
    examples: [{ line: 'sudo lockerbank backup /media/usb/bank-1.backup.tar.gz', says: 'readable by you alone' }],
    load: async () => (await import('./backup.ts')).backup,
  }),
  command({
    name: 'restore', purpose: 'Puts a backup in the place of the data folder; the bank must be stopped',
    more: 'What was there is kept beside it. A backup of a newer format, or of another bank, is refused.',
    operands: [{ name: 'FILE', says: 'what lockerbank backup has written' }],
    examples: [{ line: 'sudo lockerbank restore /media/usb/bank-1.backup.tar.gz', says: 'onto a new card, say' }],
    load: async () => (await import('./backup.ts')).restore,
  }),
  command({
    name: 'diagnose', purpose: 'Collects what support needs in one archive, without keys, codes or people',
    operands: [{ name: 'FILE', says: 'a new file, such as bank-1.diagnosis.tar.gz' }],
    options: { log: { takes: 'text', value: 'FILE', says: 'the bank\'s log, where journald has not got it' } },
    examples: [{ line: 'sudo lockerbank diagnose bank-1.diagnosis.tar.gz', says: 'also while the bank is down' }],
    load: async () => (await import('./diagnose.ts')).diagnose,
  }),
  command({
    name: 'coils-off', purpose: 'Switches every coil off that a bank which was killed may have left on; the bank must be stopped',
    more: 'Boards that end their pulses themselves are not asked. Ends with 1 where a board cannot be reached.',
    options: { force: { takes: 'nothing', says: 'also beside a bank that hangs and cannot be stopped' } },
    examples: [{ line: 'sudo lockerbank coils-off', says: 'what the service does after each end of the bank' }],
    load: async () => (await import('./coils-off.ts')).coilsOff,
  }),
];

const id = { name: 'ID', says: 'the technician, by the name that the upstream has for them, if it has one' } as const;

/** Who may work here. */
export const keyCommands: readonly Command[] = [
  command({
    name: 'key new', purpose: 'Makes a technician\'s own key; nobody else has it, and it is for any number of banks',
    operands: [id], options: { key: { ...key, says: 'where to put it; usually ~/.config/lockerbank/technician.key' } },
    examples: [{ line: 'lockerbank key new tom', says: 'prints the line that each bank has to be told' }],
    load: async () => (await import('./key-commands.ts')).keyNew,
  }),
  command({
    name: 'key add', purpose: 'Lets a technician work at this bank',
    operands: [id, { name: 'PUBLIC', says: 'the public half of their key, as key new prints it' }],
    examples: [
      { line: 'sudo lockerbank key add tom k4.public.…', says: 'the data folder is not yours, so with sudo' },
    ],
    load: async () => (await import('./key-commands.ts')).keyAdd,
  }),
  command({
    name: 'key remove', purpose: 'Lets a technician work at this bank no more',
    operands: [id],
    examples: [{ line: 'sudo lockerbank key remove tom', says: 'their next sign-in is refused' }],
    load: async () => (await import('./key-commands.ts')).keyRemove,
  }),
  command({
    name: 'key list', purpose: 'The technicians whom this bank knows',
    examples: [{ line: 'sudo lockerbank key list', says: 'names, and the public halves of their keys' }],
    load: async () => (await import('./key-commands.ts')).keyList,
  }),
];
