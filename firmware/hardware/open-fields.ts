import { join } from 'node:path';
import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../ports/clock.ts';
import { allOpened } from './all-opened.ts';
import { openLines } from './bus/open-lines.ts';
import type { Field, OnTrouble } from './field.ts';
import { openPiField } from './gpio/pi-field.ts';
import { firmataWatchOf } from './guardian/guarded-pins.ts';
import { GuardedPort } from './guardian/guarded-port.ts';
import { openFirmataField } from './serial/firmata-field.ts';
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
 * @throws LockerError `hardware.not-ready`; nothing stays open then
 */
export function openFields(options: FieldsOptions): Promise<readonly Field[]> {
  const { profile: { boards }, guardianProgram = usualGuardian } = options;
  const hasPins = boards.some(({ model: { family } }) => family === 'gpio' || family === 'mcp23017');
  return allOpened([
    ...boards.filter(({ model: { family } }) => family === 'firmata').map((board) => openGuardedFirmata(board, options, guardianProgram)),
    ...(hasPins ? [openPiField({ ...options, guardianProgram })] : []),
    openLines(options),
  ]);
}

async function openGuardedFirmata(
  board: ProfileBoard, { profile, clock, onTrouble }: FieldsOptions, program: readonly string[],
): Promise<Field> {
  const watch = firmataWatchOf(profile, board);
  const makeTransport = (): GuardedPort => new GuardedPort({ watch, program, clock, onTrouble });
  return openFirmataField({ profile, board, port: watch.port, clock, onTrouble, makeTransport });
}
