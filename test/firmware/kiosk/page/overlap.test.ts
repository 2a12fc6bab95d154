import { describe, expect, test } from 'vitest';
import { areApart, cornersOf, distancesTo, isOver, type Point } from '../../../../firmware/kiosk/page/overlap.ts';
import type { Rectangle } from '../../../../firmware/kiosk/screens.ts';

const door = (xMm: number, yMm: number): Rectangle => ({ xMm, yMm, widthMm: 400, heightMm: 100 });

describe('two doors', () => {
  test('beside each other share an edge and are not one over the other', () => {
    expect(isOver(door(0, 0), door(400, 0))).toBe(false);
    expect(isOver(door(0, 0), door(399, 0))).toBe(true);
    expect(areApart(cornersOf(door(0, 0)), cornersOf(door(0, 100)))).toBe(true);
  });

  test('are nearer than they may be', () => {
    expect(isOver(door(0, 0), door(450, 0), 50)).toBe(false);
    expect(isOver(door(0, 0), door(449, 0), 50)).toBe(true);
  });

  test('are as far apart as the gap between them, on either side', () => {
    expect(distancesTo(door(0, 0), door(450, 130))).toEqual({ xMm: 50, yMm: 30 });
    expect(distancesTo(door(450, 130), door(0, 0))).toEqual({ xMm: 50, yMm: 30 });
    expect(distancesTo(door(0, 0), door(0, 130))).toEqual({ xMm: -400, yMm: 30 });
  });
});

describe('a pointer', () => {
  const past: readonly Point[] = [{ x: 420, y: 0 }, { x: 900, y: 300 }, { x: 520, y: 0 }];

  test('that goes past the corner of a door does not touch it, though a box around it would', () => {
    expect(areApart(past, cornersOf(door(400, 100)))).toBe(false);
    expect(areApart(past, cornersOf(door(150, 100)))).toBe(true);
    expect(areApart(cornersOf(door(150, 100)), past)).toBe(true);
  });

  test('within a door touches it', () => {
    expect(areApart([{ x: 10, y: 10 }, { x: 20, y: 10 }, { x: 15, y: 20 }], cornersOf(door(0, 0)))).toBe(false);
  });
});
