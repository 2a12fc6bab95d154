import { expect, test } from 'vitest';
import { SimulatedScanner } from '../../../sim/cabinet/scanner.ts';

test('what a person holds under the simulated scanner is read; what a real one would swallow is not', () => {
  const scanner = new SimulatedScanner();
  const texts: string[] = [];
  scanner.watch((text) => texts.push(text));
  expect(scanner.scan('PARCEL-1')).toBe(true);
  expect(scanner.scan('')).toBe(false);
  expect(scanner.scan('PAR\nCEL')).toBe(false);
  expect(scanner.scan('x'.repeat(513))).toBe(false);
  expect(texts).toEqual(['PARCEL-1']);
});
