import type { AskedVisit, DoorTrouble, VisitedDoor } from './session.events.ts';

/** The doors of one session, as pure changes of a list. A locker may come twice: for two reservations in it, one after the other. */
export type Doors = readonly VisitedDoor[];

type Stage = VisitedDoor['is'];

export function doorsFor(visits: readonly AskedVisit[]): Doors {
  return visits.map((visit) => ({ visit, is: 'waiting', why: null }));
}

export function has(doors: Doors, is: Stage): boolean {
  return doors.some((door) => door.is === is);
}

/** Whether a door of this locker has come so far. */
export function isAt(doors: Doors, locker: number, is: Stage): boolean {
  return doors.some((door) => door.visit.locker === locker && door.is === is);
}

/** A door that this session has had released, whatever came of it. One that still waits is nobody's yet. */
export function isTried(doors: Doors, locker: number): boolean {
  return doors.some((door) => door.visit.locker === locker && door.is !== 'waiting');
}

/** The next door to release: none that stands open for somebody's other parcel in it. */
export function nextWaiting(doors: Doors): VisitedDoor | undefined {
  return doors.find((door) => door.is === 'waiting' && !isAt(doors, door.visit.locker, 'open'));
}

/** The next door, unless one is being released already: because it was asked for by its number, or because coils take turns. */
export function releaseNext(doors: Doors): Doors {
  const next = has(doors, 'releasing') ? undefined : nextWaiting(doors);
  return doors.map((door) => (door === next ? { ...door, is: 'releasing' } : door));
}

/** The door of a locker has opened: the one that is being released, or the last one that was tried before. */
export function opened(doors: Doors, locker: number): Doors {
  const at = doors.findIndex((door) => door.visit.locker === locker && door.is === 'releasing');
  const index = at >= 0 ? at : doors.findLastIndex((door) => door.visit.locker === locker && door.is !== 'waiting');
  return change(doors, index, 'open');
}

/** Shut for every visit to it: one leaf cannot be open for the one and shut for the other. */
export function closed(doors: Doors, locker: number): Doors {
  return doors.map((door) => (door.visit.locker === locker && door.is === 'open' ? { ...door, is: 'shut' } : door));
}

/** The door that was being released. */
export function stuck(doors: Doors, why: DoorTrouble): Doors {
  return change(doors, doors.findIndex(({ is }) => is === 'releasing'), 'stuck', why);
}

/** Released once more, before all that wait: the last visit to that locker that is over or came to nothing. */
export function again(doors: Doors, locker: number): Doors {
  const index = doors.findLastIndex((door) => door.visit.locker === locker && (door.is === 'shut' || door.is === 'stuck'));
  return change(doors, index, 'releasing');
}

export function skipped(doors: Doors, locker: number): Doors {
  return change(doors, doors.findIndex((door) => door.visit.locker === locker && door.is === 'stuck'), 'skipped');
}

/** The storage of which its person has not said yet whether it ends with this visit. */
export function toAskAbout(doors: Doors): VisitedDoor | undefined {
  return doors.find(({ visit }) => visit.purpose === 'keep' && visit.ends === undefined);
}

export function ending(doors: Doors, ends: boolean): Doors {
  const asked = toAskAbout(doors);
  return doors.map((door) => (door === asked ? { ...door, visit: { ...door.visit, ends } } : door));
}

/** The last thing that was put in, and may not have been: its door is shut. */
export function putIn(doors: Doors): AskedVisit | undefined {
  return doors.findLast(({ is, visit }) => is === 'shut' && (visit.purpose === 'deposit' || visit.purpose === 'swap'))?.visit;
}

/** The last storage that was opened, and may end. */
export function kept(doors: Doors): AskedVisit | undefined {
  return doors.findLast(({ is, visit }) => (is === 'open' || is === 'shut') && visit.purpose === 'keep')?.visit;
}

/** The last visit to a locker out of which something is taken, and in which some of it may stay. */
export function takenOut(doors: Doors, locker: number): AskedVisit | undefined {
  return doors.findLast(({ is, visit }) =>
    visit.locker === locker && (is === 'open' || is === 'shut') && (visit.purpose === 'pickup' || visit.purpose === 'empty'))?.visit;
}

export function releasing(doors: Doors): VisitedDoor | undefined {
  return doors.find(({ is }) => is === 'releasing');
}

function change(doors: Doors, index: number, is: Stage, why: DoorTrouble | null = null): Doors {
  return doors.map((door, at) => (at === index ? { ...door, is, why } : door));
}
