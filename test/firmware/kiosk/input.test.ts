import { describe, expect, test } from 'vitest';
import { readInput } from '../../../firmware/kiosk/input.ts';
import type { KioskInput } from '../../../firmware/kiosk/shown.ts';

const inputs: { readonly [Type in KioskInput['type']]: Extract<KioskInput, { readonly type: Type }> } = {
  'person.touched': { type: 'person.touched' },
  'more-time.chosen': { type: 'more-time.chosen' },
  'finish.chosen': { type: 'finish.chosen' },
  'back.chosen': { type: 'back.chosen' },
  'next.chosen': { type: 'next.chosen' },
  'way.chosen': { type: 'way.chosen', way: 'carrier-code' },
  'code.entered': { type: 'code.entered', code: '4F7K2Q9P' },
  'longer.chosen': { type: 'longer.chosen', locker: 3 },
  'end.chosen': { type: 'end.chosen', locker: 3 },
  'visiting.chosen': { type: 'visiting.chosen' },
  'reporting.chosen': { type: 'reporting.chosen' },
  'label.scanned': { type: 'label.scanned', text: 'v4.public.eyJkb29yIjoxM30' },
  'badge.shown': { type: 'badge.shown', text: '0042' },
  'carrier-code.entered': { type: 'carrier-code.entered', code: '471100' },
  'password.entered': { type: 'password.entered', username: 'olga', password: ' with spaces ' },
  'pin.entered': { type: 'pin.entered', pin: '481516' },
  'visits.chosen': { type: 'visits.chosen', lockers: [3, 5] },
  'signature.given': { type: 'signature.given', strokes: '12,34 40,50;60,70' },
  'ending.chosen': { type: 'ending.chosen', ends: true },
  'storing.chosen': { type: 'storing.chosen' },
  'size.chosen': { type: 'size.chosen', size: null, accessible: true },
  'length.chosen': { type: 'length.chosen', lengthMs: 3_600_000 },
  'extension.chosen': { type: 'extension.chosen', untilMs: 1_790_000_000_000 },
  'beside.chosen': { type: 'beside.chosen', locker: 3 },
  'label.entered': { type: 'label.entered', label: '1Z 999 AA1' },
  'no-label.chosen': { type: 'no-label.chosen' },
  'party.chosen': { type: 'party.chosen', party: { type: 'department', id: 'law' } },
  'delivering.chosen': { type: 'delivering.chosen' },
  'administering.chosen': { type: 'administering.chosen' },
  'removing.chosen': { type: 'removing.chosen' },
  'lockers.marked': { type: 'lockers.marked', lockers: [] },
  'deed.chosen': { type: 'deed.chosen', deed: 'out-of-service' },
  'reason.chosen': { type: 'reason.chosen', why: 'dirty' },
  'deed.confirmed': { type: 'deed.confirmed' },
  'reopen.chosen': { type: 'reopen.chosen', locker: 3 },
  'retry.chosen': { type: 'retry.chosen', locker: 3 },
  'skip.chosen': { type: 'skip.chosen', locker: 3 },
  'retract.chosen': { type: 'retract.chosen' },
  'larger.chosen': { type: 'larger.chosen' },
  'left-some.chosen': { type: 'left-some.chosen', locker: 3, left: ['PKG-1'] },
  'problem.chosen': { type: 'problem.chosen', locker: null, why: 'empty' },
  'language.chosen': { type: 'language.chosen', language: 'de' },
  'letters.typed': { type: 'letters.typed', letters: '' },
};

describe('what the page may say', () => {
  for (const input of Object.values(inputs)) {
    test(`everything a person can do at the kiosk is understood as it is (${input.type})`, () => {
      expect(readInput(JSON.stringify(input))).toEqual(input);
    });
  }

  test('nobody can ask for a door by its number', () => {
    expect(readInput('{"type":"door.release","locker":13}')).toBeNull();
    expect(readInput('{"type":"door.opened","locker":13}')).toBeNull();
    expect(readInput('{"type":"place.found","ask":1,"visit":{"purpose":"pickup","locker":13,"reservation":"r"}}')).toBeNull();
    expect(readInput('{"type":"session.began"}')).toBeNull();
    expect(readInput('{"type":"headphones.plugged"}')).toBeNull();
  });

  const longest = [
    { most: 64, of: (text: string) => ({ type: 'code.entered', code: text }) },
    { most: 512, of: (text: string) => ({ type: 'label.scanned', text }) },
    { most: 64, of: (text: string) => ({ type: 'password.entered', username: text, password: 'p' }) },
    { most: 128, of: (text: string) => ({ type: 'password.entered', username: 'u', password: text }) },
    { most: 64, of: (text: string) => ({ type: 'label.entered', label: text }) },
    { most: 3_072, of: (text: string) => ({ type: 'signature.given', strokes: text }) },
    { most: 80, of: (text: string) => ({ type: 'problem.chosen', why: text, locker: null }) },
  ];
  for (const { most, of } of longest) {
    test(`a person can say this much and no more (${Object.keys(of('')).join(', ')}: ${String(most)} characters)`, () => {
      expect(readInput(JSON.stringify(of('x'.repeat(most))))).not.toBeNull();
      expect(readInput(JSON.stringify(of('x'.repeat(most + 1))))).toBeNull();
      expect(readInput(JSON.stringify(of('')))).toBeNull();
    });
  }

  test('a person marks every locker of the largest cabinet, and no more than there are', () => {
    const marked = (count: number) => JSON.stringify({ type: 'lockers.marked', lockers: Array.from({ length: count }, (_, at) => at + 1) });
    expect(readInput(marked(400))).not.toBeNull();
    expect(readInput(marked(401))).toBeNull();
    expect(marked(400).length).toBeLessThan(4_096);
  });

  const nonsense = ['', 'null', '[]', '"code.entered"', '7', '{', '{"type":"code.entered"}', '{"type":"code.entered","code":7}',
    '{"type":"toString"}', '{"__proto__":{"type":"storing.chosen"}}', '{"type":"lockers.marked","lockers":[1.5]}',
    '{"type":"skip.chosen","locker":0}', '{"type":"deed.chosen","deed":"burn"}', '{"type":"storing.chosen","locker":3}'];
  for (const text of nonsense) {
    test(`nonsense is nothing (${text})`, () => {
      expect(readInput(text)).toBeNull();
    });
  }
});
