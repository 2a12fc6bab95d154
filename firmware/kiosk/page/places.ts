import type { DoorPlace } from '../screens.ts';

/** Which place is told of which locker. A telling names each place once, in the order of its lockers. */
export function placesByLocker(lockers: readonly DoorPlace[], places: readonly string[]): ReadonlyMap<number, string> {
  const once = [...new Set(lockers.map(({ locker }) => locker))];
  return new Map(once.flatMap((locker, index) => (places[index] === undefined ? [] : [[locker, places[index]]])));
}
