import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { drawingOf } from '../../../../firmware/kiosk/drawing.ts';
import { calloutsMost, type Callout } from '../../../../firmware/kiosk/page/callouts.ts';
import { markedNumberMm, numbersInLine, numbersOf, type Numbers } from '../../../../firmware/kiosk/page/numbers.ts';
import { areApart, cornersOf, isOver } from '../../../../firmware/kiosk/page/overlap.ts';
import { paperOf, type PaperPx } from '../../../../firmware/kiosk/page/paper.ts';
import type { CabinetDrawing, DoorOnScreen } from '../../../../firmware/kiosk/screens.ts';

const profiles = join(import.meta.dirname, '../../../../board-profiles');
const names = readdirSync(join(profiles, 'cabinets')).map((file) => file.replace(/\.json$/, ''));
const cabinets = new Map(names.map((name) => [name, drawingOf(loadProfile(name, profiles))]));

/** What screens leave for the drawing: beside the words, below them, and below them with a notice on the smallest panel. */
const papers = {
  'a screen of 1280 × 800, across': { widthPx: 1184, heightPx: 311, letterPx: 40 },
  'a screen of 1280 × 800, on one side': { widthPx: 540, heightPx: 646, letterPx: 40 },
  'a screen that stands': { widthPx: 720, heightPx: 695, letterPx: 40 },
  'a panel of 800 × 480, across': { widthPx: 742, heightPx: 173, letterPx: 34 },
  'a panel of 800 × 480, on one side': { widthPx: 324, heightPx: 387, letterPx: 34 },
} as const satisfies Record<string, PaperPx>;

function cabinetOf(name: string): CabinetDrawing {
  const cabinet = cabinets.get(name);
  if (!cabinet) throw new RangeError(`no cabinet ${name}`);
  return cabinet;
}

function doorsAt(cabinet: CabinetDrawing, numbers: readonly number[], is: DoorOnScreen['is'] = 'open'): readonly DoorOnScreen[] {
  return cabinet.lockers.filter(({ locker }) => numbers.includes(locker))
    .map(({ locker, column, row }) => ({ locker, column, row, is, why: null, purpose: 'pickup', items: [] }));
}

/** Whether a line of numbers such as `3–5, 9` has this one. */
function isIn(line: string, locker: number): boolean {
  return line.split(', ').some((part) => {
    const [first, last = first] = part.split('–').map(Number);
    return first !== undefined && last !== undefined && first <= locker && locker <= last;
  });
}

/** Of several doors these are looked for first. */
const ranks: readonly (readonly DoorOnScreen['is'][])[] = [['open'], ['stuck'], ['releasing', 'waiting'], ['shut', 'skipped']];

function soughtOf(doors: readonly DoorOnScreen[]): readonly number[] {
  const rank = ranks.find((one) => doors.some(({ is }) => one.includes(is))) ?? [];
  return doors.filter(({ is }) => rank.includes(is)).map(({ locker }) => locker);
}

/** What is wrong with what a screen says of doors, of which somebody looks for those that are open; one line each. */
function wrongWith(cabinet: CabinetDrawing, doors: readonly DoorOnScreen[], screen: PaperPx): readonly string[] {
  const numbers = numbersOf(cabinet, doors, screen);
  const line = numbersInLine(doors) ?? '';
  const paper = paperOf(cabinet, screen);
  const wrong: string[] = [];
  const sought = soughtOf(doors);
  const places = cabinet.lockers.filter(({ locker }) => sought.includes(locker));
  for (const place of places) {
    const callout = numbers.callouts.find(({ locker }) => locker === place.locker);
    const px = callout ? screen.letterPx : markedNumberMm(place) * paper.pxPerMm;
    const isOpen = doors.some(({ locker, is }) => locker === place.locker && is === 'open');
    if (isOpen && px < 34 && !isIn(line, place.locker)) wrong.push(`${String(place.locker)} is ${px.toFixed(1)} px large`);
    if (callout) wrong.push(...wrongWithCallout(callout, paper, places, numbers));
  }
  return wrong;
}

function wrongWithCallout(
  { locker, box, pointer }: Callout, paper: ReturnType<typeof paperOf>, places: CabinetDrawing['lockers'], { callouts }: Numbers,
): readonly string[] {
  const wrong: string[] = [];
  const isBeyond = box.xMm < paper.xMm - 0.1 || box.xMm + box.widthMm > paper.xMm + paper.widthMm + 0.1
    || box.yMm < paper.yMm - 0.1 || box.yMm + box.heightMm > paper.yMm + paper.heightMm + 0.1;
  if (isBeyond) wrong.push(`${String(locker)} is off the edge`);
  for (const place of places) {
    if (isOver(box, place)) wrong.push(`${String(locker)} covers ${String(place.locker)}`);
    const isTouched = !areApart(pointer, cornersOf(place));
    if (isTouched !== (place.locker === locker)) wrong.push(`the pointer of ${String(locker)} is wrong at ${String(place.locker)}`);
  }
  for (const other of callouts.filter((one) => one.locker !== locker)) {
    const shapes = [cornersOf(other.box), other.pointer];
    const isClear = shapes.every((shape) => areApart(cornersOf(box), shape) && areApart(pointer, shape));
    if (!isClear) wrong.push(`${String(locker)} overlaps ${String(other.locker)}`);
  }
  return wrong;
}

