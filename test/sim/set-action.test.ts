import { describe, expect, test } from 'vitest';
import { readAction } from '../../sim/action.ts';
import { settingsTable } from '../../firmware/bank/settings.ts';
import { usualOf } from '../../statecharts/setting.ts';

const set = (value: unknown): string => JSON.stringify({ do: 'set', name: 'itemExpiry', value });

describe('a setting that somebody changes on the page', () => {
  test.each(Object.entries(settingsTable))('may be of every kind that there is [%s]', (name, row) => {
    const action = { do: 'set', name, value: usualOf(row) };
    expect(readAction(JSON.stringify(action))).toEqual(action);
  });

  test.each([null, 0, true, '', 'x'.repeat(500), [], ['pickup'], {}, { small: 3 }])('arrives as it was sent [%j]', (value) => {
    expect(readAction(set(value))).toMatchObject({ value });
  });

  test.each([
    ['longer than any text', 'x'.repeat(501)], ['more than any list has', Array.from({ length: 33 }, () => 'x')],
    ['a list in a list', [['pickup']]], ['a text for a size', { small: '3' }],
    ['more sizes than any cabinet has', Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`s${String(n)}`, 1]))],
  ])('is nothing that no setting could be: %s', (_what, value) => {
    expect(readAction(set(value))).toBeNull();
  });

  test('has a value', () => {
    expect(readAction('{"do":"set","name":"itemExpiry"}')).toBeNull();
  });
});
