import { describe, expect, test } from 'vitest';
import type { Field } from '../../../../firmware/kiosk/shown.ts';
import { Typing, sameCharacterWithinMs } from '../../../../firmware/kiosk/speech/typing.ts';
import type { Digit } from '../../../../firmware/ports/keypad.ts';
import { field } from '../../../support/audio-rig.ts';

/** Presses in a row, with a pause where there is a space. */
function typed(fields: readonly Field[], presses: string, prepare: (typing: Typing) => void = () => undefined): Typing {
  const typing = new Typing(fields);
  prepare(typing);
  let atMs = 0;
  for (const press of presses) {
    if (press === ' ') atMs += sameCharacterWithinMs + 1;
    else typing.press(press as Digit, (atMs += 250));
  }
  return typing;
}

const label = field('label', 'Label', { keys: 'text', most: 64 });
const username = field('username', 'User name', { keys: 'text', most: 64 });
const password = field('password', 'Password', { keys: 'text', isSecret: true, most: 64 });

describe('twelve keys', () => {
  test.each([
    [field('code', 'Code', { keys: 'code' }), { type: 'code.entered', code: '22' }],
    [field('carrier-code', 'Code', { keys: 'code' }), { type: 'carrier-code.entered', code: '22' }],
    [field('pin', 'PIN'), { type: 'pin.entered', pin: '22' }],
    [label, { type: 'label.entered', label: '22' }],
  ] as const)('type digits at once into $name, and the round key sends what is there', (one, input) => {
    const typing = typed([one], '22');
    expect(typing.enter()).toEqual(input);
    expect(typing.count()).toBe(0);
  });

  test('type letters by pressing several times; a pause begins the next one', () => {
    const typing = typed([username, password], '2 2223 33 1111');
    expect(typing.field()).toBe(username);
    expect(typing.enter()).toBeNull();
    expect(typing.field()).toBe(password);
    expect(typing.enter()).toEqual({ type: 'password.entered', username: 'acde_', password: '' });
  });

  test('type capitals into a password, and whatever signs a password may have', () => {
    const typing = typed([password], '2222 22222222 0 00');
    expect(typing.enter()).toEqual({ type: 'password.entered', username: '', password: 'Aa0 ' });
  });

  test('begin anew after the last character on a key', () => {
    expect(typed([username], '22222').enter()).toMatchObject({ username: 'a' });
  });

  test('type letters into a label where somebody asks for it, and digits again', () => {
    const typing = typed([label], '5 3 0', (one) => one.switch());
    expect([typing.maySwitch(), typing.takesLetters()]).toEqual([true, true]);
    typing.switch();
    typing.press('7', 99_000);
    expect(typing.enter()).toEqual({ type: 'label.entered', label: 'JD07' });
  });

  test('have no letters for a PIN, and all letters of a key at once for a name', () => {
    const both = [field('pin', 'PIN'), field('letters', 'Name', { keys: 'text' })];
    expect(both.map((one) => new Typing([one]).maySwitch())).toEqual([false, false]);
    const typing = typed([field('letters', 'Name', { keys: 'text' })], '2');
    expect(typing.press('3', 1_000)).toEqual({ kind: 'typed', character: 'd e f' });
    expect(typing.press('2', 2_000)).toEqual({ kind: 'looked-up', character: 'a b c', input: { type: 'letters.typed', letters: '232' } });
  });

  test('keep the beginning of a name when it is sent: another letter may follow', () => {
    const typing = typed([field('letters', 'Name', { keys: 'text' })], '23');
    expect(typing.enter()).toEqual({ type: 'letters.typed', letters: '23' });
    expect(typing.press('1', 5_000)).toMatchObject({ input: { letters: '231' } });
  });

  test('type no more than fits, but the next letter of the last key still does', () => {
    const typing = typed([{ ...username, most: 1 }], '2');
    expect(typing.press('3', 400)).toEqual({ kind: 'full' });
    expect(typed([{ ...username, most: 1 }], '22').enter()).toMatchObject({ username: 'b' });
  });

  test('delete one character, and none where there is none', () => {
    const typing = typed([field('pin', 'PIN')], '12');
    for (let time = 0; time < 3; time++) typing.erase();
    expect(typing.count()).toBe(0);
    typing.press('2', 9_000);
    expect(typing.enter()).toEqual({ type: 'pin.entered', pin: '2' });
  });

  test('type nowhere where there is no field', () => {
    const typing = typed([], '1');
    expect([typing.field(), typing.press('1', 9_000), typing.enter()]).toEqual([null, { kind: 'full' }, { type: 'person.touched' }]);
    typing.clear();
    expect(typing.count()).toBe(0);
  });
});
