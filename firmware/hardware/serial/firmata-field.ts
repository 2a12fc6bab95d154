import type { Profile, ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { outputTerminalsOf, type Field, type OnTrouble } from '../field.ts';
import { openPinField } from '../gpio/pin-field.ts';
import { FirmataIo } from './firmata-io.ts';
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
 * The pins of a microcontroller with StandardFirmata, which may go away and come back. Every output is low before it resolves.
 * @throws LockerError `hardware.not-ready`; nothing stays open then
 */
export async function openFirmataField({ profile, board: { id }, ...world }: FirmataFieldOptions): Promise<Field> {
  const io = await FirmataIo.open(world);
  try {
    return await openPinField({
      io, clock: world.clock, onTrouble: world.onTrouble, loop: io.loop, outputs: outputTerminalsOf(profile),
      pinOf: ({ board, channel }) => (board === id ? channel : null),
      onReach: (listener) => {
        for (const is of ['lost', 'found'] as const) io.on(is, (pin: number) => listener(pin, is));
      },
      close: () => io.close(),
    });
  } catch (error) {
    await io.close();
    throw error;
  }
}
