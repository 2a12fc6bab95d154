import { command, type Command } from '../cli/command.ts';

const key = { takes: 'text', value: 'FILE', says: 'your key; usually ~/.config/lockerbank/technician.key' } as const;
const reason = { takes: 'text', value: 'REASON', says: 'why; it is told to whoever runs the bank' } as const;
const excuses = {
  'without-boards': { ...reason, says: 'why it is to go in although boards are missing; they are not waited for then' },
  'doors-open': { ...reason, says: 'why doors stand open; the trial then does not ask whether contacts are read the right way round' },
} as const;
const yes = { takes: 'nothing', says: 'do not ask' } as const;
const mcu = {
  mcu: { takes: 'text', value: 'FILE', says: 'firmware for the microcontroller of PROFILE, and no profile; the bank must be stopped' },
  expect: { takes: 'text', value: 'TEXT', says: 'what it must say of itself afterwards, as in "StandardFirmata.ino 2.5"' },
} as const;

/** What changes the profile with which a bank works. */
export const flashCommands: readonly Command[] = [
  command({
    name: 'flash', purpose: 'Gives the bank another profile, has it try it out, and goes back by itself where that fails',
    more: 'Shows what changes, and asks. Nothing is written while somebody is at the bank, where an occupied locker would become another ' +
      'one, or where a port is not there or a board does not answer. What is in use already is not flashed again. Ctrl-C is safe at ' +
      'any moment: the bank has the old profile or the new one. A bank that has never had one takes it in the same way, while it ' +
      'shows its set-up screen.\n' +
      'With --mcu only the firmware of an Arduino is written, by avrdude, read back and asked who it is; PROFILE then says which ' +
      'Arduino, and is flashed by a command of its own. Stop the bank and switch the supply of the coils off first. A Ctrl-C leaves it ' +
      'half flashed, and the same command once more mends that.',
    operands: [{
      name: 'PROFILE', says: 'a file, or the id of one that comes with the program', isOptional: true, completes: 'cabinets-and-files',
    }],
    options: {
      key, yes, reason: { ...reason, says: 'why an older version is to go in all the same' }, ...excuses, ...mcu,
    },
    examples: [
      { line: 'lockerbank flash bank-7.json', says: 'shows what changes, and asks' },
      { line: 'lockerbank flash bank-7.json --reason "the new loom is faulty"', says: 'back to an older version' },
      { line: 'sudo lockerbank flash bank-7.json --mcu StandardFirmata.ino.hex', says: 'the Arduino of a new bank, before its profile' },
      { line: 'sudo lockerbank flash --mcu StandardFirmata.ino.hex', says: 'other firmware for a bank that is stopped' },
    ],
    load: async () => (await import('../mcu/flash-either.ts')).flashEither,
  }),
  command({
    name: 'rollback', purpose: 'Gives the bank the profile that it had before, under the same conditions',
    more: 'Says where it leads, shows what changes, and asks. Only while a profile is on trial do missing boards not stand in the way: ' +
      'what worked before is used at once.',
    options: { key, yes, reason, ...excuses },
    examples: [
      { line: 'lockerbank rollback --reason "doors 3 and 4 are exchanged"', says: 'and the bank starts anew' },
      { line: 'lockerbank rollback --reason "contacts are reversed" --doors-open "no V+ yet"', says: 'while doors cannot be shut' },
    ],
    load: async () => (await import('./flashing.ts')).rollBack,
  }),
];