describe.each(Object.entries(papers))('on %s', (_, screen) => {
  test.each(names)('every door of %s that opens alone is found by a number of 24 px', (name) => {
    const cabinet = cabinetOf(name);
    const wrong = cabinet.lockers.flatMap(({ locker }) => wrongWith(cabinet, doorsAt(cabinet, [locker]), screen));
    expect(wrong).toEqual([]);
  });

  test.each(names)('any two doors of %s that are open together are found, and none hides the other', (name) => {
    const cabinet = cabinetOf(name);
    const all = cabinet.lockers.map(({ locker }) => locker);
    const neighbours = all.slice(1).map((locker, at) => [all[at] ?? 0, locker]);
    const two = fc.oneof(fc.constantFrom(...neighbours), fc.uniqueArray(fc.constantFrom(...all), { minLength: 2, maxLength: 2 }));
    fc.assert(fc.property(two, (numbers) => {
      expect(wrongWith(cabinet, doorsAt(cabinet, numbers), screen)).toEqual([]);
    }), { numRuns: 40 });
  });

  test.each(names)('however many doors of %s there are, each open one is called out, holds its number, or stands in the line', (name) => {
    const cabinet = cabinetOf(name);
    const all = cabinet.lockers.map(({ locker }) => locker);
    const is = fc.constantFrom<DoorOnScreen['is']>('open', 'waiting', 'releasing', 'stuck', 'shut', 'skipped');
    const many = fc.tuple(fc.nat(all.length), fc.boolean(), fc.array(is, { minLength: 3, maxLength: 30 }));
    fc.assert(fc.property(many, ([from, isMixed, states]) => {
      const step = isMixed ? 7 : 1; // all over the cabinet, or side by side
      const doors = states.slice(0, all.length)
        .flatMap((state, at) => doorsAt(cabinet, [all[(from + at * step) % all.length] ?? 0], state));
      expect(wrongWith(cabinet, doors, screen)).toEqual([]);
      expect(numbersOf(cabinet, doors, screen).callouts.length).toBeLessThanOrEqual(calloutsMost);
    }), { numRuns: 15 });
  });
});

const across = papers['a screen of 1280 × 800, across'];
const wall = cabinetOf('four-buses-240');
const called = (numbers: Numbers): readonly number[] => numbers.callouts.map(({ locker }) => locker).toSorted((one, other) => one - other);
const placeIn = (cabinet: CabinetDrawing, number: number): CabinetDrawing['lockers'][number] => {
  const place = cabinet.lockers.find(({ locker }) => locker === number);
  if (!place) throw new RangeError(`no locker ${String(number)}`);
  return place;
};

