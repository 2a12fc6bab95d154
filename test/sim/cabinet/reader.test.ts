import { expect, test } from 'vitest';
import { together } from '../../../firmware/hardware/readers.ts';
import type { Reading } from '../../../firmware/ports/hardware.ts';
import { SimulatedReader } from '../../../sim/cabinet/reader.ts';

test('what a person holds under the simulated scanner is read; what a real one would swallow is not', () => {
  const scanner = new SimulatedReader('scanner');
  const readings: Reading[] = [];
  scanner.watch((reading) => readings.push(reading));
  expect(scanner.read('PARCEL-1')).toBe(true);
  expect(scanner.read('')).toBe(false);
  expect(scanner.read('PAR\nCEL')).toBe(false);
  expect(scanner.read('x'.repeat(513))).toBe(false);
  expect(readings).toEqual([{ from: 'scanner', text: 'PARCEL-1' }]);
});

test('a person who holds the same number before two readers is known by the badge, and not by the label', () => {
  const [scanner, badges] = [new SimulatedReader('scanner'), new SimulatedReader('badge')];
  const readings: Reading[] = [];
  together(scanner, badges).watch((reading) => readings.push(reading));
  expect([scanner.read('100418'), badges.read('100418'), badges.read('100\r418')]).toEqual([true, true, false]);
  expect(readings).toEqual([{ from: 'scanner', text: '100418' }, { from: 'badge', text: '100418' }]);
});
