import type { AskedVisit, DoorTrouble, VisitedDoor } from './session.events.ts';

/** The doors of one session, as pure changes of a list. A locker may come twice: for two reservations in it, one after the other. */
export type Doors = readonly VisitedDoor[];

export function doorsFor(visits: readonly AskedVisit[]): Doors {
  return visits.map((visit) => ({ visit, is: 'waiting', why: null }));
}

export function has(doors: Doors, is: VisitedDoor['is']): boolean {
  return doors.some((door) => door.is === is);
}

export function hasLocker(doors: Doors, locker: number): boolean {
  return doors.some(({ visit }) => visit.locker === locker);
}

/** The next door to release: none that stands open for somebody's other parcel in it. */
export function nextWaiting(doors: Doors): VisitedDoor | undefined {
  return doors.find((door) => door.is === 'waiting' && !isOpen(doors, door.visit.locker));
}

export function releaseNext(doors: Doors): Doors {
  const next = nextWaiting(doors);
  return doors.map((door) => (door === next ? { ...door, is: 'releasing' } : door));
}

/** The door of a locker has opened: the one that is being released, or the one that was shut or stuck before. */
export function opened(doors: Doors, locker: number): Doors {
  const at = doors.findIndex((door) => door.visit.locker === locker && door.is === 'releasing');
  const index = at >= 0 ? at : doors.findLastIndex((door) => door.visit.locker === locker && door.is !== 'waiting');
  return change(doors, index, 'open');
}

export function closed(doors: Doors, locker: number): Doors {
  return change(doors, doors.findIndex((door) => door.visit.locker === locker && door.is === 'open'), 'shut');
}

export function stuck(doors: Doors, locker: number, why: DoorTrouble): Doors {
  return change(doors, doors.findIndex((door) => door.visit.locker === locker && door.is === 'releasing'), 'stuck', why);
}

/** To be released once more: the last visit to that locker that is over or came to nothing. */
export function again(doors: Doors, locker: number): Doors {
  return change(doors, doors.findLastIndex((door) => door.visit.locker === locker && (door.is === 'shut' || door.is === 'stuck')), 'waiting');
}

export function skipped(doors: Doors, locker: number): Doors {
  return change(doors, doors.findIndex((door) => door.visit.locker === locker && door.is === 'stuck'), 'skipped');
}

function isOpen(doors: Doors, locker: number): boolean {
  return doors.some((door) => door.visit.locker === locker && door.is === 'open');
}

function change(doors: Doors, index: number, is: VisitedDoor['is'], why: DoorTrouble | null = null): Doors {
  return doors.map((door, at) => (at === index ? { ...door, is, why } : door));
}
