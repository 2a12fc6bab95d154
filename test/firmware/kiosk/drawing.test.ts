import { expect, test } from 'vitest';
import { drawingOf, placesIn } from '../../../firmware/kiosk/drawing.ts';
import { testProfile } from '../../support/profiles.ts';

test('a cabinet is drawn by its profile: columns from the left, lockers from the top, the floor a plinth below', () => {
  const profile = testProfile();
  const [column] = profile.columns;
  const lockers = column?.lockers ?? [];
  const columns = [
    { widthMm: 400, kioskMm: 600, lockers: lockers.slice(0, 1) },
    { widthMm: 500, kioskMm: 0, lockers: lockers.slice(1, 3) },
  ];
  expect(drawingOf({ ...profile, plinthMm: 70, columns })).toEqual({
    widthMm: 900, heightMm: 750, plinthMm: 70,
    kiosk: { xMm: 0, yMm: 0, widthMm: 400, heightMm: 600 },
    lockers: [
      { locker: 1, column: 1, row: 1, xMm: 0, yMm: 600, widthMm: 400, heightMm: 150, accessible: false },
      { locker: 2, column: 2, row: 1, xMm: 400, yMm: 0, widthMm: 500, heightMm: 150, accessible: false },
      { locker: 3, column: 2, row: 2, xMm: 400, yMm: 150, widthMm: 500, heightMm: 150, accessible: false },
    ],
  });
});

test('a door is where its locker is drawn, and one that is not drawn is nowhere', () => {
  const placeOf = placesIn(drawingOf(testProfile()));
  expect(placeOf(2)).toEqual({ locker: 2, column: 1, row: 2 });
  expect(() => placeOf(99)).toThrow('locker 99 is not in the drawing');
});
