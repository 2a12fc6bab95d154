import { expect, test } from 'vitest';
import { Notebook } from './findings.ts';
import { rowsOf } from './played.ts';

const broken = (rows: ReturnType<typeof rowsOf>): readonly string[] =>
  rows.filter(({ ratio, most }) => most !== null && !(ratio <= most)).map(({ what }) => what);

test('where no door has moved and no coil was on, nothing is proved: the promises about them are broken', () => {
  const played = [{ situation: 'normal', findings: new Notebook().findings() }];
  expect(broken(rowsOf('pins', played))).toEqual([
    'pins: longest pulse', 'pins: movement → upstream, median', 'pins: movement → upstream, longest',
  ]);
});

test('a door that was known in half a second, by a pulse of 300 ms, is as promised', () => {
  const findings = { ...new Notebook().findings(), knownAfterMs: [500], coilMs: [300] };
  expect(broken(rowsOf('pins', [{ situation: 'normal', findings }]))).toEqual([]);
});
