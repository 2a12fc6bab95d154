import { expect, test } from 'vitest';
import { together } from '../../../firmware/hardware/readers.ts';
import type { Reading } from '../../../firmware/ports/hardware.ts';
import { SimulatedBadgeReader } from '../../../sim/cabinet/badge-reader.ts';
import { SimulatedScanner } from '../../../sim/cabinet/scanner.ts';

test('what a person holds under the simulated scanner is read; what a real one would swallow is not', () => {
  const scanner = new SimulatedScanner();
  const readings: Reading[] = [];
  scanner.watch((reading) => readings.push(reading));
  expect(scanner.scan('PARCEL-1')).toBe(true);
  expect(scanner.scan('')).toBe(false);
  expect(scanner.scan('PAR\nCEL')).toBe(false);
  expect(scanner.scan('x'.repeat(513))).toBe(false);
  expect(readings).toEqual([{ from: 'scanner', text: 'PARCEL-1' }]);
});

test('a person who holds the same number before two readers is known by the badge, and not by the label', () => {
  const [scanner, badges] = [new SimulatedScanner(), new SimulatedBadgeReader()];
  const readings: Reading[] = [];
  together(scanner, badges).watch((reading) => readings.push(reading));
  expect([scanner.scan('100418'), badges.show('100418'), badges.show('100\r418')]).toEqual([true, true, false]);
  expect(readings).toEqual([{ from: 'scanner', text: '100418' }, { from: 'badge', text: '100418' }]);
});
