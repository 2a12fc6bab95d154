import { describe, expect, test } from 'vitest';
import { filled, labelsIn, untouched, visitorKey, wishOf, type Draft } from '../../../sim/page/wish-draft.ts';
import { simState } from './sim-state.ts';

const state = simState({
  people: [
    { id: 'ada', name: 'Ada', accessible: false, badge: null, pin: null },
    { id: 'grace', name: 'Grace', accessible: true, badge: null, pin: null },
  ],
  departments: [{ id: 'post', name: 'Post' }], sizes: ['small', 'large'],
});
const ada = { type: 'recipient', id: 'ada' } as const;
const grace = { type: 'recipient', id: 'grace' } as const;
const post = { type: 'department', id: 'post' } as const;
const wished = (draft: Partial<Draft>) => wishOf(filled({ ...untouched, ...draft }, state, []), Date.parse('2026-11-22T12:00:00.000Z'));

describe('what somebody asks for on the page', () => {
  test('is a parcel for the first person, in the smallest locker, under a label of its own, until they say otherwise', () => {
    expect(wished({})).toEqual({ kind: 'delivery', party: ada, labels: ['PKG-1001'], size: 'small', accessible: false });
  });

  test('is within reach of a person who needs that, unless they say otherwise', () => {
    expect(wished({ party: 'recipient/grace' })).toMatchObject({ party: grace, accessible: true });
    expect(wished({ party: 'recipient/grace', accessible: false })).toMatchObject({ accessible: false });
  });

  test('may be several parcels in one locker', () => {
    expect(wished({ labels: 'A-1, A-2 A-2;A-3 ' })).toMatchObject({ labels: ['A-1', 'A-2', 'A-3'] });
    expect([labelsIn(' '), wished({ labels: ' ' })]).toEqual([[], null]);
  });

  test('may be a return for whoever works there, or for a department', () => {
    expect(wished({ kind: 'return' })).toMatchObject({ kind: 'return', party: ada, to: null });
    expect(wished({ kind: 'return', to: 'department/post' })).toMatchObject({ to: post });
  });

  test('may be an exchange between two people, of two things with two labels', () => {
    expect(wished({ kind: 'exchange' })).toMatchObject({ party: ada, to: grace, labels: ['AST-1001'], back: ['AST-1002'] });
  });

  test('may be room for belongings: for as long as is usual, for two hours, of a visitor, or of a department', () => {
    expect(wished({ kind: 'storage' })).toMatchObject({ kind: 'storage', party: ada, labels: ['BAG-1001'], isVisitor: false, ends: null });
    expect(wished({ kind: 'storage', endsInMs: 7_200_000 })).toMatchObject({ ends: '2026-11-22T14:00:00.000Z' });
    expect(wished({ kind: 'storage', party: visitorKey })).toMatchObject({ party: { id: 'visitor-BAG-1001' }, isVisitor: true });
    expect(wished({ kind: 'storage', party: 'department/post', endsInMs: 7_200_000 })).toMatchObject({ party: post, ends: null });
  });

  test('is never a parcel for a visitor, who is in no directory', () => {
    expect(wished({ kind: 'delivery', party: visitorKey })).toMatchObject({ party: ada });
  });

  test('is nothing while the upstream knows nobody', () => {
    expect(wishOf(filled(untouched, simState({}), []), 0)).toBeNull();
  });
});
