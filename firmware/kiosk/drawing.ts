import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { CabinetDrawing, DoorPlace, Rectangle } from './screens.ts';

/** The drawing of a cabinet, made from its profile: columns from the left, lockers from the top. */
export function drawingOf(profile: Profile): CabinetDrawing {
  const heights = profile.columns.map((column) => column.kioskMm + column.lockers.reduce((sum, l) => sum + l.heightMm, 0));
  const lockers: (DoorPlace & Rectangle & { accessible: boolean })[] = [];
  let kiosk: Rectangle = { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };
  let xMm = 0;
  for (const [index, column] of profile.columns.entries()) {
    let yMm = column.kioskMm;
    if (column.kioskMm > 0) kiosk = { xMm, yMm: 0, widthMm: column.widthMm, heightMm: column.kioskMm };
    for (const [row, locker] of column.lockers.entries()) {
      const { number, heightMm, accessible } = locker;
      lockers.push({ locker: number, column: index + 1, row: row + 1, xMm, yMm, widthMm: column.widthMm, heightMm, accessible });
      yMm += heightMm;
    }
    xMm += column.widthMm;
  }
  return { widthMm: xMm, heightMm: Math.max(...heights), plinthMm: profile.plinthMm, kiosk, lockers };
}

/** Where each locker's door is. Asked about a locker that is not drawn it throws. */
export function placesIn({ lockers }: CabinetDrawing): (locker: number) => DoorPlace {
  const places = new Map(lockers.map(({ locker, column, row }) => [locker, { locker, column, row }]));
  return (locker) => {
    const place = places.get(locker);
    if (!place) throw new RangeError(`locker ${String(locker)} is not in the drawing of the cabinet`);
    return place;
  };
}
