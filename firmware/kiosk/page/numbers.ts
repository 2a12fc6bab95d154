import type { CabinetDrawing, DoorOnScreen, DoorPlace, Rectangle } from '../screens.ts';
import { calloutEm, calloutsFor, type Callout } from './callouts.ts';
import { areApart, cornersOf, isOver } from './overlap.ts';
import { paperOf, type PaperPx } from './paper.ts';

/** Digits of 34 px are 24 px high: found at a glance from 60 cm. Where all letters are larger, so are these. */
const soughtPx = 34;
const soughtEm = 0.85;
/** Nobody looks for a door that is shut, or that somebody has passed over: its number need only be read. */
const restingPx = 16;
/** Smaller than this nobody reads the number of a door that is not theirs, nor where they stand. */
const otherPx = 12;

/** What a door of the visit is large enough for: a picture and its number, a picture, or nothing that could be told apart. */
export type Holds = 'number' | 'picture' | 'nothing';

/** Where the numbers of a drawing stand, and how large. */
export interface Numbers {
  readonly callouts: readonly Callout[];
  /** How large the letters of callouts are, and those in the other doors where these are not too small for them. */
  readonly letterMm: number;
  readonly otherLetterMm: number;
  /** What stands in a door of the visit. */
  inMarked(place: DoorPlace & Rectangle): Holds;
  /** How large it is in any other door; `null`: it could not be read, or only half of it. */
  otherMm(place: DoorPlace & Rectangle): number | null;
}

/** Whoever is to go to a door looks for it. */
function isSought({ is }: DoorOnScreen): boolean {
  return is !== 'shut' && is !== 'skipped';
}

/** How large the number in a door of the visit is, beside the picture of what happens there. */
export function markedNumberMm({ widthMm, heightMm }: Rectangle): number {
  return Math.min(heightMm * 0.8, widthMm * 0.3);
}

/** As large as this screen is, says of each door whether its number stands in it, beside it, or nowhere. */
export function numbersOf(cabinet: CabinetDrawing, doors: readonly DoorOnScreen[], screen: PaperPx): Numbers {
  const paper = paperOf(cabinet, screen);
  const { pxPerMm } = paper;
  // A 45th of the width of a drawing across the screen is what can still be read; of a smaller one more.
  const otherLetterMm = Math.max(84, cabinet.widthMm / 45, otherPx / pxPerMm);
  const placeOf = new Map(cabinet.lockers.map((place) => [place.locker, place]));
  const marked = doors.flatMap((door) => {
    const place = placeOf.get(door.locker);
    return place ? [{ door, place }] : [];
  });
  const isAnySought = doors.some(isSought);
  const leastPx = isAnySought ? Math.max(soughtPx, soughtEm * screen.letterPx) : restingPx;
  const called = marked
    .filter(({ door, place }) => isSought(door) === isAnySought && markedNumberMm(place) * pxPerMm < leastPx)
    .sort((one, other) => rankOf(one.door) - rankOf(other.door));
  const callouts = calloutsFor(called.map(({ place }) => place), {
    paper, letterMm: paper.letterMm, kiosk: cabinet.kiosk, marked: marked.map(({ place }) => place),
    cabinet: { xMm: 0, yMm: 0, widthMm: cabinet.widthMm, heightMm: cabinet.heightMm },
  });
  return {
    callouts, letterMm: paper.letterMm, otherLetterMm,
    inMarked: (place) => {
      const px = markedNumberMm(place) * pxPerMm;
      const isSmall = called.some((one) => one.place.locker === place.locker);
      const isCalled = callouts.some(({ locker }) => locker === place.locker);
      // There was no room for it beside the door: small is better than nowhere.
      if (!isCalled && px >= (isSmall ? otherPx : restingPx)) return 'number';
      return px >= otherPx ? 'picture' : 'nothing';
    },
    otherMm: (place) => {
      const mm = Math.min(otherLetterMm, place.heightMm * 0.75, place.widthMm * 0.4);
      const number = numberBox(place, mm);
      const isHidden = callouts.some(({ box, pointer }) => isOver(box, number) || !areApart(pointer, cornersOf(number)));
      return isHidden || mm * pxPerMm < otherPx - 0.01 ? null : mm;
    },
  };
}

/** An open door first, then one that is stuck, then one that is to open. */
function rankOf({ is }: DoorOnScreen): number {
  return ['open', 'stuck', 'releasing', 'waiting'].indexOf(is);
}

/** What a number takes of its door, and a little around it for the outline of what might cover it. */
function numberBox({ locker, xMm, yMm, widthMm, heightMm }: DoorPlace & Rectangle, mm: number): Rectangle {
  const wide = (String(locker).length * calloutEm.digit + 0.25) * mm;
  const high = mm * 1.25;
  return { xMm: xMm + (widthMm - wide) / 2, yMm: yMm + (heightMm - high) / 2, widthMm: wide, heightMm: high };
}
