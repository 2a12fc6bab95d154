import { lockBoardFamilies } from '../../../board-profiles/board.schema.ts';
import { command, type Command } from '../cli/command.ts';

const port = { name: 'PORT', says: 'the serial port, best by its name under /dev/serial/by-id/' } as const;
const family = { takes: 'text', value: 'FAMILY', says: 'which boards speak there', values: lockBoardFamilies } as const;
const baud = { takes: 'number', value: 'BAUD', says: 'the speed of the line; else as such boards leave the factory, or 9600' } as const;
const alone = 'The bank must be stopped: a port has one owner.';

/** What can be asked of a serial line without a profile and without a bank. */
export const probeCommands: readonly Command[] = [
  command({
    name: 'probe ports',
    purpose: 'Lists the serial ports of this machine, and the names that stay when cables change places',
    examples: [{ line: 'lockerbank probe ports', says: 'what to write into the profile as port' }],
    load: async () => (await import('./work.ts')).probePorts,
  }),
  command({
    name: 'probe echo',
    purpose: 'Says something that no board understands, and tells what comes back',
    more: `${alone} Ends with 1 where something else came back than was said.`,
    operands: [port], options: { baud },
    examples: [{ line: 'lockerbank probe echo /dev/ttyUSB0', says: 'does the adapter give back what it sends?' }],
    load: async () => (await import('./work.ts')).probeEcho,
  }),
  command({
    name: 'probe scan',
    purpose: 'Asks every address at every speed in the words of every family who is there; no coil moves',
    more: `${alone} Connect one board at a time: fresh boards all have the same address, and two that answer at once look like none.\n`
      + 'Ends with 1 where no board answers.',
    operands: [port],
    options: {
      family,
      baud: { takes: 'text', value: 'BAUDS', says: 'these speeds alone, as in 9600,19200; else the usual ones' },
      addresses: { takes: 'number', value: 'MOST', says: 'the largest address that is tried; else 32' },
    },
    examples: [
      { line: 'lockerbank probe scan /dev/ttyUSB0', says: 'who speaks here? It takes some minutes if nobody does' },
      { line: 'lockerbank probe scan /dev/ttyUSB0 --family wkly --baud 9600', says: 'a few seconds' },
    ],
    load: async () => (await import('./work.ts')).probeScan,
  }),
  command({
    name: 'probe listen',
    purpose: 'Prints what passes on a line, decoded, until Ctrl-C, and says nothing itself',
    more: `${alone} Another controller on the same wires may go on.`,
    operands: [port],
    options: { family, baud, seconds: { takes: 'number', value: 'N', says: 'end by itself after so many seconds' } },
    examples: [{ line: 'lockerbank probe listen /dev/ttyUSB0 --family kerong-cu16', says: 'what another controller says to its boards' }],
    load: async () => (await import('./work.ts')).probeListen,
  }),
  command({
    name: 'probe raw',
    purpose: 'Sends one frame, once, and tells what is said to it',
    more: `${alone} Questions are sent as they are. A frame that opens a door needs --yes and a line that you type; one that the bank\n`
      + 'itself never sends needs --dangerous and a reason. Orders to all coils, to several or without an end are not sent.',
    operands: [port, { name: 'HEX', says: 'the whole frame with its checksum' }],
    options: {
      family, baud,
      yes: { takes: 'nothing', says: 'a door may open' },
      dangerous: { takes: 'nothing', says: 'nobody knows what the frame does' },
    },
    examples: [{ line: 'lockerbank probe raw /dev/ttyUSB0 "80 01 01 33 B3" --family bcc-8a', says: 'how is contact 1 of board 1?' }],
    load: async () => (await import('./work.ts')).probeRaw,
  }),
];
