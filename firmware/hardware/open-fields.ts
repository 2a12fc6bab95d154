import { join } from 'node:path';
import { lockBoardFamilies } from '../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard, Terminal } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../ports/clock.ts';
import { familyOf } from './bus/families.ts';
import { openLineField } from './bus/line-field.ts';
import { outputTerminalsOf, type Field, type OnTrouble } from './field.ts';
import { openPiField } from './gpio/pi-field.ts';
import { openPinField } from './gpio/pin-field.ts';
import { firmataWatchOf } from './guardian/guarded-pins.ts';
import { GuardedPort } from './guardian/guarded-port.ts';
import { openFirmataIo } from './serial/firmata-io.ts';
import type { MakePort } from './serial/serial-line.ts';

interface FieldsOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Makes the ports of lock buses; the simulator gives its own. */
  readonly makePort?: MakePort;
  /** The program that watches over coils which no board times, with its arguments; a test gives another one. */
  readonly guardianProgram?: readonly string[];
}

const usualGuardian = [process.execPath, join(import.meta.dirname, 'lockerbank-guardian.mjs')] as const;

/**
 * Opens every board of a profile: the pins of one plugin, and the boards of each line.
 * @throws LockerError `hardware.not-ready`
 */
export async function openFields(options: FieldsOptions): Promise<readonly Field[]> {
  const fields: Field[] = [];
  for (const board of options.profile.boards) {
    if (board.model.family === 'firmata') fields.push(await openFirmataField(board, options));
  }
  if (options.profile.boards.some(({ model: { family } }) => family === 'gpio' || family === 'mcp23017')) {
    fields.push(await openPiField({ guardianProgram: usualGuardian, ...options }));
  }
  return [...fields, ...(await Promise.all(lockBusesOf(options).map(openLineField)))];
}

/** The lines on which lock boards hang; those of one line are all of one family. */
function lockBusesOf({ profile, ...world }: FieldsOptions): Parameters<typeof openLineField>[0][] {
  return profile.buses.flatMap((bus) => {
    const onIt = new Set(profile.boards.flatMap((board) => (board.bus.id === bus.id ? [board.model.family] : [])));
    const name = lockBoardFamilies.find((family) => onIt.has(family));
    return bus.kind === 'serial' && name !== undefined ? [{ ...world, profile, bus, family: familyOf(name) }] : [];
  });
}

async function openFirmataField(board: ProfileBoard, options: FieldsOptions): Promise<Field> {
  const { profile, clock, onTrouble, guardianProgram = usualGuardian } = options;
  const watch = firmataWatchOf(profile, board);
  const transport = new GuardedPort({ watch, program: guardianProgram, clock, onTrouble });
  const { io, close } = await openFirmataIo({ port: watch.port, baud: watch.baud, clock, transport });
  const pinOf = ({ board: id, channel }: Terminal): number | null => (id === board.id ? channel : null);
  return openPinField({ io, pinOf, outputs: outputTerminalsOf(profile), clock, onTrouble, close });
}
