import { expect, test } from 'vitest';
import { essenceOf } from '../../../../firmware/kiosk/page/essence.ts';
import type { Screen } from '../../../../firmware/kiosk/screens.ts';

const home: Extract<Screen, { screen: 'home' }> =
  { screen: 'home', notice: null, keypadLockedForMs: 0, scans: false, ways: ['code'], stores: false };
const operator = { role: 'operator', name: 'Mia', administers: true, delivers: true, receives: false } as const;
const lockers: Extract<Screen, { screen: 'lockers' }> =
  { screen: 'lockers', only: 'all', person: operator, lockers: [], marked: [], notice: null };
const party: Extract<Screen, { screen: 'party' }> = { screen: 'party', label: null, sought: 'E', found: [] };

test.each([
  ['the keypad is locked for a shorter time', home, { ...home, keypadLockedForMs: 5 }],
  ['a locker is marked', lockers, { ...lockers, marked: [3], notice: 'done' }],
  ['names are found', party, { ...party, found: [{ party: { type: 'recipient', id: '1' }, name: 'Jo Ebert' }] }],
] as const)('a person keeps what they have typed and where they look while %s', (_what, before, after) => {
  expect(essenceOf(after)).toBe(essenceOf(before));
});

test.each([
  ['a code is refused', home, { ...home, notice: 'code-refused' }],
  ['the list is another one', lockers, { ...lockers, only: 'expired' }],
  ['it was the last name that was asked for', party, { screen: 'reason', reasons: [], marked: [] }],
] as const)('a person begins with an empty screen when %s', (_what, before, after) => {
  expect(essenceOf(after)).not.toBe(essenceOf(before));
});
