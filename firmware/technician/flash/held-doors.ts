import type { Hardware, SensorReading } from '../../ports/hardware.ts';

/** Nobody moves a door so often in half a minute; beyond that the latest takes the place of the one before. */
const keptMost = 8;

/**
 * The doors of a profile on trial. One that reads its contacts the wrong way round would have the books doubt every locker, long
 * after it has gone back by itself: so nobody hears of doors until it is believed, and then of all that they have done
 * meanwhile, in turn. Whoever is inside is let out all the same.
 */
export function heldDoors(
  { sensors, insideReleases }: Pick<Hardware, 'sensors' | 'insideReleases'>, passed: Promise<void>,
  onTrouble: (where: string, error: unknown) => void,
): Pick<Hardware, 'sensors' | 'insideReleases'> {
  const letOut = new Set<number>();
  return {
    sensors: {
      watch: (listener) => {
        const kept = new Map<number, SensorReading[]>();
        let isHeld = true;
        sensors.watch((locker, reading) => {
          if (isHeld) kept.set(locker, [...(kept.get(locker) ?? []).slice(0, keptMost - 1), reading]);
          else listener(locker, reading);
        });
        void passed.then(() => {
          isHeld = false;
          for (const [locker, readings] of kept) {
            // Nobody is told of a release from inside while it lasts: such a door is found as it is now, and not forced.
            for (const reading of letOut.has(locker) ? readings.slice(-1) : readings) listener(locker, reading);
          }
        }).catch((error: unknown) => onTrouble('sensors', error));
      },
    },
    ...(insideReleases && {
      insideReleases: {
        watch: (listener) => insideReleases.watch((locker) => {
          letOut.add(locker);
          listener(locker);
        }),
      },
    }),
  };
}
