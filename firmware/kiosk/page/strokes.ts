import { strokesLengthMost } from '../limits.ts';

/**
 * A signature as text: strokes of points in a field of 1000 by 1000, `12,34 40,50 60,70;…`. It proves that somebody has
 * signed and how it looked, in a few hundred characters: what a hand draws has far more points than it has bends.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Least deviation that is kept, in thousandths of the field: half a line's width. */
const finest = 2;

/** All strokes as text of at most `strokesLengthMost` characters: the finer the fewer there are. */
export function strokesText(strokes: readonly (readonly Point[])[]): string {
  let kept = strokes;
  for (let tolerance = finest; tolerance < 1000; tolerance *= 1.5) {
    kept = kept.map((stroke) => simplified(stroke, tolerance));
    const text = kept.map(pointsText).join(';');
    if (text.length <= strokesLengthMost) return text;
  }
  return strokes.map(([first]) => (first ? pointsText([first]) : '')).join(';').slice(0, strokesLengthMost);
}

function pointsText(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${String(Math.round(x))},${String(Math.round(y))}`).join(' ');
}

/** The stroke without the points that lie within `tolerance` of the line between their neighbours (Douglas and Peucker). */
export function simplified(stroke: readonly Point[], tolerance: number): readonly Point[] {
  const [first, last] = [stroke.at(0), stroke.at(-1)];
  if (!first || !last || stroke.length < 3) return stroke;
  let farthest = 0;
  let bend = 0;
  for (const [at, point] of stroke.entries()) {
    const away = distance(point, first, last);
    if (away > farthest) [farthest, bend] = [away, at];
  }
  if (farthest <= tolerance) return [first, last];
  return [...simplified(stroke.slice(0, bend + 1), tolerance).slice(0, -1), ...simplified(stroke.slice(bend), tolerance)];
}

function distance({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(x - from.x, y - from.y);
  return Math.abs(dx * (from.y - y) - dy * (from.x - x)) / length;
}

/** The same strokes as the path of an SVG; a dot is a line of no length, which a round line cap draws. */
export function strokesPath(strokes: readonly (readonly Point[])[]): string {
  return strokes.map((stroke) => {
    const points = stroke.length === 1 ? [...stroke, ...stroke] : stroke;
    return points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  }).join('');
}