describe('a wall of 240 doors', () => {
  test.each([
    ['two neighbours, one above the other', [100, 101]], ['two neighbours, side by side', [100, 115]],
    ['three in the middle of a column', [36, 37, 38]], ['the four corners', [1, 15, 226, 240]],
    ['both sides of the kiosk', [106, 120, 121, 135]], ['five in the middle of a column', [34, 35, 36, 37, 38]],
    ['six all over it', [1, 50, 100, 130, 180, 240]],
    ['three above each other, of which the first would leave no room for another if it always chose first', [12, 13, 14]],
  ])('shows %s', (_, numbers) => {
    expect(wrongWith(wall, doorsAt(wall, numbers), across)).toEqual([]);
    expect(called(numbersOf(wall, doorsAt(wall, numbers), across))).toEqual(numbers);
  });

  test('calls out the doors that somebody looks for first: open, else stuck, else to open, else none any more', () => {
    const inTurn = [
      ...doorsAt(wall, [50], 'shut'), ...doorsAt(wall, [61], 'skipped'), ...doorsAt(wall, [3], 'waiting'),
      ...doorsAt(wall, [31], 'releasing'), ...doorsAt(wall, [7], 'stuck'), ...doorsAt(wall, [90], 'open'),
    ];
    const without = (...gone: readonly number[]) => inTurn.filter(({ locker }) => !gone.includes(locker));
    const calledOf = (doors: readonly DoorOnScreen[]) => called(numbersOf(wall, doors, across));
    expect(calledOf(inTurn)).toEqual([90]);
    expect(calledOf(without(90))).toEqual([7]);
    expect(calledOf(without(90, 7))).toEqual([3, 31]);
    expect(calledOf(without(90, 7, 3, 31))).toEqual([50, 61]);
  });

  test.each([
    ['its neighbours wait', [12, 13, 14, 15, 16, 17], 13, papers['a panel of 800 × 480, on one side']],
    ['nineteen others wait', Array.from({ length: 20 }, (_, at) => at + 1), 1, papers['a panel of 800 × 480, across']],
  ])('calls out the open door while %s', (_, numbers, open, screen) => {
    const doors = numbers.flatMap((locker) => doorsAt(wall, [locker], locker === open ? 'open' : 'waiting'));
    expect(called(numbersOf(wall, doors, screen))).toEqual([open]);
  });

  test('covers no other door of the visit where there is room beside it', () => {
    const doors = [...doorsAt(wall, [25]), ...doorsAt(wall, [24, 26], 'waiting')];
    const { callouts } = numbersOf(wall, doors, across);
    const isClear = ({ box, pointer }: Callout) => [24, 26].map((locker) => placeIn(wall, locker))
      .every((place) => !isOver(box, place) && areApart(pointer, cornersOf(place)));
    expect(callouts.map(isClear)).toEqual([true]);
  });

  test('calls out a door once, however many parcels somebody has behind it', () => {
    expect(called(numbersOf(wall, [...doorsAt(wall, [100]), ...doorsAt(wall, [100])], across))).toEqual([100]);
  });

  test('has the pictures in its doors where the numbers are beside them, and nothing where a picture would be a speck', () => {
    const open = doorsAt(wall, [9, 10]);
    const large = numbersOf(wall, open, across);
    expect([large.inMarked(placeIn(wall, 9)), large.inMarked(placeIn(wall, 10))]).toEqual(['picture', 'picture']);
    const small = numbersOf(wall, open, papers['a screen that stands']);
    expect([small.inMarked(placeIn(wall, 9)), small.inMarked(placeIn(wall, 10))]).toEqual(['picture', 'nothing']);
  });

  test('keeps the numbers of its other doors but for those that could be read only half, or not at all', () => {
    const numbers = numbersOf(wall, doorsAt(wall, [100]), across);
    const hidden = wall.lockers.filter((place) => place.locker !== 100 && numbers.otherMm(place) === null).map(({ locker }) => locker);
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden.length).toBeLessThan(14);
    expect(hidden.every((locker) => locker > 75 && locker <= 120)).toBe(true);
    const small = numbersOf(wall, doorsAt(wall, [100]), papers['a panel of 800 × 480, across']);
    expect(small.otherMm(placeIn(wall, 1))).toBe(null);
    expect(small.otherMm(placeIn(wall, 15))).toBeGreaterThan(0);
  });

  test('with more open doors than callouts says the numbers of the others in the doors', () => {
    const doors = doorsAt(wall, Array.from({ length: 20 }, (_, at) => at * 11 + 3));
    const numbers = numbersOf(wall, doors, across);
    const without = doors.filter(({ locker }) => !called(numbers).includes(locker));
    expect(called(numbers).length).toBe(calloutsMost);
    expect(new Set(without.map(({ locker }) => numbers.inMarked(placeIn(wall, locker))))).toEqual(new Set(['number']));
  });
});

test.each([
  ['two are found in the drawing', [7, 20], null],
  ['three', [7, 9, 20], '7, 9, 20'],
  ['in their order', [20, 9, 12, 7], '7, 9, 12, 20'],
  ['a run by its ends, two without a dash', [1, 2, 3, 4, 9, 10, 24], '1–4, 9, 10, 24'],
])('the numbers of more open doors than the drawing may have room for stand in one line: %s', (_, numbers, line) => {
  const doors = numbers.flatMap((locker) => doorsAt(wall, [locker]));
  expect(numbersInLine([...doors, ...doors, ...doorsAt(wall, [30, 31, 32, 33], 'waiting')])).toBe(line);
});

test('a cabinet of 24 is drawn with the numbers in the doors, however many are open', () => {
  const cabinet = cabinetOf('sim-24');
  const numbers = numbersOf(cabinet, doorsAt(cabinet, [1, 2, 3, 7, 24]), papers['a screen of 1280 × 800, on one side']);
  expect(numbers.callouts).toEqual([]);
  expect(cabinet.lockers.map((place) => numbers.inMarked(place))).not.toContain('picture');
});

test('a door that the drawing does not know is not called out', () => {
  const [door] = doorsAt(wall, [1]);
  expect(numbersOf(wall, door ? [{ ...door, locker: 999 }] : [], across).callouts).toEqual([]);
});
