import { boardOf, lockersOf } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LimitedLocks } from '../../firmware/hardware/coil-limits.ts';
import { Contacts } from '../../firmware/hardware/contacts.ts';
import type { Coil } from '../../firmware/hardware/field.ts';
import { noReaders } from '../../firmware/hardware/no-readers.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Hardware, Readers, SensorReading } from '../../firmware/ports/hardware.ts';
import { ms } from '../../statecharts/units.ts';
import type { Cabinet } from './cabinet.ts';
import type { Level } from './contact.ts';

interface ModelHardwareOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly clock: Clock;
  readonly readers?: Readers;
}

/**
 * The firmware's own limits and filters straight on the cabinet, without johnny-five, whose switches wait by real
 * time: for runs in which a day passes in a second.
 */
export function createModelHardware({ profile, cabinet, clock, readers }: ModelHardwareOptions): Hardware {
  const lockers = lockersOf(profile).map((locker) => locker.number);
  const closedIs = new Map(lockersOf(profile).map(({ number, contact }) => [number, boardOf(profile, contact.board).closedIs]));
  const contacts = new Contacts(lockers, clock);
  const locks = new LimitedLocks({
    coils: new Map(lockers.map((locker) => [locker, coilOf(cabinet, locker)])),
    pulseMost: ms(profile.lock.pulseMs),
    rest: ms(profile.lock.restMs),
    clock,
  });
  const read = (locker: number, level: Level): void => contacts.read(locker, readingOf(level, closedIs.get(locker) ?? 'low'));
  for (const locker of lockers) read(locker, cabinet.level(locker));
  const stopListening = cabinet.onChange((change) => {
    if (change.kind === 'level') read(change.locker, change.level);
  });
  return {
    locks,
    sensors: contacts,
    readers: readers ?? noReaders,
    close: async () => {
      stopListening();
      contacts.close();
      await locks.close();
    },
  };
}

function coilOf(cabinet: Cabinet, locker: number): Coil {
  return { timedBy: 'host', switch: (to) => (to === 'energised' ? cabinet.energise(locker) : cabinet.deenergise(locker)) };
}

function readingOf(level: Level, closedIs: 'low' | 'high'): SensorReading {
  if (level === null) return 'lost';
  return level === closedIs ? 'closed' : 'opened';
}
