import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProfile } from '../../../firmware/adapters/profile-file.ts';
import { drawingOf } from '../../../firmware/kiosk/drawing.ts';
import { layOut } from '../../../sim/page/shelves.ts';

const drawing = (id: string) => drawingOf(loadProfile(id, join(import.meta.dirname, '../../../board-profiles')));
const laptop = { width: 465, height: 420 };

test('a usual cabinet is drawn in one piece, as it stands there', () => {
  const cabinet = drawing('sim-24');
  const { pieces, lockers, scale } = layOut(cabinet, laptop);
  expect(pieces).toEqual([{ xMm: 0, yMm: 0, front: cabinet }]);
  expect(lockers).toEqual(cabinet.lockers);
  expect(scale).toBeGreaterThan(0.15);
});

test('a cabinet of 240 doors is cut between columns, with every door and the kiosk once, and none over another', () => {
  const cabinet = drawing('four-buses-240');
  const { pieces, lockers, widthMm, heightMm, scale } = layOut(cabinet, laptop);
  expect(pieces.length).toBeGreaterThan(1);
  expect(lockers.map(({ locker }) => locker).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, index) => index + 1));
  expect(pieces.filter(({ front }) => front.kiosk.widthMm > 0)).toHaveLength(1);
  expect(new Set(lockers.map(({ xMm, yMm }) => `${String(xMm)}/${String(yMm)}`)).size).toBe(240);
  for (const { xMm, yMm, widthMm: w, heightMm: h } of lockers) {
    expect(xMm + w).toBeLessThanOrEqual(widthMm);
    expect(yMm + h).toBeLessThanOrEqual(heightMm);
  }
  expect(Math.min(...lockers.map((locker) => locker.heightMm)) * scale).toBeGreaterThanOrEqual(24);
  expect(widthMm * scale).toBeLessThanOrEqual(laptop.width + 1);
});

test('a cabinet without any door is nothing to draw, and no mistake', () => {
  const nothing = { widthMm: 0, heightMm: 0, plinthMm: 0, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] };
  expect(layOut(nothing, laptop)).toMatchObject({ lockers: [] });
});
