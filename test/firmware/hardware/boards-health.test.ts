import { expect, test } from 'vitest';
import { boardsHealthOf } from '../../../firmware/hardware/boards-health.ts';
import type { Field } from '../../../firmware/hardware/field.ts';
import type { BoardReport } from '../../../firmware/ports/hardware.ts';

function field(reports: readonly BoardReport[] = []) {
  let tell: (isWell: boolean) => void = () => undefined;
  const made: Field = {
    coil: () => null, signal: () => null, watch: () => false, start: () => undefined,
    restAll: () => Promise.resolve({ kind: 'done' }), close: () => Promise.resolve(),
    watchHealth: (listener) => {
      tell = listener;
    },
    reports: () => reports,
  };
  return { made, tell: (isWell: boolean): void => tell(isWell) };
}

test('the boards of a bank are well when those of every line are, ill when those of one are not, and each change is told once', () => {
  const [left, right] = [field(), field()];
  const health = boardsHealthOf([left.made, right.made]);
  const told: boolean[] = [];
  health.watch((_, isWell) => told.push(isWell));
  left.tell(true);
  expect(told).toEqual([]);
  right.tell(true);
  left.tell(false);
  right.tell(false);
  right.tell(true);
  expect(told).toEqual([true, false]);
  left.tell(true);
  expect(told).toEqual([true, false, true]);
  const late: [string, boolean][] = [];
  health.watch((part, isWell) => late.push([part, isWell]));
  expect(late).toEqual([['boards', true]]);
});

test('a technician is told of the boards of all lines', () => {
  const report: BoardReport = { board: 'left', state: 'well', trouble: null, counts: { answered: 1, silent: 0, garbled: 0, refused: 0 } };
  const other = { ...report, board: 'right' };
  expect(boardsHealthOf([field([report]).made, field([other]).made]).boards()).toEqual([report, other]);
});
