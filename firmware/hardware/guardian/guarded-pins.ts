import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, Terminal } from '../../../board-profiles/profile.schema.ts';
import { coilOnMost } from '../coil-limits.ts';
import type { GuardedPin, Watch } from './orders.ts';

/** The controller ends a pulse first, unless it is this late: a machine that is busy, but not one that hangs. */
const graceMs = 100;

/** What a guardian has to watch over: coils with their time, lamps and sounders without. `pinOf` gives `null` for somebody else's. */
export function guardedPinsOf(
  profile: Profile, pinOf: (terminal: Terminal) => number | null,
): { readonly pins: readonly GuardedPin[]; readonly atOnce: number } {
  const guarded = (terminals: readonly (Terminal | undefined)[], mostMs: number | null): GuardedPin[] => terminals.flatMap((terminal) => {
    const pin = terminal === undefined ? null : pinOf(terminal);
    return pin === null ? [] : [{ pin, mostMs }];
  });
  const lockers = lockersOf(profile);
  return {
    pins: [
      ...guarded(lockers.map(({ lock }) => lock), Math.min(profile.lock.pulseMs + graceMs, coilOnMost)),
      ...guarded(lockers.flatMap(({ lamp, beeper }) => [lamp, beeper]), null),
    ],
    atOnce: profile.supply?.coilsAtOnce ?? 1,
  };
}

/** What a guardian has to know of a microcontroller. */
export function firmataWatchOf(profile: Profile, { id, bus, model }: ProfileBoard): Extract<Watch, { kind: 'firmata' }> {
  if (bus.kind !== 'serial') throw new RangeError(`${id} hangs on no serial line`);
  const guarded = guardedPinsOf(profile, ({ board, channel }) => (board === id ? channel : null));
  return { kind: 'firmata', port: bus.port, baud: bus.baud ?? model.serial?.baud ?? 57_600, ...guarded };
}
