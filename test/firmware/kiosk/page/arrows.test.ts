import { describe, expect, test } from 'vitest';
import { nextTowards, type Box } from '../../../../firmware/kiosk/page/arrows.ts';

const box = (left: number, top: number, width = 100, height = 100): Box => ({ left, top, width, height });
/** As on a telephone: 1 2 3, 4 5 6, 7 8 9. */
const keypad = Array.from({ length: 9 }, (_, at) => box((at % 3) * 110, Math.floor(at / 3) * 110));
const five = keypad[4] ?? box(0, 0);
const others = keypad.filter((one) => one !== five);
const digits = '12346789';

describe('an arrow key, from the 5 of a keypad', () => {
  test.each([['ArrowLeft', '4'], ['ArrowRight', '6'], ['ArrowUp', '2'], ['ArrowDown', '8']] as const)('%s goes to the %s', (arrow, to) => {
    expect(digits[nextTowards(arrow, five, others)]).toBe(to);
  });
});

test('an arrow key goes down to a button that is as wide as the screen, and not past it', () => {
  const wide = box(0, 120, 1200, 100);
  expect(nextTowards('ArrowDown', box(0, 0), [box(0, 240), wide])).toBe(1);
});

test('an arrow key stays where there is nothing in its direction', () => {
  expect(nextTowards('ArrowUp', box(0, 0), [box(0, 120), box(200, 0)])).toBe(-1);
});
