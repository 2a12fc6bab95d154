import { describe, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { findingsOf, planOf } from '../../../../firmware/technician/learn/findings.ts';
import { learnedProfileText } from '../../../../firmware/technician/learn/learned-profile.ts';
import type { Lesson } from '../../../../firmware/technician/learn/wizard.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { testProfile } from '../../../support/profiles.ts';

const learned = (lock: string, locker: number, contact = lock, closedIs: 'low' | 'high' = 'low'): Lesson =>
  ({ kind: 'learned', lock, locker, contact, closedIs });

describe('what a cabinet has taught', () => {
  const draft = busProfile('kerong-cu16');

  test('one contact that is the other way round than its board is told, since no profile can say it', () => {
    const lessons = [1, 2, 3, 4].map((number) => learned(`left/${String(number)}`, number, undefined, number === 3 ? 'high' : 'low'));
    const { closedIs, troubles } = findingsOf(draft, lessons);
    expect(closedIs.size).toBe(0);
    expect(troubles).toEqual(['Locker 3: contact left/3 is the other way round than most of its board; it needs another contact.']);
  });

  test('a door that was not tried, and whose lock has turned out to be another door\'s, has the one that is left over', () => {
    const { lockers, guessed } = findingsOf(draft, [learned('left/2', 1, 'left/1')]);
    expect(guessed).toEqual([2]);
    expect(lockers.get(2)).toEqual({ lock: 'left/1', contact: 'left/2' });
    expect(lockers.get(1)).toEqual({ lock: 'left/2', contact: 'left/1' });
  });

  test('whoever stops where everything is exchanged finds every door in its place, with wires of its own', () => {
    const next = (number: number) => `${number % 8 < 4 ? 'left' : 'right'}/${String((number % 4) + 1)}`;
    for (let many = 0; many <= 8; many++) {
      const lessons = Array.from({ length: many }, (_, index) => learned(next(index + 2), index + 1, next(index + 3)));
      const { lockers, guessed } = findingsOf(draft, lessons);
      expect([...lockers.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      for (const which of ['lock', 'contact'] as const) expect(new Set([...lockers.values()].map((wires) => wires[which])).size).toBe(8);
      for (const locker of guessed) expect(locker).toBeGreaterThan(many);
      const { columns } = JSON.parse(learnedProfileText(draft, findingsOf(draft, lessons), { id: 'new', schema: '', day: '' })) as Profile;
      expect(lockersOf({ columns }).map(({ number }) => number)).toEqual(lockersOf(draft).map(({ number }) => number));
    }
  });

  test('a door that was tried, and whose contact has turned out to be another door\'s, has the one that is left over', () => {
    const { lockers, guessed } = findingsOf(draft, [{ kind: 'no-contact', lock: 'left/1', locker: 1 }, learned('left/2', 2, 'left/1')]);
    expect([lockers.get(1), guessed]).toEqual([{ lock: 'left/1', contact: 'left/2' }, [1]]);
  });

  test('a row of dead contacts at a board with groups asks for the other order', () => {
    const dead = [1, 2, 3].map((number): Lesson => ({ kind: 'no-contact', lock: `left/${String(number)}`, locker: number }));
    expect(findingsOf(busProfile('bcc-8a'), dead).troubles.join()).toMatch(/^Board left: 3 contacts did not move\. Set its groupOrder to/);
    expect(findingsOf(draft, dead).troubles).toEqual([]);
  });
});

test('of boards on a line every contact is watched, of pins those that the profile names', () => {
  expect(planOf(busProfile('kerong-cu16'), null).contacts).toHaveLength(32);
  expect(planOf(testProfile(), [2])).toEqual({
    locks: [{ lock: 'cabinet/2', locker: 2 }], contacts: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `cabinet/${String(100 + number)}`),
    lockers: [1, 2, 3, 4, 5, 6, 7, 8],
  });
});
