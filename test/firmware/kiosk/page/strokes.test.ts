import { describe, expect, test } from 'vitest';
import { strokesLengthMost } from '../../../../firmware/kiosk/limits.ts';
import { simplified, strokesPath, strokesText, type Point } from '../../../../firmware/kiosk/page/strokes.ts';

const wave = (points: number): readonly Point[] =>
  Array.from({ length: points }, (_, at) => ({ x: (at * 1000) / points, y: 200 + 150 * Math.sin(at / 7) + (at % 3) }));

describe('a signature', () => {
  test('is sent as strokes of whole points', () => {
    expect(strokesText([[{ x: 1.4, y: 2.6 }, { x: 500, y: 300 }], [{ x: 7, y: 7 }]])).toBe('1,3 500,300;7,7');
  });

  test('keeps its bends and loses what lies on a straight line between them', () => {
    const line = [{ x: 0, y: 0 }, { x: 50, y: 1 }, { x: 100, y: 0 }, { x: 100, y: 50 }, { x: 100, y: 100 }];
    expect(simplified(line, 2)).toEqual([{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }]);
  });

  test('that comes back to where it began keeps its loop', () => {
    const loop = [{ x: 0, y: 0 }, { x: 100, y: 80 }, { x: 0, y: 0 }];
    expect(simplified(loop, 2)).toEqual(loop);
  });

  test.each([[1, 10], [5, 400], [60, 900]])('of %d strokes with %d points each fits into one input', (strokes, points) => {
    const text = strokesText(Array.from({ length: strokes }, () => wave(points)));
    expect(text.length).toBeLessThanOrEqual(strokesLengthMost);
    expect(text).toMatch(/^\d+,\d+( \d+,\d+)*(;\d+,\d+( \d+,\d+)*)*$/);
    expect(text.split(';')).toHaveLength(strokes);
  });

  test('of somebody who hammers on the field stays within the bound too', () => {
    const dots = Array.from({ length: 2000 }, (_, at) => [{ x: at % 1000, y: 400 }]);
    expect(strokesText(dots).length).toBeLessThanOrEqual(strokesLengthMost);
  });

  test('shows a dot where the finger only touched', () => {
    expect(strokesPath([[{ x: 1, y: 2 }]])).toBe('M1.0 2.0L1.0 2.0');
  });
});
