import { describe, expect, test } from 'vitest';
import { readInput } from '../../../firmware/kiosk/input.ts';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';

const inputs: readonly SessionInput[] = [
  { type: 'code.entered', code: '4F7K2Q9P' },
  { type: 'label.scanned', text: 'v4.public.eyJkb29yIjoxM30' },
  { type: 'staff.chosen' },
  { type: 'password.entered', username: 'olga', password: ' with spaces ' },
  { type: 'tracking.entered', tracking: '1Z 999 AA1' },
  { type: 'reopen.chosen' },
  { type: 'retry.chosen' },
  { type: 'retract.chosen' },
  { type: 'next.chosen' },
  { type: 'finish.chosen' },
  { type: 'person.touched' },
];

describe('what the page may say', () => {
  for (const input of inputs) {
    test(`everything a person can do at the kiosk is understood as it is (${input.type})`, () => {
      expect(readInput(JSON.stringify(input))).toEqual(input);
    });
  }

  test('nobody can ask for a door by its number', () => {
    expect(readInput('{"type":"door.release","locker":13}')).toBeNull();
    expect(readInput('{"type":"reopen.chosen","locker":13}')).toBeNull();
    expect(readInput('{"type":"credential.granted","ask":1,"visit":{"purpose":"pickup","locker":13,"reservation":"r"}}')).toBeNull();
  });

  const longest = [
    { most: 64, of: (text: string) => ({ type: 'code.entered', code: text }) },
    { most: 512, of: (text: string) => ({ type: 'label.scanned', text }) },
    { most: 64, of: (text: string) => ({ type: 'password.entered', username: text, password: 'p' }) },
    { most: 128, of: (text: string) => ({ type: 'password.entered', username: 'u', password: text }) },
    { most: 64, of: (text: string) => ({ type: 'tracking.entered', tracking: text }) },
  ];
  for (const { most, of } of longest) {
    test(`a person can say this much and no more (${Object.keys(of('')).slice(1).join(', ')}: ${String(most)} characters)`, () => {
      expect(readInput(JSON.stringify(of('x'.repeat(most))))).not.toBeNull();
      expect(readInput(JSON.stringify(of('x'.repeat(most + 1))))).toBeNull();
      expect(readInput(JSON.stringify(of('')))).toBeNull();
    });
  }

  const nonsense = ['', 'null', '[]', '"code.entered"', '7', '{', '{"type":"code.entered"}', '{"type":"code.entered","code":7}',
    '{"type":"toString"}', '{"__proto__":{"type":"staff.chosen"}}'];
  for (const text of nonsense) {
    test(`nonsense is nothing (${text})`, () => {
      expect(readInput(text)).toBeNull();
    });
  }
});
