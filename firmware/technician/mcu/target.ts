import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { outputTerminalsOf } from '../../hardware/field.ts';
import type { Mcu } from './write-flash.ts';
import type { FirmataHello } from './firmata-hello.ts';

/** A microcontroller of a profile, as far as it is flashed. */
export interface McuTarget {
  /** The name of the board in the profile. */
  readonly board: string;
  readonly mcu: Mcu;
  readonly port: string;
  /** At which the firmware speaks. */
  readonly baud: number;
  /** Pins that the profile uses. */
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
}

const [asInput, asOutput] = [0, 1];
const usualBaud = 57_600;

/**
 * The microcontroller of a profile; there is one at most.
 * @throws LockerError `profile.board-unsupported`
 */
export function targetOf(profile: Profile): McuTarget {
  const board = profile.boards.find(({ model }) => model.family === 'firmata');
  if (board === undefined) throw unsupported(profile.id, 'has no microcontroller with Firmata. Cure: name a profile that has one');
  const { mcu } = board.model;
  if (mcu === undefined) throw unsupported(board.model.id, 'does not say how it is flashed. Cure: give this model its mcu');
  return { board: board.id, mcu, ...lineOf(board), ...pinsOf(profile, board.id) };
}

function lineOf({ bus, model }: ProfileBoard): Pick<McuTarget, 'port' | 'baud'> {
  if (bus.kind !== 'serial') throw unsupported(model.id, 'hangs on no serial line. Cure: lockerbank profile check');
  return { port: bus.port, baud: bus.baud ?? model.serial?.baud ?? usualBaud };
}

function pinsOf(profile: Profile, id: string): Pick<McuTarget, 'outputs' | 'inputs'> {
  const outputs = outputTerminalsOf(profile).flatMap(({ board, channel }) => (board === id ? [channel] : []));
  const inputs = lockersOf(profile).flatMap(({ contact }) => (contact.board === id ? [contact.channel] : []));
  return { outputs, inputs };
}

/**
 * What of the firmware that answers will not do; nothing, where all is well.
 * @param expected a text that must be in what it says of itself
 */
export function shortcomings(
  { mcu, outputs, inputs }: McuTarget, hello: FirmataHello, expected: string | undefined,
): readonly string[] {
  const lacks = (what: string, pins: readonly number[], mode: number): readonly string[] => {
    const missing = pins.filter((pin) => hello.pins[pin]?.includes(mode) !== true);
    if (missing.length === 0) return [];
    return [`it has no ${what} ${missing.join(', ')}, which the profile uses: it was built for another board`];
  };
  const { firmataLeast } = mcu;
  return [
    ...(isOlder(hello.protocol, firmataLeast) ? [`it speaks Firmata ${hello.protocol.join('.')}, and ${firmataLeast} is needed`] : []),
    ...lacks('outputs', outputs, asOutput),
    ...lacks('inputs', inputs, asInput),
    ...(expected !== undefined && !sayHello(hello).includes(expected) ? [`it does not say ${expected}`] : []),
  ];
}

export function sayHello({ name, version, protocol }: FirmataHello): string {
  return `${name} ${version.join('.')}, Firmata ${protocol.join('.')}`;
}

function isOlder([major, minor]: FirmataHello['protocol'], least: string): boolean {
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function unsupported(where: string, what: string): LockerError {
  return new LockerError('profile.board-unsupported', where, what);
}
