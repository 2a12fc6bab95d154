import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begun, failed, judgeVersion, proven, rolledBack, spareSlot, switched, trialStartsMost, withoutUsed, type SlotState,
} from '../../../../firmware/technician/flash/slots.ts';

const first = switched(null, { id: 'acme', version: 3 });
const tried = (state: SlotState, starts: number): SlotState => {
  let now = state;
  for (let start = 0; start < starts; start++) now = begun(now).state;
  return now;
};

describe('two slots for a profile', () => {
  test('a new profile goes into the slot that is not used, and is on trial', () => {
    expect(first).toMatchObject({ active: 'a', trial: { starts: 0, from: null, withoutBoards: false }, newest: { acme: 3 } });
    expect(switched(proven(first), { id: 'acme', version: 4 })).toMatchObject({
      active: 'b', trial: { starts: 0, from: 'a', withoutBoards: false }, newest: { acme: 4 },
    });
  });

  test('a profile that has passed its trial is used from then on, however often the program is started', () => {
    const state = proven(begun(first).state);
    for (let start = 0; start < 10; start++) expect(begun(state)).toEqual({ kind: 'use', slot: 'a', state });
  });

  test('a profile with which the program crashes three times is left for the one before it', () => {
    const second = switched(proven(first), { id: 'acme', version: 4 });
    const crashed = tried(second, trialStartsMost);
    expect(begun(tried(second, trialStartsMost - 1))).toMatchObject({ kind: 'use', slot: 'b' });
    expect(begun(crashed)).toMatchObject({ kind: 'back', slot: 'a', state: { active: 'a', trial: null } });
  });

  test('a trial that fails leads back at once', () => {
    expect(failed(begun(switched(proven(first), { id: 'acme', version: 4 })).state)).toMatchObject({ kind: 'back', slot: 'a' });
  });

  test('a first profile that does not work leaves the bank without one: it shows the set-up screen', () => {
    expect(begun(tried(first, trialStartsMost))).toMatchObject({ kind: 'none' });
  });

  test('whether a profile has ever worked here is known for good, whatever is flashed, given up or lost later', () => {
    expect(first.hasWorked).toBe(false);
    expect(begun(tried(first, trialStartsMost)).state.hasWorked).toBe(false);
    const lost = withoutUsed(proven(switched(proven(first), { id: 'acme', version: 4 })));
    expect(lost).toMatchObject({ active: 'a', trial: { from: null }, hasWorked: true });
  });

  test('a technician who flashes twice in a row comes back to the profile that last worked, not to the untried one', () => {
    const good = proven(first);
    const twice = switched(switched(good, { id: 'acme', version: 4 }), { id: 'acme', version: 5 });
    expect(twice).toMatchObject({ active: 'b', trial: { from: 'a' } });
    expect(rolledBack(twice)).toMatchObject({ active: 'a', trial: null });
  });

  test('a technician may roll back to the profile before, which is on trial as well', () => {
    const state = proven(switched(proven(first), { id: 'acme', version: 4 }));
    const terms = { withoutBoards: false, doorsOpen: true, doors: { 7: 'closed' } } as const;
    expect(rolledBack(state, terms)).toMatchObject({ active: 'a', trial: { ...terms, starts: 0, from: 'b' }, newest: { acme: 4 } });
    expect(rolledBack(first)).toBeNull();
  });

  test.each([
    [null, 1, null],
    [proven(first), 3, null],
    [proven(first), 4, null],
    [proven(first), 2, { why: 'older', newest: 3 }],
  ])('a profile is no older than the newest that was ever here [%j, version %d]', (state, version, refusal) => {
    expect(judgeVersion(state, { id: 'acme', version })).toEqual(refusal);
  });

  test('another profile has versions of its own, also one that is called like a part of the language', () => {
    expect(judgeVersion(proven(first), { id: 'toString', version: 1 })).toBeNull();
    expect(switched(proven(first), { id: 'other', version: 1 }).newest).toEqual({ acme: 3, other: 1 });
  });
});

const deeds = fc.array(fc.oneof(
  fc.record({ do: fc.constant('flash' as const), version: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constantFrom('start' as const, 'pass' as const, 'fail' as const, 'roll-back' as const) }),
), { maxLength: 40 });

test('whatever is flashed, started, passed, failed, rolled back: a profile that works is never written over while one is on trial', () => {
  fc.assert(fc.property(deeds, (story) => {
    let state: SlotState = proven(first);
    let good: 'a' | 'b' = 'a';
    for (const deed of story) {
      if (deed.do === 'flash') {
        expect(spareSlot(state)).not.toBe(good);
        state = switched(state, { id: 'acme', version: deed.version });
      } else if (deed.do === 'start') state = begun(state).state;
      else if (deed.do === 'fail' && state.trial) state = failed(state).state;
      else if (deed.do === 'roll-back') state = rolledBack(state) ?? state;
      else if (deed.do === 'pass') {
        state = proven(state);
        good = state.active;
      }
      expect([state.active, state.trial?.from ?? state.active]).toContain(good);
      expect(state.trial?.starts ?? 0).toBeLessThanOrEqual(trialStartsMost);
    }
  }));
});
