import { describe, expect, test } from 'vitest';
import { contrastOf, contrastWords } from '../../../firmware/contract/contrast.ts';

describe('contrast', () => {
  test.each([
    ['#000000', '#ffffff', 21], ['#ffffff', '#000000', 21], ['#777777', '#777777', 1],
    ['#767676', '#ffffff', 4.54], ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4],
  ])('is reckoned as WCAG does it [%s on %s: %f]', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 1);
  });

  test('that is nearly enough does not read as if it were', () => {
    expect(contrastWords(4.499)).toBe('4.49:1');
    expect(contrastWords(21)).toBe('21:1');
  });
});
