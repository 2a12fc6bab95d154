import type { Rectangle } from '../screens.ts';
import { areApart, cornersOf, distancesTo, isOver, type Point } from './overlap.ts';

/** A door whose number is said beside it, in letters that fit no door of a large cabinet. */
interface CalledDoor extends Rectangle {
  readonly locker: number;
}

/** The number of one door: a box beside it, with a pointer that touches the door. */
export interface Callout {
  readonly locker: number;
  readonly box: Rectangle;
  /** Its tip, between the two corners of its foot at the box. */
  readonly pointer: readonly [Point, Point, Point];
}

/** Where callouts may be, and what they should rather not cover. */
interface Ground {
  /** All that is drawn on: nothing sticks out of it. */
  readonly paper: Rectangle;
  /** Beside the cabinet a callout covers nothing. */
  readonly cabinet: Rectangle;
  /** Where people stand: what tells them left from right. */
  readonly kiosk: Rectangle;
  /** All doors that matter as much as those that are called out: none is covered. */
  readonly sought: readonly Rectangle[];
  /** The other doors of the visit: one that is called out matters more. */
  readonly others: readonly Rectangle[];
  readonly letterMm: number;
}

/** The size of a callout, in letters: a picture of what happens behind the door, then its number. */
export const calloutEm = {
  height: 1.36, padding: 0.3, icon: 0.95, space: 0.12,
  digit: 0.58, // bold digits are 0.56 em wide
} as const;

/** The rest is in letters, too. Nearer than this a pointer could not be seen. */
const gapEm = 0.4;
/** Nearer than this two boxes look like one. */
const apartEm = 0.2;
/** Half of the foot of a pointer, and how far inside its box it begins. */
const footEm = 0.28;
const cornerEm = 0.5;
/** How far apart the places are that are tried. */
const stepEm = 0.5;

/** More numbers than these nobody takes in at a glance; six take up to ten times as long as one, and twenty would take a hundred. */
export const calloutsMost = 6;

interface Candidate extends Callout {
  readonly cost: number;
}

/**
 * A callout for each door for which there is room. None covers a door that is looked for or another callout, and no pointer
 * crosses either. Whoever chooses first gets the best place: the first of the doors, unless another one that chooses
 * before it lets more find a place, or with shorter pointers. There are `calloutsMost` doors at most.
 */
export function calloutsFor(doors: readonly CalledDoor[], ground: Ground): readonly Callout[] {
  const wishes = doors.map((door) => candidatesFor(door, ground));
  const orders = [wishes, ...wishes.slice(1).map((first) => [first, ...wishes.filter((wish) => wish !== first)])];
  const costOf = (placed: readonly Candidate[]): number =>
    placed.reduce((sum, { cost }) => sum + cost, 0) + (doors.length - placed.length) * missingCost;
  const [best] = orders.map((order) => placeInTurn(order, ground)).sort((one, other) => costOf(one) - costOf(other));
  return best ?? [];
}

/** Dearer than the longest pointer across any wall. */
const missingCost = 1e4;

function placeInTurn(wishes: readonly (readonly Candidate[])[], { letterMm }: Ground): readonly Candidate[] {
  const placed: Candidate[] = [];
  for (const wish of wishes) {
    const chosen = wish.find((one) => placed.every((other) => areClear(one, other, apartEm * letterMm)));
    if (chosen) placed.push(chosen);
  }
  return placed;
}

