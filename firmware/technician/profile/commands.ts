import { command, type Command } from '../cli/command.ts';

const cabinet = { name: 'PROFILE', says: 'the id of one that comes with the program, or a file', completes: 'cabinets-and-files' } as const;

/** What can be asked about profiles without a bank. */
export const profileCommands: readonly Command[] = [
  command({
    name: 'profile list',
    purpose: 'Lists the cabinets that come with the program',
    examples: [{ line: 'lockerbank profile list', says: 'to find the one that is most like yours' }],
    load: async () => (await import('./work.ts')).listProfiles,
  }),
  command({
    name: 'profile show',
    purpose: 'Shows what hangs where in a cabinet, and draws it',
    operands: [cabinet],
    options: {
      wiring: { takes: 'text', value: 'FILE', says: 'write the wiring as a drawing (SVG)' },
      map: { takes: 'text', value: 'FILE',
        says: 'write the map of the doors for printing: an SVG, or an HTML page by the end of its name' },
    },
    examples: [
      { line: 'lockerbank profile show waveshare-48', says: 'every board, address, door and terminal' },
      { line: 'lockerbank profile show my-bank.json --wiring wiring.svg --map doors.html', says: 'what to take to the cabinet' },
    ],
    load: async () => (await import('./work.ts')).showProfile,
  }),
  command({
    name: 'profile check',
    purpose: 'Says everything that is wrong with a profile, and what to do about it',
    operands: [{
      name: 'FILE', says: 'of a cabinet or of a model of boards; or the id of a cabinet that comes with the program',
      completes: 'cabinets-and-files',
    }],
    examples: [{ line: 'lockerbank profile check my-bank.json', says: 'exit code 0: a bank can be started with it' }],
    load: async () => (await import('./work.ts')).checkFile,
  }),
  command({
    name: 'profile diff',
    purpose: 'Says what changes from one profile to another, and which doors become other ones',
    operands: [{ ...cabinet, name: 'BEFORE' }, { ...cabinet, name: 'AFTER' }],
    examples: [{ line: 'lockerbank profile diff my-bank.json my-bank-new.json', says: 'before it is flashed' }],
    load: async () => (await import('./work.ts')).diffProfiles,
  }),
  command({
    name: 'profile new',
    purpose: 'Writes a new profile that inherits from another one, with the places to fill in',
    operands: [{ name: 'ID', says: 'what it is to be called: lower-case letters, digits and dashes' }],
    options: {
      from: { takes: 'text', value: 'PROFILE', says: 'the id of the cabinet that is most like it', completes: 'cabinets' },
      to: { takes: 'text', value: 'FILE', says: 'where it goes; else ID.json, here' },
    },
    examples: [{ line: 'lockerbank profile new town-hall --from waveshare-48', says: 'writes town-hall.json' }],
    load: async () => (await import('./work.ts')).newProfile,
  }),
];
