import { sayNumbers } from '../../../statecharts/say-numbers.ts';
import type { CabinetDrawing, DoorOnScreen, DoorPlace, Rectangle } from '../screens.ts';
import { calloutEm, calloutsFor, calloutsMost, type Callout } from './callouts.ts';
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
  /** The doors that people look for: no callout covers one, as it may any other. */
  readonly sought: ReadonlySet<number>;
  /** How large the letters of callouts are, and those in the other doors where these are not too small for them. */
  readonly letterMm: number;
  readonly otherLetterMm: number;
  /** What stands in a door of the visit. */
  inMarked(place: DoorPlace & Rectangle): Holds;
  /** How large it is in any other door; `null`: it could not be read, or only half of it. */
  otherMm(place: DoorPlace & Rectangle): number | null;
}

/** What whoever stands here looks for first: an open door, else one that is stuck, else one that is to open, else none any more. */
const ranks: readonly (readonly DoorOnScreen['is'][])[] = [['open'], ['stuck'], ['releasing', 'waiting'], ['shut', 'skipped']];

/** The doors of the best rank that there is. No other is called out, so that none takes the room of one that matters more. */
function lookedFor(doors: readonly DoorOnScreen[]): readonly DoorOnScreen[] {
  const best = ranks.find((rank) => doors.some(({ is }) => rank.includes(is))) ?? [];
  return best.flatMap((is) => doors.filter((door) => door.is === is));
}

/** The lockers of doors, each once: somebody may have two parcels behind one door. */
function lockersOf(doors: readonly DoorOnScreen[]): readonly number[] {
  return [...new Set(doors.map(({ locker }) => locker))];
}

/** Any two doors of any cabinet find room for a callout on any screen; three on a small one may not. */
const calledSurely = 2;

/** The numbers of more open doors than the drawing surely has room for, in one line: `1–12, 15`. */
export function numbersInLine(doors: readonly DoorOnScreen[]): string | null {
  const open = lockersOf(doors.filter(({ is }) => is === 'open'));
  return open.length <= calledSurely ? null : sayNumbers(open, '–');
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
  const placesOf = (some: readonly DoorOnScreen[]) => lockersOf(some).flatMap((locker) => placeOf.get(locker) ?? []);
  const first = lookedFor(doors);
  const sought = new Set(lockersOf(first));
  const isResting = first.every(({ is }) => is === 'shut' || is === 'skipped');
  const leastPx = isResting ? restingPx : Math.max(soughtPx, soughtEm * screen.letterPx);
  const isSmall = (place: Rectangle): boolean => markedNumberMm(place) * pxPerMm < leastPx;
  const soughtPlaces = placesOf(first);
  const callouts = calloutsFor(soughtPlaces.filter(isSmall).slice(0, calloutsMost), {
    paper, letterMm: paper.letterMm, kiosk: cabinet.kiosk, sought: soughtPlaces,
    others: placesOf(doors.filter(({ locker }) => !sought.has(locker))),
    cabinet: { xMm: 0, yMm: 0, widthMm: cabinet.widthMm, heightMm: cabinet.heightMm },
  });
  const called = new Set(callouts.map(({ locker }) => locker));
  return {
    callouts, sought, letterMm: paper.letterMm, otherLetterMm,
    inMarked: (place) => {
      const px = markedNumberMm(place) * pxPerMm;
      // There was no room for it beside the door: small is better than nowhere.
      if (!called.has(place.locker) && px >= (sought.has(place.locker) && isSmall(place) ? otherPx : restingPx)) return 'number';
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

/** What a number takes of its door, and a little around it for the outline of what might cover it. */
function numberBox({ locker, xMm, yMm, widthMm, heightMm }: DoorPlace & Rectangle, mm: number): Rectangle {
  const wide = (String(locker).length * calloutEm.digit + 0.25) * mm;
  const high = mm * 1.25;
  return { xMm: xMm + (widthMm - wide) / 2, yMm: yMm + (heightMm - high) / 2, widthMm: wide, heightMm: high };
}