/** Every place from which no door is covered that is looked for, the best first. */
function candidatesFor(door: CalledDoor, ground: Ground): readonly Candidate[] {
  const { paper, cabinet, kiosk, sought, letterMm } = ground;
  const { height, padding, icon, space, digit } = calloutEm;
  const widthMm = (2 * padding + icon + space + String(door.locker).length * digit) * letterMm;
  const heightMm = height * letterMm;
  const gapMm = gapEm * letterMm;
  const kept = sought.filter((other) => !isOver(other, door));
  const keptCorners = kept.map(cornersOf);
  const others = ground.others.map((other) => ({ other, corners: cornersOf(other) }));
  const columns = placesAlong(paper.xMm, paper.widthMm - widthMm, stepEm * letterMm, [
    door.xMm + (door.widthMm - widthMm) / 2, door.xMm - gapMm - widthMm, door.xMm + door.widthMm + gapMm,
  ]);
  const rows = placesAlong(paper.yMm, paper.heightMm - heightMm, stepEm * letterMm, [
    door.yMm + (door.heightMm - heightMm) / 2, door.yMm - gapMm - heightMm, door.yMm + door.heightMm + gapMm,
  ]);
  const candidates: Candidate[] = [];
  for (const xMm of columns) {
    for (const yMm of rows) {
      const box = { xMm, yMm, widthMm, heightMm };
      const away = distancesTo(box, door);
      if (Math.max(away.xMm, away.yMm) < gapMm * 0.999 || kept.some((other) => isOver(box, other, apartEm * letterMm))) continue;
      const pointer = pointerOf(box, door, letterMm);
      if (keptCorners.some((other) => !areApart(pointer, other))) continue;
      const isOverOther = others.some(({ other, corners }) => isOver(box, other) || !areApart(pointer, corners));
      const covers = (isOver(box, cabinet) ? coveringCost : 0) + (isOver(box, kiosk) ? kioskCost : 0) + (isOverOther ? otherCost : 0);
      candidates.push({ locker: door.locker, box, pointer, cost: wayOf(box, door) / letterMm + covers });
    }
  }
  return candidates.sort((one, other) => one.cost - other.cost);
}

/** In letters of pointer: a door is found along a short straight one, even where the box covers other doors. */
const coveringCost = 0.7;
const kioskCost = 4;
const otherCost = 12;

/** Where a box may begin along one side of the paper: at the places that are good for it, and at steps between. */
function placesAlong(fromMm: number, roomMm: number, stepMm: number, good: readonly number[]): readonly number[] {
  const steps = Array.from({ length: Math.max(0, Math.floor(roomMm / stepMm)) + 1 }, (_, at) => fromMm + at * stepMm);
  return [...good, ...steps, fromMm + roomMm].filter((mm) => mm >= fromMm && mm <= fromMm + roomMm);
}

/** From one box to the other by the shortest way; slanted it is harder to follow, and so is one that begins at the box's end. */
function wayOf(box: Rectangle, door: Rectangle): number {
  const { xMm, yMm } = distancesTo(box, door);
  const aside = Math.hypot(box.xMm + (box.widthMm - door.widthMm) / 2 - door.xMm, box.yMm + (box.heightMm - door.heightMm) / 2 - door.yMm);
  return Math.hypot(Math.max(0, xMm), Math.max(0, yMm)) + 3 * Math.max(0, Math.min(xMm, yMm)) + aside / 10;
}

/** From inside the box to the nearest place that is clearly in the door: at its very corner it might be the next one's. */
function pointerOf(box: Rectangle, door: Rectangle, letterMm: number): Callout['pointer'] {
  const inDoor = Math.min(door.widthMm, door.heightMm) / 4;
  const tip = nearestIn(door, inDoor, nearestIn(box, cornerEm * letterMm, nearestIn(door, Infinity, { x: 0, y: 0 })));
  const from = nearestIn(box, cornerEm * letterMm, tip);
  const length = Math.hypot(tip.x - from.x, tip.y - from.y);
  const [x, y] = [(tip.x - from.x) / length, (tip.y - from.y) / length].map((part) => part * footEm * letterMm) as [number, number];
  return [{ x: from.x + y, y: from.y - x }, tip, { x: from.x - y, y: from.y + x }];
}

/** The place in a box, away from its edge, that is nearest to a point; its middle where it is too small for that. */
function nearestIn({ xMm, yMm, widthMm, heightMm }: Rectangle, fromEdge: number, { x, y }: Point): Point {
  const within = (at: number, from: number, length: number): number => {
    const edge = Math.min(fromEdge, length / 2);
    return Math.min(Math.max(at, from + edge), from + length - edge);
  };
  return { x: within(x, xMm, widthMm), y: within(y, yMm, heightMm) };
}

function areClear(one: Callout, other: Callout, apartMm: number): boolean {
  return !isOver(one.box, other.box, apartMm)
    && areApart(one.pointer, other.pointer) && areApart(one.pointer, cornersOf(other.box)) && areApart(other.pointer, cornersOf(one.box));
}
