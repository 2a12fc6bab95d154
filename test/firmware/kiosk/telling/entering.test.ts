import { expect, test } from 'vitest';
import type { Screen } from '../../../../firmware/kiosk/screens.ts';
import { tellingOf } from '../../../../firmware/kiosk/telling.ts';

const frame = {
  language: 'en', languages: ['en'], help: '', timeZone: 'Europe/Berlin', isWarned: false, secondsLeft: null, texts: {},
} as const;

function noticeOn(screen: Screen): string | null {
  return tellingOf(screen, frame).notice?.kind ?? null;
}

test('nobody is told to try again with another code while typing is locked', () => {
  const locked = { notice: 'code-refused', keypadLockedForMs: 61_000 } as const;
  const home = { screen: 'home', scans: false, ways: ['code'], stores: false, ...locked } as const;
  const signIn = { screen: 'sign-in', way: 'code', isForLabel: false, ...locked } as const;
  expect([noticeOn(home), noticeOn(signIn)]).toEqual([null, null]);
  expect(noticeOn({ ...home, keypadLockedForMs: 0 })).toBe('trouble');
  expect(noticeOn({ ...home, notice: 'bank-trouble' })).toBe('trouble');
});
