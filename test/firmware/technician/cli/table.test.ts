import { expect, test } from 'vitest';
import { paint } from '../../../../firmware/technician/cli/colours.ts';
import { tableOf } from '../../../../firmware/technician/cli/table.ts';

test('the columns of a table stand below each other, also where a door is painted red', () => {
  const rows = [['1', 'closed', 'left/1'], ['12', 'unknown', 'left/12']];
  const plain = tableOf(['locker', 'door', 'coil'], rows);
  expect(plain.split('\n')).toEqual(['locker  door     coil', '1       closed   left/1', '12      unknown  left/12']);
  const painted = tableOf(['locker', 'door', 'coil'], rows, (text) => paint({ hasColours: true }, 'red', text));
  expect(painted).toContain('\u001B[31munknown\u001B[0m');
  expect(painted.replaceAll('\u001B[31m', '').replaceAll('\u001B[0m', '')).toBe(plain);
});

test('nothing is painted where colours cannot be seen', () => {
  expect(paint({ hasColours: false }, 'green', 'closed')).toBe('closed');
});
