import type { Rectangle } from '../screens.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corners of a box, in turn. */
export function cornersOf({ xMm, yMm, widthMm, heightMm }: Rectangle): readonly Point[] {
  const [left, top, right, bottom] = [xMm, yMm, xMm + widthMm, yMm + heightMm];
  return [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }];
}

/** How far apart two boxes are on either axis; less than 0 where they are beside each other. */
export function distancesTo(one: Rectangle, other: Rectangle): { readonly xMm: number; readonly yMm: number } {
  return {
    xMm: Math.max(other.xMm - one.xMm - one.widthMm, one.xMm - other.xMm - other.widthMm),
    yMm: Math.max(other.yMm - one.yMm - one.heightMm, one.yMm - other.yMm - other.heightMm),
  };
}

/** Whether two boxes share more than an edge, or are nearer to each other than they may be. */
export function isOver(one: Rectangle, other: Rectangle, apartMm = 0): boolean {
  const { xMm, yMm } = distancesTo(one, other);
  return Math.max(xMm, yMm) < apartMm - 1e-6;
}

/** Two shapes without dents are apart when a line fits between them: then one runs along an edge of theirs. */
export function areApart(one: readonly Point[], other: readonly Point[]): boolean {
  return hasGapAtAnEdge(one, other) || hasGapAtAnEdge(other, one);
}

function hasGapAtAnEdge(shape: readonly Point[], other: readonly Point[]): boolean {
  return shape.some((from, at) => {
    const to = shape[(at + 1) % shape.length] ?? from;
    const own = spanAcross(shape, from, to);
    const others = spanAcross(other, from, to);
    return others.least >= own.most - slack || others.most <= own.least + slack;
  });
}

/** How far the corners of a shape are from a line, on either side of it. */
function spanAcross(shape: readonly Point[], from: Point, to: Point): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const { x, y } of shape) { // thousands of these a frame: no lists
    const across = (x - from.x) * (from.y - to.y) + (y - from.y) * (to.x - from.x);
    if (across < least) least = across;
    if (across > most) most = across;
  }
  return { least, most };
}

/** Rounding of fractions, in square millimetres. */
const slack = 1e-6;
