import { expect, test } from 'vitest';
import { tellingOf } from '../../../../firmware/kiosk/telling.ts';

const frame = { language: 'en', help: '', timeZone: 'Europe/Berlin', isWarned: false, secondsLeft: null, texts: {} } as const;

/** What a technician reads of a first profile that has not passed its trial. */
function failed(...says: readonly string[]): string {
  return tellingOf({ screen: 'set-up', why: 'not-passed', failed: { profile: 'hall', version: 2, says } }, frame).text;
}

test('a technician reads which profile has not passed its trial, and everything that is wrong with it', () => {
  expect(failed('a board does not answer: b6', 'no contact reads on board b6')).toBe(
    'These lockers are not in use yet. For technicians (more: lockerbank status): hall, version 2, has not passed its trial: '
    + 'a board does not answer: b6; no contact reads on board b6',
  );
});

test('a technician reads the beginning where more is wrong than fits, and that there is more', () => {
  const text = failed(`a board does not answer: ${'b16, '.repeat(100)}`, 'no contact reads');
  expect(text.length).toBeLessThan(300);
  expect(text).toMatch(/a board does not answer: b16, .*…$/);
});
