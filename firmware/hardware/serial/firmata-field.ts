import type { BoardModel } from '../../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { outputTerminalsOf, type Field, type OnTrouble } from '../field.ts';
import { openPinField } from '../gpio/pin-field.ts';
import { FirmataIo, firmataModes } from './firmata-io.ts';
import type { FirmataTransport } from './firmata-link.ts';

interface FirmataFieldOptions {
  readonly profile: Profile;
  readonly board: ProfileBoard;
  /** Where it is, for the log. */
  readonly port: string;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  readonly makeTransport: () => FirmataTransport;
}

/**
 * The pins of a microcontroller with StandardFirmata, which may go away and come back, or not be there yet. Every output is
 * low before it resolves, or else before anything of it moves.
 * @throws LockerError `hardware.not-ready`; nothing stays open then
 */
export async function openFirmataField({ profile, board: { id, model }, ...world }: FirmataFieldOptions): Promise<Field> {
  const io = await FirmataIo.open({ ...world, pins: pinsOf(model) });
  try {
    return await openPinField({
      io, clock: world.clock, onTrouble: world.onTrouble, loop: io.loop, outputs: outputTerminalsOf(profile),
      pinOf: ({ board, channel }) => (board === id ? channel : null),
      reports: () => [{ board: id, ...io.report() }],
      onReach: (listener) => {
        for (const is of ['lost', 'found'] as const) io.on(is, (pin: number) => listener(pin, is));
      },
      taken: (pin) => io.taken(pin),
      close: () => io.close(),
    });
  } catch (error) {
    await io.close();
    throw error;
  }
}

function pinsOf({ locks, contacts }: BoardModel): readonly { readonly supportedModes: readonly number[] }[] {
  const has = (range: BoardModel['locks'], pin: number): boolean => range !== undefined && range.first <= pin && pin <= range.last;
  return Array.from({ length: Math.max(locks?.last ?? 0, contacts?.last ?? 0) + 1 }, (_, pin) => ({
    supportedModes: [...(has(contacts, pin) ? [firmataModes.INPUT] : []), ...(has(locks, pin) ? [firmataModes.OUTPUT] : [])],
  }));
}
